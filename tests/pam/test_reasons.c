/*
 * test_reasons.c - what a denial says, to the person and in the log: expiry, windows, conflicts, how to ask.
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

static void an_expired_grant_says_so(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "vault", desk_table), PAM_PERM_DENIED);
    assert_string_equal(stage_told, "You may not use vault: your permission has expired.\n"
                                    "Missing permission: vault.open\n"
                                    "Ask the desk: desk@example.org\n");
    assert_true(desk_logged("reason=not-now"));
    assert_true(desk_logged("timing=expired missing=\"vault.open\""));
    assert_true(desk_logged("because=\"T-1\""));
}

static void a_grant_that_has_not_started_says_when(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "later", desk_table), PAM_PERM_DENIED);
    assert_string_equal(stage_told, "You may not use later: your permission has not started yet; the next time is "
                                    "2026-02-01 00:00 UTC.\n"
                                    "Missing permission: later.open\n"
                                    "Ask the desk: desk@example.org\n");
    assert_true(desk_logged("timing=not-started next=2026-02-01T00:00:00Z"));
}

static void outside_the_window_says_when_it_opens(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "night", desk_table), PAM_PERM_DENIED);
    assert_string_equal(stage_told, "You may not use night: it is not allowed at this time; the next time is "
                                    "2026-01-05 22:00 UTC.\n"
                                    "Missing permission: night.run\n"
                                    "Ask the desk: desk@example.org\n");
    assert_true(desk_logged("timing=outside-window next=2026-01-05T22:00:00Z"));
    world.clock = DESK_NOW + 10 * 3600;
    assert_int_equal(DESK_ASK("kim", "night", desk_table), PAM_SUCCESS);
}

static void roles_that_exclude_each_other_say_so(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("ola", "audit", desk_table), PAM_PERM_DENIED);
    assert_true(desk_logged("reason=conflict"));
    assert_string_equal(stage_told, "You may not use audit: you hold mutually exclusive roles.\n"
                                    "Missing permission: audit.read\n"
                                    "Ask the desk: desk@example.org\n");
}

static void a_role_that_somebody_may_hold_is_told_as_such(void **state)
{
    char path[STAGE_PATH_MAX];

    (void)state;
    world.short_list = true;
    world.group_error = EAGAIN;
    snprintf(path, sizeof path, "%s",
             stage_table("may.rgt", "permission p\nservice s requires p\nrole a { allow p }\nrole b { allow p }\n"
                                    "exclusive a, b\nassign a to user ola\nassign b to group bees\n"));
    assert_int_equal(DESK_ASK("ola", "s", desk_option("table", path)), PAM_PERM_DENIED);
    assert_true(desk_logged("reason=conflict"));
    assert_string_equal(
        stage_told, "You may not use s: you may hold mutually exclusive roles; your groups could not be determined.\n"
                    "Missing permission: p\n");
}

/* Whichever of the two it is that may not be held, and whatever else the answer rests on. */
static void a_conflict_is_told_as_surely_as_its_least_sure_role(void **state)
{
    static const struct {
        const char *rules, *told;
    } cases[] = {{"assign a to group bees\nassign b to user ola\n", "you may hold mutually exclusive roles"},
                 {"assign b to user ola\nassign a to group bees\n", "you may hold mutually exclusive roles"},
                 {"assign a to user ola\nassign b to user ola when from local\n", "you hold mutually exclusive roles"},
                 {"assign a to user ola\nassign b to user ola when from local\nallow q to group bees\n",
                  "you hold mutually exclusive roles"}};
    char path[STAGE_PATH_MAX], policy[400];

    (void)state;
    world.short_list = true;
    world.group_error = EAGAIN;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(policy, sizeof policy,
                 "permission p, q\nservice s requires p\nrole a { allow p }\nrole b { allow p }\nexclusive a, b\n%s",
                 cases[i].rules);
        snprintf(path, sizeof path, "%s", stage_table("may.rgt", policy));
        assert_int_equal(DESK_ASK("ola", "s", desk_option("table", path)), PAM_PERM_DENIED);
        assert_non_null(strstr(stage_told, cases[i].told));
    }
}

/* A rule that denies a role names nobody, though the role is a letter and he alone has it. */
static void a_rule_about_a_role_names_nobody(void **state)
{
    char path[STAGE_PATH_MAX];

    (void)state;
    snprintf(path, sizeof path, "%s",
             stage_table("role.rgt", "permission p\nservice s requires p\nallow p to user ola\n"
                                     "role r { deny p }\nassign r to user ola\n"));
    assert_int_equal(DESK_ASK("ola", "s", desk_option("table", path)), PAM_PERM_DENIED);
    assert_string_equal(stage_told, "You may not use s: a rule of the policy denies it.\nMissing permission: p\n");
}

/* A policy that goes by the machine's own clock does not name it by a file of it. */
static void a_local_time_is_told_as_such(void **state)
{
    char path[STAGE_PATH_MAX];

    (void)state;
    snprintf(path, sizeof path, "%s",
             stage_table("local.rgt", "zone local\npermission p\nservice s requires p\n"
                                      "allow p to group agents when date 2030-01-01\n"));
    assert_int_equal(DESK_ASK("kim", "s", desk_option("table", path)), PAM_PERM_DENIED);
    assert_non_null(strstr(stage_told, "the next time is 2030-01-01 00:00 local time.\n"));
}

static void times_are_those_of_the_policys_zone(void **state)
{
    char path[STAGE_PATH_MAX];

    (void)state;
    snprintf(path, sizeof path, "%s",
             stage_table("zone.rgt", "zone \"Asia/Kolkata\"\npermission p\nservice s requires p\n"
                                     "allow p to group agents when time daily 09:00-10:00\n"));
    assert_int_equal(DESK_ASK("kim", "s", desk_option("table", path)), PAM_PERM_DENIED);
    assert_string_equal(stage_told, "You may not use s: it is not allowed at this time; the next time is "
                                    "2026-01-06 09:00 Asia/Kolkata.\n"
                                    "Missing permission: p\n");
    assert_true(desk_logged("next=2026-01-06T03:30:00Z"));
}

/* ---- where asking is of use ---- */

#define ASKED_POLICY                                                                                                   \
    "permission a.one, a.two, b.one\nservice a requires a.one\nservice both requires a.one and a.two\n"                \
    "service b requires b.one\nservice \"a $x\" requires a.one\nservice old requires a.two\n"                          \
    "allow a.two to user kim until 2026-01-01 because \"T-9\"\nallow a.one to user maria\n"                            \
    "deny a.one to user maria because \"HR-1\"\n"                                                                      \
    "deny a.one to user lea because \"HR-2\"\ndeny a.two to user lea starting 2200-01-01\n"                            \
    "include \"none/*.rg\" only by user ola {\n allow a.* except a.none to users for 3 hours\n"                        \
    " deny b.one to users for 3 hours\n}\n"

static void who_lacks_what_a_bound_can_give_is_told_how_to_ask(void **state)
{
    static const struct {
        const char *user, *service, *end;
    } cases[] = {
        {"kim", "a", "\nMissing permission: a.one\nTo ask for it: rolegate request a --for 3h --because \"...\"\n"},
        {"kim", "both",
         "\nMissing permissions: a.one, a.two\nTo ask for it: rolegate request both --for 3h --because \"...\"\n"},
        {"kim", "old",
         "expired.\nMissing permission: a.two\nTo ask for it: rolegate request old --for 3h --because \"...\"\n"},
        {"kim", "b", "\nMissing permission: b.one\n"},    /* no bound allows it */
        {"kim", "a $x", "\nMissing permission: a.one\n"}, /* not a word for a shell */
        {"ola", "a", "\nMissing permission: a.one\n"},    /* nobody is granted anything where he may write */
        {"maria", "a", "\nIf that rule is lifted, you may.\n"},
        {"root", "a", "\nMissing permission: a.one\n"},
        {"lea", "a", "\nMissing permission: a.one\n"}, /* a deny would stand against what is granted */
        {"lea", "both", "\nMissing permissions: a.one, a.two\n"},
        {"lea", "old", "\nMissing permission: a.two\nTo ask for it: rolegate request old --for 3h --because \"...\"\n"},
    };
    char path[STAGE_PATH_MAX];

    (void)state;
    snprintf(path, sizeof path, "%s", stage_table("asked.rgt", "permission a.none\n" ASKED_POLICY));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *told;
        assert_int_equal(DESK_ASK(cases[i].user, cases[i].service, desk_option("table", path)), PAM_PERM_DENIED);
        told = strstr(stage_told, cases[i].end);
        assert_non_null(told);
        assert_string_equal(told, cases[i].end);
    }
}

static void nobody_is_told_how_to_ask_for_another(void **state)
{
    char path[STAGE_PATH_MAX];

    (void)state;
    snprintf(path, sizeof path, "%s", stage_table("asked.rgt", "permission a.none\n" ASKED_POLICY));
    assert_int_equal(stage_ask(&(struct stage_request){.user = "kim", .service = "a", .caller = "lea"},
                               (const char *const[]){desk_option("table", path), NULL}),
                     PAM_PERM_DENIED);
    assert_string_equal(stage_told, "You may not use a: no rule of the policy allows it.\nMissing permission: a.one\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DESK_TEST(an_expired_grant_says_so),
        DESK_TEST(a_grant_that_has_not_started_says_when),
        DESK_TEST(outside_the_window_says_when_it_opens),
        DESK_TEST(roles_that_exclude_each_other_say_so),
        DESK_TEST(a_role_that_somebody_may_hold_is_told_as_such),
        DESK_TEST(a_conflict_is_told_as_surely_as_its_least_sure_role),
        DESK_TEST(a_rule_about_a_role_names_nobody),
        DESK_TEST(a_local_time_is_told_as_such),
        DESK_TEST(times_are_those_of_the_policys_zone),
        DESK_TEST(who_lacks_what_a_bound_can_give_is_told_how_to_ask),
        DESK_TEST(nobody_is_told_how_to_ask_for_another),
    };

    return cmocka_run_group_tests(tests, desk_open, desk_close);
}
