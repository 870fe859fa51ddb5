/*
 * place_test.c - where reports say that something stands: lines, columns, carets, in any order and at little cost.
 */
#include "source_text.h"

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
        cmocka_unit_test(a_place_does_not_depend_on_what_was_asked_before),
        cmocka_unit_test(lines_end_with_either_sign_or_both),
        cmocka_unit_test(carets_stand_under_what_is_meant),
        cmocka_unit_test(nothing_that_a_terminal_obeys_is_printed),
        cmocka_unit_test(many_places_in_one_long_line_cost_little),
        cmocka_unit_test(reports_for_machines_are_json),
    };

    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
