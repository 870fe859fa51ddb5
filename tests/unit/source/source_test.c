/*
 * source_test.c - the files of a policy: includes, what cannot be read, the names that the table gives them, the marks
 * of a dump; and how places are shown.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "compile/ir/ir.h"
#include "parsed.h"

static char folder[] = "/tmp/rolegate-source-XXXXXX";

/* A file below the tests' folder, which is the current one. */
static void put_bytes(const char *name, const char *bytes, size_t length)
{
    FILE *file = fopen(name, "w");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static void put(const char *name, const char *text)
{
    put_bytes(name, text, strlen(text));
}

static int folder_make(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL || chdir(folder) != 0 || mkdir("conf.d", 0755) != 0 ||
           mkdir("a [x]*\\", 0755) != 0 || mkdir("installed", 0755) != 0;
}

static int folder_remove(void **state)
{
    char command[64];

    (void)state;
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return chdir("/") != 0 || system(command) != 0;
}

/* The names of all sources, as the table gives them, with a blank behind each; to be freed. */
static char *names_of(struct parsed *parsed)
{
    size_t count, size, i;
    const struct ir_file *files = source_table_files(&parsed->compilation->sources, &count);
    char *text;
    FILE *out = open_memstream(&text, &size);

    for (i = 0; i < count; i++)
        fprintf(out, "%.*s ", (int)files[i].name.length, files[i].name.bytes);
    fclose(out);
    return text;
}

/* Parses main.rg with a text; its sources' names and the reports must be these. */
static void assert_sources(const char *text, const char *names, const char *reports)
{
    struct parsed parsed;
    char *found;

    put("main.rg", text);
    parsed = parsed_file("main.rg", "installed");
    found = names_of(&parsed);
    assert_string_equal(parsed.reports, reports);
    assert_string_equal(found, names);
    free(found);
    parsed_free(&parsed);
}

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

/* ---- how places are shown ---- */

#define PLACES 20000u

/* Counted from the beginning of the file. */
static struct place place_counted(const struct source *source, uint32_t offset)
{
    struct place place = {.line = 1, .column = 1};
    uint32_t i;

    for (i = 0; i < offset; i++) {
        const char *at = source->bytes + i; /* 0 bytes stand behind the last one */
        bool ends = at[0] == '\n' || (at[0] == '\r' && at[1] != '\n');
        place.line += ends;
        place.begin = ends ? i + 1 : place.begin;
    }
    for (i = place.begin; i < offset; i++)
        place.column += ((unsigned char)source->bytes[i] & 0xc0u) != 0x80u;
    return place;
}

/*
 * Lines of any length and with any end, some longer than what is noted at once, in two files, in any order: forwards,
 * back, the ends.
 */
static void a_place_does_not_depend_on_what_was_asked_before(void **state)
{
    static char text[2][30000];
    unsigned random = 1, file, i;
    struct parsed parsed;

    (void)state;
    for (file = 0; file < 2; file++) {
        for (i = 0; i < sizeof text[file] - 1; i++) {
            random = random * 1103515245u + 12345u;
            text[file][i] = random >> 16 & (i / 6000 % 2 == 0 ? 7u : 2047u) ? ' ' : "\n\r"[random >> 28 & 1];
        }
        memcpy(text[file], file == 0 ? "include \"b.rg\" # \xc3\xa4\n" : "# b \xc3\xa4\n", file == 0 ? 20 : 7);
    }
    put("b.rg", text[1]);
    put("main.rg", text[0]);
    parsed = parsed_file("main.rg", NULL);
    assert_string_equal(parsed.reports, "");
    for (i = 0; i < PLACES; i++) {
        struct sources *sources = &parsed.compilation->sources;
        const struct source *source = &sources->list[(random >> 9) % 2];
        struct place place, counted;
        uint32_t offset;
        size_t number;
        random = random * 1103515245u + 12345u;
        offset = i % 50 == 0 ? source->length : (random >> 8) % (i % 3 == 0 ? 3000u : source->length);
        offset = i % 7 == 0 ? offset & ~1023u : offset;
        counted = place_counted(source, offset);
        if (random >> 30 != 0)
            assert_int_equal(source_line(sources, source->start + offset, &number), counted.line);
        place = source_place(sources, source->start + offset);
        assert_int_equal(place.line, counted.line);
        assert_int_equal(place.column, counted.column);
        assert_int_equal(place.begin, counted.begin);
        assert_ptr_equal(place.source, source);
    }
    parsed_free(&parsed);
}

static void lines_end_with_either_sign_or_both(void **state)
{
    static const char *const texts[] = {"a\nb", "a\rb", "a\r\nb", "a\n\rb", "a\r\rb", "\r", "\r\n", "a\r"};
    static const uint32_t lines[] = {2, 2, 2, 3, 3, 2, 2, 2};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct parsed parsed;
        put("main.rg", texts[i]);
        parsed = parsed_file("main.rg", NULL);
        assert_int_equal(source_place(&parsed.compilation->sources, (uint32_t)strlen(texts[i])).line, lines[i]);
        parsed_free(&parsed);
    }
}

static void carets_stand_under_what_is_meant(void **state)
{
    (void)state;
    assert_sources("\t\tallow\ta.b\tto user \xc3\xa4-b, user \"x:y\" \r\n", "main.rg ",
                   "main.rg:1:21: error: the user \"\xc3\xa4-b\" has a character that only a name in quotes may have "
                   "[bad-name]\n  \t\tallow\ta.b\tto user \xc3\xa4-b, user \"x:y\" \n  \t\t     \t   \t        ^~~\n"
                   "main.rg:1:31: error: the user \"x:y\" holds a ':' or a '/' [bad-name]\n"
                   "  \t\tallow\ta.b\tto user \xc3\xa4-b, user \"x:y\" \n  \t\t     \t   \t                  ^~~~~\n"
                   "2 errors\n");
}

static void nothing_that_a_terminal_obeys_is_printed(void **state)
{
    (void)state;
    assert_sources(
        "x \x1b[2J \x7f \xc2\x9b \xe2\x80\xae \xef\xbb\xbf \xc3\xa9\npolicy \"\\x1b\\x9b\\xc2\\x9b\" zone utc "
        "allow \"\\x1b\\x9b\\xe2\\x80\\xae\xc3\xa9\" to everyone",
        "main.rg ",
        "main.rg:1:1: error: unexpected \"x\", expected a statement [syntax]\n  x ?[2J ? ? ? ? \xc3\xa9\n  ^\n"
        "note: a statement begins with allow, always, assign, condition, contact, deny, exclusive, include, never, "
        "permission, policy, role, roster, service, test, unlisted or zone\n"
        "main.rg:2:42: error: the pattern \"\\x1b\\x9b\\xe2\\x80\\xae\xc3\xa9\" is not segments of a-z, 0-9, _ and "
        "- joined by dots [bad-name]\n  policy \"\\x1b\\x9b\\xc2\\x9b\" zone utc allow "
        "\"\\x1b\\x9b\\xe2\\x80\\xae\xc3\xa9\" to everyone\n"
        "                                           ^~~~~~~~~~~~~~~~~~~~~~~\n2 errors\n");
}

static void many_places_in_one_long_line_cost_little(void **state)
{
    static const size_t size = 40000000;
    char *text = malloc(size);
    struct parsed parsed;
    size_t i;

    (void)state;
    memset(text, ' ', size);
    memcpy(text, "permission", 10);
    for (i = 10; i + 64 < size; i += 20000)
        memcpy(text + i, " A\"\xc3\xa9\",", 7);
    memcpy(text + size - 2, " a", 2);
    put_bytes("main.rg", text, size);
    parsed = parsed_file("main.rg", NULL);
    assert_int_equal(parsed.compilation->diag.errors, 2000);
    assert_int_equal(parsed.compilation->diag.count, 1000);
    assert_true(strlen(parsed.reports) < 600000);
    assert_non_null(strstr(parsed.reports, ":1:19979013: error")); /* with 999 characters of two bytes before it */
    parsed_free(&parsed);
    free(text);
}

static void reports_for_machines_are_json(void **state)
{
    struct parsed parsed;
    char *text[2];
    size_t size, i;

    (void)state;
    put("a %b.rg", "policy \"a\\x9b\" allw \xc3\xa9 zone\npolicy \"b\"");
    parsed = parsed_file("a %b.rg", NULL);
    for (i = 0; i < 2; i++) {
        FILE *out = open_memstream(&text[i], &size);
        json_t *json;
        diag_print(&parsed.compilation->diag, i == 0 ? DIAG_JSON : DIAG_SARIF, false, out);
        fclose(out);
        json = json_loads(text[i], JSON_REJECT_DUPLICATES, NULL);
        assert_non_null(json);
        json_decref(json);
    }
    assert_non_null(strstr(text[0], "\"suggestion\": \"allow\""));
    assert_non_null(strstr(text[0], "\"errors\": 2"));
    assert_non_null(strstr(text[1], "\"ruleId\": \"duplicate-header\""));
    assert_non_null(strstr(text[1], "did you mean \\\"allow\\\"?"));
    assert_non_null(strstr(text[1], "\"uri\": \"a%20%25b.rg\""));
    free(text[0]);
    free(text[1]);
    parsed_free(&parsed);
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
        cmocka_unit_test(a_place_does_not_depend_on_what_was_asked_before),
        cmocka_unit_test(lines_end_with_either_sign_or_both),
        cmocka_unit_test(carets_stand_under_what_is_meant),
        cmocka_unit_test(nothing_that_a_terminal_obeys_is_printed),
        cmocka_unit_test(many_places_in_one_long_line_cost_little),
        cmocka_unit_test(reports_for_machines_are_json),
    };

    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
