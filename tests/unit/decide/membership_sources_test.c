/*
 * membership_sources_test.c - which sources of groups answer with certainty: those of this machine, and others.
 */
#include "membership_world.h"

static char *kim_and_zoe[] = {"zoe", "kim", NULL}, *zoe_alone[] = {"zoe", NULL};

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_is_asked_for_where_no_line_is_the_answer),
        cmocka_unit_test(none_is_a_no_where_all_sources_are_of_this_machine),
        cmocka_unit_test(compat_is_of_this_machine_unless_it_sends_on),
        cmocka_unit_test(compat_is_read_to_the_end),
        cmocka_unit_test(compat_without_a_group_file_is_of_this_machine),
        cmocka_unit_test(sources_leave_no_descriptor_open),
        cmocka_unit_test(systemd_is_of_this_machine_unless_others_answer_behind_it),
        cmocka_unit_test(a_no_of_etc_group_is_none_where_a_directory_may_have_the_name),
        cmocka_unit_test(where_etc_group_is_not_first_it_is_one_of_two),
    };

    return cmocka_run_group_tests(tests, NULL, accounts_end);
}
