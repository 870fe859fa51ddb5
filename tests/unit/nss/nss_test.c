/*
 * nss_test.c - roles as groups, by the entry points of libnss_rolegate, over a table and an /etc/group that are made
 * up.
 */
#include "../decide/accounts.h"

#include <limits.h>
#include <malloc.h>
#include <nss.h>

/* The compiler has texts of its own. */
#define texts compiler_texts
#include "table_text.h"
#undef texts

enum nss_status _nss_rolegate_getgrnam_r(const char *name, struct group *group, char *buffer, size_t size, int *error);
enum nss_status _nss_rolegate_getgrgid_r(gid_t gid, struct group *group, char *buffer, size_t size, int *error);
enum nss_status _nss_rolegate_setgrent(int stay_open);
enum nss_status _nss_rolegate_endgrent(void);
enum nss_status _nss_rolegate_getgrent_r(struct group *group, char *buffer, size_t size, int *error);
enum nss_status _nss_rolegate_initgroups_dyn(const char *user, gid_t primary, long int *start, long int *size,
                                             gid_t **groups, long int limit, int *error);

#define POLICY                                                                                                         \
    "permission p\nservice s requires p\n"                                                                             \
    "role staff gid 60001 { allow p }\nrole lead gid 60002 extends staff { }\nrole plain { allow p }\n"                \
    "role empty gid 60003 { }\nrole late gid 60004 { }\nrole here gid 60005 { }\nrole named gid 60006 { }\n"           \
    "assign staff to user amy, user bob\nassign lead to user cleo\nassign late to user amy until 2020-01-01\n"         \
    "assign late to user bob starting 2090-01-01\nassign here to user amy when from local\n"                           \
    "assign named to group desk, gid 700\n"

static char buffer[4096];

/* So many calls find memory; no other does. */
#define ALWAYS UINT_MAX
static unsigned allocations_left = ALWAYS;

static bool has_memory(void)
{
    if (allocations_left > 0) {
        allocations_left -= allocations_left < ALWAYS;
        return true;
    }
    errno = ENOMEM;
    return false;
}

void *calloc(size_t count, size_t size)
{
    void *made = has_memory() ? malloc(count * size) : NULL;

    return made == NULL ? NULL : memset(made, 0, count * size);
}

void *reallocarray(void *old, size_t count, size_t size)
{
    return has_memory() ? realloc(old, count * size) : NULL;
}

static void table_write(const char *policy)
{
    size_t size;
    unsigned char *bytes = table_of_text(policy, strlen(policy), &size);
    char path[128];
    FILE *file;

    assert_non_null(bytes);
    snprintf(path, sizeof path, "%s/table", accounts.folder);
    unlink(path);
    assert_non_null(file = fopen(path, "w"));
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, 0644), 0);
    free(bytes);
}

static void begin(const char *policy)
{
    accounts_begin("files rolegate", "desk:x:800:\nother:x:801:\n");
    table_write(policy);
}

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

static int end(void **state)
{
    accounts_file("table", NULL);
    return accounts_end(state);
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
        cmocka_unit_test(a_user_is_in_the_groups_of_his_roles),
        cmocka_unit_test(a_role_of_a_group_is_held_by_its_members),
        cmocka_unit_test(a_doubt_keeps_out),
        cmocka_unit_test(a_second_name_of_a_gid_is_none_of_his),
        cmocka_unit_test(any_doubt_keeps_out),
        cmocka_unit_test(without_memory_there_is_no_group),
        cmocka_unit_test(without_a_table_a_user_has_no_groups),
        cmocka_unit_test(a_buffer_without_a_byte_to_spare_is_enough),
    };

    return cmocka_run_group_tests(tests, NULL, end);
}
