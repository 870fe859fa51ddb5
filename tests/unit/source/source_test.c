/*
 * source_test.c - the files of a policy: includes, what cannot be read, the names that the table gives them, and the
 * marks of a dump.
 */
#include "source_text.h"

static void a_file_is_read_once_in_the_order_of_the_includes(void **state)
{
    (void)state;
    put("a.rg", "include \"b.rg\" include \"a.rg\" include \"main.rg\"");
    put("b.rg", "include \"./conf.d/../a.rg\" policy \"b\"");
    put("c.rg", "");
    assert_sources("include \"a.rg\" include \"c.rg\" include \"a.rg\"", "main.rg a.rg c.rg b.rg ", "");
}

static void a_pattern_takes_its_matches_in_byte_order(void **state)
{
    (void)state;
    put("conf.d/b.rg", "");
    put("conf.d/B.rg", "");
    put("conf.d/10.rg", "");
    put("conf.d/.hidden.rg", "");
    put("conf.d/other", "broken");
    put("a [x]*\\/in.rg", "");
    put("a [x]*\\/[.rg", "");
    assert_sources("include \"conf.d/*.rg\"", "main.rg conf.d/10.rg conf.d/B.rg conf.d/b.rg conf.d/*.rg/ ", "");
    assert_sources("include \"conf.d/.*.rg\"", "main.rg conf.d/.hidden.rg conf.d/.*.rg/ ", "");
    assert_sources("include \"conf.d/?.rg\"", "main.rg conf.d/B.rg conf.d/b.rg conf.d/?.rg/ ", "");
    assert_sources("include \"conf.d/*.none\" include \"none/*\"", "main.rg conf.d/*.none/ none/*/ ", "");
    assert_sources("include \"a [x]*\\\\/?n.rg\" include \"a [x]*\\\\/[.rg\"",
                   "main.rg a [x]*\\/in.rg a [x]*\\/[.rg a [x]*\\/?n.rg/ ", "");
}

static void names_do_not_depend_on_where_the_compiler_is_run(void **state)
{
    static const char *const paths[] = {"main.rg", "./main.rg", "conf.d/../main.rg", NULL};
    char whole[64];
    size_t i;

    (void)state;
    put("main.rg", "include \"conf.d/sub.rg\" include \"conf.d//../c.rg\"");
    put("conf.d/sub.rg", "include \"../d.rg\" include \"../../nowhere/../x.rg\" include \"b.rg\"");
    put("c.rg", "");
    put("d.rg", "");
    snprintf(whole, sizeof whole, "%s/main.rg", folder);
    for (i = 0; i < 4; i++) {
        struct parsed parsed = parsed_file(paths[i] == NULL ? whole : paths[i], NULL);
        char *names = names_of(&parsed);
        assert_string_equal(names, "main.rg conf.d/sub.rg c.rg d.rg conf.d/b.rg ");
        assert_int_equal(parsed.compilation->diag.errors, 1);
        free(names);
        parsed_free(&parsed);
    }
}

static void an_installed_policy_is_found_by_name(void **state)
{
    (void)state;
    put("installed/base.rg", "include \"part.rg\" include <more>");
    put("installed/part.rg", "");
    put("installed/more.rg", "");
    put("part.rg", "");
    assert_sources("include <base> include \"part.rg\"", "main.rg <base> part.rg <part.rg> <more> ", "");
    assert_sources("include <nope>", "main.rg ",
                   "main.rg:1:9: error: cannot read \"<nope>\": no nope.rg on the include path; add its folder with -I "
                   "[cannot-read]\n  include <nope>\n          ^~~~~~\n1 error\n");
    assert_sources(
        "include <../base>", "main.rg ",
        "main.rg:1:9: error: <../base> is not the name of an installed policy [bad-name]\n  include <../base>\n"
        "          ^~~~~~~~~\n1 error\n");
}

static void two_files_of_one_name_are_told_apart(void **state)
{
    (void)state;
    put("c.rg", "");
    put("installed/c.rg", "");
    assert_int_equal(symlink("installed/.", "link"), 0);
    assert_sources("include \"c.rg\" include \"link/../installed/c.rg\" include \"link/c.rg\"",
                   "main.rg c.rg installed/c.rg ", "");
    assert_int_equal(mkdir("deep", 0755), 0);
    assert_int_equal(mkdir("deep/er", 0755), 0);
    put("deep/c.rg", "");
    assert_int_equal(symlink("deep/er", "far"), 0);
    assert_sources("include \"c.rg\" include \"far/../c.rg\"", "main.rg c.rg c.rg#2 ", "");
}

static void what_is_no_regular_file_is_refused(void **state)
{
    static const char *const names[] = {"conf.d", "fifo", "/dev/zero", "/dev/null", "loop",
                                        "none/x", "/",    "",          "main.rg/x"};
    size_t i;

    (void)state;
    assert_int_equal(mkfifo("fifo", 0600), 0);
    assert_int_equal(symlink("loop", "loop"), 0);
    for (i = 0; i < sizeof names / sizeof *names; i++) {
        struct parsed parsed;
        char text[64];
        snprintf(text, sizeof text, "include \"%s\"", names[i]);
        put("main.rg", text);
        parsed = parsed_file("main.rg", NULL);
        assert_int_equal(parsed.compilation->diag.count, 1);
        assert_int_equal(parsed.compilation->diag.reports[0]->id,
                         strncmp(names[i], "/dev", 4) == 0 ? DIAG_OUTSIDE_FILE : DIAG_CANNOT_READ);
        assert_false(parsed.compilation->unreadable);
        parsed_free(&parsed);
    }
}

static void a_main_file_that_cannot_be_read_is_said_so(void **state)
{
    static const char *const names[] = {"none", "conf.d", "", "loop"};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof names / sizeof *names; i++) {
        struct parsed parsed = parsed_file(names[i], NULL);
        assert_true(parsed.compilation->unreadable);
        assert_int_equal(parsed.compilation->diag.errors, 1);
        assert_non_null(parsed.compilation->ast);
        parsed_free(&parsed);
    }
}

static void the_main_file_may_come_through_a_pipe(void **state)
{
    struct parsed parsed;
    int ends[2];
    char path[32];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "policy \"p\"", 10), 10);
    close(ends[1]);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    parsed = parsed_file(path, NULL);
    close(ends[0]);
    assert_string_equal(parsed.reports, "");
    assert_memory_equal(parsed.compilation->ast->policy.bytes, "p", 1);
    parsed_free(&parsed);
}

static void headers_are_held_to_one_place_over_all_files(void **state)
{
    (void)state;
    put("c.rg", "\n  policy \"second\"");
    assert_sources("policy \"first\" include \"c.rg\"", "main.rg c.rg ",
                   "c.rg:2:3: error: policy is said twice [duplicate-header]\n    policy \"second\"\n    ^~~~~~\n"
                   "main.rg:1:8: note: first given here\n  policy \"first\" include \"c.rg\"\n         ^~~~~~~\n"
                   "1 error\n");
}

/* ---- dumps ---- */

#define HEX64 "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF"

static void a_dump_says_where_its_statements_were(void **state)
{
    static const uint32_t expected[][2] = {{0, 1}, {1, 7}, {1, 4294967295}, {0, 3}};
    const struct ast_rule *rule;
    struct parsed parsed;
    struct ir_file *files;
    size_t count, i = 0;

    (void)state;
    put("main.rg",
        "#rolegate dump 1\n#source \"main.rg\" " HEX64 "\n#source \"a \\\"b\\x09.rg\" " HEX64 "\n"
        "allow a to everyone\n#line 7 \"a \\\"b\\x09.rg\"\nallow b\nto everyone\n#line 4294967295\nallow c to "
        "everyone\n#line 3 \"main.rg\"\nallow d to everyone because \"#line 9\"");
    parsed = parsed_file("main.rg", NULL);
    assert_string_equal(parsed.reports, "");
    files = source_table_files(&parsed.compilation->sources, &count);
    assert_int_equal(count, 2);
    assert_string_equal(files[1].name.bytes, "a \"b\t.rg");
    assert_int_equal(files[1].digest[31], 0xff);
    assert_null(files[1].source);
    for (rule = parsed.compilation->ast->rules; rule != NULL; rule = rule->next, i++) {
        uint32_t file, line;
        source_table_place(&parsed.compilation->sources, rule->span.at, &file, &line);
        assert_int_equal(file, expected[i][0]);
        if (i > 0)
            assert_int_equal(line, expected[i][1]);
    }
    assert_int_equal(i, 4);
    parsed_free(&parsed);
}

static void a_mark_that_is_cut_is_an_error(void **state)
{
    static const char *const marks[] = {
        "#source \"b\" 00",
        "#source \"b\" " HEX64 "0",
        "#source b " HEX64,
        "#source \"b " HEX64,
        "#source \"a\" " HEX64,
        "#source \"\\q\" " HEX64,
        "#source \"\\x00\" " HEX64,
        "#line 0 \"a\"",
        "#line 4294967296 \"a\"",
        "#line x",
        "#line 5 \"none\"",
        "#line 5 \"a\" ",
        "#line 5 a",
        "#line 99999999999999999999999999",
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof marks / sizeof *marks; i++) {
        struct parsed parsed;
        char text[512];
        snprintf(text, sizeof text, "#rolegate dump 1\n#source \"a\" " HEX64 "\n%s\npolicy \"p\"", marks[i]);
        put("main.rg", text);
        parsed = parsed_file("main.rg", NULL);
        assert_int_equal(parsed.compilation->diag.count, 1);
        assert_int_equal(source_place(&parsed.compilation->sources, parsed.compilation->diag.reports[0]->span.at).line,
                         3);
        parsed_free(&parsed);
        put("main.rg", marks[i]); /* elsewhere it is a comment */
        parsed = parsed_file("main.rg", NULL);
        assert_string_equal(parsed.reports, "");
        parsed_free(&parsed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_read_once_in_the_order_of_the_includes),
        cmocka_unit_test(a_pattern_takes_its_matches_in_byte_order),
        cmocka_unit_test(names_do_not_depend_on_where_the_compiler_is_run),
        cmocka_unit_test(an_installed_policy_is_found_by_name),
        cmocka_unit_test(two_files_of_one_name_are_told_apart),
        cmocka_unit_test(what_is_no_regular_file_is_refused),
        cmocka_unit_test(a_main_file_that_cannot_be_read_is_said_so),
        cmocka_unit_test(the_main_file_may_come_through_a_pipe),
        cmocka_unit_test(headers_are_held_to_one_place_over_all_files),
        cmocka_unit_test(a_dump_says_where_its_statements_were),
        cmocka_unit_test(a_mark_that_is_cut_is_an_error),
    };

    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
