/*
 * initgroups_test.c - the groups of a user, by libnss_rolegate: those of his roles, and never in doubt.
 */
#include "nss_world.h"

/* ---- the groups of a user ---- */

/* Begins with the gids that are there; what is there in the end, with a limit. */
static void groups_are(const char *user, gid_t primary, long int limit, enum nss_status status, const char *expected,
                       gid_t first, gid_t second)
{
    long int start = second != 0 ? 2 : first != 0 ? 1 : 0, size = start, i;
    gid_t *groups = malloc(2 * sizeof *groups);
    char found[256] = "";
    int error = 4711;

    assert_non_null(groups);
    groups[0] = first;
    groups[1] = second;
    errno = EILSEQ;
    assert_int_equal(_nss_rolegate_initgroups_dyn(user, primary, &start, &size, &groups, limit, &error), status);
    assert_int_equal(errno, EILSEQ);
    assert_int_equal(error, status == NSS_STATUS_SUCCESS ? 4711 : ENOENT);
    assert_true(size >= start && (limit <= 0 || size <= limit || start <= 2));
    for (i = 0; i < start; i++)
        snprintf(found + strlen(found), sizeof found - strlen(found), "%u ", groups[i]);
    assert_string_equal(found, expected);
    free(groups);
}

static void a_user_is_in_the_groups_of_his_roles(void **state)
{
    (void)state;
    begin(POLICY);
    groups_are("amy", 100, -1, NSS_STATUS_SUCCESS, "60001 ", 0, 0);
    groups_are("cleo", 100, -1, NSS_STATUS_SUCCESS, "60002 60001 ", 0, 0);
    groups_are("cleo", 100, -1, NSS_STATUS_SUCCESS, "5 6 60002 60001 ", 5, 6);
    groups_are("cleo", 100, -1, NSS_STATUS_SUCCESS, "60001 60002 ", 60001, 0);
    groups_are("cleo", 100, -1, NSS_STATUS_SUCCESS, "60002 60001 ", 60002, 0);
    groups_are("amy", (gid_t)-1, -1, NSS_STATUS_SUCCESS, "60001 ", 0, 0);
    groups_are("cleo", 100, 2, NSS_STATUS_SUCCESS, "5 60002 ", 5, 0);
    groups_are("cleo", 100, 1, NSS_STATUS_SUCCESS, "5 ", 5, 0);
    groups_are("cleo", 100, 3, NSS_STATUS_SUCCESS, "5 60002 60001 ", 5, 0);
    groups_are("zoe", 100, -1, NSS_STATUS_NOTFOUND, "", 0, 0);
    groups_are("", 100, -1, NSS_STATUS_NOTFOUND, "", 0, 0);
}

/* A role that is held by a group: by its number, or by the name that /etc/group has for it. */
static void a_role_of_a_group_is_held_by_its_members(void **state)
{
    (void)state;
    begin(POLICY);
    groups_are("zoe", 700, -1, NSS_STATUS_SUCCESS, "60006 ", 0, 0);
    groups_are("zoe", 100, -1, NSS_STATUS_SUCCESS, "700 60006 ", 700, 0);
    groups_are("zoe", 100, -1, NSS_STATUS_SUCCESS, "800 60006 ", 800, 0);
    groups_are("zoe", 100, -1, NSS_STATUS_SUCCESS, "5 800 60006 ", 5, 800);
    groups_are("zoe", 100, -1, NSS_STATUS_NOTFOUND, "801 ", 801, 0);
    groups_are("zoe", (gid_t)-1, -1, NSS_STATUS_NOTFOUND, "4294967295 ", (gid_t)-1, 0);
    accounts_file("group", "other:x:801:\nmore:x:802:\ndesk:x:800:\n");
    groups_are("zoe", 100, -1, NSS_STATUS_SUCCESS, "800 60006 ", 800, 0);
    groups_are("zoe", 100, -1, NSS_STATUS_SUCCESS, "801 800 60006 ", 801, 800);
    groups_are("zoe", 100, -1, NSS_STATUS_SUCCESS, "800 801 60006 ", 800, 801);
}

/* A gid with two names is that of its first line, whatever other gids he has: one membership, one answer. */
static void a_second_name_of_a_gid_is_none_of_his(void **state)
{
    (void)state;
    begin(POLICY);
    accounts_file("group", "crew:x:800:\ndesk:x:800:\nother:x:801:\n");
    groups_are("zoe", 100, -1, NSS_STATUS_NOTFOUND, "800 ", 800, 0);
    groups_are("zoe", 100, -1, NSS_STATUS_NOTFOUND, "800 801 ", 800, 801);
    groups_are("zoe", 100, -1, NSS_STATUS_NOTFOUND, "800 5 ", 800, 5);
    accounts_file("group", "desk:x:800:\ncrew:x:800:\nother:x:801:\n");
    groups_are("zoe", 100, -1, NSS_STATUS_SUCCESS, "800 801 60006 ", 800, 801);
    begin("permission p\nservice s requires p\nrole one gid 60001 { allow p }\nrole two { }\nexclusive one, two\n"
          "assign one to user zoe\nassign two to group desk\n");
    accounts_file("group", "crew:x:800:\ndesk:x:800:\n");
    groups_are("zoe", 100, -1, NSS_STATUS_NOTFOUND, "800 ", 800, 0);
}

/* Where roles exclude each other, a group that is not known keeps out, and one that is known not to be his does not. */
static void a_doubt_keeps_out(void **state)
{
    (void)state;
    begin("permission p\nservice s requires p\nrole one gid 60001 { allow p }\nrole two { }\nexclusive one, two\n"
          "assign one to user zoe\nassign two to group desk\n");
    groups_are("zoe", 100, -1, NSS_STATUS_SUCCESS, "60001 ", 0, 0);
    groups_are("zoe", 100, -1, NSS_STATUS_NOTFOUND, "800 ", 800, 0);
    accounts_file("group", "other:x:801:\n");
    groups_are("zoe", 100, -1, NSS_STATUS_NOTFOUND, "", 0, 0);
    begin("permission p\nservice s requires p\nrole one gid 60001 { allow p }\nrole two { }\nexclusive one, two\n"
          "assign one to user zoe\nassign two to gid 801\n");
    groups_are("zoe", 100, -1, NSS_STATUS_SUCCESS, "60001 ", 0, 0);
    accounts_file("group", "desk:x:800:\n");
    groups_are("zoe", 100, -1, NSS_STATUS_NOTFOUND, "", 0, 0);
}

/* Each of the groups that are not known, wherever it stands among the others. */
static void any_doubt_keeps_out(void **state)
{
    static const char *const groups[] = {"far1", "far2", "far3"};
    char policy[512];
    size_t i;

    (void)state;
    for (i = 0; i < 3; i++) {
        snprintf(policy, sizeof policy,
                 "permission p\nservice s requires p\nrole one gid 60001 { allow p }\nrole two { }\nrole three { }\n"
                 "exclusive one, two\nassign one to user zoe\nassign two to group %s\n"
                 "assign three to group %s, group %s\n",
                 groups[i], groups[(i + 1) % 3], groups[(i + 2) % 3]);
        begin(policy);
        groups_are("zoe", 100, -1, NSS_STATUS_NOTFOUND, "", 0, 0);
    }
}

/* Whichever call finds no memory: the caller is told to try again, and keeps the list that he has. */
static void without_memory_there_is_no_group(void **state)
{
    enum nss_status status = NSS_STATUS_TRYAGAIN;
    unsigned n, calls;

    (void)state;
    begin("permission p\nservice s requires p\nrole one gid 60001 { allow p }\nrole two gid 60002 { }\n"
          "exclusive one, two\nassign one to user amy\nassign two to group desk, group far\n");
    for (n = 0; status == NSS_STATUS_TRYAGAIN; n++) {
        struct group group;
        int error = 4711;
        allocations_left = n;
        errno = EILSEQ;
        status = _nss_rolegate_getgrgid_r(60001, &group, buffer, sizeof buffer, &error);
        allocations_left = ALWAYS;
        assert_int_equal(errno, EILSEQ);
        assert_int_equal(error, status == NSS_STATUS_SUCCESS ? 4711 : ENOMEM);
    }
    assert_int_equal(status, NSS_STATUS_SUCCESS);
    calls = n;
    assert_true(calls > 4);
    begin(POLICY);
    status = NSS_STATUS_TRYAGAIN;
    for (n = 0; status == NSS_STATUS_TRYAGAIN; n++) {
        long int start = 1, size = 1;
        gid_t *groups = malloc(sizeof *groups);
        int error = 4711;
        groups[0] = 5;
        allocations_left = n;
        errno = EILSEQ;
        status = _nss_rolegate_initgroups_dyn("cleo", 100, &start, &size, &groups, -1, &error);
        allocations_left = ALWAYS;
        assert_int_equal(errno, EILSEQ);
        assert_int_equal(error, status == NSS_STATUS_SUCCESS ? 4711 : ENOMEM);
        assert_int_equal(groups[0], 5);
        assert_true(start <= size);
        assert_true(status != NSS_STATUS_SUCCESS || (start == 3 && size == 4));
        free(groups);
    }
    assert_int_equal(status, NSS_STATUS_SUCCESS);
    assert_true(n > 4);
}

static void without_a_table_a_user_has_no_groups(void **state)
{
    long int start = 0, size = 1;
    gid_t room, *groups = &room;
    int error = 4711;

    (void)state;
    begin(POLICY);
    accounts_file("table", NULL);
    errno = EILSEQ;
    assert_int_equal(_nss_rolegate_initgroups_dyn("amy", 100, &start, &size, &groups, -1, &error), NSS_STATUS_UNAVAIL);
    assert_int_equal(error, ENOENT);
    assert_int_equal(errno, EILSEQ);
    assert_int_equal(start, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_user_is_in_the_groups_of_his_roles),
        cmocka_unit_test(a_role_of_a_group_is_held_by_its_members),
        cmocka_unit_test(a_doubt_keeps_out),
        cmocka_unit_test(a_second_name_of_a_gid_is_none_of_his),
        cmocka_unit_test(any_doubt_keeps_out),
        cmocka_unit_test(without_memory_there_is_no_group),
        cmocka_unit_test(without_a_table_a_user_has_no_groups),
    };

    return cmocka_run_group_tests(tests, NULL, end);
}
