/*
 * condition_parts_test.c - what conditions are about: origins, terminals, globs, networks; and the atoms of a program.
 */
#include "condition_world.h"

/* ---- origins ---- */

static void origin_is(const char *text, enum origin_kind kind, const unsigned char *address, size_t length)
{
    struct origin origin = origin_parse(text);

    assert_int_equal(origin.kind, kind);
    assert_memory_equal(origin.address, address, length);
}

static void an_origin_is_local_an_address_or_a_name(void **state)
{
    static const unsigned char v4[] = {10, 1, 2, 3}, v6[16] = {0x20, 1, 0xd, 0xb8, [15] = 1};
    static const unsigned char link[16] = {0xfe, 0x80, [15] = 2}, compatible[16] = {[12] = 10, 1, 2, 3};

    (void)state;
    origin_is(NULL, ORIGIN_LOCAL, v4, 0);
    origin_is("", ORIGIN_LOCAL, v4, 0);
    origin_is("10.1.2.3", ORIGIN_V4, v4, 4);
    origin_is("2001:db8::1", ORIGIN_V6, v6, 16);
    origin_is("::ffff:10.1.2.3", ORIGIN_V4, v4, 4);
    origin_is("::10.1.2.3", ORIGIN_V6, compatible, 16);
    origin_is("fe80::2%eth0", ORIGIN_V6, link, 16);
    origin_is("gw.example.org", ORIGIN_NAME, v4, 0);
    origin_is("%eth0", ORIGIN_NAME, v4, 0);
}

/* Of a text that is longer than any address no byte is taken for one. */
static void a_long_origin_is_a_name(void **state)
{
    char longest[] = "0000:0000:0000:0000:0000:ffff:255.255.255.255";

    (void)state;
    assert_int_equal(strlen(longest), 45);
    assert_int_equal(origin_parse(longest).kind, ORIGIN_V4);
    assert_int_equal(origin_parse("0000:0000:0000:0000:0000:ffff:255.255.255.2550").kind, ORIGIN_NAME);
    assert_int_equal(origin_parse("10.1.2.3                                      ").kind, ORIGIN_NAME);
}

static void a_terminal_is_without_dev(void **state)
{
    (void)state;
    assert_string_equal(tty_parse("/dev/pts/1"), "pts/1");
    assert_string_equal(tty_parse("pts/1"), "pts/1");
    assert_string_equal(tty_parse("/devpts"), "/devpts");
    assert_null(tty_parse("/dev/"));
    assert_null(tty_parse(""));
    assert_null(tty_parse(NULL));
}

/* ---- globs ---- */

static bool matches(const char *glob, const char *text, bool fold)
{
    return glob_matches(glob, text, strlen(text), fold);
}

static void a_glob_matches_the_whole_text(void **state)
{
    (void)state;
    assert_true(matches("", "", false));
    assert_false(matches("", "a", false));
    assert_true(matches("ab", "ab", false));
    assert_false(matches("ab", "abc", false));
    assert_false(matches("abc", "ab", false));
    assert_true(matches("a?c", "abc", false));
    assert_false(matches("a?c", "ac", false));
    assert_false(matches("?", "", false));
    assert_true(matches("*", "", false));
    assert_true(matches("a*", "a", false));
    assert_true(matches("a**", "abc", false));
    assert_true(matches("*bc", "abbc", false));
    assert_true(matches("a*b*c", "aXbYbZc", false));
    assert_false(matches("a*b*c", "aXcYc", false));
    assert_true(matches("*ab", "aaab", false));
    assert_true(glob_matches("we", "web1", 2, false));
}

/* What stands behind a star begins behind what stood before it, and is tried from its beginning each time. */
static void a_star_takes_nothing_that_is_taken(void **state)
{
    (void)state;
    assert_false(matches("*ab*bc", "abc", false));
    assert_true(matches("*ab*bc", "abbc", false));
    assert_false(matches("*abc", "xabac", false));
    assert_true(matches("*abc", "xababc", false));
}

static void case_counts_unless_it_is_folded(void **state)
{
    (void)state;
    assert_false(matches("web", "WEB", false));
    assert_true(matches("aez", "AEZ", true));
    assert_true(matches("AEZ", "aez", true));
    assert_false(matches("[", "{", true));
    assert_false(matches("@", "`", true));
}

static void a_host_is_its_name_or_its_first_label(void **state)
{
    const struct {
        const char *host;
        enum kleene value;
    } rows[] = {{"web", YES},   {"WEB", YES}, {"web.example.org", YES}, {"web1", NO}, {"web1.example.org", NO},
                {"db.web", NO}, {NULL, MAYBE}};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++)
        value_is(PROGRAM(HOST_WEB), &(struct situation){.host = rows[i].host}, rows[i].value);
    value_is(PROGRAM(COND_TTY, 1, WEB), &(struct situation){.tty = "web.example.org"}, NO);
}

/* ---- networks ---- */

static void network_is(const char *origin, enum kleene value)
{
    /* 10.0.0.0/8, 172.16.0.0/12, 192.168.1.128/25, 192.168.2.1/32; 2001:db8::/33, fe80::/10 */
    const struct situation situation = {.origin = origin_parse(origin)};

    value_is(PROGRAM(COND_FROM, 0, 4, 10, 0, 0, 0, 8, 172, 16, 0, 0, 12, 192, 168, 1, 128, 25, 192, 168, 2, 1, 32, 2,
                     0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 33, 0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                     0, 0, 0, 0, 0, 10),
             &situation, value);
}

static void an_address_is_in_a_network_by_its_bits(void **state)
{
    static const char *const inside[] = {
        "10.0.0.0",    "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.1.128",   "192.168.1.255",
        "192.168.2.1", "2001:db8::",     "fe80::1",    "febf::1",        "2001:db8:7fff::", "::ffff:10.1.1.1"};
    static const char *const outside[] = {"9.255.255.255",   "11.0.0.0",
                                          "172.15.255.255",  "172.32.0.0",
                                          "192.168.1.127",   "192.168.2.0",
                                          "192.168.2.2",     "255.255.255.255",
                                          "0.0.0.0",         "fec0::",
                                          "2001:db8:8000::", "2001:db7:ffff::",
                                          "::a00:1",         ""};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof inside / sizeof inside[0]; i++)
        network_is(inside[i], YES);
    for (i = 0; i < sizeof outside / sizeof outside[0]; i++)
        network_is(outside[i], NO);
    network_is("gw.example.org", MAYBE);
}

static void local_is_false_wherever_there_is_an_origin(void **state)
{
    const struct situation local = {.origin = {.kind = ORIGIN_LOCAL}}, name = {.origin = {.kind = ORIGIN_NAME}},
                           address = {.origin = origin_parse("10.1.1.1")};

    (void)state;
    value_is(PROGRAM(COND_FROM, 1, 0, 0), &local, YES);
    value_is(PROGRAM(COND_FROM, 1, 0, 0), &name, NO);
    value_is(PROGRAM(COND_FROM, 1, 0, 0), &address, NO);
    value_is(PROGRAM(COND_FROM, 1, 1, 10, 0, 0, 0, 8, 0), &name, MAYBE);
    value_is(PROGRAM(COND_FROM, 0, 0, 1, 0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10), &name, MAYBE);
}

/* A whole address is read, and bits that no address has put nobody into a network. */
static void a_network_of_too_many_bits_holds_nobody(void **state)
{
    const struct situation situation = {.origin = origin_parse("10.1.1.1")};

    (void)state;
    value_is(PROGRAM(COND_FROM, 0, 1, 10, 1, 1, 1, 33, 0), &situation, NO);
    value_is(PROGRAM(COND_FROM, 0, 1, 10, 1, 1, 1, 255, 0), &situation, NO);
    value_is(PROGRAM(COND_FROM, 0, 1, 0, 0, 0, 0, 0, 0), &situation, YES);
}

/* ---- atoms ---- */

static void atoms_are_walked_in_order(void **state)
{
    static const unsigned char program[] = {
        40,  COND_TIME, 31,      0xe0,      3, 0xb8,     8,        0, COND_FROM, 1,   1,        10,
        0,   0,         0,       8,         0, COND_AND, COND_TTY, 2, NONE,      PTS, COND_NOT, COND_NAME,
        WEB, HOST_WEB,  COND_OR, COND_DATE, 0, 2,        MONDAY,   0, 3,         1,   COND_OR,  0};
    struct situation situation = {.host = "web"};
    struct content content;
    uint32_t steps = STEPS_DECISION;
    struct date_range range = {0, 0};
    struct cursor cursor;
    struct atom atom;

    (void)state;
    content_make(&content, program, sizeof program - 1);
    content.bytes[sizeof STRINGS - 1] = sizeof program - 2;
    atoms_begin(&cursor, &content.table, 1);
    assert_true(atoms_next(&cursor, &atom));
    assert_int_equal(atom.kind, COND_TIME);
    assert_int_equal(atom.days, 31);
    assert_int_equal(atom.start, 480);
    assert_int_equal(atom.end, 1080);
    assert_int_equal(atom.zone, 0);
    assert_true(atoms_next(&cursor, &atom));
    assert_int_equal(atom.kind, COND_FROM);
    assert_true(atom.local);
    assert_int_equal(atom.v4_count, 1);
    assert_int_equal(atom.v6_count, 0);
    assert_memory_equal(cursor_bytes(&atom.list, 5), "\x0a\0\0\0\x08", 5);
    assert_int_equal(atom_holds(&atom, &situation, &steps), YES);
    assert_true(atoms_next(&cursor, &atom));
    assert_int_equal(atom.kind, COND_TTY);
    assert_int_equal(atom.glob_count, 2);
    assert_int_equal(cursor_uv(&atom.list), NONE);
    assert_int_equal(cursor_uv(&atom.list), PTS);
    assert_true(atoms_next(&cursor, &atom));
    assert_int_equal(atom.kind, COND_HOST);
    assert_int_equal(atom_holds(&atom, &situation, &steps), YES);
    assert_true(atoms_next(&cursor, &atom));
    assert_int_equal(atom.kind, COND_DATE);
    assert_int_equal(atom.zone, 0);
    assert_int_equal(atom.range_count, 2);
    date_range_next(&atom.list, false, &range);
    assert_int_equal(range.first, 20458);
    assert_int_equal(range.last, 20458);
    date_range_next(&atom.list, true, &range);
    assert_int_equal(range.first, 20461);
    assert_int_equal(range.last, 20462);
    assert_int_equal(atom_holds(&atom, &situation, &steps), NO);
    assert_false(atoms_next(&cursor, &atom));
    assert_int_equal(cursor.status, ROLEGATE_OK);
}

/* Asked by itself, an atom whose fact is left open is neither met nor not. */
static void an_atom_that_is_open_is_unknown(void **state)
{
    static const struct situation open = {
        .tty = "pts/1", .host = "web", .any_time = true, .any_origin = true, .any_tty = true, .any_host = true};
    static const struct situation window = {.any_window = true};
    uint32_t steps = STEPS_DECISION;
    struct content content;
    struct cursor cursor;
    struct atom atom;

    (void)state;
    content_make(&content, PROGRAM(COND_TIME, 127, 0, 0xa0, 11, 0, COND_FROM, 1, 0, 0, TTY_PTS, HOST_WEB));
    atoms_begin(&cursor, &content.table, 1);
    assert_true(atoms_next(&cursor, &atom));
    assert_int_equal(atom_holds(&atom, &window, &steps), MAYBE);
    do
        assert_int_equal(atom_holds(&atom, &open, &steps), MAYBE);
    while (atoms_next(&cursor, &atom));
    assert_int_equal(cursor.status, ROLEGATE_OK);
    assert_int_equal(atom.kind, COND_HOST);
}

static void no_condition_has_no_atoms(void **state)
{
    struct content content;
    struct cursor cursor;
    struct atom atom;
    unsigned char first;

    (void)state;
    content_make(&content, PROGRAM(TTY_PTS));
    memset(&cursor, 0x5a, sizeof cursor);
    atoms_begin(&cursor, &content.table, 0);
    assert_false(atoms_next(&cursor, &atom));
    assert_int_equal(cursor.status, ROLEGATE_OK);
    content_make(&content, (const unsigned char *)"", 0);
    atoms_begin(&cursor, &content.table, 0);
    assert_false(atoms_next(&cursor, &atom));
    assert_int_equal(cursor.status, ROLEGATE_OK);
    for (first = 0; first < 16; first++) {
        content_make(&content, (const unsigned char[]){first, 0, 0, 0}, 4);
        atoms_begin(&cursor, &content.table, 0);
        assert_false(atoms_next(&cursor, &atom));
        assert_int_equal(cursor.status, ROLEGATE_OK);
    }
}

static void atoms_end_in_an_error(const unsigned char *program, size_t length)
{
    struct content content;
    struct cursor cursor;
    struct atom atom;

    content_make(&content, program, length);
    atoms_begin(&cursor, &content.table, 1);
    assert_false(atoms_next(&cursor, &atom));
    assert_int_equal(cursor.status, ROLEGATE_MALFORMED);
}

static void atoms_of_a_malformed_program_end_in_an_error(void **state)
{
    (void)state;
    atoms_end_in_an_error(PROGRAM(99));
    atoms_end_in_an_error(PROGRAM(COND_FROM, 0, 1));
    atoms_end_in_an_error(PROGRAM(COND_FROM, 1, COUNT_OF_4, 0, 0, 0, 0, 0));
    atoms_end_in_an_error(PROGRAM(COND_FROM, 1, 0, COUNT_OF_16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    atoms_end_in_an_error(PROGRAM(COND_TTY, 2, PTS));
    atoms_end_in_an_error(PROGRAM(COND_DATE, 0, 2, MONDAY, 0, 3));
    atoms_end_in_an_error((const unsigned char[]){9, TTY_PTS}, 4);
}

/* The table has no zones. */
static void an_atom_of_a_zone_that_is_not_there_is_unknown(void **state)
{
    const struct situation situation = {.now = 0};
    struct content content;
    uint32_t steps = STEPS_DECISION;
    struct cursor cursor;
    struct atom atom;

    (void)state;
    content_make(&content, PROGRAM(COND_TIME, 127, 0, 0xa0, 11, 1));
    atoms_begin(&cursor, &content.table, 1);
    assert_true(atoms_next(&cursor, &atom));
    assert_int_equal(atom.zone, 1);
    assert_int_equal(atom_holds(&atom, &situation, &steps), MAYBE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_origin_is_local_an_address_or_a_name),
        cmocka_unit_test(a_long_origin_is_a_name),
        cmocka_unit_test(a_terminal_is_without_dev),
        cmocka_unit_test(a_glob_matches_the_whole_text),
        cmocka_unit_test(a_star_takes_nothing_that_is_taken),
        cmocka_unit_test(case_counts_unless_it_is_folded),
        cmocka_unit_test(a_host_is_its_name_or_its_first_label),
        cmocka_unit_test(an_address_is_in_a_network_by_its_bits),
        cmocka_unit_test(local_is_false_wherever_there_is_an_origin),
        cmocka_unit_test(a_network_of_too_many_bits_holds_nobody),
        cmocka_unit_test(atoms_are_walked_in_order),
        cmocka_unit_test(an_atom_that_is_open_is_unknown),
        cmocka_unit_test(no_condition_has_no_atoms),
        cmocka_unit_test(atoms_of_a_malformed_program_end_in_an_error),
        cmocka_unit_test(an_atom_of_a_zone_that_is_not_there_is_unknown),
    };

    return cmocka_run_group_tests_name("parts of conditions", tests, NULL, NULL);
}
