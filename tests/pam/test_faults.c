/*
 * test_faults.c - every call that the module makes fails once, and for ever from then on: the answer is the right one
 * or a denial, and nothing is left behind.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <security/pam_modules.h>

#include "desk.h"

static char table[STAGE_PATH_MAX + 8], shadow[STAGE_PATH_MAX + 8];

/* A question and the answer that a sound machine gives. */
static const struct row {
    const char *user, *service;
    int right;
} rows[] = {
    {"kim", "inbox", PAM_SUCCESS},        {"lea", "billing-tool", PAM_SUCCESS},
    {"kim", "refund", PAM_PERM_DENIED},   {"sam", "billing-tool", PAM_PERM_DENIED},
    {"maria", "inbox", PAM_PERM_DENIED},  {"ola", "audit", PAM_PERM_DENIED},
    {"root", "login", PAM_PERM_DENIED},   {"nobody-at-all", "inbox", PAM_PERM_DENIED},
    {"kim", "nonesuch", PAM_PERM_DENIED},
};

static const struct {
    enum world_call call;
    int error;
} failures[] = {
    {WORLD_MALLOC, ENOMEM},
    {WORLD_OPEN, EMFILE},
    {WORLD_OPEN, ENFILE},
    {WORLD_OPEN, ENOMEM},
    {WORLD_OPEN, EACCES},
    {WORLD_OPEN, ENOENT},
    {WORLD_OPEN, EINTR},
    {WORLD_FSTAT, EIO},
    {WORLD_FSTAT, ENOMEM},
    {WORLD_PREAD, EIO},
    {WORLD_PREAD, ENOMEM},
    {WORLD_PREAD, ENOBUFS},
    {WORLD_PREAD, WORLD_SHORT},
    {WORLD_PREAD, EINTR},
    {WORLD_PREAD, WORLD_EOF},
    {WORLD_CLOSE, EIO},
    {WORLD_CLOSE, EINTR},
    {WORLD_GETPWNAM, EIO},
    {WORLD_GETPWNAM, ENOMEM},
    {WORLD_GETPWNAM, EMFILE},
    {WORLD_GETPWNAM, ENFILE},
    {WORLD_GETPWNAM, ERANGE},
    {WORLD_GETPWNAM, EINTR},
    {WORLD_GETGRNAM, EIO},
    {WORLD_GETGRNAM, ENOMEM},
    {WORLD_GETGRNAM, EMFILE},
    {WORLD_GETGRNAM, ERANGE},
    {WORLD_GETGRNAM, EAGAIN},
    {WORLD_GETGROUPLIST, ENOMEM},
    {WORLD_CLOCK, EPERM},
    {WORLD_HOSTNAME, ENAMETOOLONG},
    {WORLD_GET_ITEM, PAM_BUF_ERR},
    {WORLD_GET_ITEM, PAM_IGNORE},
    {WORLD_GET_ITEM, PAM_SUCCESS + 100},
};

static bool is_denial(int result)
{
    return result == PAM_PERM_DENIED || result == PAM_SYSTEM_ERR || result == PAM_BUF_ERR;
}

static int check_row(const struct row *row, const char *extra)
{
    int before = stage_descriptors();
    int result = extra == NULL ? DESK_ASK(row->user, row->service, table, "breakglass=none")
                               : DESK_ASK(row->user, row->service, table, "breakglass=none", extra);

    assert_int_equal(world_blocks(), 0);
    assert_int_equal(stage_descriptors(), before);
    assert_int_equal(stage_errno, STAGE_ERRNO);
    return result;
}

/* Fails the first call, the second … until there is none left to fail. How many runs that took. */
static unsigned each_call_fails(const struct row *row, enum world_call call, int error, bool for_ever,
                                const char *extra)
{
    unsigned n = 0;

    do {
        int result;
        world_forget();
        world_fail(call, ++n, for_ever, error);
        result = check_row(row, extra);
        if (!is_denial(result) && result != row->right)
            print_error("%s on %s, %s %u%s with %d: %d\n", row->user, row->service, world_call_text(call), n,
                        for_ever ? " and later" : "", error, result);
        assert_true(is_denial(result) || result == row->right);
        if (row->right == PAM_IGNORE)
            assert_true(result != PAM_SUCCESS);
    } while (world_count(call) >= n && n < 1000);
    world_fail(call, 0, false, 0);
    assert_true(n < 1000);
    return n;
}

static int set_up(void **state)
{
    (void)state;
    desk_reset();
    stage_conversation_fails = 0;
    return 0;
}

static void a_sound_machine_gives_the_right_answers(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(check_row(&rows[i], NULL), rows[i].right);
}

static void all_calls(const char *extra)
{
    unsigned runs = 0, reached[WORLD_CALL_COUNT] = {0};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (size_t j = 0; j < sizeof failures / sizeof *failures; j++) {
            unsigned once = each_call_fails(&rows[i], failures[j].call, failures[j].error, false, extra);
            runs += once;
            reached[failures[j].call] += once - 1;
            runs += each_call_fails(&rows[i], failures[j].call, failures[j].error, true, extra);
        }
    }
    for (enum world_call call = 0; call < WORLD_CALL_COUNT; call++) {
        if (!world_has(call))
            continue;
        if (reached[call] == 0)
            print_error("%s was never called\n", world_call_text(call));
        assert_true(reached[call] > 0);
    }
    print_message("%u transactions with a failing call\n", runs);
}

static void whatever_call_fails_the_answer_is_right_or_a_denial(void **state)
{
    (void)state;
    all_calls(NULL);
}

static void the_same_with_a_shadow_table(void **state)
{
    (void)state;
    all_calls(shadow);
}

static void the_same_with_debug(void **state)
{
    (void)state;
    all_calls("debug");
}

/* Two sources of groups fail at once: the list is short and the records cannot be read. */
static void the_same_while_group_lists_are_short(void **state)
{
    (void)state;
    world.short_list = true;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        each_call_fails(&rows[i], WORLD_GETGRNAM, EAGAIN, true, NULL);
        each_call_fails(&rows[i], WORLD_GETGRNAM, EIO, false, NULL);
    }
}

/* What fails for the shadow table only, fails in its log line only. */
static void a_call_that_fails_after_the_answer_does_not_change_it(void **state)
{
    unsigned opens;

    (void)state;
    DESK_ASK("kim", "inbox", table);
    opens = world_count(WORLD_OPEN);
    world_fail(WORLD_OPEN, opens + 1, true, EMFILE);
    assert_int_equal(DESK_ASK("kim", "inbox", table, shadow), PAM_SUCCESS);
    assert_true(desk_logged("shadow=error"));
    world_fail(WORLD_CLOSE, 1, true, EIO);
    assert_int_equal(DESK_ASK("kim", "inbox", table), PAM_SUCCESS);
    stage_conversation_fails = 1;
    assert_int_equal(DESK_ASK("kim", "refund", table), PAM_PERM_DENIED);
}

/* Whether a failure says that the machine lacks something, and nothing about the table. */
static bool is_want(int error)
{
    return error == EMFILE || error == ENFILE || error == ENOMEM || error == ENOBUFS;
}

/* Break-glass opens for a table that cannot be read, and for no other failure. */
static void only_a_failing_table_breaks_the_glass(void **state)
{
    (void)state;
    for (size_t j = 0; j < sizeof failures / sizeof *failures; j++) {
        enum world_call call = failures[j].call;
        bool of_table =
            (call == WORLD_OPEN || call == WORLD_FSTAT || call == WORLD_PREAD) && !is_want(failures[j].error);
        for (unsigned n = 1; n < 20; n++) {
            int result;
            world_fail(call, n, true, failures[j].error);
            result = DESK_ASK("root", "login", table);
            assert_true(of_table || result != PAM_SUCCESS);
            result = DESK_ASK("kim", "login", table);
            assert_true(is_denial(result));
        }
    }
}

/* Whoever can keep descriptors or memory from a machine does not open root's console by it. */
static void want_of_descriptors_or_memory_is_no_broken_table(void **state)
{
    static const char *const services[] = {"login", "su", "su-l", "runuser", "cron", "systemd-user"};
    static const struct {
        enum world_call call;
        int error, result;
        const char *what;
    } wants[] = {
        {WORLD_OPEN, EMFILE, PAM_SYSTEM_ERR, "what=\"out of file descriptors\""},
        {WORLD_OPEN, ENFILE, PAM_SYSTEM_ERR, "what=\"out of file descriptors\""},
        {WORLD_OPEN, ENOMEM, PAM_BUF_ERR, "what=\"out of memory\""},
        {WORLD_FSTAT, ENOMEM, PAM_BUF_ERR, "what=\"out of memory\""},
        {WORLD_PREAD, ENOMEM, PAM_BUF_ERR, "what=\"out of memory\""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof wants / sizeof *wants; i++) {
        for (size_t j = 0; j < sizeof services / sizeof *services; j++) {
            world_forget();
            world_fail(wants[i].call, 1, true, wants[i].error);
            assert_int_equal(DESK_ASK("root", services[j], table), wants[i].result);
            assert_true(desk_logged("verdict=error"));
            assert_true(desk_logged(wants[i].what));
        }
    }
}

static int open_all(void **state)
{
    (void)state;
    if (stage_open() != 0)
        return -1;
    snprintf(table, sizeof table, "table=%s", stage_table("desk.rgt", DESK_POLICY));
    snprintf(shadow, sizeof shadow, "shadow=%s", stage_table("other.rgt", DESK_POLICY_OTHER));
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
        TEST(a_sound_machine_gives_the_right_answers),
        TEST(whatever_call_fails_the_answer_is_right_or_a_denial),
        TEST(the_same_with_a_shadow_table),
        TEST(the_same_with_debug),
        TEST(the_same_while_group_lists_are_short),
        TEST(a_call_that_fails_after_the_answer_does_not_change_it),
        TEST(only_a_failing_table_breaks_the_glass),
        TEST(want_of_descriptors_or_memory_is_no_broken_table),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
