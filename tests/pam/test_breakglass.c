/*
 * test_breakglass.c - root's way in while a group that a deny or an exclusive set names cannot be determined, and what
 * is no way in: a grant in doubt, a denial that is certain.
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

#define CONSOLE                                                                                                        \
    "permission console\n"                                                                                             \
    "service login, su, runuser, cron, sshd requires console\n"
#define GRANT "allow console to user root, user kim because \"console\"\n"
#define DENY  "deny console to group suspended because \"HR-1\"\n"

static char doubt[STAGE_PATH_MAX];

/* What root is answered at a service by a policy behind CONSOLE, while no group can be looked up. */
static int answer(const char *service, const char *rules)
{
    char policy[2048], path[STAGE_PATH_MAX];

    snprintf(policy, sizeof policy, "%s%s", CONSOLE, rules);
    snprintf(path, sizeof path, "%s", stage_table("one.rgt", policy));
    world_forget();
    world.short_list = true;
    world.group_error = EAGAIN;
    return DESK_ASK("root", service, desk_option("table", path));
}

static void a_deny_in_doubt_does_not_shut_root_out(void **state)
{
    (void)state;
    assert_int_equal(answer("login", GRANT DENY), PAM_SUCCESS);
    desk_assert_log(LOG_ALERT, "verdict=allow result=success reason=breakglass user=\"root\" service=\"login\" "
                               "at=2026-01-05T12:00:00Z host=\"desk1.example.org\" missing=\"console\" "
                               "rule=\"policy.rg:4\" because=\"HR-1\" rule=\"policy.rg:2\" table=* groups=\"\" "
                               "unknown=\"suspended\"");
    assert_string_equal(stage_told, "");
    assert_int_equal(answer("cron", GRANT DENY), PAM_SUCCESS);
    assert_int_equal(answer("login", GRANT "deny console to gid 4711 because \"HR-2\"\n"), PAM_SUCCESS);
    assert_true(desk_logged("unknown=\"4711\""));
}

static void an_exclusive_set_in_doubt_does_not_shut_root_out(void **state)
{
    (void)state;
    assert_int_equal(answer("login", "role a { allow console }\nrole b { allow console }\nexclusive a, b\n"
                                     "assign a to user root\nassign b to group bees\n"),
                     PAM_SUCCESS);
    assert_int_equal(world.priorities[0], LOG_ALERT);
}

/* Off the roster every group is unknown. */
static void a_roster_does_not_shut_root_out(void **state)
{
    (void)state;
    assert_int_equal(answer("login", GRANT DENY "roster group crew\n"), PAM_SUCCESS);
    assert_true(desk_logged(" groups=\"\" roster=no"));
    assert_int_equal(answer("login", "allow console to group suspended\nroster group crew\n"), PAM_PERM_DENIED);
}

/* A table on which nobody can be decided about is as bad as none. */
static void a_decision_that_is_too_much_work_does_not_shut_root_out(void **state)
{
    char *policy;
    size_t size;
    FILE *out = open_memstream(&policy, &size);
    char path[STAGE_PATH_MAX];
    unsigned i;

    (void)state;
    assert_non_null(out);
    for (i = 0; i < 400; i++)
        fprintf(out, "permission p%u\n", i);
    fputs("service login, sshd requires p0", out);
    for (i = 1; i < 400; i++)
        fprintf(out, " and p%u", i);
    for (i = 0; i < 2000; i++)
        fprintf(out, "\nallow * to user root when from 10.%u.0.0/16 because \"x\"", i % 256);
    fclose(out);
    snprintf(path, sizeof path, "%s", stage_table("costly.rgt", policy));
    free(policy);
    world_forget();
    assert_int_equal(DESK_ASK("root", "login", desk_option("table", path)), PAM_SUCCESS);
    assert_int_equal(world.priorities[0], LOG_ALERT);
    assert_int_equal(DESK_ASK("root", "sshd", desk_option("table", path)), PAM_SYSTEM_ERR);
    assert_int_equal(DESK_ASK("kim", "login", desk_option("table", path)), PAM_PERM_DENIED);
}

static void a_grant_in_doubt_opens_nothing(void **state)
{
    (void)state;
    assert_int_equal(answer("login", "allow console to group admins\n"), PAM_PERM_DENIED);
    assert_int_equal(answer("login", "allow console to group admins\n" DENY), PAM_PERM_DENIED);
    assert_int_equal(answer("login", "allow console to gid 4711\n" DENY), PAM_PERM_DENIED);
    assert_int_equal(answer("login", "role a { allow console }\nassign a to group admins\n"), PAM_PERM_DENIED);
    assert_int_equal(answer("login", DENY), PAM_PERM_DENIED);
}

static void a_denial_that_is_certain_opens_nothing(void **state)
{
    (void)state;
    assert_int_equal(answer("login", GRANT "deny console to user root because \"HR-1\"\n"), PAM_PERM_DENIED);
    assert_int_equal(answer("login", GRANT DENY "deny console to user root because \"HR-1\"\n"), PAM_PERM_DENIED);
    assert_int_equal(answer("login", GRANT "deny console to everyone because \"HR-1\"\n"), PAM_PERM_DENIED);
    assert_int_equal(answer("login", GRANT "deny console to user root when tty \"pts/*\" because \"HR-1\"\n"),
                     PAM_PERM_DENIED);                                  /* unknown, but no membership */
    assert_int_equal(answer("runuser-l", GRANT DENY), PAM_PERM_DENIED); /* not listed */
    assert_int_equal(answer("login", "allow console to user root until 2025-12-31 because \"x\"\n" DENY),
                     PAM_PERM_DENIED);
    /* it can be looked up, and root is among them */
    desk_reset();
    world_group("suspended", 2005, "root");
    assert_int_equal(DESK_ASK("root", "login", desk_option("table", doubt)), PAM_PERM_DENIED);
}

static void only_root_himself_passes_and_only_where_the_option_says(void **state)
{
    static const struct {
        const char *user, *service;
        uid_t real_uid;
        const char *option;
        int result;
    } rows[] = {
        {"root", "login", 0, "debug", PAM_SUCCESS},
        {"toor", "login", 0, "debug", PAM_PERM_DENIED}, /* of uid 0, but nothing grants it to him */
        {"kim", "login", 0, "debug", PAM_PERM_DENIED},
        {"root", "login", 1001, "debug", PAM_PERM_DENIED},
        {"root", "su", 1001, "debug", PAM_PERM_DENIED},
        {"root", "runuser", 1001, "debug", PAM_PERM_DENIED},
        {"root", "sshd", 0, "debug", PAM_PERM_DENIED},
        {"root", "sshd", 0, "breakglass=sshd", PAM_SUCCESS},
        {"root", "sshd", 1001, "breakglass=sshd", PAM_PERM_DENIED},
        {"root", "login", 0, "breakglass=sshd", PAM_PERM_DENIED},
        {"root", "login", 0, "breakglass=none", PAM_PERM_DENIED},
        {"root", "login", 0, "service=sshd", PAM_SUCCESS},
        {"root", "sshd", 0, "service=login", PAM_PERM_DENIED},
        {"root", "login", 0, "quiet", PAM_SUCCESS},
        {"root", "login", 0, "log=none", PAM_SUCCESS},
        {"root", "login", 0, "log=deny", PAM_SUCCESS},
        {"root", "login", 0, "audit", PAM_SUCCESS},
    };

    (void)state;
    world.short_list = true;
    world.group_error = EAGAIN;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int result;
        world_forget();
        world.real_uid = rows[i].real_uid;
        result = DESK_ASK(rows[i].user, rows[i].service, desk_option("table", doubt), rows[i].option);
        if (result != rows[i].result)
            print_error("row %zu: %s on %s\n", i, rows[i].user, rows[i].service);
        assert_int_equal(result, rows[i].result);
        assert_int_equal(desk_logged("reason=breakglass"), rows[i].result == PAM_SUCCESS);
        assert_int_equal(world.line_count > 0 && world.priorities[0] == LOG_ALERT, rows[i].result == PAM_SUCCESS);
    }
}

static void permissive_logs_that_the_glass_would_have_been_broken(void **state)
{
    (void)state;
    world.short_list = true;
    world.group_error = EAGAIN;
    assert_int_equal(DESK_ASK("root", "login", desk_option("table", doubt), "permissive"), PAM_IGNORE);
    assert_true(desk_logged("verdict=allow result=ignore reason=breakglass"));
    assert_int_equal(world.priorities[0], LOG_NOTICE);
    world_forget();
    assert_int_equal(DESK_ASK("root", "login", desk_option("table", doubt), "permissive", "log=none"), PAM_IGNORE);
    assert_int_equal(world.line_count, 0);
}

/* A shadow table is held against what the table says, and the glass has no part in that. */
static void a_shadow_table_is_held_against_the_tables_own_verdict(void **state)
{
    (void)state;
    world.short_list = true;
    world.group_error = EAGAIN;
    assert_int_equal(DESK_ASK("root", "login", desk_option("table", doubt), desk_option("shadow", doubt)), PAM_SUCCESS);
    assert_false(desk_logged("shadow="));
}

/* Memory that fails at any point never opens what is shut, and root's way in needs no explanation. */
static void whatever_allocation_fails_a_grant_in_doubt_stays_shut(void **state)
{
    char path[STAGE_PATH_MAX];

    (void)state;
    snprintf(path, sizeof path, "%s", stage_table("shut.rgt", CONSOLE "allow console to group admins\n" DENY));
    if (!world_has(WORLD_MALLOC))
        skip();
    world.short_list = true;
    world.group_error = EAGAIN;
    for (unsigned n = 1; n < 200; n++) {
        int open, shut;
        world_fail(WORLD_MALLOC, n, n % 2 == 0, ENOMEM);
        shut = DESK_ASK("root", "login", desk_option("table", path));
        assert_true(shut == PAM_PERM_DENIED || shut == PAM_BUF_ERR);
        open = DESK_ASK("root", "login", desk_option("table", doubt), "quiet", "log=none");
        assert_true(open == PAM_SUCCESS || open == PAM_PERM_DENIED || open == PAM_BUF_ERR);
        assert_int_equal(world_blocks(), 0);
    }
}

static int open_all(void **state)
{
    (void)state;
    if (stage_open() != 0)
        return -1;
    snprintf(doubt, sizeof doubt, "%s", stage_table("doubt.rgt", CONSOLE GRANT DENY));
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DESK_TEST(a_deny_in_doubt_does_not_shut_root_out),
        DESK_TEST(an_exclusive_set_in_doubt_does_not_shut_root_out),
        DESK_TEST(a_roster_does_not_shut_root_out),
        DESK_TEST(a_decision_that_is_too_much_work_does_not_shut_root_out),
        DESK_TEST(a_grant_in_doubt_opens_nothing),
        DESK_TEST(a_denial_that_is_certain_opens_nothing),
        DESK_TEST(only_root_himself_passes_and_only_where_the_option_says),
        DESK_TEST(permissive_logs_that_the_glass_would_have_been_broken),
        DESK_TEST(a_shadow_table_is_held_against_the_tables_own_verdict),
        DESK_TEST(whatever_allocation_fails_a_grant_in_doubt_stays_shut),
    };

    return cmocka_run_group_tests(tests, open_all, desk_close);
}
