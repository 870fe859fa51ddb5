/*
 * membership_test.c - whether somebody is in a group, by what a made-up account database says: rolegate-policy(5),
 * "Groups".
 */
#include "membership_world.h"

static char *zoe_alone[] = {"zoe", NULL}, *nobody[] = {NULL};

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
        cmocka_unit_test(a_record_is_looked_at_up_to_its_bound),
        cmocka_unit_test(a_name_must_be_led_back_to),
        cmocka_unit_test(a_group_file_that_cannot_be_read_says_nothing),
        cmocka_unit_test(a_line_is_read_as_the_source_files_reads_it),
        cmocka_unit_test(whoever_is_listed_is_listed_whole),
    };

    return cmocka_run_group_tests(tests, NULL, accounts_end);
}
