/*
 * atomic_file_table_test.c - a table is published when the file holds it, whatever the memory holds that it was written
 * from: the file is read back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file_write.h"
#include "compile/compile.h"
#include "support/atomic_file.h"
#include "rolegate.h"

#define RULES 4000 /* so that the table has many blocks */

static int reading_error; /* 0: reading goes well */

static ssize_t try_pread(int fd, void *to, size_t length, off_t at)
{
    if (reading_error == 0)
        return pread(fd, to, length, at);
    errno = reading_error;
    return -1;
}

#define pread try_pread
#include "table/table_lazy.c"
#undef pread

static char folder[] = "/tmp/rolegate-table-XXXXXX";
static char table_path[64], policy_path[64];
static unsigned char *bytes; /* the table as it was compiled */
static size_t size;

static void policy_write(void)
{
    FILE *policy = fopen(policy_path, "w");
    int i;

    assert_non_null(policy);
    fputs("permission door.open\nservice door requires door.open\n", policy);
    for (i = 0; i < RULES; i++)
        fprintf(policy, "allow door.open to user kim-%d because \"T-%d\"\n", i, i);
    assert_int_equal(fclose(policy), 0);
}

static int prepare(void **state)
{
    struct compile_options options = {.resolve = false};
    struct compilation *compilation;

    (void)state;
    if (mkdtemp(folder) == NULL)
        return -1;
    snprintf(table_path, sizeof table_path, "%s/t.rgt", folder);
    snprintf(policy_path, sizeof policy_path, "%s/p.rg", folder);
    policy_write();
    compilation = compile_file(policy_path, &options, true);
    size = compilation->size;
    bytes = malloc(size + 1);
    if (compilation->table == NULL || bytes == NULL)
        return -1;
    memcpy(bytes, compilation->table, size);
    bytes[size] = '\0';
    compilation_free(compilation);
    return 0;
}

static int clean(void **state)
{
    (void)state;
    free(bytes);
    unlink(table_path);
    unlink(policy_path);
    return rmdir(folder);
}

static const char *checked(void)
{
    return atomic_file_check_table(table_path);
}

static void a_whole_table_passes(void **state)
{
    (void)state;
    file_write(table_path, bytes, size);
    assert_null(checked());
}

static void what_the_file_does_not_hold_is_refused(void **state)
{
    size_t at;

    (void)state;
    assert_true(size > 64 * 1024);
    for (at = 0; at < size; at += size / 199) {
        bytes[at] ^= 4;
        file_write(table_path, bytes, size);
        bytes[at] ^= 4;
        assert_non_null(checked());
    }
    file_write(table_path, "", 0);
    assert_non_null(checked());
}

static void a_file_of_another_size_is_refused(void **state)
{
    (void)state;
    file_write(table_path, bytes, size - 1);
    assert_string_equal(checked(), rolegate_status_text(ROLEGATE_TOO_SHORT));
    file_write(table_path, bytes, size + 1);
    assert_string_equal(checked(), rolegate_status_text(ROLEGATE_TRAILING_BYTES));
}

static void a_file_that_cannot_be_read_is_refused(void **state)
{
    (void)state;
    file_write(table_path, bytes, size);
    reading_error = EIO;
    assert_string_equal(checked(), rolegate_status_text(ROLEGATE_NOT_READABLE));
    reading_error = 0;
    assert_null(checked());
}

static void what_is_no_table_is_not_published(void **state)
{
    struct atomic_file_problem problem;
    rolegate_table *table = NULL;

    (void)state;
    unlink(table_path);
    assert_int_equal(atomic_file_write(table_path, bytes, size, atomic_file_check_table, &problem), 0);
    assert_int_equal(rolegate_table_open(table_path, ROLEGATE_WHOLE, &table), ROLEGATE_OK);
    rolegate_table_close(table);
    unlink(table_path);
    bytes[size / 2] ^= 1;
    assert_int_equal(atomic_file_write(table_path, bytes, size, atomic_file_check_table, &problem), -1);
    bytes[size / 2] ^= 1;
    assert_string_equal(problem.step, "use");
    assert_int_equal(access(table_path, F_OK), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_table_passes),
        cmocka_unit_test(what_the_file_does_not_hold_is_refused),
        cmocka_unit_test(a_file_of_another_size_is_refused),
        cmocka_unit_test(a_file_that_cannot_be_read_is_refused),
        cmocka_unit_test(what_is_no_table_is_not_published),
    };

    return cmocka_run_group_tests(tests, prepare, clean);
}
