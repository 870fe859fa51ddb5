/*
 * test_libpam.c - the module within a stack of libpam's, and in its environment.
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

static int through(const char *user, const char *service, const char *stack)
{
    return stage_transaction(&(struct stage_request){.user = user, .service = service}, stack);
}

static void libpam_takes_the_results_as_they_are(void **state)
{
    char stack[2 * STAGE_PATH_MAX];

    (void)state;
    snprintf(stack, sizeof stack, "account required %%M %s\n", desk_table);
    assert_int_equal(through("kim", "inbox", stack), PAM_SUCCESS);
    assert_true(desk_logged("pam_rolegate(inbox:account): rolegate v=1 verdict=allow result=success"));
    assert_int_equal(through("kim", "refund", stack), PAM_PERM_DENIED);
    assert_int_equal(through("nobody-at-all", "inbox", stack), PAM_PERM_DENIED);
    assert_int_equal(through("kim", "inbox", "account required %M table=/nonexistent/t\n"), PAM_SYSTEM_ERR);
    assert_int_equal(through("kim", "inbox", "account required %M oops\n"), PAM_SYSTEM_ERR);
    snprintf(stack, sizeof stack, "account required %%M %s permissive\naccount required pam_deny.so\n", desk_table);
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
        snprintf(stack, sizeof stack, "account %s %%M %s\naccount required pam_permit.so\n", controls[i], desk_table);
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
    assert_int_equal(DESK_ASK("kim", "inbox", desk_table), PAM_SYSTEM_ERR);
    desk_assert_log(LOG_ERR,
                    "verdict=error result=system_err reason=no-answer status=13 what=\"an argument is not valid\"");
}

static void pam_user_is_read_anew_at_each_call(void **state)
{
    const struct pam_conv conversation = {NULL, NULL};
    pam_handle_t *pamh = NULL;
    char text[4 * STAGE_PATH_MAX];

    (void)state;
    snprintf(text, sizeof text, "account required %s %s\n", stage_module, desk_table);
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
    snprintf(stack, sizeof stack, "account required %%M %s\n", desk_table);
    through("kim", "inbox", stack);
    assert_int_equal(through("kim", "INBOX", stack), PAM_SUCCESS);
}

static void the_environment_decides_nothing(void **state)
{
    (void)state;
    assert_int_equal(setenv("TZ", "ABC-10", 1), 0);
    assert_int_equal(setenv("LC_ALL", "de_DE.UTF-8", 1), 0);
    assert_int_equal(DESK_ASK("kim", "night", desk_table), PAM_PERM_DENIED);
    assert_true(desk_logged("at=2026-01-05T12:00:00Z"));
    assert_int_equal(world.environment_reads, 0);
    assert_int_equal(world.zone_reads, 0);
    unsetenv("TZ");
    unsetenv("LC_ALL");
}

static void errno_is_kept(void **state)
{
    (void)state;
    DESK_ASK("kim", "inbox", desk_table);
    assert_int_equal(stage_errno, STAGE_ERRNO);
    DESK_ASK("kim", "refund", desk_table);
    assert_int_equal(stage_errno, STAGE_ERRNO);
    DESK_ASK("nobody-at-all", "refund", desk_table);
    assert_int_equal(stage_errno, STAGE_ERRNO);
    DESK_ASK("kim", "refund", "table=/nonexistent/table");
    assert_int_equal(stage_errno, STAGE_ERRNO);
    DESK_ASK("kim", "refund", "oops");
    assert_int_equal(stage_errno, STAGE_ERRNO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DESK_TEST(libpam_takes_the_results_as_they_are),    DESK_TEST(a_denial_survives_stacks_that_ignore_results),
        DESK_TEST(only_the_account_stack_knows_the_module), DESK_TEST(a_handle_without_a_service_fails),
        DESK_TEST(pam_user_is_read_anew_at_each_call),      DESK_TEST(libpam_lowers_the_service),
        DESK_TEST(the_environment_decides_nothing),         DESK_TEST(errno_is_kept),
    };

    return cmocka_run_group_tests(tests, desk_open, desk_close);
}
