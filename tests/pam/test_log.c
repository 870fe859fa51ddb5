/*
 * test_log.c - what a line of the log says of the table and of the account's groups, and how long it gets.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include <cmocka.h>

#include <security/pam_modules.h>

#include "desk.h"
#include "table/format.h"

#define LINE_BYTES_MAX 4096u

/* Compiles a policy in which one permission decides, and asks for it as kim. */
static int ask(const char *rules, const char *option)
{
    static char policy[65536];
    char path[STAGE_PATH_MAX];

    snprintf(policy, sizeof policy, "permission p\nservice s requires p\n%s", rules);
    snprintf(path, sizeof path, "%s", stage_table("one.rgt", policy));
    world_forget();
    return DESK_ASK("kim", "s", desk_option("table", path), option);
}

static void a_line_names_the_table_by_its_identity(void **state)
{
    char path[STAGE_PATH_MAX], expected[64];
    const char *option = "table=";
    uint64_t identity = 0;
    size_t size;
    char *bytes;

    (void)state;
    snprintf(path, sizeof path, "%s", desk_table + strlen(option));
    bytes = stage_read(path, &size);
    assert_true(size > HEADER_IDENTITY + 8);
    for (size_t i = 8; i-- > 0;)
        identity = identity << 8 | (unsigned char)bytes[HEADER_IDENTITY + i];
    free(bytes);
    snprintf(expected, sizeof expected, " table=%016llx groups=\"", (unsigned long long)identity);
    DESK_ASK("kim", "inbox", desk_table);
    DESK_ASK("kim", "refund", desk_table);
    assert_int_equal(world.line_count, 2);
    assert_non_null(strstr(world.lines[0], expected));
    assert_non_null(strstr(world.lines[1], expected));
    /* without a table there is none */
    world_forget();
    DESK_ASK("kim", "inbox", "table=/nonexistent/table");
    DESK_ASK("nobody-at-all", "inbox", desk_table);
    assert_int_equal(world.line_count, 2);
    assert_false(desk_logged("table="));
}

static void groups_that_counted_are_listed_names_first_and_in_order(void **state)
{
    (void)state;
    world_group("zoo", 3001, "kim");
    world_group("Abe", 3002, "kim");
    world_group("void", 3003, "");
    world_group("b10", 3010, "kim");
    assert_int_equal(ask("allow p to group zoo, group Abe, group void, gid 3010, gid 3002, gid 9, gid 100\n"
                         "deny p to group zoo because \"T-1\"\n",
                         "quiet"),
                     PAM_PERM_DENIED);
    assert_true(desk_logged(" groups=\"Abe,zoo,100,3002,3010\""));
    assert_false(desk_logged("unknown="));
    assert_string_equal(strstr(world.lines[0], " groups="), " groups=\"Abe,zoo,100,3002,3010\"");
}

static void what_could_not_be_found_out_is_listed_apart(void **state)
{
    (void)state;
    world.short_list = true;
    world.group_error = EAGAIN;
    assert_int_equal(ask("allow p to gid 100\ndeny p to group zoo, group Abe, gid 77 because \"T-1\"\n", "quiet"),
                     PAM_PERM_DENIED);
    assert_true(desk_logged("reason=undetermined"));
    assert_true(desk_logged(" groups=\"100\" unknown=\"Abe,zoo,77\""));
}

static void off_the_roster_the_line_says_so_instead_of_listing(void **state)
{
    const char *rules = "roster group crew\nallow p to group agents\ndeny p to group suspended because \"T-1\"\n";

    (void)state;
    assert_int_equal(ask(rules, "quiet"), PAM_PERM_DENIED);
    assert_string_equal(strstr(world.lines[0], " groups="), " groups=\"agents\" roster=no");
    world_group("crew", 3001, "kim");
    assert_int_equal(ask(rules, "quiet"), PAM_SUCCESS);
    assert_string_equal(strstr(world.lines[0], " groups="), " groups=\"agents,crew\"");
}

static void names_of_groups_are_escaped_so_that_a_list_can_be_taken_apart(void **state)
{
    (void)state;
    world_group("a,b", 3001, "kim");
    world_group("x y", 3002, "kim");
    world_group("q\"t\\", 3003, "kim");
    world_group("J\xc3\xb6rg=1", 3004, "kim");
    assert_int_equal(
        ask("allow p to group \"a,b\", group \"x y\", group \"q\\\"t\\\\\", group \"J\xc3\xb6rg=1\"\n", "quiet"),
        PAM_SUCCESS);
    assert_true(desk_logged(" groups=\"J\\xc3\\xb6rg=1,a\\x2cb,q\\x22t\\x5c,x y\""));
}

static void log_groups_no_leaves_them_out(void **state)
{
    (void)state;
    world.short_list = true;
    world.group_error = EAGAIN;
    ask("allow p to gid 100\ndeny p to group zoo because \"T-1\"\n", "log_groups=no");
    assert_int_equal(world.line_count, 1);
    assert_true(desk_logged(" table="));
    assert_false(desk_logged("groups="));
    assert_false(desk_logged("unknown="));
}

/* A list of count groups of 30 letters. */
static const char *many_groups(size_t count)
{
    static char list[32768];
    size_t length = 0;

    for (size_t i = 0; i < count; i++)
        length += (size_t)snprintf(list + length, sizeof list - length, "%sgroup g%029zu", i == 0 ? "" : ", ", i);
    return list;
}

static void a_line_is_bounded_and_counts_the_groups_that_it_leaves_out(void **state)
{
    static char rules[40000];

    (void)state;
    world.short_list = true;
    world.group_error = EAGAIN;
    for (size_t count = 100; count <= 600; count += 25) {
        const char *at;
        size_t listed = 0, cut = 0;
        snprintf(rules, sizeof rules, "allow p to everyone\ndeny p to %s because \"T-1\"\n", many_groups(count));
        assert_int_equal(ask(rules, "quiet"), PAM_PERM_DENIED);
        assert_int_equal(world.line_count, 1);
        assert_true(strlen(world.lines[0]) <= LINE_BYTES_MAX + strlen("PAM "));
        for (at = strstr(world.lines[0], "unknown="); (at = strstr(at, "g0")) != NULL; at++)
            listed++;
        at = strstr(world.lines[0], "groups_cut=");
        cut = at == NULL ? 0 : (size_t)strtoul(at + strlen("groups_cut="), NULL, 10);
        assert_int_equal(listed + cut, count);
        assert_true(count <= 100 ? cut == 0 : cut > 0 || count < 150);
        if (cut > 0) /* no room is given away: one more name would not have fitted */
            assert_true(strlen(world.lines[0]) >
                        LINE_BYTES_MAX - 31 - strlen(" groups_cut=18446744073709551615 cut=1"));
    }
}

/* What strangers say, and long tickets, take nothing from the room for groups. */
static void fields_do_not_drive_the_groups_off_the_line(void **state)
{
    static char rules[40000], because[600], origin[6000];
    char path[STAGE_PATH_MAX];

    (void)state;
    memset(because, 'T', sizeof because - 1);
    memset(origin, '\x01', sizeof origin - 1);
    snprintf(rules, sizeof rules,
             "permission p\nservice s requires p\nallow p to everyone\n"
             "deny p to group suspended because \"%s\"\ndeny p to group agents because \"%s\"\n"
             "deny p to %s because \"T-1\"\n",
             because, because, many_groups(64));
    snprintf(path, sizeof path, "%s", stage_table("long.rgt", rules));
    world.short_list = true;
    world.group_error = EAGAIN;
    assert_int_equal(
        stage_ask(&(struct stage_request){.user = "kim", .service = "s", .origin = origin, .caller = origin},
                  (const char *const[]){desk_option("table", path), NULL}),
        PAM_PERM_DENIED);
    assert_int_equal(world.line_count, 1);
    assert_true(desk_logged(" unknown=\"agents,g"));
    assert_true(desk_logged(",suspended\" cut=1"));
    assert_false(desk_logged("groups_cut="));
    assert_true(strlen(world.lines[0]) <= LINE_BYTES_MAX + strlen("PAM "));
}

/* One byte more each time, around the end of the room: the longest line that leaves nothing out has used all of its
 * room. */
static void fields_have_room_to_the_last_byte(void **state)
{
    static char origin[1000];
    char path[STAGE_PATH_MAX];
    size_t longest = 0, cut = 0;

    (void)state;
    snprintf(path, sizeof path, "%s",
             stage_table("room.rgt", "permission p\nservice s requires p\nallow p to user kim\n"));
    for (size_t length = 815; length < 825; length++) {
        size_t fields;
        memset(origin, 'a', length);
        world_forget();
        assert_int_equal(stage_ask(&(struct stage_request){.user = "kim", .service = "s", .origin = origin},
                                   (const char *const[]){desk_option("table", path), "log_groups=no", NULL}),
                         PAM_SUCCESS);
        assert_int_equal(world.line_count, 1);
        fields = (size_t)(strstr(world.lines[0], " table=") - world.lines[0]) - strlen("PAM ");
        assert_true(fields + strlen(" cut=1") <= 999);
        if (desk_logged(" cut=1"))
            cut++;
        else if (fields > longest)
            longest = fields;
    }
    assert_true(cut > 0);
    assert_int_equal(longest, 999 - strlen(" cut=1"));
}

/* But for the final 0 and one that nothing needs. */
static void a_list_of_groups_has_room_to_the_last_byte(void **state)
{
    static char rules[40000];
    size_t longest = 0, cut = 0;

    (void)state;
    world.short_list = true;
    world.group_error = EAGAIN;
    for (size_t length = 135; length < 148; length++) {
        snprintf(rules, sizeof rules, "allow p to everyone\ndeny p to group z%0*d, %s because \"T-1\"\n", (int)length,
                 0, many_groups(117));
        assert_int_equal(ask(rules, "quiet"), PAM_PERM_DENIED);
        if (desk_logged(" groups_cut=")) {
            assert_true(desk_logged(" groups_cut=1"));
            cut++;
        } else if (strlen(world.lines[0]) > longest) {
            longest = strlen(world.lines[0]);
        }
    }
    assert_true(cut > 0);
    assert_int_equal(longest, strlen("PAM ") + LINE_BYTES_MAX - 2 - strlen(" groups_cut=18446744073709551615 cut=1"));
}

/* How many statements an answer rests on, whether there are more than are kept, and by which role each counts. */
static void debug_counts_the_statements(void **state)
{
    (void)state;
    assert_int_equal(ask("role r { allow p }\nassign r to user kim\n", "debug"), PAM_SUCCESS);
    assert_true(desk_logged("debug=table path=\""));
    assert_true(desk_logged(" statements=3"));
    assert_false(desk_logged(" more=1"));
    assert_true(desk_logged("kind=allow rule=\"policy.rg:3\" role=\"r\""));
    assert_int_equal(ask("allow p to user kim when from local\nallow p to user kim when tty none\n"
                         "allow p to user kim when host *\nallow p to user kim when not from 10.0.0.0/8\n"
                         "allow p to everyone when from local\nallow p to everyone when tty none\n"
                         "allow p to everyone when host *\nallow p to everyone when not from 10.0.0.0/8\n"
                         "allow p to gid 100 when from local\nallow p to gid 100 when tty none\n"
                         "allow p to gid 100 when host *\nallow p to gid 100 when not from 10.0.0.0/8\n"
                         "allow p to gid 100 when not from 11.0.0.0/8\n",
                         "debug"),
                     PAM_SUCCESS);
    assert_true(desk_logged(" statements=12 more=1"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DESK_TEST(a_line_names_the_table_by_its_identity),
        DESK_TEST(groups_that_counted_are_listed_names_first_and_in_order),
        DESK_TEST(what_could_not_be_found_out_is_listed_apart),
        DESK_TEST(off_the_roster_the_line_says_so_instead_of_listing),
        DESK_TEST(names_of_groups_are_escaped_so_that_a_list_can_be_taken_apart),
        DESK_TEST(log_groups_no_leaves_them_out),
        DESK_TEST(a_line_is_bounded_and_counts_the_groups_that_it_leaves_out),
        DESK_TEST(fields_do_not_drive_the_groups_off_the_line),
        DESK_TEST(fields_have_room_to_the_last_byte),
        DESK_TEST(a_list_of_groups_has_room_to_the_last_byte),
        DESK_TEST(debug_counts_the_statements),
    };

    return cmocka_run_group_tests(tests, desk_open, desk_close);
}
