/*
 * test_replace.c - a table is cut, overwritten and replaced while it is being asked: no crash, no answer that neither
 * the old nor the new table gives, and with rename() no error at all.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include <security/pam_modules.h>

#include "desk.h"

#define ROUNDS 3000

static char target[2 * STAGE_PATH_MAX], fresh[2 * STAGE_PATH_MAX], option[3 * STAGE_PATH_MAX];
/* Two tables of the same policy that differ in every block: another name, more people. */
static char *versions[2];
static size_t sizes[2];

static int set_up(void **state)
{
    (void)state;
    desk_reset();
    return 0;
}

static void put(int fd, const char *bytes, size_t size)
{
    if (pwrite(fd, bytes, size, 0) != (ssize_t)size)
        _exit(1);
}

static void overwrite_for_ever(void)
{
    int fd = open(target, O_WRONLY | O_CLOEXEC);

    for (unsigned i = 0; fd >= 0; i++) {
        put(fd, versions[i % 2], sizes[i % 2]);
        if (ftruncate(fd, (off_t)(i % 3 == 0 ? sizes[i % 2] : i % sizes[i % 2])) != 0)
            _exit(1);
    }
    _exit(1);
}

static void rename_for_ever(void)
{
    for (unsigned i = 0;; i++) {
        int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
        if (fd < 0)
            _exit(1);
        put(fd, versions[i % 2], sizes[i % 2]);
        close(fd);
        if (rename(fresh, target) != 0)
            _exit(1);
    }
}

/* Asks while another process writes. How many answers were errors. */
static unsigned ask_while(void (*write_for_ever)(void))
{
    unsigned errors = 0;
    pid_t writer;
    int status;

    stage_file("target.rgt", versions[0], sizes[0]);
    writer = fork();
    if (writer == 0)
        write_for_ever();
    assert_true(writer > 0);
    for (int i = 0; i < ROUNDS; i++) {
        int result;
        world_forget();
        result = DESK_ASK("kim", "inbox", option, "quiet");
        errors += result == PAM_SYSTEM_ERR;
        assert_true(result == PAM_SUCCESS || result == PAM_SYSTEM_ERR);
        result = DESK_ASK("kim", "billing-tool", option, "quiet");
        errors += result == PAM_SYSTEM_ERR;
        assert_true(result == PAM_PERM_DENIED || result == PAM_SYSTEM_ERR);
        result = DESK_ASK("kim", "nonesuch", option, "quiet");
        assert_true(result == PAM_PERM_DENIED || result == PAM_SYSTEM_ERR);
    }
    assert_int_equal(waitpid(writer, &status, WNOHANG), 0); /* it wrote all the time */
    kill(writer, SIGKILL);
    waitpid(writer, &status, 0);
    return errors;
}

static void a_table_overwritten_or_cut_while_it_is_read_never_lets_in(void **state)
{
    unsigned errors = ask_while(overwrite_for_ever);

    (void)state;
    print_message("overwritten: %u of %d answers were errors\n", errors, 2 * ROUNDS);
    assert_true(errors > 0);
}

static void a_table_replaced_by_rename_is_never_in_error(void **state)
{
    (void)state;
    assert_int_equal(ask_while(rename_for_ever), 0);
}

/* The desk's policy under a name, with a number of people more, so that the tables are of several blocks. */
static void version(int i, int people)
{
    char *policy = malloc(200000);
    size_t length;

    assert_non_null(policy);
    length = (size_t)snprintf(policy, 200000, "%s", DESK_POLICY);
    for (int person = 0; person < people; person++)
        length += (size_t)snprintf(policy + length, 200000 - length,
                                   "allow vault.open to user v%d-%d because \"T-%d\"\n", i, person, person);
    versions[i] = stage_read(stage_table("version.rgt", policy), &sizes[i]);
    free(policy);
}

static int open_all(void **state)
{
    (void)state;
    if (stage_open() != 0)
        return -1;
    version(0, 900);
    version(1, 1000);
    snprintf(target, sizeof target, "%s/target.rgt", stage_folder);
    snprintf(fresh, sizeof fresh, "%s/fresh.rgt", stage_folder);
    snprintf(option, sizeof option, "table=%s", target);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    free(versions[0]);
    free(versions[1]);
    return stage_close();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_table_overwritten_or_cut_while_it_is_read_never_lets_in, set_up),
        cmocka_unit_test_setup(a_table_replaced_by_rename_is_never_in_error, set_up),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
