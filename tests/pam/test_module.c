/*
 * test_module.c - what leaves the module: results, log lines and messages, option by option.
 *
 * Answers come from real compiled tables; the accounts, the clock and the log are world.c's.
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

/* ---- options ---- */

static void a_wrong_option_fails_the_stack_and_is_logged(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "inbox", desk_table, "tabel=/etc/x"), PAM_SYSTEM_ERR);
    desk_assert_log(
        LOG_ERR, "verdict=error result=system_err reason=bad-option what=\"unknown option\" option=\"tabel=/etc/x\"");
    world_forget();
    assert_int_equal(DESK_ASK("root", "login", desk_table, "permissive", "bad\noption=\"x\""), PAM_SYSTEM_ERR);
    desk_assert_log(LOG_ERR, "verdict=error result=system_err reason=bad-option what=\"unknown option\" "
                             "option=\"bad\\x0aoption=\\\"x\\\"\"");
    assert_int_equal(DESK_ASK("kim", "inbox", desk_table, desk_table), PAM_SYSTEM_ERR);
    assert_int_equal(DESK_ASK("kim", "inbox", desk_table, "log="), PAM_SYSTEM_ERR);
    assert_string_equal(stage_told, "");
}

static void service_takes_the_place_of_pam_service(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "whatever", desk_table, "service=inbox"), PAM_SUCCESS);
    assert_true(desk_logged("service=\"inbox\""));
    assert_int_equal(DESK_ASK("kim", "inbox", desk_table, "service=billing-tool"), PAM_PERM_DENIED);
    assert_non_null(strstr(stage_told, "You may not use billing-tool"));
}

static void permissive_ignores_every_answer_and_logs_what_it_would_have_been(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "inbox", desk_table, "permissive"), PAM_IGNORE);
    assert_true(desk_logged("verdict=allow result=ignore reason=granted"));
    assert_int_equal(DESK_ASK("kim", "refund", desk_table, "permissive"), PAM_IGNORE);
    assert_true(desk_logged("verdict=deny result=ignore reason=not-granted"));
    assert_string_equal(stage_told, "");
    assert_int_equal(DESK_ASK("kim", "nonesuch", desk_option("table", desk_open_table), "permissive"), PAM_IGNORE);
    assert_true(desk_logged("verdict=unlisted result=ignore reason=unlisted"));
    assert_int_equal(DESK_ASK("nobody-at-all", "inbox", desk_table, "permissive"), PAM_IGNORE);
    assert_true(desk_logged("verdict=deny result=ignore reason=no-account"));
}

static void permissive_does_not_cover_errors(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "inbox", "table=/nonexistent/table", "permissive"), PAM_SYSTEM_ERR);
    assert_int_equal(DESK_ASK("kim", "inbox", desk_table, "permissive", "permissive=1"), PAM_SYSTEM_ERR);
}

/* A consent of which nobody reads the reasons is found without them. */
static void log_decides_nothing(void **state)
{
    static const char *const users[] = {"root", "kim", "lea", "maria", "ola", "sam", "nobody-at-all"};
    static const char *const services[] = {"inbox", "billing-tool", "refund", "vault", "later",
                                           "gate",  "night",        "audit",  "login", "nonesuch"};
    size_t i, j, allowed = 0;

    (void)state;
    for (i = 0; i < sizeof users / sizeof *users; i++) {
        for (j = 0; j < sizeof services / sizeof *services; j++) {
            int result = DESK_ASK(users[i], services[j], desk_table, "log=all");
            allowed += result == PAM_SUCCESS;
            assert_int_equal(DESK_ASK(users[i], services[j], desk_table, "log=deny"), result);
            assert_int_equal(DESK_ASK(users[i], services[j], desk_table, "log=none"), result);
            result = DESK_ASK(users[i], services[j], desk_option("table", desk_open_table), "log=all");
            assert_int_equal(DESK_ASK(users[i], services[j], desk_option("table", desk_open_table), "log=none"),
                             result);
        }
    }
    assert_int_equal(allowed, 4);
}

/* How much memory an answer takes tells whether a reason was looked for: that takes some of its own. */
static void a_reason_is_looked_for_only_where_it_is_read(void **state)
{
    static const struct {
        const char *user, *service;
    } questions[] = {{"kim", "inbox"}, {"kim", "refund"}, {"maria", "inbox"}, {"kim", "night"}, {"kim", "gate"}};
    unsigned plain, explained;

    (void)state;
    if (!world_has(WORLD_MALLOC))
        skip();
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        DESK_ASK(questions[i].user, questions[i].service, desk_table, "log=none", "quiet");
        plain = world_count(WORLD_MALLOC);
        DESK_ASK(questions[i].user, questions[i].service, desk_table, "log=none", "quiet", "audit");
        explained = world_count(WORLD_MALLOC);
        assert_true(explained > plain);
        assert_int_equal(world.line_count, 0);
    }
    DESK_ASK("kim", "inbox", desk_table, "log=deny");
    plain = world_count(WORLD_MALLOC);
    DESK_ASK("kim", "inbox", desk_table, "log=deny", "audit");
    assert_true(world_count(WORLD_MALLOC) > plain);
}

static void a_reason_that_cannot_be_found_changes_no_verdict(void **state)
{
    unsigned unexplained = 0;

    (void)state;
    if (!world_has(WORLD_MALLOC))
        skip();
    for (unsigned n = 1; n < 100; n++) {
        world_forget();
        world_fail(WORLD_MALLOC, n, false, ENOMEM);
        if (DESK_ASK("kim", "refund", desk_table) != PAM_PERM_DENIED || !desk_logged("reason=none"))
            continue;
        unexplained++;
        assert_true(desk_logged("verdict=deny result=perm_denied reason=none user=\"kim\" service=\"refund\""));
        assert_true(desk_logged(" status=12 what=\"out of memory\" table="));
        assert_string_equal(stage_told,
                            "You may not use refund: the policy denies it; the reason could not be determined.\n"
                            "Ask the desk: desk@example.org\n");
        world_fail(WORLD_MALLOC, n, false, ENOMEM);
        assert_int_equal(DESK_ASK("kim", "inbox", desk_table), PAM_SUCCESS);
    }
    assert_true(unexplained > 0);
}

static void log_says_which_answers_are_logged(void **state)
{
    (void)state;
    DESK_ASK("kim", "inbox", desk_table, "log=deny");
    assert_int_equal(world.line_count, 0);
    DESK_ASK("kim", "nonesuch", desk_option("table", desk_open_table), "log=deny");
    assert_int_equal(world.line_count, 0);
    DESK_ASK("kim", "refund", desk_table, "log=deny");
    assert_int_equal(world.line_count, 1);
    world_forget();
    DESK_ASK("kim", "inbox", desk_table, "log=none");
    DESK_ASK("kim", "refund", desk_table, "log=none");
    DESK_ASK("nobody-at-all", "refund", desk_table, "log=none");
    assert_int_equal(world.line_count, 0);
    DESK_ASK("nobody-at-all", "refund", desk_table, "log=deny");
    assert_int_equal(world.line_count, 1);
    world_forget();
    DESK_ASK("kim", "inbox", desk_table, "log=all");
    assert_int_equal(world.line_count, 1);
}

static void audit_sends_every_answer_and_decides_nothing(void **state)
{
    (void)state;
    DESK_ASK("kim", "inbox", desk_table);
    assert_int_equal(world.audit_count, 0);
    assert_int_equal(DESK_ASK("kim", "inbox", desk_table, "audit", "log=none"), PAM_SUCCESS);
    assert_string_equal(world.audit_text, "rolegate verdict=allow reason=granted");
    assert_int_equal(world.audit_type, 1101); /* USER_ACCT */
    assert_int_equal(world.audit_result, PAM_SUCCESS);
    assert_int_equal(DESK_ASK("kim", "refund", desk_table, "audit"), PAM_PERM_DENIED);
    assert_string_equal(world.audit_text, "rolegate verdict=deny reason=not-granted");
    assert_int_equal(DESK_ASK("nobody-at-all", "refund", desk_table, "audit"), PAM_PERM_DENIED);
    assert_string_equal(world.audit_text, "rolegate verdict=deny reason=no-account");
    assert_int_equal(world.audit_result, PAM_USER_UNKNOWN);
    assert_int_equal(DESK_ASK("kim", "inbox", "table=/nonexistent/table", "audit"), PAM_SYSTEM_ERR);
    assert_string_equal(world.audit_text, "rolegate verdict=error reason=no-answer");
    assert_int_equal(world.audit_count, 4);
    world_forget();
    world.audit_fails = true;
    assert_int_equal(DESK_ASK("kim", "inbox", desk_table, "audit", "log=none"), PAM_SUCCESS);
    assert_true(desk_logged("audit=failed"));
    world.audit_fails = false;
}

static void errors_are_logged_whatever_log_says(void **state)
{
    (void)state;
    DESK_ASK("kim", "inbox", "table=/nonexistent/table", "log=none");
    desk_assert_log(LOG_ERR,
                    "verdict=error result=system_err reason=no-answer user=\"kim\" service=\"inbox\" "
                    "at=2026-01-05T12:00:00Z host=\"desk1.example.org\" status=1 what=\"no table at that path\"");
    world_forget();
    world.passwd_error = EIO;
    DESK_ASK("kim", "inbox", desk_table, "log=none");
    assert_int_equal(world.line_count, 1);
    world_forget();
    DESK_ASK("kim", "inbox", desk_table, "log=none", "oops");
    assert_int_equal(world.line_count, 1);
}

static void quiet_and_pam_silent_keep_the_person_untold(void **state)
{
    const char *const options[] = {desk_table, NULL};

    (void)state;
    assert_int_equal(DESK_ASK("kim", "refund", desk_table, "quiet"), PAM_PERM_DENIED);
    assert_string_equal(stage_told, "");
    assert_int_equal(
        stage_ask(&(struct stage_request){.user = "kim", .service = "refund", .flags = (int)PAM_SILENT}, options),
        PAM_PERM_DENIED);
    assert_string_equal(stage_told, "");
    assert_int_equal(world.line_count, 2);
}

static void a_conversation_that_fails_changes_nothing(void **state)
{
    (void)state;
    stage_conversation_fails = 1;
    assert_int_equal(DESK_ASK("kim", "refund", desk_table), PAM_PERM_DENIED);
    assert_int_equal(DESK_ASK("kim", "inbox", desk_table), PAM_SUCCESS);
}

static void debug_names_the_table_and_every_statement(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("maria", "inbox", desk_table, "debug"), PAM_PERM_DENIED);
    assert_true(desk_logged("rolegate v=1 debug=table path=\""));
    assert_true(desk_logged(
        "rolegate v=1 debug=statement kind=deny rule=\"policy.rg:27\" subject=\"maria\" because=\"HR-77\""));
    for (size_t i = 1; i < world.line_count; i++)
        assert_int_equal(world.priorities[i], LOG_DEBUG);
}

static void debug_shows_the_condition_that_decided_and_what_it_met(void **state)
{
    const char *const options[] = {desk_table, "debug", NULL};

    (void)state;
    stage_ask(&(struct stage_request){.user = "kim", .service = "gate", .origin = "192.0.2.1"}, options);
    assert_true(desk_logged("when=\"from 10.0.0.0/8\" met=no atom=\"from 10.0.0.0/8\" fact=\"192.0.2.1\""));
    stage_ask(&(struct stage_request){.user = "kim", .service = "gate", .origin = "a.b"}, options);
    assert_true(desk_logged("when=\"from 10.0.0.0/8\" met=unknown atom=\"from 10.0.0.0/8\" fact=\"a.b"));
}

/* ---- shadow ---- */

static void a_shadow_table_that_agrees_says_nothing(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "inbox", desk_table, desk_option("shadow", desk_open_table)), PAM_SUCCESS);
    assert_int_equal(world.line_count, 1);
    /* the reasons differ, the verdicts do not */
    assert_int_equal(DESK_ASK("maria", "inbox", desk_table, desk_option("shadow", desk_other_table)), PAM_PERM_DENIED);
    assert_int_equal(world.line_count, 2);
    assert_false(desk_logged("shadow="));
}

static void a_shadow_table_that_differs_is_logged_and_decides_nothing(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "billing-tool", desk_table, desk_option("shadow", desk_other_table)),
                     PAM_PERM_DENIED);
    assert_int_equal(world.line_count, 2);
    assert_int_equal(world.priorities[1], LOG_NOTICE);
    assert_string_equal(desk_line(1),
                        "PAM rolegate v=1 shadow=allow against=deny reason=granted "
                        "user=\"kim\" service=\"billing-tool\" at=2026-01-05T12:00:00Z host=\"desk1.example.org\" "
                        "rule=\"policy.rg:4\" because=\"T-3\" rule=\"policy.rg:2\" table=* groups=\"\"");
    world_forget();
    assert_int_equal(DESK_ASK("kim", "inbox", desk_table, desk_option("shadow", desk_other_table), "log=none"),
                     PAM_SUCCESS);
    assert_int_equal(world.line_count, 1);
    assert_true(desk_logged("shadow=deny against=allow reason=not-granted"));
    assert_true(desk_logged("missing=\"inbox.read\""));
    assert_string_equal(stage_told, "");
    world_forget();
    DESK_ASK("kim", "billing-tool", desk_table, desk_option("shadow", desk_other_table), "log=none");
    assert_true(desk_logged("rule=\"policy.rg:4\" because=\"T-3\""));
}

static void a_shadow_table_that_fails_is_only_logged(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "inbox", desk_table, "shadow=/nonexistent/shadow"), PAM_SUCCESS);
    assert_int_equal(world.line_count, 2);
    assert_int_equal(world.priorities[1], LOG_WARNING);
    assert_true(desk_logged("shadow=error against=allow reason=no-answer"));
    assert_true(desk_logged("status=1 what=\"no table at that path\""));
    assert_int_equal(DESK_ASK("kim", "refund", desk_table, "shadow=/nonexistent/shadow"), PAM_PERM_DENIED);
    assert_non_null(strstr(stage_told, "You may not use refund"));
}

/* ---- hostile text ---- */

static void what_strangers_wrote_stays_on_one_line(void **state)
{
    const char *const options[] = {desk_table, NULL};
    char origin[4096];

    (void)state;
    stage_ask(&(struct stage_request){.user = "kim",
                                      .service = "inbox",
                                      .origin = "a\nverdict=allow\"\\\x1b[2J",
                                      .tty = "\"",
                                      .caller = "\r\n\x80"},
              options);
    assert_true(desk_logged("from=\"a\\x0averdict=allow\\\"\\\\\\x1b[2J\" tty=\"\\\"\""));
    assert_true(desk_logged("ruser=\"\\x0d\\x0a\\x80\""));
    world_forget();
    memset(origin, '\n', sizeof origin - 1);
    origin[sizeof origin - 1] = '\0';
    stage_ask(
        &(struct stage_request){.user = "kim", .service = "inbox", .origin = origin, .tty = "tty1", .caller = origin},
        options);
    assert_int_equal(world.line_count, 1);
    assert_true(strlen(world.lines[0]) < 1100);
    /* a field that does not fit is left out whole; the others are there */
    assert_true(desk_logged("verdict=allow result=success reason=granted user=\"kim\" service=\"inbox\" "
                            "at=2026-01-05T12:00:00Z tty=\"tty1\" host=\"desk1.example.org\""));
    assert_true(desk_logged(" cut=1"));
    assert_false(desk_logged("from="));
    assert_false(desk_logged("ruser="));
}

static void contacts_are_shown_as_text_and_bounded(void **state)
{
    char policy[40000], path[STAGE_PATH_MAX];
    size_t length;

    (void)state;
    length = (size_t)snprintf(
        policy, sizeof policy,
        "permission p\nservice s requires p\ncontact \"\\x1b[2JJ\xc3\xb6rg\\x0a!\"\ncontact \"second\"\n");
    snprintf(path, sizeof path, "%s", stage_table("contact.rgt", policy));
    assert_int_equal(DESK_ASK("kim", "s", desk_option("table", path)), PAM_PERM_DENIED);
    assert_string_equal(stage_told, "You may not use s: no rule of the policy allows it.\nMissing permission: p\n"
                                    "\\x1b[2JJ\xc3\xb6rg\\x0a!\nsecond\n");
    length += (size_t)snprintf(policy + length, sizeof policy - length, "contact \"");
    while (length < 30000)
        policy[length++] = 'x';
    snprintf(policy + length, sizeof policy - length, "\"\ncontact \"last\"\n");
    snprintf(path, sizeof path, "%s", stage_table("contact.rgt", policy));
    assert_int_equal(DESK_ASK("kim", "s", desk_option("table", path)), PAM_PERM_DENIED);
    assert_true(strlen(stage_told) <= 1024);
    assert_non_null(strstr(stage_told, "xxx...\n"));
    assert_null(strstr(stage_told, "last"));
}

static void long_lists_say_that_there_is_more(void **state)
{
    char policy[8000], path[STAGE_PATH_MAX];
    size_t length;

    (void)state;
    length = (size_t)snprintf(policy, sizeof policy,
                              "permission p0, p1, p2, p3, p4, p5, p6, p7, p8\n"
                              "service s requires p0 and p1 and p2 and p3 and p4 and p5 and p6 "
                              "and p7 and p8\nservice t requires p0\n");
    for (int i = 0; i < 20; i++)
        length +=
            (size_t)snprintf(policy + length, sizeof policy - length, "deny p0 to user kim because \"T-%d\"\n", i);
    snprintf(policy + length, sizeof policy - length, "allow p0 to user kim because \"T-0\"\n");
    snprintf(path, sizeof path, "%s", stage_table("many.rgt", policy));
    assert_int_equal(DESK_ASK("kim", "s", desk_option("table", path)), PAM_PERM_DENIED);
    assert_non_null(strstr(stage_told, "Missing permissions: p0, p1, p2, p3, p4, p5, p6, p7 and more\n"));
    world_forget();
    assert_int_equal(DESK_ASK("kim", "t", desk_option("table", path), "debug"), PAM_PERM_DENIED);
    assert_true(desk_logged("debug=statement kind=deny rule=\"policy.rg:4\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DESK_TEST(a_wrong_option_fails_the_stack_and_is_logged),
        DESK_TEST(service_takes_the_place_of_pam_service),
        DESK_TEST(permissive_ignores_every_answer_and_logs_what_it_would_have_been),
        DESK_TEST(permissive_does_not_cover_errors),
        DESK_TEST(log_decides_nothing),
        DESK_TEST(a_reason_is_looked_for_only_where_it_is_read),
        DESK_TEST(a_reason_that_cannot_be_found_changes_no_verdict),
        DESK_TEST(log_says_which_answers_are_logged),
        DESK_TEST(audit_sends_every_answer_and_decides_nothing),
        DESK_TEST(errors_are_logged_whatever_log_says),
        DESK_TEST(quiet_and_pam_silent_keep_the_person_untold),
        DESK_TEST(a_conversation_that_fails_changes_nothing),
        DESK_TEST(debug_names_the_table_and_every_statement),
        DESK_TEST(debug_shows_the_condition_that_decided_and_what_it_met),
        DESK_TEST(a_shadow_table_that_agrees_says_nothing),
        DESK_TEST(a_shadow_table_that_differs_is_logged_and_decides_nothing),
        DESK_TEST(a_shadow_table_that_fails_is_only_logged),
        DESK_TEST(what_strangers_wrote_stays_on_one_line),
        DESK_TEST(contacts_are_shown_as_text_and_bounded),
        DESK_TEST(long_lists_say_that_there_is_more),
    };

    return cmocka_run_group_tests(tests, desk_open, desk_close);
}
