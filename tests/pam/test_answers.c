/*
 * test_answers.c - what the module answers: to PAM, to the person, and in the log; and who it takes somebody for.
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

/* ---- answers ---- */

static void allow_is_success(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "inbox", desk_table), PAM_SUCCESS);
    assert_string_equal(stage_told, "");
    desk_assert_log(
        LOG_INFO, "verdict=allow result=success reason=granted user=\"kim\" service=\"inbox\" at=2026-01-05T12:00:00Z "
                  "host=\"desk1.example.org\" rule=\"policy.rg:5\" rule=\"policy.rg:19\" rule=\"policy.rg:10\" "
                  "table=* groups=\"agents\"");
}

static void a_missing_permission_is_named_to_the_person_and_in_the_log(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "refund", desk_table), PAM_PERM_DENIED);
    assert_string_equal(stage_told, "You may not use refund: no rule of the policy allows it.\n"
                                    "Missing permissions: billing.view, refund.issue\n"
                                    "Ask the desk: desk@example.org\n");
    desk_assert_log(
        LOG_NOTICE,
        "verdict=deny result=perm_denied reason=not-granted user=\"kim\" service=\"refund\" "
        "at=2026-01-05T12:00:00Z host=\"desk1.example.org\" missing=\"billing.view\" missing=\"refund.issue\" "
        "rule=\"policy.rg:12\" table=* groups=\"\"");
}

static void one_missing_permission_reads_as_one(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "billing-tool", desk_table), PAM_PERM_DENIED);
    assert_string_equal(stage_told, "You may not use billing-tool: no rule of the policy allows it.\n"
                                    "Missing permission: billing.view\n"
                                    "Ask the desk: desk@example.org\n");
}

static void a_deny_rule_is_logged_with_its_because_but_not_told(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("maria", "inbox", desk_table), PAM_PERM_DENIED);
    assert_string_equal(stage_told, "You may not use inbox: a rule of the policy names you.\n"
                                    "Missing permission: inbox.read\n"
                                    "If that rule is lifted, you may.\n"
                                    "Ask the desk: desk@example.org\n");
    assert_true(desk_logged("reason=denied"));
    assert_true(desk_logged("rule=\"policy.rg:27\" because=\"HR-77\""));
}

/* Only who is named himself hears so: a rule on a group, or on a group of his name, is none on him. */
static void only_a_rule_on_the_person_is_told_as_one(void **state)
{
    static const struct {
        const char *rules, *told;
    } rows[] = {
        {"deny p to user kim because \"T-1\"\ndeny p to group agents because \"T-2\"\n",
         "You may not use s: a rule of the policy names you.\nMissing permission: p\n"
         "If the rules that deny it are lifted, you may.\n"},
        {"deny p to group agents because \"T-2\"\n",
         "You may not use s: a rule of the policy denies it.\nMissing permission: p\n"},
        {"deny p to group kim because \"T-2\"\n",
         "You may not use s: a rule of the policy denies it.\nMissing permission: p\n"},
        {"deny p to group kim, user sam because \"T-2\"\n",
         "You may not use s: a rule of the policy denies it.\nMissing permission: p\n"},
        {"role kim { deny p }\nassign kim to group agents\n",
         "You may not use s: a rule of the policy denies it.\nMissing permission: p\n"},
    };

    (void)state;
    world_group("kim", 3001, "kim");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char policy[512], path[STAGE_PATH_MAX];
        snprintf(policy, sizeof policy, "permission p\nservice s requires p\nallow p to everyone\n%s", rows[i].rules);
        snprintf(path, sizeof path, "%s", stage_table("one.rgt", policy));
        assert_int_equal(DESK_ASK("kim", "s", desk_option("table", path)), PAM_PERM_DENIED);
        assert_string_equal(stage_told, rows[i].told);
    }
}

static void the_name_that_the_database_answers_is_decided_on(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("Maria", "inbox", desk_table), PAM_PERM_DENIED);
    assert_true(desk_logged("user=\"maria\""));
    assert_false(desk_logged("Maria"));
    assert_int_equal(DESK_ASK("kim@EXAMPLE.ORG", "inbox", desk_table), PAM_SUCCESS);
    assert_true(desk_logged("user=\"kim\""));
}

static void origin_and_terminal_are_facts_for_conditions(void **state)
{
    const char *const options[] = {desk_table, NULL};

    (void)state;
    assert_int_equal(DESK_ASK("kim", "gate", desk_table), PAM_PERM_DENIED);
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
    desk_assert_log(LOG_INFO,
                    "verdict=allow result=success reason=granted user=\"kim\" service=\"gate\" at=2026-01-05T12:00:00Z "
                    "from=\"10.1.2.3\" tty=\"/dev/pts/3\" host=\"desk1.example.org\" rule=\"policy.rg:25\" "
                    "rule=\"policy.rg:15\" ruser=\"lea\" table=* groups=\"agents\"");
    /* a host name is never resolved: the condition is unknown, and that lets nobody in */
    assert_int_equal(
        stage_ask(&(struct stage_request){.user = "kim", .service = "gate", .origin = "localhost"}, options),
        PAM_PERM_DENIED);
    assert_true(desk_logged("reason=undetermined"));
    assert_string_equal(stage_told, "You may not use gate: your access could not be determined; try again later.\n"
                                    "Missing permission: gate.open\n"
                                    "Ask the desk: desk@example.org\n");
}

static void a_service_that_is_not_listed_is_denied_or_abstained_from_as_the_policy_says(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("kim", "nonesuch", desk_table), PAM_PERM_DENIED);
    assert_true(desk_logged("verdict=deny result=perm_denied reason=unlisted"));
    assert_string_equal(stage_told,
                        "You may not use nonesuch: the policy does not list it.\nAsk the desk: desk@example.org\n");
    world_forget();
    assert_int_equal(DESK_ASK("kim", "nonesuch", desk_option("table", desk_open_table)), PAM_IGNORE);
    assert_string_equal(stage_told, "");
    desk_assert_log(LOG_INFO, "verdict=unlisted result=ignore reason=unlisted user=\"kim\" service=\"nonesuch\" "
                              "at=2026-01-05T12:00:00Z host=\"desk1.example.org\" table=* groups=\"\"");
    assert_int_equal(DESK_ASK("kim", "billing-tool", desk_option("table", desk_open_table)), PAM_PERM_DENIED);
    assert_int_equal(DESK_ASK("kim", "inbox", desk_option("table", desk_open_table)), PAM_SUCCESS);
}

static void a_service_that_is_not_listed_is_decided_where_the_policy_says_what_it_requires(void **state)
{
    char path[STAGE_PATH_MAX];

    (void)state;
    snprintf(path, sizeof path, "%s",
             stage_table("others.rgt", "permission other.use\nservice s requires other.use\n"
                                       "unlisted requires other.use\nallow other.use to group agents\n"));
    assert_int_equal(DESK_ASK("kim", "nonesuch", desk_option("table", path)), PAM_SUCCESS);
    assert_true(desk_logged("verdict=allow result=success reason=granted"));
    world_forget();
    assert_int_equal(DESK_ASK("lea", "nonesuch", desk_option("table", path)), PAM_PERM_DENIED);
    assert_string_equal(stage_told, "You may not use nonesuch: no rule of the policy allows it.\n"
                                    "Missing permission: other.use\n");
}

/* ---- identity ---- */

static void an_account_that_does_not_exist_is_denied_and_its_name_is_not_logged(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK("hunter2", "inbox", desk_table), PAM_PERM_DENIED);
    assert_string_equal(stage_told, "");
    desk_assert_log(LOG_NOTICE,
                    "verdict=deny result=perm_denied reason=no-account service=\"inbox\" at=2026-01-05T12:00:00Z "
                    "host=\"desk1.example.org\"");
    world_forget();
    assert_int_equal(DESK_ASK("hunter2", "inbox", desk_table, "debug"), PAM_PERM_DENIED);
    assert_false(desk_logged("hunter2"));
}

static void no_user_at_all_is_denied_without_a_question(void **state)
{
    (void)state;
    assert_int_equal(DESK_ASK(NULL, "inbox", desk_table), PAM_PERM_DENIED);
    assert_true(desk_logged("reason=no-account"));
    assert_int_equal(DESK_ASK("", "inbox", desk_table), PAM_PERM_DENIED);
    assert_string_equal(stage_told, "");
}

static void an_account_look_up_that_fails_is_denied_even_when_permissive(void **state)
{
    static const int errors[] = {EIO, ENOENT, ESRCH, EAGAIN, EMFILE, ERANGE, ECONNREFUSED};

    (void)state;
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        world_forget();
        world.passwd_error = errors[i];
        assert_int_equal(DESK_ASK("kim", "inbox", desk_table), PAM_PERM_DENIED);
        desk_assert_log(LOG_ERR, "verdict=deny result=perm_denied reason=account-lookup-failed service=\"inbox\" "
                                 "at=2026-01-05T12:00:00Z host=\"desk1.example.org\"");
        assert_int_equal(DESK_ASK("kim", "inbox", desk_table, "permissive"), PAM_PERM_DENIED);
    }
    world.passwd_error = ENOMEM;
    assert_int_equal(DESK_ASK("kim", "inbox", desk_table), PAM_BUF_ERR);
}

static void a_large_account_record_is_read_up_to_1_mib(void **state)
{
    (void)state;
    world.passwd_size = 1000000;
    assert_int_equal(DESK_ASK("kim", "inbox", desk_table), PAM_SUCCESS);
    world.passwd_size = 1048577;
    assert_int_equal(DESK_ASK("kim", "inbox", desk_table), PAM_PERM_DENIED);
    assert_true(desk_logged("reason=account-lookup-failed"));
}

/* By a policy that lets in everyone: -1 is nobody, and the number before it is somebody. */
static void the_ids_that_mean_nobody_are_refused(void **state)
{
    static const char *const refused[] = {"ghost", "spook", "nameless"}, *const others[] = {"high", "kim"};
    char path[STAGE_PATH_MAX];

    (void)state;
    snprintf(path, sizeof path, "%s",
             stage_table("everyone.rgt", "permission p\nservice s requires p\nallow p to everyone\n"));
    world_user("ghost", (uid_t)-1, 100);
    world_user("spook", 1009, (gid_t)-1);
    world_user("", 1010, 100);
    world_alias("nameless", "");
    world_user("high", (uid_t)-2, (gid_t)-2);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        world_forget();
        assert_int_equal(DESK_ASK(refused[i], "s", desk_option("table", path)), PAM_PERM_DENIED);
        assert_true(desk_logged("reason=account-lookup-failed"));
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_int_equal(DESK_ASK(others[i], "s", desk_option("table", path)), PAM_SUCCESS);
}

static void a_short_group_list_never_lets_in_nor_escapes_a_deny(void **state)
{
    (void)state;
    /* sam is a lead who is suspended: denied while his groups are known */
    assert_int_equal(DESK_ASK("sam", "billing-tool", desk_table), PAM_PERM_DENIED);
    assert_true(desk_logged("reason=denied"));
    /* every source is down: nobody is let in by a group */
    world.short_list = true;
    world.group_error = EAGAIN;
    assert_int_equal(DESK_ASK("lea", "billing-tool", desk_table), PAM_PERM_DENIED);
    assert_true(desk_logged("reason=undetermined"));
    assert_int_equal(DESK_ASK("sam", "billing-tool", desk_table), PAM_PERM_DENIED);
    /* the list is short, but the record of the group still says that he is in it */
    world.group_error = 0;
    world_forget();
    assert_int_equal(DESK_ASK("sam", "billing-tool", desk_table), PAM_PERM_DENIED);
    assert_int_equal(DESK_ASK("lea", "billing-tool", desk_table), PAM_PERM_DENIED);
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
    assert_int_equal(DESK_ASK("kim", "inbox", desk_table), PAM_SUCCESS);
    assert_int_equal(world_count(WORLD_GETGROUPLIST), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DESK_TEST(allow_is_success),
        DESK_TEST(a_missing_permission_is_named_to_the_person_and_in_the_log),
        DESK_TEST(one_missing_permission_reads_as_one),
        DESK_TEST(a_deny_rule_is_logged_with_its_because_but_not_told),
        DESK_TEST(only_a_rule_on_the_person_is_told_as_one),
        DESK_TEST(the_name_that_the_database_answers_is_decided_on),
        DESK_TEST(origin_and_terminal_are_facts_for_conditions),
        DESK_TEST(a_service_that_is_not_listed_is_denied_or_abstained_from_as_the_policy_says),
        DESK_TEST(a_service_that_is_not_listed_is_decided_where_the_policy_says_what_it_requires),
        DESK_TEST(an_account_that_does_not_exist_is_denied_and_its_name_is_not_logged),
        DESK_TEST(no_user_at_all_is_denied_without_a_question),
        DESK_TEST(an_account_look_up_that_fails_is_denied_even_when_permissive),
        DESK_TEST(a_large_account_record_is_read_up_to_1_mib),
        DESK_TEST(the_ids_that_mean_nobody_are_refused),
        DESK_TEST(a_short_group_list_never_lets_in_nor_escapes_a_deny),
        DESK_TEST(a_deny_to_a_group_holds_while_its_membership_is_unknown),
        DESK_TEST(a_group_list_that_grows_is_asked_for_again),
    };

    return cmocka_run_group_tests(tests, desk_open, desk_close);
}
