/*
 * changed_test.c - a policy that somebody writes to while it is compiled is refused, though its times may not tell.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "compile.h"
#include "intake.h"

#define STATEMENTS 40000u
#define TRIES      100u

/* With something to warn of, and a test that fails: none of it is to be said of a policy that is no more. */
static const char head[] = "# 0000000000000000\npermission a, never-used\nservice s requires a\n"
                           "test \"t\" { given user nobody may s }\n";

/* A policy in a file without a name, which is larger than what is kept in memory; *size of it. */
static int policy_make(size_t *size)
{
    int fd = memfd_create("policy", MFD_CLOEXEC);
    FILE *out = fdopen(dup(fd), "w");
    unsigned i;

    assert_non_null(out);
    fputs(head, out);
    for (i = 0; i < STATEMENTS; i++)
        fprintf(out, "allow a to user u%05u because \"T-%u\"\n", i, i);
    *size = (size_t)ftell(out);
    assert_int_equal(fclose(out), 0);
    return fd;
}

static atomic_bool goes_on;

/* Counts in the comment of the first line, by way of a mapping: the file's times hardly ever tell. */
static void *write_on(void *mapped)
{
    char digits[17];
    uint64_t count;

    for (count = 0; atomic_load(&goes_on); count++) {
        snprintf(digits, sizeof digits, "%016llx", (unsigned long long)count);
        memcpy((char *)mapped + 2, digits, 16);
    }
    return NULL;
}

static struct compilation *compile(int fd)
{
    static const struct compile_options options = {.include_dir_count = 0};
    char path[64];

    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    return compile_file(path, &options, true);
}

static void a_policy_that_changes_is_refused(void **state)
{
    size_t size;
    int fd = policy_make(&size);
    char *mapped = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    unsigned tries, refused = 0;
    pthread_t writer;

    (void)state;
    assert_true(mapped != MAP_FAILED);
    atomic_store(&goes_on, true);
    assert_int_equal(pthread_create(&writer, NULL, write_on, mapped), 0);
    for (tries = 0; tries < TRIES && refused == 0; tries++) {
        struct compilation *compilation = compile(fd);
        refused += compilation->sources.list[0].intake->repeated == INTAKE_CHANGED;
        assert_null(compilation->table);
        if (compilation->unreadable) {
            assert_int_equal(compilation->diag.errors + compilation->diag.warnings, 1);
            assert_int_equal(compilation->diag.count, 1);
            assert_non_null(strstr(compilation->diag.reports[0]->text, "written to while"));
        } else {
            assert_int_equal(compilation->diag.reports[0]->id, DIAG_UNUSED_PERMISSION);
            assert_true(compilation->diag.warnings > 0);
        }
        compilation_free(compilation);
    }
    atomic_store(&goes_on, false);
    pthread_join(writer, NULL);
    assert_int_equal(refused, 1);
    munmap(mapped, size);
    close(fd);
}

static void a_policy_that_stays_is_compiled(void **state)
{
    size_t size;
    int fd = policy_make(&size);
    struct compilation *compilation = compile(fd);

    (void)state;
    assert_false(compilation->unreadable);
    assert_int_equal(compilation->diag.errors, 1);
    assert_true(compilation->diag.warnings > 0);
    compilation_free(compilation);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_policy_that_changes_is_refused),
        cmocka_unit_test(a_policy_that_stays_is_compiled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
