/*
 * nss_test.c - roles as groups, by the entry points of libnss_rolegate, over a table and an /etc/group that are made
 * up.
 */
#include "nss_world.h"

/* A group's name and members, in order; and that they lie in the buffer. */
static void group_is(const struct group *group, const char *name, gid_t gid, const char *members)
{
    char found[256] = "";
    char **member;

    assert_string_equal(group->gr_name, name);
    assert_string_equal(group->gr_passwd, "x");
    assert_int_equal(group->gr_gid, gid);
    for (member = group->gr_mem; *member != NULL; member++) {
        assert_true(*member >= buffer && *member < buffer + sizeof buffer);
        snprintf(found + strlen(found), sizeof found - strlen(found), "%s ", *member);
    }
    assert_string_equal(found, members);
    assert_true(group->gr_name >= buffer && (char *)group->gr_mem >= buffer);
    assert_int_equal((uintptr_t)group->gr_mem % sizeof(char *), 0);
}

static void is_found(const char *name, gid_t gid, const char *members)
{
    struct group group;
    int error = 4711;

    errno = EILSEQ;
    assert_int_equal(_nss_rolegate_getgrnam_r(name, &group, buffer, sizeof buffer, &error), NSS_STATUS_SUCCESS);
    group_is(&group, name, gid, members);
    assert_int_equal(_nss_rolegate_getgrgid_r(gid, &group, buffer, sizeof buffer, &error), NSS_STATUS_SUCCESS);
    group_is(&group, name, gid, members);
    assert_int_equal(errno, EILSEQ);
    assert_int_equal(error, 4711);
}

static void ends_in(const char *name, gid_t gid, enum nss_status status, int error)
{
    struct group group, before;
    int found = 4711;

    memset(&group, 0x5a, sizeof group);
    before = group;
    errno = EILSEQ;
    assert_int_equal(_nss_rolegate_getgrnam_r(name, &group, buffer, sizeof buffer, &found), status);
    assert_int_equal(found, error);
    found = 4711;
    assert_int_equal(_nss_rolegate_getgrgid_r(gid, &group, buffer, sizeof buffer, &found), status);
    assert_int_equal(found, error);
    assert_int_equal(errno, EILSEQ);
    assert_memory_equal(&group, &before, sizeof group);
}

static void a_role_with_a_gid_is_a_group(void **state)
{
    (void)state;
    begin(POLICY);
    is_found("staff", 60001, "amy bob cleo ");
    is_found("lead", 60002, "cleo ");
    is_found("empty", 60003, "");
    is_found("late", 60004, "");
    is_found("here", 60005, "");
    ends_in("plain", 60000, NSS_STATUS_NOTFOUND, ENOENT);
    ends_in("none", 0, NSS_STATUS_NOTFOUND, ENOENT);
    ends_in("", (gid_t)-1, NSS_STATUS_NOTFOUND, ENOENT);
}

/* In the order of the table, however many there are. */
static void members_come_in_order(void **state)
{
    char policy[512], members[128] = "", name[8];
    unsigned count, i;

    (void)state;
    for (count = 1; count <= 9; count++) {
        strcpy(policy, "permission p\nservice s requires p\nrole crew gid 60001 { allow p }\nassign crew to user u1");
        for (i = 2; i <= count; i++)
            snprintf(policy + strlen(policy), sizeof policy - strlen(policy), ", user u%u", i);
        strcat(policy, "\n");
        snprintf(name, sizeof name, "u%u ", count);
        strcat(members, name);
        begin(policy);
        is_found("crew", 60001, members);
    }
}

static void nothing_is_left_open_or_in_memory(void **state)
{
    size_t before = 0, i;
    int first, last;

    (void)state;
    begin(POLICY);
    first = dup(2);
    close(first);
    for (i = 0; i < 16; i++) { /* the first rounds fill what malloc(3) keeps for each thread */
        struct group group;
        int error;
        long int start = 0, size = 0;
        gid_t *groups = NULL;
        assert_int_equal(_nss_rolegate_getgrgid_r(60001, &group, buffer, sizeof buffer, &error), NSS_STATUS_SUCCESS);
        assert_int_equal(_nss_rolegate_getgrgid_r(60001, &group, buffer, 5, &error), NSS_STATUS_TRYAGAIN);
        assert_int_equal(_nss_rolegate_initgroups_dyn("cleo", 100, &start, &size, &groups, 0, &error),
                         NSS_STATUS_SUCCESS);
        assert_int_equal(start, 2);
        assert_int_equal(size, 16);
        free(groups);
        if (i == 12)
            before = mallinfo2().uordblks;
        if (i > 12)
            assert_int_equal(mallinfo2().uordblks, before);
    }
    last = dup(2);
    close(last);
    assert_int_equal(first, last);
}

static void a_table_that_cannot_be_used_is_unavailable(void **state)
{
    char path[128];

    (void)state;
    begin(POLICY);
    snprintf(path, sizeof path, "%s/table", accounts.folder);
    assert_int_equal(truncate(path, 700), 0);
    ends_in("staff", 60001, NSS_STATUS_UNAVAIL, EIO);
    unlink(path);
    ends_in("staff", 60001, NSS_STATUS_UNAVAIL, ENOENT);
    accounts.open_error = ENOMEM;
    ends_in("staff", 60001, NSS_STATUS_TRYAGAIN, ENOMEM);
}

/* A buffer of any size: the whole group, or ERANGE, and no byte outside; a larger one is never too small. */
static void a_buffer_of_any_length_is_enough_or_too_short(void **state)
{
    size_t size, offset;

    (void)state;
    begin(POLICY);
    for (offset = 0; offset < 2 * sizeof(char *); offset++) {
        bool was = false;
        for (size = 0; size < 120; size++) {
            struct group group;
            int error = 0;
            enum nss_status status;
            memset(buffer, 0x5a, sizeof buffer);
            status = _nss_rolegate_getgrgid_r(60001, &group, buffer + offset, size, &error);
            if (status == NSS_STATUS_SUCCESS) {
                group_is(&group, "staff", 60001, "amy bob cleo ");
                was = true;
            } else {
                assert_int_equal(status, NSS_STATUS_TRYAGAIN);
                assert_int_equal(error, ERANGE);
                assert_false(was);
            }
            assert_true(buffer[offset + size] == 0x5a && (offset == 0 || buffer[offset - 1] == 0x5a));
        }
        assert_true(was);
    }
}

/* The smallest that is enough: the texts, a place for each member and one for the end. */
static void no_room_is_wanted_that_is_not_used(void **state)
{
    const size_t least = sizeof "staff" + sizeof "x" + sizeof "amy" + sizeof "bob" + sizeof "cleo" + 4 * sizeof(char *);
    static char *aligned[64];
    struct group group;
    int error;

    (void)state;
    begin(POLICY);
    assert_int_equal(_nss_rolegate_getgrgid_r(60001, &group, (char *)aligned, (least + 7) / 8 * 8, &error),
                     NSS_STATUS_SUCCESS);
    assert_int_equal(_nss_rolegate_getgrgid_r(60001, &group, (char *)aligned, (least + 7) / 8 * 8 - 1, &error),
                     NSS_STATUS_TRYAGAIN);
    assert_int_equal(_nss_rolegate_getgrnam_r("empty", &group, (char *)aligned, 16, &error), NSS_STATUS_SUCCESS);
    assert_int_equal(_nss_rolegate_getgrnam_r("empty", &group, (char *)aligned, 15, &error), NSS_STATUS_TRYAGAIN);
}

static void groups_come_one_after_the_other(void **state)
{
    static const char *const names[] = {"staff", "lead", "empty", "late", "here", "named"};
    unsigned round;

    (void)state;
    begin(POLICY);
    for (round = 0; round < 3; round++) {
        unsigned seen = 0, i;
        struct group group;
        int error = 4711;
        assert_int_equal(round == 1 ? _nss_rolegate_endgrent() : _nss_rolegate_setgrent(1), NSS_STATUS_SUCCESS);
        if (round == 2) { /* a buffer that is too short loses none */
            assert_int_equal(_nss_rolegate_getgrent_r(&group, buffer, 3, &error), NSS_STATUS_TRYAGAIN);
            assert_int_equal(error, ERANGE);
        }
        while (_nss_rolegate_getgrent_r(&group, buffer, sizeof buffer, &error) == NSS_STATUS_SUCCESS)
            for (i = 0; i < 6; i++)
                if (strcmp(group.gr_name, names[i]) == 0)
                    seen += 1u << (4 * i);
        assert_int_equal(seen, 0x111111);
        assert_int_equal(error, ENOENT);
        assert_int_equal(_nss_rolegate_getgrent_r(&group, buffer, sizeof buffer, &error), NSS_STATUS_NOTFOUND);
    }
}

/* Texts that fill the buffer up to what points to them. */
static void a_buffer_without_a_byte_to_spare_is_enough(void **state)
{
    static char *aligned[5];
    struct group group;
    int error;

    (void)state;
    begin("permission p\nservice s requires p\nrole staff gid 60001 { allow p }\nassign staff to user amy, user bob\n");
    assert_int_equal(_nss_rolegate_getgrgid_r(60001, &group, (char *)aligned, sizeof aligned, &error),
                     NSS_STATUS_SUCCESS);
    assert_string_equal(group.gr_mem[1], "bob");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_role_with_a_gid_is_a_group),
        cmocka_unit_test(members_come_in_order),
        cmocka_unit_test(nothing_is_left_open_or_in_memory),
        cmocka_unit_test(a_table_that_cannot_be_used_is_unavailable),
        cmocka_unit_test(a_buffer_of_any_length_is_enough_or_too_short),
        cmocka_unit_test(no_room_is_wanted_that_is_not_used),
        cmocka_unit_test(groups_come_one_after_the_other),
        cmocka_unit_test(a_buffer_without_a_byte_to_spare_is_enough),
    };

    return cmocka_run_group_tests(tests, NULL, end);
}
