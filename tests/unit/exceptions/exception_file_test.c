/*
 * exception_file_test.c - a bounded file read and written again: nothing is lost, and it is in order.
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
#include "machine/exceptions/exception_file.h"
#include "support/arena.h"

static char folder[] = "/tmp/exception-file-test-XXXXXX";

static const char policy[] = "zone utc\n"
                             "permission a.b, a.c, \"d\"\n"
                             "role lead { allow a.b }\n"
                             "include \"desk.rg\" only by group desk { allow a.b, a.c to users }\n";

struct world {
    struct compilation *compilation;
    struct arena *arena;
    struct exception_file file;
};

/* Reads a text as the bounded file of the policy above. */
static void world_begin(struct world *world, const char *text)
{
    char main_path[64], desk_path[64];
    const struct source_text texts[] = {{main_path, policy, sizeof policy - 1}, {desk_path, text, strlen(text)}};
    const struct compile_options options = {
        .keep_statements = true, .unchecked = true, .texts = texts, .text_count = 2};

    snprintf(main_path, sizeof main_path, "%s/main.rg", folder);
    snprintf(desk_path, sizeof desk_path, "%s/desk.rg", folder);
    world->arena = arena_new();
    world->compilation = compile_file(main_path, &options, false);
    assert_int_equal(world->compilation->diag.errors, 0);
    assert_int_equal(world->compilation->sources.count, 2);
    world->file = exception_file_read(world->arena, world->compilation, &world->compilation->sources.list[1]);
}

static void world_end(struct world *world)
{
    compilation_free(world->compilation);
    arena_free(world->arena);
}

static int setup(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int teardown(void **state)
{
    (void)state;
    return rmdir(folder);
}

/* What a text is written as. */
static void becomes(const char *text, const char *wanted)
{
    struct world world;

    world_begin(&world, text);
    assert_string_equal(exception_file_text(&world.file), wanted);
    world_end(&world);
}

static void test_order(void **state)
{
    (void)state;
    becomes("allow a.b to user zoe until 2030-01-02 because \"z\"\n"
            "allow a.b to user kim starting 2030-02-01 until 2030-03-01 because \"later\"\n"
            "allow a.c to user kim starting 2030-01-01 until 2030-03-01 because \"sooner\"\n",
            "allow a.c to user kim starting 2030-01-01 until 2030-03-01 because \"sooner\"\n"
            "allow a.b to user kim starting 2030-02-01 until 2030-03-01 because \"later\"\n"
            "\n"
            "allow a.b to user zoe until 2030-01-02 because \"z\"\n");
}

static void test_comments(void **state)
{
    (void)state;
    becomes("# the file's own\n"
            "\n"
            "# about zoe\n"
            "# in two lines\n"
            "allow a.b to user zoe because \"z\" # behind\n"
            "allow a.b to user kim because \"a # in a \\\" string\"  # eve, today\n"
            "\n"
            "# at the end\n",
            "# the file's own\n"
            "\n"
            "allow a.b to user kim because \"a # in a \\\" string\"  # eve, today\n"
            "\n"
            "# about zoe\n"
            "# in two lines\n"
            "allow a.b to user zoe because \"z\"  # behind\n"
            "\n"
            "# at the end\n");
}

static void test_other_forms(void **state)
{
    (void)state;
    becomes("allow a.b to user zoe when time mon-fri until 2030-01-01 because \"z\"\n"
            "allow a.* except a.c to (user zoe, user kim)\n until 2030-01-01 because \"z\"\n"
            "assign lead to user \"with blank\" until 2030-01-01T10:00:00+05:30 because \"z\" allow a.b to group g",
            "allow a.* except a.c to (user zoe, user kim) until 2030-01-01 because \"z\"\n"
            "allow a.b to group g\n"
            "\n"
            "assign lead to user \"with blank\" until 2030-01-01T10:00:00+05:30 because \"z\"\n"
            "\n"
            "allow a.b to user zoe when time mon-fri until 2030-01-01 because \"z\"\n");
}

static void test_parts(void **state)
{
    struct world world;
    const struct exception *exception;

    (void)state;
    world_begin(&world,
                "allow a.b , a.c to user kim starting 2030-01-01T00:00:00Z # why\n until 2030-01-02 because \"x\"\n");
    assert_int_equal(world.file.count, 1);
    exception = &world.file.list[0];
    assert_string_equal(exception->user, "kim");
    assert_string_equal(exception->what, "allow a.b, a.c");
    assert_string_equal(exception->whom, "user kim");
    assert_string_equal(exception->starting, "2030-01-01T00:00:00Z");
    assert_string_equal(exception->until, "2030-01-02");
    assert_string_equal(exception->because, "\"x\"");
    assert_string_equal(exception_text(world.arena, exception),
                        "allow a.b, a.c to user kim starting 2030-01-01T00:00:00Z until 2030-01-02 because \"x\"");
    world_end(&world);
}

static void test_new_and_gone(void **state)
{
    struct world world;
    struct exception *exception;

    (void)state;
    world_begin(&world, "allow a.b to user zoe because \"z\"\n");
    exception = exception_file_add(&world.file);
    exception->user = "kim";
    exception->what = "allow a.b";
    exception->whom = "user kim";
    exception->because = "\"k\"";
    exception->note = "olga";
    assert_string_equal(exception_file_text(&world.file), "allow a.b to user kim because \"k\"  # olga\n"
                                                          "\n"
                                                          "allow a.b to user zoe because \"z\"\n");
    exception_file_drop(&world.file, 1);
    assert_string_equal(exception_file_text(&world.file), "allow a.b to user kim because \"k\"  # olga\n");
    world_end(&world);
}

static void test_empty(void **state)
{
    (void)state;
    becomes("# only this\n", "# only this\n");
}

/* The comment behind a statement, found by its place alone. */
static void note_is(const char *text, const char *wanted)
{
    struct arena *arena = arena_new();

    assert_string_equal(exception_note_at(arena, text, text + strlen(text)), wanted);
    arena_free(arena);
}

static void test_notes(void **state)
{
    (void)state;
    note_is("allow a.b to user kim because \"x\"  # olga\nallow a.b to user zoe # eve\n", "olga");
    note_is("allow a.b to user kim\n    because \"x # y\"  # olga\n", "olga");
    note_is("allow a.b to user kim because \"x\"\nallow a.b to user zoe # eve\n", "");
    note_is("allow a.b to user kim because \"x\"\n# above the next\nallow a.b to user zoe\n", "");
    note_is("allow a.b to user kim because \"x\"\n\n# eve\n", "");
    note_is("allow a.b to user kim because \"\\\" # \"", "");
    note_is("allow a.b to user kim #", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_order),        cmocka_unit_test(test_comments),
                                       cmocka_unit_test(test_other_forms),  cmocka_unit_test(test_parts),
                                       cmocka_unit_test(test_new_and_gone), cmocka_unit_test(test_empty),
                                       cmocka_unit_test(test_notes)};

    return cmocka_run_group_tests(tests, setup, teardown);
}
