/*
 * texts_test.c - files that are taken from memory, in place of the disk's or before they are there.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "compile/compile.h"

static char folder[] = "/tmp/texts-test-XXXXXX";

static const char *path_in(const char *name)
{
    static char paths[32][128];
    static unsigned next;
    char *path = paths[next++ % 32];

    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static void write_file(const char *name, const char *text)
{
    FILE *file = fopen(path_in(name), "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static int setup(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL || mkdir(path_in("d"), 0700) != 0;
}

static int teardown(void **state)
{
    char command[64];

    (void)state;
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static struct compilation *compile(const char *path, const struct source_text *texts, size_t count)
{
    const struct compile_options options = {.texts = texts, .text_count = count, .diag.all_errors = false};

    return compile_file(path, &options, true);
}

static struct source_text text_of(const char *path, const char *bytes)
{
    return (struct source_text){path, bytes, strlen(bytes)};
}

static void main_file_from_memory(void **state)
{
    const struct source_text text = text_of(path_in("main.rg"), "nonsense\n");
    struct compilation *compilation;

    (void)state;
    write_file("main.rg", "permission a\nservice s requires a\nallow a to group g\n");
    compilation = compile(path_in("main.rg"), &text, 1);
    assert_int_equal(compilation->diag.errors, 1);
    compilation_free(compilation);
    compilation = compile(path_in("main.rg"), NULL, 0);
    assert_int_equal(compilation->diag.errors, 0);
    compilation_free(compilation);
}

static void main_file_that_is_not_there(void **state)
{
    const struct source_text text =
        text_of(path_in("new.rg"), "permission a\nservice s requires a\nallow a to group g\n");
    struct compilation *compilation = compile(path_in("new.rg"), &text, 1);

    (void)state;
    assert_false(compilation->unreadable);
    assert_int_equal(compilation->diag.errors, 0);
    assert_non_null(compilation->table);
    compilation_free(compilation);
}

static void included_by_name_and_by_pattern(void **state)
{
    struct source_text texts[2];
    struct compilation *compilation;

    (void)state;
    write_file("whole.rg", "include \"part.rg\"\ninclude \"d/*.rg\"\nservice s requires a or b or c\n");
    write_file("part.rg", "permission x\n");
    write_file("d/old.rg", "permission b\n");
    texts[0] = text_of(path_in("part.rg"), "permission a\n");
    texts[1] = text_of(path_in("d/new.rg"), "permission c\nallow a, b, c to group g\n");
    compilation = compile(path_in("whole.rg"), texts, 2);
    assert_int_equal(compilation->diag.errors, 0);
    assert_int_equal(compilation->sources.count, 4);
    assert_string_equal(compilation->sources.list[2].name, "d/new.rg");
    compilation_free(compilation);
    texts[1].path = path_in("d/old.rg"); /* it is on the disk as well, and counts once */
    compilation = compile(path_in("whole.rg"), texts, 2);
    assert_int_equal(compilation->sources.count, 3);
    compilation_free(compilation);
}

static void same_bytes_as_from_the_disk(void **state)
{
    static const char bytes[] = "permission a\nservice s requires a\nallow a to group g\n";
    const struct source_text text = {path_in("same.rg"), bytes, sizeof bytes - 1};
    struct compilation *memory = compile(text.path, &text, 1), *disk;

    (void)state;
    write_file("same.rg", bytes);
    disk = compile(text.path, NULL, 0);
    assert_int_equal(memory->size, disk->size);
    assert_memory_equal(memory->table, disk->table, disk->size);
    compilation_free(memory);
    compilation_free(disk);
}

static void outside_stays_outside(void **state)
{
    const struct source_text text = text_of("/etc/hostname", "permission a\n");
    struct compilation *compilation;

    (void)state;
    write_file("leak.rg", "include \"/etc/hostname\"\nservice s requires a\n");
    compilation = compile(path_in("leak.rg"), &text, 1);
    assert_int_equal(compilation->sources.count, 1);
    assert_int_equal(compilation->diag.reports[0]->id, DIAG_OUTSIDE_FILE);
    compilation_free(compilation);
}

static void file_of_a_bounded_include(void **state)
{
    struct source_text text = text_of(path_in("d/desk.rg"), "allow a to user kim because \"T-1\"\n");
    struct compilation *compilation;

    (void)state;
    write_file("bounded.rg", "permission a\nservice s requires a\n"
                             "include \"d/desk.rg\" only { allow a to users }\n");
    compilation = compile(path_in("bounded.rg"), &text, 1);
    assert_int_equal(compilation->diag.errors, 0);
    compilation_free(compilation);
    text = text_of(path_in("d/desk.rg"), "allow a to group g because \"T-1\"\n");
    compilation = compile(path_in("bounded.rg"), &text, 1);
    assert_int_equal(compilation->diag.errors, 1);
    compilation_free(compilation);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(main_file_from_memory),           cmocka_unit_test(main_file_that_is_not_there),
        cmocka_unit_test(included_by_name_and_by_pattern), cmocka_unit_test(same_bytes_as_from_the_disk),
        cmocka_unit_test(outside_stays_outside),           cmocka_unit_test(file_of_a_bounded_include),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
