/*
 * test_files.c - a table that is missing, cut, changed or not to be trusted lets nobody in; and break-glass.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#include <cmocka.h>

#include <security/pam_modules.h>

#include "desk.h"
#include "rolegate.h"

static char table[STAGE_PATH_MAX], broken[2 * STAGE_PATH_MAX], option[3 * STAGE_PATH_MAX];
static char *bytes;
static size_t size;

/* Where the table of a test stands; nothing is there at first. */
static int set_up(void **state)
{
    char command[3 * STAGE_PATH_MAX];

    (void)state;
    desk_reset();
    snprintf(command, sizeof command, "rm -rf '%s'", broken);
    return system(command);
}

static void write_broken(const void *data, size_t length)
{
    stage_file("broken.rgt", data, length);
}

/* Nobody is let in, whoever asks for whatever; the log names the status. Root's way in is tested below. */
static void assert_refused(enum rolegate_status status)
{
    static const char *const users[] = {"kim", "lea", "maria", "ola", "root"};
    static const char *const services[] = {"inbox", "billing-tool", "nonesuch"};
    char what[64];

    snprintf(what, sizeof what, " status=%d what=\"", (int)status);
    for (size_t i = 0; i < 5; i++) {
        for (size_t j = 0; j < 3; j++) {
            world_forget();
            assert_int_equal(DESK_ASK(users[i], services[j], option), PAM_SYSTEM_ERR);
            assert_int_equal(world.line_count, 1);
            assert_int_equal(world.priorities[0], LOG_ERR);
            assert_true(desk_logged("verdict=error result=system_err reason=no-answer"));
            assert_true(desk_logged(what));
            assert_string_equal(stage_told, "");
        }
    }
    assert_int_equal(DESK_ASK("kim", "inbox", option, "permissive", "log=none"), PAM_SYSTEM_ERR);
}

static void a_good_table_answers(void **state)
{
    (void)state;
    write_broken(bytes, size);
    assert_int_equal(DESK_ASK("kim", "inbox", option), PAM_SUCCESS);
    assert_int_equal(DESK_ASK("kim", "billing-tool", option), PAM_PERM_DENIED);
}

static void a_missing_table_lets_nobody_in(void **state)
{
    (void)state;
    assert_refused(ROLEGATE_ABSENT);
}

static void an_empty_table_lets_nobody_in(void **state)
{
    (void)state;
    write_broken("", 0);
    assert_refused(ROLEGATE_TOO_SHORT);
}

static void a_table_cut_at_any_length_lets_nobody_in(void **state)
{
    (void)state;
    for (size_t length = 0; length < size; length += length < 64 || length + 64 > size ? 1 : 61) {
        write_broken(bytes, length);
        assert_int_equal(DESK_ASK("kim", "inbox", option), PAM_SYSTEM_ERR);
    }
    write_broken(bytes, size - 1);
    assert_refused(ROLEGATE_TOO_SHORT);
}

static void a_longer_table_lets_nobody_in(void **state)
{
    char *longer = malloc(size + 1);

    (void)state;
    assert_non_null(longer);
    memcpy(longer, bytes, size);
    longer[size] = '\0';
    write_broken(longer, size + 1);
    free(longer);
    assert_refused(ROLEGATE_TRAILING_BYTES);
}

/* Never an answer that the true table would not give: success only where it says so, and no abstention. */
static void a_flipped_bit_never_lets_in_whom_the_true_table_keeps_out(void **state)
{
    char *copy = malloc(size);
    size_t refused = 0;

    (void)state;
    assert_non_null(copy);
    for (size_t at = 0; at < size; at++) {
        memcpy(copy, bytes, size);
        copy[at] = (char)(copy[at] ^ (1 << (at % 8)));
        write_broken(copy, size);
        if (DESK_ASK("kim", "inbox", option, "quiet") != PAM_SUCCESS)
            refused++;
        assert_int_not_equal(DESK_ASK("kim", "billing-tool", option, "quiet"), PAM_SUCCESS);
        assert_int_not_equal(DESK_ASK("kim", "nonesuch", option, "quiet"), PAM_IGNORE);
    }
    free(copy);
    /* a table of one cluster of blocks is read and checked whole */
    if (size <= 4096)
        assert_int_equal(refused, size);
    assert_true(refused > 0);
}

static void a_changed_byte_is_a_bad_checksum(void **state)
{
    char *copy = malloc(size);

    (void)state;
    assert_non_null(copy);
    memcpy(copy, bytes, size);
    copy[40] ^= 1;
    write_broken(copy, size);
    free(copy);
    assert_refused(ROLEGATE_BAD_CHECKSUM);
}

static void a_newer_version_lets_nobody_in(void **state)
{
    char *copy = malloc(size);

    (void)state;
    assert_non_null(copy);
    memcpy(copy, bytes, size);
    copy[8]++;
    write_broken(copy, size);
    free(copy);
    assert_refused(ROLEGATE_NEWER_VERSION);
}

static void something_else_is_no_table(void **state)
{
    char noise[8192];

    (void)state;
    memset(noise, '-', sizeof noise);
    write_broken(noise, sizeof noise);
    assert_refused(ROLEGATE_NOT_A_TABLE);
    write_broken("-:ALL:ALL", 9);
    assert_refused(ROLEGATE_NOT_A_TABLE);
}

static void a_table_that_others_may_write_lets_nobody_in(void **state)
{
    (void)state;
    write_broken(bytes, size);
    assert_int_equal(chmod(broken, 0664), 0);
    assert_refused(ROLEGATE_WRITABLE_BY_OTHERS);
    assert_int_equal(chmod(broken, 0646), 0);
    assert_refused(ROLEGATE_WRITABLE_BY_OTHERS);
    assert_int_equal(chmod(broken, 0600), 0);
    assert_int_equal(DESK_ASK("kim", "inbox", option), PAM_SUCCESS);
}

static void a_table_of_another_owner_lets_nobody_in(void **state)
{
    (void)state;
    write_broken(bytes, size);
    if (geteuid() != 0) {
        print_message("not root: the owner of a file cannot be changed\n");
        skip();
    }
    assert_int_equal(chown(broken, 65534, 65534), 0);
    assert_refused(ROLEGATE_WRONG_OWNER);
    world.effective_uid = 65534; /* the effective user's own table is fine */
    assert_int_equal(DESK_ASK("kim", "inbox", option), PAM_SUCCESS);
    assert_int_equal(chown(broken, 0, 65534), 0);
    assert_int_equal(DESK_ASK("kim", "inbox", option), PAM_SUCCESS); /* and so is root's, for everybody */
}

static void what_is_no_regular_file_lets_nobody_in(void **state)
{
    (void)state;
    assert_int_equal(symlink(table, broken), 0);
    assert_refused(ROLEGATE_NOT_REGULAR);
    assert_int_equal(unlink(broken), 0);
    assert_int_equal(mkfifo(broken, 0600), 0);
    assert_refused(ROLEGATE_NOT_REGULAR); /* and does not wait for a writer */
    assert_int_equal(unlink(broken), 0);
    assert_int_equal(mkdir(broken, 0700), 0);
    assert_refused(ROLEGATE_NOT_REGULAR);
    assert_int_equal(DESK_ASK("kim", "inbox", "table=/dev/zero"), PAM_SYSTEM_ERR);
    assert_int_equal(DESK_ASK("kim", "inbox", "table=/dev/null"), PAM_SYSTEM_ERR);
}

static void a_broken_table_may_be_replaced_at_once(void **state)
{
    char fresh[2 * STAGE_PATH_MAX];

    (void)state;
    write_broken(bytes, size / 2);
    assert_int_equal(DESK_ASK("kim", "inbox", option), PAM_SYSTEM_ERR);
    snprintf(fresh, sizeof fresh, "%s/fresh", stage_folder);
    stage_file("fresh", bytes, size);
    assert_int_equal(rename(fresh, broken), 0);
    assert_int_equal(DESK_ASK("kim", "inbox", option), PAM_SUCCESS);
}

/* ---- break-glass: root's way in while there is no table ---- */

static int break_in(const char *user, const char *service, uid_t real_uid, const char *list)
{
    world_forget();
    world.real_uid = real_uid;
    return list == NULL ? DESK_ASK(user, service, option) : DESK_ASK(user, service, option, list);
}

static void root_breaks_the_glass_on_the_usual_services(void **state)
{
    static const struct {
        const char *user, *service;
        uid_t real_uid;
        const char *list;
        int result;
    } rows[] = {
        /* the default list, for accounts of uid 0 */
        {"root", "login", 0, NULL, PAM_SUCCESS},
        {"root", "runuser", 0, NULL, PAM_SUCCESS},
        {"root", "runuser-l", 0, NULL, PAM_SUCCESS},
        {"root", "cron", 0, NULL, PAM_SUCCESS},
        {"root", "crond", 0, NULL, PAM_SUCCESS},
        {"root", "systemd-user", 0, NULL, PAM_SUCCESS},
        {"toor", "login", 0, NULL, PAM_SUCCESS},
        {"root", "su", 0, NULL, PAM_SUCCESS},
        {"root", "su-l", 0, NULL, PAM_SUCCESS},
        /* not in the process of somebody else, whatever the service */
        {"root", "login", 1001, NULL, PAM_SYSTEM_ERR},
        {"root", "cron", 1001, NULL, PAM_SYSTEM_ERR},
        {"root", "su", 1001, NULL, PAM_SYSTEM_ERR},
        {"root", "su-l", 1001, NULL, PAM_SYSTEM_ERR},
        {"root", "sudo", 1001, "breakglass=sudo", PAM_SYSTEM_ERR},
        {"root", "sudo", 0, "breakglass=sudo", PAM_SUCCESS},
        {"root", "su", 1001, "breakglass=su,su-l", PAM_SYSTEM_ERR},
        {"root", "su-l", 1001, "breakglass=su,su-l", PAM_SYSTEM_ERR},
        {"root", "su", 0, "breakglass=su", PAM_SUCCESS},
        /* nobody else, nowhere else */
        {"kim", "login", 0, NULL, PAM_SYSTEM_ERR},
        {"kim", "su", 0, NULL, PAM_SYSTEM_ERR},
        {"hunter2", "login", 0, NULL, PAM_PERM_DENIED},
        {"root", "sudo", 0, NULL, PAM_SYSTEM_ERR},
        {"root", "sshd", 0, NULL, PAM_SYSTEM_ERR},
        {"root", "inbox", 0, NULL, PAM_SYSTEM_ERR},
        {"root", "log", 0, NULL, PAM_SYSTEM_ERR},
        /* the option */
        {"root", "login", 0, "breakglass=none", PAM_SYSTEM_ERR},
        {"root", "su", 0, "breakglass=none", PAM_SYSTEM_ERR},
        {"root", "login", 0, "breakglass=sshd", PAM_SYSTEM_ERR},
        {"root", "sshd", 0, "breakglass=login,sshd", PAM_SUCCESS},
        {"root", "login", 0, "breakglass=login,sshd", PAM_SUCCESS},
        {"kim", "sshd", 0, "breakglass=login,sshd", PAM_SYSTEM_ERR},
        /* the door that counts is the one PAM names */
        {"root", "sshd", 0, "service=login", PAM_SYSTEM_ERR},
        {"root", "sudo", 0, "service=login", PAM_SYSTEM_ERR},
        {"root", "login", 0, "service=sshd", PAM_SUCCESS},
        /* it is not weakened by an abstention, nor by silence in the log */
        {"root", "login", 0, "permissive", PAM_SUCCESS},
        {"root", "login", 0, "log=none", PAM_SUCCESS},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int result = break_in(rows[i].user, rows[i].service, rows[i].real_uid, rows[i].list);
        if (result != rows[i].result)
            print_error("row %zu: %s on %s\n", i, rows[i].user, rows[i].service);
        assert_int_equal(result, rows[i].result);
        assert_int_equal(world.line_count, 1);
        assert_int_equal(world.priorities[0] == LOG_ALERT, rows[i].result == PAM_SUCCESS);
        assert_int_equal(desk_logged("verdict=allow result=success reason=breakglass"), rows[i].result == PAM_SUCCESS);
    }
    break_in("root", "login", 0, NULL);
    assert_string_equal(world.lines[0],
                        "PAM rolegate v=1 verdict=allow result=success reason=breakglass "
                        "user=\"root\" service=\"login\" at=2026-01-05T12:00:00Z host=\"desk1.example.org\" status=1 "
                        "what=\"no table at that path\"");
}

static void the_glass_breaks_for_any_table_that_cannot_be_used(void **state)
{
    (void)state;
    write_broken("", 0);
    assert_int_equal(break_in("root", "login", 0, NULL), PAM_SUCCESS);
    write_broken(bytes, size - 1);
    assert_int_equal(break_in("root", "login", 0, NULL), PAM_SUCCESS);
    write_broken("-:ALL:ALL", 9);
    assert_int_equal(break_in("root", "login", 0, NULL), PAM_SUCCESS);
    write_broken(bytes, size);
    assert_int_equal(chmod(broken, 0666), 0);
    assert_int_equal(break_in("root", "login", 0, NULL), PAM_SUCCESS);
}

static void a_deny_by_a_good_table_stays_a_deny(void **state)
{
    static const char *const services[] = {"login", "su", "su-l", "runuser", "cron", "systemd-user"};

    (void)state;
    write_broken(bytes, size);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(break_in("root", services[i], 0, NULL), PAM_PERM_DENIED);
}

static void other_failures_do_not_break_the_glass(void **state)
{
    (void)state;
    assert_int_equal(break_in("root", "login", 0, "oops"), PAM_SYSTEM_ERR);
    world.passwd_error = 5;
    assert_int_equal(break_in("root", "login", 0, NULL), PAM_PERM_DENIED);
}

static int open_all(void **state)
{
    (void)state;
    if (stage_open() != 0)
        return -1;
    snprintf(table, sizeof table, "%s", stage_table("desk.rgt", DESK_POLICY));
    snprintf(broken, sizeof broken, "%s/broken.rgt", stage_folder);
    snprintf(option, sizeof option, "table=%s", broken);
    bytes = stage_read(table, &size);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    free(bytes);
    return stage_close();
}

#define TEST(name) cmocka_unit_test_setup(name, set_up)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_good_table_answers),
        TEST(a_missing_table_lets_nobody_in),
        TEST(an_empty_table_lets_nobody_in),
        TEST(a_table_cut_at_any_length_lets_nobody_in),
        TEST(a_longer_table_lets_nobody_in),
        TEST(a_flipped_bit_never_lets_in_whom_the_true_table_keeps_out),
        TEST(a_changed_byte_is_a_bad_checksum),
        TEST(a_newer_version_lets_nobody_in),
        TEST(something_else_is_no_table),
        TEST(a_table_that_others_may_write_lets_nobody_in),
        TEST(a_table_of_another_owner_lets_nobody_in),
        TEST(what_is_no_regular_file_lets_nobody_in),
        TEST(a_broken_table_may_be_replaced_at_once),
        TEST(root_breaks_the_glass_on_the_usual_services),
        TEST(the_glass_breaks_for_any_table_that_cannot_be_used),
        TEST(a_deny_by_a_good_table_stays_a_deny),
        TEST(other_failures_do_not_break_the_glass),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
