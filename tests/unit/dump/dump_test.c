/*
 * dump_test.c - the whole text of dumps, and what dump does where it cannot.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>

#include "dump/dump.h"
#include "table_text.h"

/* The dump of a policy, less its lines of #source and #line, to be freed. Compiled, it gives the same table. */
static char *dump_of(const char *policy)
{
    struct rolegate_table *table;
    size_t size = 0, again_size = 0, length;
    unsigned char *bytes = table_of_text(policy, strlen(policy), &size), *again;
    char *text = NULL, *from, *to;
    FILE *out = open_memstream(&text, &length);

    assert_non_null(bytes);
    assert_non_null(out);
    assert_int_equal(rolegate_table_from_bytes(bytes, size, &table), ROLEGATE_OK);
    assert_int_equal(table_dump(table, out), 0);
    fclose(out);
    again = table_of_text(text, length, &again_size);
    assert_non_null(again);
    assert_int_equal(again_size, size);
    assert_memory_equal(again, bytes, size);
    rolegate_table_close(table);
    free(bytes);
    free(again);
    assert_int_equal(strncmp(text, "#rolegate dump 1\n#source ", 25), 0);
    for (from = to = text; *from != '\0';) {
        size_t line = strcspn(from, "\n") + 1;
        if (*from != '#') {
            memmove(to, from, line);
            to += line;
        }
        from += line;
    }
    *to = '\0';
    return text;
}

static void assert_dump(const char *policy, const char *expected)
{
    char *text = dump_of(policy);

    assert_string_equal(text, expected);
    free(text);
}

static void what_is_not_listed_stands_among_the_services(void **state)
{
    (void)state;
    assert_dump("permission a, b unlisted requires a or b when c service s requires a or b when c "
                "condition c tty none",
                "\nzone utc\n\npermission a\npermission b\n\ncondition c tty none\n\n"
                "unlisted requires a or b when c\nservice s requires a or b when c\n");
    assert_dump("permission a unlisted requires a", "\nzone utc\n\npermission a\n\nunlisted requires a\n");
}

static void an_empty_policy_is_its_zone(void **state)
{
    (void)state;
    assert_dump("", "\nzone utc\n");
}

static void everything_has_its_place(void **state)
{
    (void)state;
    assert_dump("exclusive b, a service t, s requires q or p and q when c \"Two\"\n"
                "allow p to user v deny p.* except p.x to (role a, group g, gid 7, everyone, user u) until 2026-12-31\n"
                "assign b, a to user u starting 2026-01-01T00:00:00+05:30 because \"why\"\n"
                "role b gid 70 { allow * when c } role a \"A\" extends base {} role base {}\n"
                "condition c time sat, sun, mon 22:00-06:00 permission q, p \"P\", p.x unlisted ignore\n"
                "contact \"one\" contact \"two\" zone \"Europe/Berlin\" policy \"All\"\n",
                "\npolicy \"All\"\nzone \"Europe/Berlin\"\ncontact \"one\"\ncontact \"two\"\nunlisted ignore\n"
                "\npermission p \"P\"\npermission p.x\npermission q\n"
                "\ncondition c time mon,sat,sun 22:00-06:00 zone \"Europe/Berlin\"\n"
                "\nrole b gid 70 {\n    allow * when c\n}\n"
                "\nrole base {}\n"
                "\nrole a \"A\" extends base {}\n"
                "\nassign b, a to user u starting 2025-12-31T18:30:00Z because \"why\"\n"
                "\nallow p to user v\n"
                "deny p.* except p.x to (user u, group g, gid 7, everyone, role a) until 2026-12-31T23:00:00Z\n"
                "\nservice s, t requires p and q or q when c \"Two\"\n"
                "\nexclusive b, a\n");
}

static void names_are_quoted_where_they_must_be(void **state)
{
    (void)state;
    assert_dump(
        "permission \"user\", may.x service \"zone\", \"a b\", \"-x\", \"a*b\", S.1@x+$ requires may.x\n"
        "allow \"user\", may.* to user \"to\", user \"gid\", group \"x y\", user \"M\xc3\xbcller\", user \"\\xff\"\n"
        "condition \"time\" host \"local\", pts/*, \"x y\", \"a#\" role \"role\" {}\n"
        "deny \"user\" to role \"role\" when \"time\" and not host b:c because \"\\\"q\\\" \\\\ \\x01 "
        "\\xe2\\x80\\xae\"\n",
        "\nzone utc\n"
        "\npermission may.x\npermission \"user\"\n"
        "\ncondition \"time\" host \"a#\", \"local\", pts/*, \"x y\"\n"
        "\nrole \"role\" {\n"
        "    deny \"user\" when \"time\" and not host b:c because \"\\\"q\\\" \\\\ \\x01 \\xe2\\x80\\xae\"\n}\n"
        "\nallow may.*, \"user\" to user \"M\xc3\xbcller\", user \"gid\", user \"to\", user \"\\xff\", "
        "group \"x y\"\n"
        "\nservice \"-x\", S.1@x+$, \"a b\", \"a*b\", \"zone\" requires may.x\n");
}

static void expressions_have_the_parentheses_they_need(void **state)
{
    (void)state;
    assert_dump("permission a, b, c, d\n"
                "service s requires (a or b) and (c or d) service t requires a or b and c or d\n"
                "service u requires a and (b or (c and (d or a)))\n"
                "service v requires a when not (tty x and tty y) and not tty z or not not (tty x or tty y)\n",
                "\nzone utc\n\npermission a\npermission b\npermission c\npermission d\n"
                "\nservice s requires (a or b) and (c or d)\nservice t requires b and c or a or d\n"
                "service u requires ((d or a) and c or b) and a\n"
                "service v requires a when not (tty x and tty y) and not tty z or tty x or tty y\n");
}

static void rosters_stand_at_the_end_each_subject_once(void **state)
{
    (void)state;
    assert_dump("roster group \"x y\", gid 7, user root, group \"x y\", user \"none\"\npermission a\n"
                "roster user kim\nallow a to group b\n",
                "\nzone utc\n\npermission a\n\nallow a to group b\n"
                "\nroster user none, user root, group \"x y\", gid 7\nroster user kim\n");
}

static void bounded_includes_come_last_with_all_that_they_say(void **state)
{
    (void)state;
    assert_dump("permission a, b.c, b.d role r { allow a } role s {} assign r, s to user u allow b.* to user u\n"
                "include \"/nonexistent-x/*\" only { }\n"
                "include \"/nonexistent/a\\\"*\" only by 2 of user \"by\", group \"x y\", gid 7, everyone {\n"
                "allow b.*, a, a except b.d to everyone, users deny \"b.c\" to groups for 1 hours\n"
                "assign s, r to users for 3660 days }\n",
                "\nzone utc\n\npermission a\npermission b.c\npermission b.d\n\nrole r {\n    allow a\n}\n\nrole s {}\n"
                "\nassign r, s to user u\n\nallow b.* to user u\n"
                "\ninclude \"/nonexistent-x/*\" only {\n}\n"
                "\ninclude \"/nonexistent/a\\\"*\" only by 2 of user \"by\", group \"x y\", gid 7, everyone {\n"
                "    allow b.*, a, a except b.d to users, everyone\n    deny b.c to groups for 1 hours\n"
                "    assign r, s to users for 3660 days\n}\n");
}

static void a_terminal_named_none_is_not_none(void **state)
{
    (void)state;
    assert_dump("permission a\nservice s requires a when tty b, none, \"none\", none, a\n"
                "service t requires a when tty \"none\"\nservice u requires a when tty none\n",
                "\nzone utc\n\npermission a\n"
                "\nservice s requires a when tty none, a, b, \"none\"\n"
                "service t requires a when tty \"none\"\nservice u requires a when tty none\n");
}

static void every_instant_that_a_policy_can_give_comes_back(void **state)
{
    (void)state;
    assert_dump("permission a zone \"Pacific/Apia\"\n"
                "allow a to user u until 9999-12-31\n"
                "allow a to user v starting 0000-01-01T00:00:00+23:59 until 9999-12-31T23:59:58-23:59\n"
                "allow a to user w starting 2024-02-29T12:34:56Z until 2024-12-31T00:00:00Z\n",
                "\nzone \"Pacific/Apia\"\n\npermission a\n"
                "\nallow a to user u until 9999-12-31T11:00:00Z\n"
                "allow a to user v starting 0000-01-01T00:00:00+23:59 until 9999-12-31T23:59:58-23:59\n"
                "allow a to user w starting 2024-02-29T12:34:56Z until 2024-12-31T00:00:00Z\n");
}

static void what_cannot_be_written_is_an_error(void **state)
{
    static const char policy[] = "permission a";
    struct rolegate_table *table;
    size_t size = 0;
    unsigned char *bytes = table_of_text(policy, sizeof policy - 1, &size);
    FILE *full = fopen("/dev/full", "w");

    (void)state;
    assert_non_null(bytes);
    assert_non_null(full);
    assert_int_equal(rolegate_table_from_bytes(bytes, size, &table), ROLEGATE_OK);
    assert_int_equal(table_dump(table, full), -1);
    assert_int_equal(errno, ENOSPC);
    fclose(full);
    rolegate_table_close(table);
    free(bytes);
}

/* The last byte of the last string is not 0: nothing is written. */
static void a_malformed_table_is_not_dumped(void **state)
{
    static const char policy[] = "permission a service s requires a";
    struct rolegate_table *table;
    size_t size = 0, length = 0;
    unsigned char *bytes = table_of_text(policy, sizeof policy - 1, &size);
    char *text = NULL;
    FILE *out = open_memstream(&text, &length);

    (void)state;
    assert_non_null(bytes);
    assert_non_null(out);
    assert_int_equal(rolegate_table_from_bytes(bytes, size, &table), ROLEGATE_OK);
    table->image[table->size - 1] ^= 1;
    assert_int_equal(table_dump(table, out), -1);
    assert_int_equal(errno, EBADMSG);
    fclose(out);
    assert_int_equal(length, 0);
    free(text);
    rolegate_table_close(table);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_policy_is_its_zone),
        cmocka_unit_test(what_is_not_listed_stands_among_the_services),
        cmocka_unit_test(everything_has_its_place),
        cmocka_unit_test(names_are_quoted_where_they_must_be),
        cmocka_unit_test(expressions_have_the_parentheses_they_need),
        cmocka_unit_test(rosters_stand_at_the_end_each_subject_once),
        cmocka_unit_test(bounded_includes_come_last_with_all_that_they_say),
        cmocka_unit_test(a_terminal_named_none_is_not_none),
        cmocka_unit_test(every_instant_that_a_policy_can_give_comes_back),
        cmocka_unit_test(what_cannot_be_written_is_an_error),
        cmocka_unit_test(a_malformed_table_is_not_dumped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
