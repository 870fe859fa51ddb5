/*
 * membership_test.c - whether somebody is in a group, by what a made-up account database says: rolegate-policy(5),
 * "Groups".
 */
#include "accounts.h"

#include "decide/membership.h"

static char *kim_and_zoe[] = {"zoe", "kim", NULL}, *zoe_alone[] = {"zoe", NULL}, *nobody[] = {NULL};

static rolegate_subject *kim(void)
{
    rolegate_subject *subject = NULL;

    assert_int_equal(rolegate_subject_from_nss("kim", &subject), ROLEGATE_OK);
    accounts.asked_groups = 0;
    return subject;
}

static void gids_are(int count, const gid_t *gids)
{
    if (count > 0)
        memcpy(accounts.gids, gids, (size_t)count * sizeof *gids);
    accounts.gid_count = count;
}

#define GIDS(...)                                                                                                      \
    (int)(sizeof((gid_t[]){__VA_ARGS__}) / sizeof(gid_t)), (gid_t[])                                                   \
    {                                                                                                                  \
        __VA_ARGS__                                                                                                    \
    }

/* Asks as a question would; sure: something is denied to the group. */
static enum kleene member_of(const char *name, gid_t gid, bool sure)
{
    struct membership list[1] = {{.name = name, .gid = gid, .early = sure, .sure = sure, .member = NO}};
    rolegate_subject *subject = kim();

    assert_int_equal(memberships_of_file(subject, list, 1), ROLEGATE_OK);
    if (!list[0].settled) {
        errno = EILSEQ;
        membership_find(subject, list);
        assert_int_equal(errno, EILSEQ);
    }
    assert_true(list[0].settled);
    if (memberships_ambiguous(subject, list, 1)) {
        errno = EILSEQ;
        memberships_disambiguate(subject, list, 1);
        assert_int_equal(errno, EILSEQ);
    }
    rolegate_subject_free(subject);
    return list[0].member;
}

/* By name, where something is allowed or denied to the group: the same. */
static void is(const char *name, enum kleene member)
{
    assert_int_equal(member_of(name, 0, false), member);
    assert_int_equal(member_of(name, 0, true), member);
}

static void gid_is(gid_t gid, enum kleene member)
{
    assert_int_equal(member_of(NULL, gid, false), member);
    assert_int_equal(member_of(NULL, gid, true), member);
}

/* ---- where /etc/group comes first ---- */

static void a_line_of_etc_group_is_the_answer(void **state)
{
    (void)state;
    accounts_begin("files", "staff:x:50:zoe,kim\nops:x:60:zoe\nusers:x:100:\nshort:x:70:kim\n");
    gids_are(GIDS(50));
    is("staff", YES);
    is("users", YES);
    is("ops", NO);
    is("short", MAYBE); /* kim stands there, and the list of gids is without it */
    assert_int_equal(accounts.asked_groups, 0);
    is("none", NO);
    assert_int_equal(accounts.asked_groups, 1);
    gid_is(50, YES);
    gid_is(100, YES);
    gid_is(60, NO);
    gid_is(70, MAYBE);
    assert_int_equal(accounts.asked_groups, 0);
    gid_is(71, NO);
    accounts_begin("files", "last:x:4294967294:kim\nnone:x:4294967295:kim\n");
    gids_are(GIDS(4294967294u));
    is("last", YES);
    is("none", MAYBE);
}

static void a_second_line_makes_a_no_unknown(void **state)
{
    (void)state;
    accounts_begin("files", "staff:x:50:zoe\nstaff:x:51:kim\nops:x:60:zoe\nops:x:61:zoe\nmy:x:70:kim\nmy:x:71:kim\n");
    gids_are(GIDS(70));
    is("staff", MAYBE);
    is("ops", NO);
    is("my", YES);
    accounts_begin("files", "staff:x:50:zoe\nstaff:x:51:\n");
    gids_are(GIDS(51));
    is("staff", MAYBE);
    accounts_begin("files", "staff:x:50:zoe\nstaff:x:99999999999:zoe\n");
    is("staff", MAYBE); /* what number that is nobody knows */
}

/* One gid, two names: by the second one the way back leads to the first. */
static void a_gid_leads_to_its_first_name(void **state)
{
    (void)state;
    accounts_begin("files", "first:x:50:kim\nsecond:x:50:kim\n");
    gids_are(GIDS(50));
    is("first", YES);
    is("second", MAYBE);
    gid_is(50, YES);
}

static void a_second_line_of_a_gid_counts_as_well(void **state)
{
    (void)state;
    accounts_begin("files", "one:x:50:zoe\ntwo:x:50:kim\nthree:x:60:zoe\nfour:x:60:zoe\n");
    gid_is(50, MAYBE);
    gid_is(60, NO);
}

/* Many at once are each what they are alone. */
static void a_list_is_answered_one_by_one(void **state)
{
    struct membership list[] = {{.name = "none"}, {.name = "ops"}, {.name = "staff"}, {.name = "x"},
                                {.gid = 50},      {.gid = 60},     {.gid = 61}};
    static const enum kleene members[] = {NO, NO, YES, MAYBE, YES, NO, NO};
    rolegate_subject *subject;
    size_t i;

    (void)state;
    accounts_begin("files", "x:x:70:kim\nstaff:x:50:kim\nops:x:60:\n");
    gids_are(GIDS(50));
    subject = kim();
    assert_int_equal(memberships_of_file(subject, list, 7), ROLEGATE_OK);
    for (i = 0; i < 7; i++) {
        if (!list[i].settled)
            membership_find(subject, &list[i]);
        assert_int_equal(list[i].member, members[i]);
    }
    rolegate_subject_free(subject);
}

/* ---- other sources ---- */

static void a_record_is_asked_for_where_no_line_is_the_answer(void **state)
{
    (void)state;
    accounts_begin("files sss", "users:x:100:\n");
    accounts_record("con", 5000, kim_and_zoe);
    accounts_record("ops", 5001, zoe_alone);
    accounts_record("open", 5002, NULL);
    accounts_record("odd", (gid_t)-1, zoe_alone);
    gids_are(GIDS(5000));
    is("con", YES);
    is("ops", NO);
    is("open", MAYBE);
    is("odd", MAYBE);
    gid_is(5000, YES);
    gid_is(5001, NO);
    gid_is(5002, MAYBE);
    gids_are(0, NULL);
    is("con", MAYBE); /* listed, and the list of gids is short */
    gid_is(5000, MAYBE);
}

static void none_is_a_no_where_all_sources_are_of_this_machine(void **state)
{
    static const struct {
        const char *sources;
        enum kleene member;
    } rows[] = {{"files", NO},
                {"files db extrausers altfiles mymachines rolegate", NO},
                {"files systemd", NO},
                {"compat", NO},
                {"files sss", MAYBE},
                {"files ldap systemd", MAYBE},
                {"sss files", MAYBE},
                {"files\ninitgroups: sss", MAYBE},
                {"files\ninitgroups: files", NO},
                {"files\ninitgroups: files\ngroup: sss", MAYBE},
                {"files\nshadow: sss", NO},
                {"sss\ngroup: files", MAYBE},
                {"fi/les", MAYBE},
                {NULL, NO}};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        accounts_begin(rows[i].sources, "users:x:100:\n");
        is("none", rows[i].member);
        gid_is(7, rows[i].member);
        accounts.otherwise = EIO;
        is("none", MAYBE);
        gid_is(7, MAYBE);
    }
    accounts_begin("files", NULL);
    accounts_file("nsswitch.conf", NULL);
    is("none", NO);
    accounts.open_error = EACCES;
    is("none", MAYBE);
}

static void compat_is_of_this_machine_unless_it_sends_on(void **state)
{
    static const struct {
        const char *file;
        enum kleene member;
    } rows[] = {{"users:x:100:\n", NO},         {"users:x:100:\n+\n", MAYBE},
                {"-no\nusers:x:100:\n", MAYBE}, {"users:x:100:\n \t+nis\n", MAYBE},
                {"a:x:7:+\nb+:x:8:\n", NO},     {"", NO}};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        accounts_begin("compat", rows[i].file);
        is("none", rows[i].member);
    }
}

/* Without the file nothing is sent on; with one that cannot be read that is not known. */
static void compat_without_a_group_file_is_of_this_machine(void **state)
{
    char path[128];

    (void)state;
    accounts_begin("compat", NULL);
    is("none", NO);
    snprintf(path, sizeof path, "%s/group", accounts.folder);
    assert_int_equal(mkdir(path, 0700), 0);
    is("none", MAYBE);
    rmdir(path);
}

/* As descriptor 0 too, and each is closed again. */
static void sources_leave_no_descriptor_open(void **state)
{
    int input = dup(0), first, last, i;
    char folder[128];

    (void)state;
    accounts_begin("compat systemd", "users:x:100:\n");
    snprintf(folder, sizeof folder, "%s/userdb", accounts.folder);
    assert_int_equal(mkdir(folder, 0700), 0);
    first = dup(2);
    close(first);
    for (i = 0; i < 3; i++)
        is("none", NO);
    last = dup(2);
    close(last);
    assert_int_equal(first, last);
    close(0);
    is("none", NO);
    dup2(input, 0);
    close(input);
    rmdir(folder);
}

/* A + behind a piece of the file's, as it is read. */
static void compat_is_read_to_the_end(void **state)
{
    char file[3000] = "";
    unsigned i;

    (void)state;
    for (i = 0; i < 200; i++)
        strcat(file, "group:x:7:\n");
    accounts_begin("compat", file);
    is("none", NO);
    strcat(file, "+\n");
    accounts_file("group", file);
    is("none", MAYBE);
}

static void systemd_is_of_this_machine_unless_others_answer_behind_it(void **state)
{
    char folder[128], path[160];
    FILE *file;

    (void)state;
    accounts_begin("files systemd", "users:x:100:\n");
    snprintf(folder, sizeof folder, "%s/userdb", accounts.folder);
    assert_int_equal(mkdir(folder, 0700), 0);
    is("none", NO);
    snprintf(path, sizeof path, "%s/io.systemd.DynamicUser", folder);
    assert_non_null(file = fopen(path, "w"));
    fclose(file);
    is("none", NO);
    unlink(path);
    snprintf(path, sizeof path, "%s/com.example.Directory", folder);
    assert_non_null(file = fopen(path, "w"));
    fclose(file);
    is("none", MAYBE);
    unlink(path);
    rmdir(folder);
}

/* A record too large for one buffer is asked for again with more room; beyond 64 MiB it is unknown. */
static void a_record_is_looked_at_up_to_its_bound(void **state)
{
    (void)state;
    accounts_begin("files sss", "");
    accounts_record("con", 5000, zoe_alone);
    accounts.records[0].size = 1 << 20;
    is("con", NO);
    accounts.records[0].size = (size_t)64 << 20;
    is("con", NO);
    accounts.records[0].size = ((size_t)64 << 20) + 1;
    is("con", MAYBE);
    gid_is(5000, MAYBE);
}

/* The name's record has a gid of kim's, and that gid is another name's. */
static void a_name_must_be_led_back_to(void **state)
{
    (void)state;
    accounts_begin("files sss", "");
    accounts_record("con", 5000, nobody);
    accounts.records[0].by_gid = false;
    accounts_record("other", 5000, nobody);
    gids_are(GIDS(5000));
    is("con", MAYBE);
    is("other", YES);
    accounts.record_count = 1;
    is("con", MAYBE);
}

/* ---- a name in two sources ---- */

static void a_no_of_etc_group_is_none_where_a_directory_may_have_the_name(void **state)
{
    (void)state;
    accounts_begin("files sss", "staff:x:50:\nusers:x:100:\n");
    accounts_record("staff", 20050, kim_and_zoe);
    accounts.records[0].by_name = false; /* /etc/group answers for the name */
    accounts_record("other", 20051, zoe_alone);
    gids_are(GIDS(20050));
    assert_int_equal(member_of("staff", 0, true), MAYBE);
    assert_int_equal(member_of("staff", 0, false), NO);
    gids_are(GIDS(20051));
    is("staff", NO);
    gids_are(GIDS(20052)); /* a gid without a name */
    assert_int_equal(member_of("staff", 0, true), MAYBE);
    gids_are(0, NULL);
    is("staff", NO);
    assert_int_equal(accounts.asked_groups, 0);
    accounts_begin("files", "staff:x:50:\nusers:x:100:\n");
    gids_are(GIDS(20052));
    is("staff", NO);
    assert_int_equal(accounts.asked_groups, 0);
}

static void where_etc_group_is_not_first_it_is_one_of_two(void **state)
{
    static const char *const orders[] = {"sss files", "files [SUCCESS=merge] sss", "files [SUCCESS=continue] sss"};
    size_t i;

    (void)state;
    for (i = 0; i < 3; i++) {
        accounts_begin(orders[i], "staff:x:50:kim\nops:x:60:\nusers:x:100:\n");
        accounts_record("staff", 20050, zoe_alone);
        accounts_record("ops", 20060, zoe_alone);
        is("staff", MAYBE);
        is("ops", NO);
        gids_are(GIDS(20050));
        is("staff", YES);
    }
    accounts_begin("sss", "staff:x:50:kim\n");
    accounts_record("staff", 20050, zoe_alone);
    is("staff", NO);
}

static void a_group_file_that_cannot_be_read_says_nothing(void **state)
{
    struct membership list[1] = {{.name = "staff", .member = NO}};
    rolegate_subject *subject;

    (void)state;
    accounts_begin("files", "staff:x:50:\n");
    subject = kim();
    accounts.open_error = EACCES;
    assert_int_equal(memberships_of_file(subject, list, 1), ROLEGATE_OK);
    assert_false(list[0].settled);
    accounts.open_error = 0;
    membership_find(subject, list);
    assert_int_equal(list[0].member, MAYBE);
    rolegate_subject_free(subject);
    subject = kim();
    list[0].settled = false;
    assert_int_equal(memberships_of_file(subject, list, 1), ROLEGATE_OK);
    subject->sources_known = true;
    accounts.open_error = ENOMEM;
    assert_int_equal(memberships_of_file(subject, list, 1), ROLEGATE_NO_MEMORY);
    rolegate_subject_free(subject);
}

/* ---- lines ---- */

static void a_line_is_read_as_the_source_files_reads_it(void **state)
{
    (void)state;
    accounts_begin("files", "# staff:x:1:kim\n  staff:x:50: kim ,zoe\nno colon\nno:gid\nops:x:60\nodd:x:61x:kim\n"
                            "none:x::kim\n+nis:x:62:kim\n-out:x:63:kim\nlast:x:64:zoe, kim");
    gids_are(GIDS(50, 60, 64));
    is("staff", YES);
    is("ops", YES);
    is("odd", NO);
    is("none", NO);
    is("no", NO);
    is("+nis", NO);
    is("-out", NO);
    is("last", YES);
    gids_are(0, NULL);
    is("staff", NO); /* `kim ` is another name */
    is("ops", NO);
    is("last", MAYBE);
    gid_is(61, NO);
    gid_is(1, NO);
}

static void whoever_is_listed_is_listed_whole(void **state)
{
    (void)state;
    accounts_begin("files", "a:x:1:kimi\nb:x:2:ki,mkim\nc:x:3:,kim\nd:x:4:kim,\ne:x:5:zoe,kim,amy\nf:x:6:zoe kim\n");
    is("a", NO);
    is("b", NO);
    is("c", MAYBE);
    is("d", MAYBE);
    is("e", MAYBE);
    is("f", NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_of_etc_group_is_the_answer),
        cmocka_unit_test(a_second_line_makes_a_no_unknown),
        cmocka_unit_test(a_gid_leads_to_its_first_name),
        cmocka_unit_test(a_second_line_of_a_gid_counts_as_well),
        cmocka_unit_test(a_list_is_answered_one_by_one),
        cmocka_unit_test(a_record_is_asked_for_where_no_line_is_the_answer),
        cmocka_unit_test(none_is_a_no_where_all_sources_are_of_this_machine),
        cmocka_unit_test(compat_is_of_this_machine_unless_it_sends_on),
        cmocka_unit_test(compat_is_read_to_the_end),
        cmocka_unit_test(compat_without_a_group_file_is_of_this_machine),
        cmocka_unit_test(sources_leave_no_descriptor_open),
        cmocka_unit_test(systemd_is_of_this_machine_unless_others_answer_behind_it),
        cmocka_unit_test(a_record_is_looked_at_up_to_its_bound),
        cmocka_unit_test(a_name_must_be_led_back_to),
        cmocka_unit_test(a_no_of_etc_group_is_none_where_a_directory_may_have_the_name),
        cmocka_unit_test(where_etc_group_is_not_first_it_is_one_of_two),
        cmocka_unit_test(a_group_file_that_cannot_be_read_says_nothing),
        cmocka_unit_test(a_line_is_read_as_the_source_files_reads_it),
        cmocka_unit_test(whoever_is_listed_is_listed_whole),
    };

    return cmocka_run_group_tests(tests, NULL, accounts_end);
}
