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

static char desk_table[STAGE_PATH_MAX], open_table[STAGE_PATH_MAX], other_table[STAGE_PATH_MAX];
static char table[STAGE_PATH_MAX + 8];

/* The only line of the log is this one, at this priority. Outside a stack libpam writes no more than `PAM` before it.
 */
static void assert_log(int priority, const char *rest)
{
    char expected[WORLD_LINE_MAX];

    snprintf(expected, sizeof expected, "PAM rolegate v=1 %s", rest);
    assert_int_equal(world.line_count, 1);
    assert_string_equal(world.lines[0], expected);
    assert_int_equal(world.priorities[0], priority);
}

static int set_up(void **state)
{
    (void)state;
    desk_reset();
    stage_conversation_fails = 0;
    return 0;
}

/* ---- answers ---- */

static void allow_is_success(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "inbox", table), PAM_SUCCESS);
    assert_string_equal(stage_told, "");
    assert_log(LOG_INFO,
               "verdict=allow result=success reason=granted user=\"kim\" service=\"inbox\" at=2026-01-05T12:00:00Z "
               "host=\"desk1.example.org\" rule=\"policy.rg:5\" rule=\"policy.rg:19\" rule=\"policy.rg:10\"");
}

static void a_missing_permission_is_named_to_the_person_and_in_the_log(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "refund", table), PAM_PERM_DENIED);
    assert_string_equal(stage_told, "You may not use refund: no rule of the policy allows it.\n"
                                    "Missing permissions: billing.view, refund.issue\n"
                                    "Ask the desk: desk@example.org\n");
    assert_log(LOG_NOTICE,
               "verdict=deny result=perm_denied reason=not-granted user=\"kim\" service=\"refund\" "
               "at=2026-01-05T12:00:00Z host=\"desk1.example.org\" missing=\"billing.view\" missing=\"refund.issue\" "
               "rule=\"policy.rg:12\"");
}

static void one_missing_permission_reads_as_one(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "billing-tool", table), PAM_PERM_DENIED);
    assert_string_equal(stage_told, "You may not use billing-tool: no rule of the policy allows it.\n"
                                    "Missing permission: billing.view\n"
                                    "Ask the desk: desk@example.org\n");
}

static void a_deny_rule_is_logged_with_its_because_but_not_told(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("maria", "inbox", table), PAM_PERM_DENIED);
    assert_string_equal(stage_told, "You may not use inbox: a rule of the policy denies it.\n"
                                    "Missing permission: inbox.read\n"
                                    "Ask the desk: desk@example.org\n");
    assert_true(desk_logged("reason=denied"));
    assert_true(desk_logged("rule=\"policy.rg:27\" because=\"HR-77\""));
}

static void the_name_that_the_database_answers_is_decided_on(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("Maria", "inbox", table), PAM_PERM_DENIED);
    assert_true(desk_logged("user=\"maria\""));
    assert_false(desk_logged("Maria"));
    assert_int_equal(DESK_ASK("kim@EXAMPLE.ORG", "inbox", table), PAM_SUCCESS);
    assert_true(desk_logged("user=\"kim\""));
}

static void an_expired_grant_says_so(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "vault", table), PAM_PERM_DENIED);
    assert_string_equal(stage_told, "You may not use vault: the permission for it has expired.\n"
                                    "Missing permission: vault.open\n"
                                    "Ask the desk: desk@example.org\n");
    assert_true(desk_logged("reason=not-now"));
    assert_true(desk_logged("timing=expired missing=\"vault.open\""));
    assert_true(desk_logged("because=\"T-1\""));
}

static void a_grant_that_has_not_started_says_when(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "later", table), PAM_PERM_DENIED);
    assert_string_equal(stage_told,
                        "You may not use later: the permission for it has not started yet; the next time is "
                        "2026-02-01T00:00:00Z.\n"
                        "Missing permission: later.open\n"
                        "Ask the desk: desk@example.org\n");
    assert_true(desk_logged("timing=not-started next=2026-02-01T00:00:00Z"));
}

static void outside_the_window_says_when_it_opens(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "night", table), PAM_PERM_DENIED);
    assert_string_equal(stage_told, "You may not use night: it is not allowed at this time; the next time is "
                                    "2026-01-05T22:00:00Z.\n"
                                    "Missing permission: night.run\n"
                                    "Ask the desk: desk@example.org\n");
    assert_true(desk_logged("timing=outside-window next=2026-01-05T22:00:00Z"));
    world.clock = DESK_NOW + 10 * 3600;
    assert_int_equal(DESK_ASK("kim", "night", table), PAM_SUCCESS);
}

static void origin_and_terminal_are_facts_for_conditions(void **state)
{
    const char *const options[] = {table, NULL};

    (void)state;
    assert_int_equal(DESK_ASK("kim", "gate", table), PAM_PERM_DENIED);
    assert_string_equal(stage_told, "You may not use gate: it is not allowed from here.\n"
                                    "Missing permission: gate.open\n"
                                    "Ask the desk: desk@example.org\n");
    assert_true(desk_logged("reason=not-here"));
    world_forget();
    assert_int_equal(
        stage_ask(
            &(struct stage_request){
                .user = "kim", .service = "gate", .origin = "10.1.2.3", .tty = "/dev/pts/3", .caller = "lea"},
            options),
        PAM_SUCCESS);
    assert_log(LOG_INFO,
               "verdict=allow result=success reason=granted user=\"kim\" service=\"gate\" at=2026-01-05T12:00:00Z "
               "from=\"10.1.2.3\" tty=\"/dev/pts/3\" host=\"desk1.example.org\" rule=\"policy.rg:25\" "
               "rule=\"policy.rg:15\" ruser=\"lea\"");
    /* a host name is never resolved: the condition is unknown, and that lets nobody in */
    assert_int_equal(
        stage_ask(&(struct stage_request){.user = "kim", .service = "gate", .origin = "localhost"}, options),
        PAM_PERM_DENIED);
    assert_true(desk_logged("reason=undetermined"));
    assert_string_equal(stage_told,
                        "You may not use gate: it could not be found out whether you may; try again later.\n"
                        "Missing permission: gate.open\n"
                        "Ask the desk: desk@example.org\n");
}

static void roles_that_exclude_each_other_say_so(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("ola", "audit", table), PAM_PERM_DENIED);
    assert_true(desk_logged("reason=conflict"));
    assert_string_equal(stage_told, "You may not use audit: you hold roles that exclude each other.\n"
                                    "Missing permission: audit.read\n"
                                    "Ask the desk: desk@example.org\n");
}

static void a_service_that_is_not_listed_is_denied_or_abstained_from_as_the_policy_says(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "nonesuch", table), PAM_PERM_DENIED);
    assert_true(desk_logged("verdict=deny result=perm_denied reason=unlisted"));
    assert_string_equal(stage_told,
                        "You may not use nonesuch: the policy does not list it.\nAsk the desk: desk@example.org\n");
    world_forget();
    assert_int_equal(DESK_ASK("kim", "nonesuch", desk_option("table", open_table)), PAM_IGNORE);
    assert_string_equal(stage_told, "");
    assert_log(LOG_INFO, "verdict=unlisted result=ignore reason=unlisted user=\"kim\" service=\"nonesuch\" "
                         "at=2026-01-05T12:00:00Z host=\"desk1.example.org\"");
    assert_int_equal(DESK_ASK("kim", "billing-tool", desk_option("table", open_table)), PAM_PERM_DENIED);
    assert_int_equal(DESK_ASK("kim", "inbox", desk_option("table", open_table)), PAM_SUCCESS);
}

/* ---- identity ---- */

static void an_account_that_does_not_exist_is_denied_and_its_name_is_not_logged(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("hunter2", "inbox", table), PAM_PERM_DENIED);
    assert_string_equal(stage_told, "");
    assert_log(LOG_NOTICE,
               "verdict=deny result=perm_denied reason=no-account service=\"inbox\" at=2026-01-05T12:00:00Z "
               "host=\"desk1.example.org\"");
    world_forget();
    assert_int_equal(DESK_ASK("hunter2", "inbox", table, "debug"), PAM_PERM_DENIED);
    assert_false(desk_logged("hunter2"));
}

static void no_user_at_all_is_denied_without_a_question(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK(NULL, "inbox", table), PAM_PERM_DENIED);
    assert_true(desk_logged("reason=no-account"));
    assert_int_equal(DESK_ASK("", "inbox", table), PAM_PERM_DENIED);
    assert_string_equal(stage_told, "");
}

static void an_account_look_up_that_fails_is_denied_even_when_permissive(void **state)
{
    static const int errors[] = {EIO, ENOENT, ESRCH, EAGAIN, EMFILE, ERANGE, ECONNREFUSED};

    (void)state;
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        world_forget();
        world.passwd_error = errors[i];
        assert_int_equal(DESK_ASK("kim", "inbox", table), PAM_PERM_DENIED);
        assert_log(LOG_ERR, "verdict=deny result=perm_denied reason=account-lookup-failed service=\"inbox\" "
                            "at=2026-01-05T12:00:00Z host=\"desk1.example.org\"");
        assert_int_equal(DESK_ASK("kim", "inbox", table, "permissive"), PAM_PERM_DENIED);
    }
    world.passwd_error = ENOMEM;
    assert_int_equal(DESK_ASK("kim", "inbox", table), PAM_BUF_ERR);
}

static void a_large_account_record_is_read_up_to_1_mib(void **state)
{
    (void)state;
    world.passwd_size = 1000000;
    assert_int_equal(DESK_ASK("kim", "inbox", table), PAM_SUCCESS);
    world.passwd_size = 1048577;
    assert_int_equal(DESK_ASK("kim", "inbox", table), PAM_PERM_DENIED);
    assert_true(desk_logged("reason=account-lookup-failed"));
}

static void the_ids_that_mean_nobody_are_refused(void **state)
{
    (void)state;
    world_user("ghost", (uid_t)-1, 100);
    world_user("spook", 1009, (gid_t)-1);
    world_user("", 1010, 100);
    world_alias("nameless", "");
    assert_int_equal(DESK_ASK("nameless", "inbox", table), PAM_PERM_DENIED);
    world_group("all", 2010, "ghost,spook");
    assert_int_equal(DESK_ASK("ghost", "inbox", table), PAM_PERM_DENIED);
    assert_int_equal(DESK_ASK("spook", "inbox", table), PAM_PERM_DENIED);
}

static void a_short_group_list_never_lets_in_nor_escapes_a_deny(void **state)
{
    (void)state;
    /* sam is a lead who is suspended: denied while his groups are known */
    assert_int_equal(DESK_ASK("sam", "billing-tool", table), PAM_PERM_DENIED);
    assert_true(desk_logged("reason=denied"));
    /* every source is down: nobody is let in by a group */
    world.short_list = true;
    world.group_error = EAGAIN;
    assert_int_equal(DESK_ASK("lea", "billing-tool", table), PAM_PERM_DENIED);
    assert_true(desk_logged("reason=undetermined"));
    assert_int_equal(DESK_ASK("sam", "billing-tool", table), PAM_PERM_DENIED);
    /* the list is short, but the record of the group still says that he is in it */
    world.group_error = 0;
    world_forget();
    assert_int_equal(DESK_ASK("sam", "billing-tool", table), PAM_PERM_DENIED);
    assert_int_equal(DESK_ASK("lea", "billing-tool", table), PAM_PERM_DENIED);
}

static void a_deny_to_a_group_holds_while_its_membership_is_unknown(void **state)
{
    char path[STAGE_PATH_MAX];

    (void)state;
    snprintf(path, sizeof path, "%s",
             stage_table("deny-group.rgt", "permission p\nservice s requires p\nallow p to everyone\n"
                                           "deny p to group suspended because \"HR-1\"\n"));
    assert_int_equal(DESK_ASK("kim", "s", desk_option("table", path)), PAM_SUCCESS);
    assert_int_equal(DESK_ASK("sam", "s", desk_option("table", path)), PAM_PERM_DENIED);
    world.short_list = true;
    assert_int_equal(DESK_ASK("sam", "s", desk_option("table", path)), PAM_PERM_DENIED);
    assert_int_equal(DESK_ASK("kim", "s", desk_option("table", path)), PAM_SUCCESS);
    world.group_error = EAGAIN;
    assert_int_equal(DESK_ASK("sam", "s", desk_option("table", path)), PAM_PERM_DENIED);
    assert_int_equal(DESK_ASK("kim", "s", desk_option("table", path)), PAM_PERM_DENIED);
}

static void a_group_list_that_grows_is_asked_for_again(void **state)
{
    (void)state;
    world.grown_list = true;
    assert_int_equal(DESK_ASK("kim", "inbox", table), PAM_SUCCESS);
    assert_int_equal(world_count(WORLD_GETGROUPLIST), 2);
}

/* ---- options ---- */

static void a_wrong_option_fails_the_stack_and_is_logged(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "inbox", table, "tabel=/etc/x"), PAM_SYSTEM_ERR);
    assert_log(LOG_ERR,
               "verdict=error result=system_err reason=bad-option what=\"no such option\" option=\"tabel=/etc/x\"");
    world_forget();
    assert_int_equal(DESK_ASK("root", "login", table, "permissive", "bad\noption=\"x\""), PAM_SYSTEM_ERR);
    assert_log(LOG_ERR, "verdict=error result=system_err reason=bad-option what=\"no such option\" "
                        "option=\"bad\\x0aoption=\\\"x\\\"\"");
    assert_int_equal(DESK_ASK("kim", "inbox", table, table), PAM_SYSTEM_ERR);
    assert_int_equal(DESK_ASK("kim", "inbox", table, "log="), PAM_SYSTEM_ERR);
    assert_string_equal(stage_told, "");
}

static void service_takes_the_place_of_pam_service(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "whatever", table, "service=inbox"), PAM_SUCCESS);
    assert_true(desk_logged("service=\"inbox\""));
    assert_int_equal(DESK_ASK("kim", "inbox", table, "service=billing-tool"), PAM_PERM_DENIED);
    assert_non_null(strstr(stage_told, "You may not use billing-tool"));
}

static void permissive_ignores_every_answer_and_logs_what_it_would_have_been(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "inbox", table, "permissive"), PAM_IGNORE);
    assert_true(desk_logged("verdict=allow result=ignore reason=granted"));
    assert_int_equal(DESK_ASK("kim", "refund", table, "permissive"), PAM_IGNORE);
    assert_true(desk_logged("verdict=deny result=ignore reason=not-granted"));
    assert_string_equal(stage_told, "");
    assert_int_equal(DESK_ASK("kim", "nonesuch", desk_option("table", open_table), "permissive"), PAM_IGNORE);
    assert_true(desk_logged("verdict=unlisted result=ignore reason=unlisted"));
    assert_int_equal(DESK_ASK("nobody-at-all", "inbox", table, "permissive"), PAM_IGNORE);
    assert_true(desk_logged("verdict=deny result=ignore reason=no-account"));
}

static void permissive_does_not_cover_errors(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "inbox", "table=/nonexistent/table", "permissive"), PAM_SYSTEM_ERR);
    assert_int_equal(DESK_ASK("kim", "inbox", table, "permissive", "permissive=1"), PAM_SYSTEM_ERR);
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
            int result = DESK_ASK(users[i], services[j], table, "log=all");
            allowed += result == PAM_SUCCESS;
            assert_int_equal(DESK_ASK(users[i], services[j], table, "log=deny"), result);
            assert_int_equal(DESK_ASK(users[i], services[j], table, "log=none"), result);
            result = DESK_ASK(users[i], services[j], desk_option("table", open_table), "log=all");
            assert_int_equal(DESK_ASK(users[i], services[j], desk_option("table", open_table), "log=none"), result);
        }
    }
    assert_int_equal(allowed, 4);
}

static void log_says_which_answers_are_logged(void **state)
{
    (void)state;
    DESK_ASK("kim", "inbox", table, "log=deny");
    assert_int_equal(world.line_count, 0);
    DESK_ASK("kim", "nonesuch", desk_option("table", open_table), "log=deny");
    assert_int_equal(world.line_count, 0);
    DESK_ASK("kim", "refund", table, "log=deny");
    assert_int_equal(world.line_count, 1);
    world_forget();
    DESK_ASK("kim", "inbox", table, "log=none");
    DESK_ASK("kim", "refund", table, "log=none");
    DESK_ASK("nobody-at-all", "refund", table, "log=none");
    assert_int_equal(world.line_count, 0);
    DESK_ASK("nobody-at-all", "refund", table, "log=deny");
    assert_int_equal(world.line_count, 1);
    world_forget();
    DESK_ASK("kim", "inbox", table, "log=all");
    assert_int_equal(world.line_count, 1);
}

static void audit_sends_every_answer_and_decides_nothing(void **state)
{
    (void)state;
    DESK_ASK("kim", "inbox", table);
    assert_int_equal(world.audit_count, 0);
    assert_int_equal(DESK_ASK("kim", "inbox", table, "audit", "log=none"), PAM_SUCCESS);
    assert_string_equal(world.audit_text, "rolegate verdict=allow reason=granted");
    assert_int_equal(world.audit_type, 1101); /* USER_ACCT */
    assert_int_equal(world.audit_result, PAM_SUCCESS);
    assert_int_equal(DESK_ASK("kim", "refund", table, "audit"), PAM_PERM_DENIED);
    assert_string_equal(world.audit_text, "rolegate verdict=deny reason=not-granted");
    assert_int_equal(DESK_ASK("nobody-at-all", "refund", table, "audit"), PAM_PERM_DENIED);
    assert_string_equal(world.audit_text, "rolegate verdict=deny reason=no-account");
    assert_int_equal(world.audit_result, PAM_USER_UNKNOWN);
    assert_int_equal(DESK_ASK("kim", "inbox", "table=/nonexistent/table", "audit"), PAM_SYSTEM_ERR);
    assert_string_equal(world.audit_text, "rolegate verdict=error reason=no-answer");
    assert_int_equal(world.audit_count, 4);
    world_forget();
    world.audit_fails = true;
    assert_int_equal(DESK_ASK("kim", "inbox", table, "audit", "log=none"), PAM_SUCCESS);
    assert_true(desk_logged("audit=failed"));
    world.audit_fails = false;
}

static void errors_are_logged_whatever_log_says(void **state)
{
    (void)state;
    DESK_ASK("kim", "inbox", "table=/nonexistent/table", "log=none");
    assert_log(LOG_ERR,
               "verdict=error result=system_err reason=no-answer user=\"kim\" service=\"inbox\" "
               "at=2026-01-05T12:00:00Z host=\"desk1.example.org\" status=1 what=\"there is no table at that path\"");
    world_forget();
    world.passwd_error = EIO;
    DESK_ASK("kim", "inbox", table, "log=none");
    assert_int_equal(world.line_count, 1);
    world_forget();
    DESK_ASK("kim", "inbox", table, "log=none", "oops");
    assert_int_equal(world.line_count, 1);
}

static void quiet_and_pam_silent_keep_the_person_untold(void **state)
{
    const char *const options[] = {table, NULL};

    (void)state;
    assert_int_equal(DESK_ASK("kim", "refund", table, "quiet"), PAM_PERM_DENIED);
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
    assert_int_equal(DESK_ASK("kim", "refund", table), PAM_PERM_DENIED);
    assert_int_equal(DESK_ASK("kim", "inbox", table), PAM_SUCCESS);
}

static void debug_names_the_table_and_every_statement(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("maria", "inbox", table, "debug"), PAM_PERM_DENIED);
    assert_true(desk_logged("rolegate v=1 debug=table path=\""));
    assert_true(desk_logged(
        "rolegate v=1 debug=statement kind=deny rule=\"policy.rg:27\" subject=\"maria\" because=\"HR-77\""));
    for (size_t i = 1; i < world.line_count; i++)
        assert_int_equal(world.priorities[i], LOG_DEBUG);
}

/* ---- shadow ---- */

static void a_shadow_table_that_agrees_says_nothing(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "inbox", table, desk_option("shadow", open_table)), PAM_SUCCESS);
    assert_int_equal(world.line_count, 1);
    /* the reasons differ, the verdicts do not */
    assert_int_equal(DESK_ASK("maria", "inbox", table, desk_option("shadow", other_table)), PAM_PERM_DENIED);
    assert_int_equal(world.line_count, 2);
    assert_false(desk_logged("shadow="));
}

static void a_shadow_table_that_differs_is_logged_and_decides_nothing(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "billing-tool", table, desk_option("shadow", other_table)), PAM_PERM_DENIED);
    assert_int_equal(world.line_count, 2);
    assert_int_equal(world.priorities[1], LOG_NOTICE);
    assert_string_equal(world.lines[1],
                        "PAM rolegate v=1 shadow=allow against=deny reason=granted "
                        "user=\"kim\" service=\"billing-tool\" at=2026-01-05T12:00:00Z host=\"desk1.example.org\" "
                        "rule=\"policy.rg:4\" because=\"T-3\" rule=\"policy.rg:2\"");
    world_forget();
    assert_int_equal(DESK_ASK("kim", "inbox", table, desk_option("shadow", other_table), "log=none"), PAM_SUCCESS);
    assert_int_equal(world.line_count, 1);
    assert_true(desk_logged("shadow=deny against=allow reason=not-granted"));
    assert_true(desk_logged("missing=\"inbox.read\""));
    assert_string_equal(stage_told, "");
    world_forget();
    DESK_ASK("kim", "billing-tool", table, desk_option("shadow", other_table), "log=none");
    assert_true(desk_logged("rule=\"policy.rg:4\" because=\"T-3\""));
}

static void a_shadow_table_that_fails_is_only_logged(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "inbox", table, "shadow=/nonexistent/shadow"), PAM_SUCCESS);
    assert_int_equal(world.line_count, 2);
    assert_int_equal(world.priorities[1], LOG_WARNING);
    assert_true(desk_logged("shadow=error against=allow reason=no-answer"));
    assert_true(desk_logged("status=1 what=\"there is no table at that path\""));
    assert_int_equal(DESK_ASK("kim", "refund", table, "shadow=/nonexistent/shadow"), PAM_PERM_DENIED);
    assert_non_null(strstr(stage_told, "You may not use refund"));
}

/* ---- hostile text ---- */

static void what_strangers_wrote_stays_on_one_line(void **state)
{
    const char *const options[] = {table, NULL};
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

/* ---- through libpam's stack ---- */

static int through(const char *user, const char *service, const char *stack)
{
    return stage_transaction(&(struct stage_request){.user = user, .service = service}, stack);
}

static void libpam_takes_the_results_as_they_are(void **state)
{
    char stack[2 * STAGE_PATH_MAX];

    (void)state;
    snprintf(stack, sizeof stack, "account required %%M %s\n", table);
    assert_int_equal(through("kim", "inbox", stack), PAM_SUCCESS);
    assert_true(desk_logged("pam_rolegate(inbox:account): rolegate v=1 verdict=allow result=success"));
    assert_int_equal(through("kim", "refund", stack), PAM_PERM_DENIED);
    assert_int_equal(through("nobody-at-all", "inbox", stack), PAM_PERM_DENIED);
    assert_int_equal(through("kim", "inbox", "account required %M table=/nonexistent/t\n"), PAM_SYSTEM_ERR);
    assert_int_equal(through("kim", "inbox", "account required %M oops\n"), PAM_SYSTEM_ERR);
    snprintf(stack, sizeof stack, "account required %%M %s permissive\naccount required pam_deny.so\n", table);
    assert_int_equal(through("kim", "inbox", stack), PAM_AUTH_ERR);
}

/* security.md: real stacks map these three away. No denial of the module is one of them. */
static void a_denial_survives_stacks_that_ignore_results(void **state)
{
    static const char *const controls[] = {
        "[success=ok user_unknown=ignore default=die]",
        "[success=ok authinfo_unavail=ignore default=die]",
        "[success=ok new_authtok_reqd=ok ignore=ignore user_unknown=ignore authinfo_unavail=ignore default=bad]",
    };
    char stack[2 * STAGE_PATH_MAX];

    (void)state;
    for (size_t i = 0; i < sizeof controls / sizeof *controls; i++) {
        snprintf(stack, sizeof stack, "account %s %%M %s\naccount required pam_permit.so\n", controls[i], table);
        assert_int_equal(through("kim", "inbox", stack), PAM_SUCCESS);
        assert_int_equal(through("kim", "refund", stack), PAM_PERM_DENIED);
        assert_int_equal(through("nobody-at-all", "inbox", stack), PAM_PERM_DENIED);
        world.passwd_error = EIO;
        assert_int_equal(through("kim", "inbox", stack), PAM_PERM_DENIED);
        world.passwd_error = 0;
        snprintf(stack, sizeof stack, "account %s %%M table=/nonexistent/t\naccount required pam_permit.so\n",
                 controls[i]);
        assert_int_equal(through("kim", "inbox", stack), PAM_SYSTEM_ERR);
    }
}

static void only_the_account_stack_knows_the_module(void **state)
{
    const struct pam_conv conversation = {NULL, NULL};
    pam_handle_t *pamh = NULL;
    const char stack[] = "auth required %s\n";
    char text[2 * STAGE_PATH_MAX];

    (void)state;
    snprintf(text, sizeof text, stack, stage_module);
    stage_file("inbox", text, strlen(text));
    assert_int_equal(pam_start_confdir("inbox", "kim", &conversation, stage_folder, &pamh), PAM_SUCCESS);
    assert_int_equal(pam_authenticate(pamh, 0), PAM_MODULE_UNKNOWN);
    pam_end(pamh, PAM_SUCCESS);
}

static void a_handle_without_a_service_fails(void **state)
{
    (void)state;
    world_fail(WORLD_GET_ITEM, 2, false, PAM_BAD_ITEM);
    assert_int_equal(DESK_ASK("kim", "inbox", table), PAM_SYSTEM_ERR);
    assert_log(LOG_ERR, "verdict=error result=system_err reason=no-answer status=13 what=\"an argument is not valid\"");
}

static void pam_user_is_read_anew_at_each_call(void **state)
{
    const struct pam_conv conversation = {NULL, NULL};
    pam_handle_t *pamh = NULL;
    char text[4 * STAGE_PATH_MAX];

    (void)state;
    snprintf(text, sizeof text, "account required %s %s\n", stage_module, table);
    stage_file("inbox", text, strlen(text));
    assert_int_equal(pam_start_confdir("inbox", "kim", &conversation, stage_folder, &pamh), PAM_SUCCESS);
    world_arm();
    assert_int_equal(pam_acct_mgmt(pamh, 0), PAM_SUCCESS);
    assert_int_equal(pam_set_item(pamh, PAM_USER, "maria"), PAM_SUCCESS);
    assert_int_equal(pam_acct_mgmt(pamh, (int)PAM_SILENT), PAM_PERM_DENIED);
    assert_int_equal(pam_set_item(pamh, PAM_USER, "kim"), PAM_SUCCESS);
    assert_int_equal(pam_acct_mgmt(pamh, 0), PAM_SUCCESS);
    world_disarm();
    pam_end(pamh, PAM_SUCCESS);
}

static void libpam_lowers_the_service(void **state)
{
    char stack[2 * STAGE_PATH_MAX];

    (void)state;
    snprintf(stack, sizeof stack, "account required %%M %s\n", table);
    through("kim", "inbox", stack);
    assert_int_equal(through("kim", "INBOX", stack), PAM_SUCCESS);
}

static void the_environment_decides_nothing(void **state)
{
    (void)state;
    assert_int_equal(setenv("TZ", "ABC-10", 1), 0);
    assert_int_equal(setenv("LC_ALL", "de_DE.UTF-8", 1), 0);
    assert_int_equal(DESK_ASK("kim", "night", table), PAM_PERM_DENIED);
    assert_true(desk_logged("at=2026-01-05T12:00:00Z"));
    assert_int_equal(world.environment_reads, 0);
    assert_int_equal(world.zone_reads, 0);
    unsetenv("TZ");
    unsetenv("LC_ALL");
}

static void errno_is_kept(void **state)
{
    (void)state;
    DESK_ASK("kim", "inbox", table);
    assert_int_equal(stage_errno, STAGE_ERRNO);
    DESK_ASK("kim", "refund", table);
    assert_int_equal(stage_errno, STAGE_ERRNO);
    DESK_ASK("nobody-at-all", "refund", table);
    assert_int_equal(stage_errno, STAGE_ERRNO);
    DESK_ASK("kim", "refund", "table=/nonexistent/table");
    assert_int_equal(stage_errno, STAGE_ERRNO);
    DESK_ASK("kim", "refund", "oops");
    assert_int_equal(stage_errno, STAGE_ERRNO);
}

static int open_all(void **state)
{
    (void)state;
    if (stage_open() != 0)
        return -1;
    snprintf(desk_table, sizeof desk_table, "%s", stage_table("desk.rgt", DESK_POLICY));
    snprintf(open_table, sizeof open_table, "%s", stage_table("open.rgt", DESK_POLICY_OPEN));
    snprintf(other_table, sizeof other_table, "%s", stage_table("other.rgt", DESK_POLICY_OTHER));
    snprintf(table, sizeof table, "table=%s", desk_table);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    return stage_close();
}

#define TEST(name) cmocka_unit_test_setup(name, set_up)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(allow_is_success),
        TEST(a_missing_permission_is_named_to_the_person_and_in_the_log),
        TEST(one_missing_permission_reads_as_one),
        TEST(a_deny_rule_is_logged_with_its_because_but_not_told),
        TEST(the_name_that_the_database_answers_is_decided_on),
        TEST(an_expired_grant_says_so),
        TEST(a_grant_that_has_not_started_says_when),
        TEST(outside_the_window_says_when_it_opens),
        TEST(origin_and_terminal_are_facts_for_conditions),
        TEST(roles_that_exclude_each_other_say_so),
        TEST(a_service_that_is_not_listed_is_denied_or_abstained_from_as_the_policy_says),
        TEST(an_account_that_does_not_exist_is_denied_and_its_name_is_not_logged),
        TEST(no_user_at_all_is_denied_without_a_question),
        TEST(an_account_look_up_that_fails_is_denied_even_when_permissive),
        TEST(a_large_account_record_is_read_up_to_1_mib),
        TEST(the_ids_that_mean_nobody_are_refused),
        TEST(a_short_group_list_never_lets_in_nor_escapes_a_deny),
        TEST(a_deny_to_a_group_holds_while_its_membership_is_unknown),
        TEST(a_group_list_that_grows_is_asked_for_again),
        TEST(a_wrong_option_fails_the_stack_and_is_logged),
        TEST(service_takes_the_place_of_pam_service),
        TEST(permissive_ignores_every_answer_and_logs_what_it_would_have_been),
        TEST(permissive_does_not_cover_errors),
        TEST(log_decides_nothing),
        TEST(log_says_which_answers_are_logged),
        TEST(audit_sends_every_answer_and_decides_nothing),
        TEST(errors_are_logged_whatever_log_says),
        TEST(quiet_and_pam_silent_keep_the_person_untold),
        TEST(a_conversation_that_fails_changes_nothing),
        TEST(debug_names_the_table_and_every_statement),
        TEST(a_shadow_table_that_agrees_says_nothing),
        TEST(a_shadow_table_that_differs_is_logged_and_decides_nothing),
        TEST(a_shadow_table_that_fails_is_only_logged),
        TEST(what_strangers_wrote_stays_on_one_line),
        TEST(contacts_are_shown_as_text_and_bounded),
        TEST(long_lists_say_that_there_is_more),
        TEST(libpam_takes_the_results_as_they_are),
        TEST(a_denial_survives_stacks_that_ignore_results),
        TEST(only_the_account_stack_knows_the_module),
        TEST(a_handle_without_a_service_fails),
        TEST(pam_user_is_read_anew_at_each_call),
        TEST(libpam_lowers_the_service),
        TEST(the_environment_decides_nothing),
        TEST(errno_is_kept),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
