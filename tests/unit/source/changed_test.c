/*
 * changed_test.c - a policy that somebody writes to while it is read is refused, and says that alone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "compile/compile.h"

/* With something to warn of: it is not to be said of a policy that is no more. */
static const char policy[] = "permission a, never-used\nservice s requires a\nallow a to user u\n";

static struct {
    int fd;           /* of the file that is written to; -1: none is */
    const char *text; /* at an offset */
    off_t at;
    unsigned calls; /* of fstat() about it */
} writer = {.fd = -1};

static bool same_file(int a, int b)
{
    struct stat x, y;

    return fstatat(a, "", &x, AT_EMPTY_PATH) == 0 && fstatat(b, "", &y, AT_EMPTY_PATH) == 0 && x.st_ino == y.st_ino &&
           x.st_dev == y.st_dev;
}

/* The compiler's own: before it looks at the file a second time, the file is written to. */
int fstat(int fd, struct stat *status)
{
    if (writer.fd >= 0 && same_file(fd, writer.fd) && ++writer.calls == 2)
        assert_int_equal(pwrite(writer.fd, writer.text, strlen(writer.text), writer.at), strlen(writer.text));
    return fstatat(fd, "", status, AT_EMPTY_PATH);
}

/* Compiles the policy, or one that includes it, while it is written to; it was last changed long ago. */
static struct compilation *compile(bool included, const char *text, off_t at)
{
    static const struct compile_options options = {.include_anywhere = true};
    const struct timespec long_ago[2] = {{.tv_sec = 1000000000}, {.tv_sec = 1000000000}};
    char file[] = "/tmp/changed-test-XXXXXX", path[64], include[128];
    int fd = mkstemp(file), main_fd = memfd_create("main", MFD_CLOEXEC);
    struct compilation *compilation;

    assert_int_equal(write(fd, policy, strlen(policy)), strlen(policy));
    assert_int_equal(futimens(fd, long_ago), 0);
    snprintf(path, sizeof path, "%s", file);
    if (included) {
        snprintf(include, sizeof include, "include \"%s\"\n", file);
        assert_int_equal(write(main_fd, include, strlen(include)), strlen(include));
        snprintf(path, sizeof path, "/proc/self/fd/%d", main_fd);
    }
    writer.fd = text == NULL ? -1 : fd;
    writer.text = text;
    writer.at = at;
    writer.calls = 0;
    compilation = compile_file(path, &options, true);
    assert_true(text == NULL || writer.calls == 2);
    writer.fd = -1;
    unlink(file);
    close(fd);
    close(main_fd);
    return compilation;
}

static void assert_refused(struct compilation *compilation)
{
    assert_null(compilation->table);
    assert_int_equal(compilation->diag.count, 1);
    assert_non_null(strstr(compilation->diag.reports[0]->text, "changed while"));
    compilation_free(compilation);
}

static void a_policy_that_changes_is_refused(void **state)
{
    (void)state;
    assert_refused(compile(false, "permission b, never-used", 0));
    assert_refused(compile(false, "deny a to everyone\n", (off_t)strlen(policy)));
}

static void a_file_that_changes_is_not_included(void **state)
{
    (void)state;
    assert_refused(compile(true, "permission b, never-used", 0));
    assert_refused(compile(true, "deny a to everyone\n", (off_t)strlen(policy)));
}

static void a_policy_that_stays_is_compiled(void **state)
{
    unsigned included;

    (void)state;
    for (included = 0; included < 2; included++) {
        struct compilation *compilation = compile(included != 0, NULL, 0);
        assert_non_null(compilation->table);
        assert_int_equal(compilation->diag.errors, 0);
        assert_true(compilation->diag.warnings > 0);
        compilation_free(compilation);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_policy_that_changes_is_refused),
        cmocka_unit_test(a_file_that_changes_is_not_included),
        cmocka_unit_test(a_policy_that_stays_is_compiled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
