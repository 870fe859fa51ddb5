/*
 * resolve_test.c - what a question has looked up of a made-up account database, in which order, and what is known then.
 */
#include "resolve_world.h"

/* ---- who is looked up ---- */

static void etc_group_answers_without_a_look_up(void **state)
{
    (void)state;
    directory();
    answers(P "allow p to group staff\n", ROLEGATE_ALLOW, 0);
    answers(P "allow p to group other\n", ROLEGATE_DENY, 0);
    answers(P "allow p to everyone\ndeny p to group staff\n", ROLEGATE_DENY, 0);
    answers(P "allow p to gid 50\n", ROLEGATE_ALLOW, 0);
}

/* By name, and back by its gid. */
static void a_group_of_the_directory_is_looked_up_where_it_matters(void **state)
{
    (void)state;
    directory();
    answers(P "allow p to group con\n", ROLEGATE_ALLOW, 2);
    answers(P "allow p to group who\n", ROLEGATE_DENY, 1);
    answers(P "allow p to gid 5000\n", ROLEGATE_ALLOW, 0);
    answers(P "allow p to gid 5001\n", ROLEGATE_DENY, 1);
    answers(P "allow p to group staff, group con, group who\n", ROLEGATE_ALLOW, 0);
    answers(P "allow p to user kim\nallow p to group con\n", ROLEGATE_ALLOW, 0);
    answers(P "allow p to group who, group far\n", ROLEGATE_DENY, 2);
    answers(P "allow p to user kim\nallow q to group con\ndeny r to group who\n", ROLEGATE_ALLOW, 0);
}

static void what_keeps_out_is_looked_up_first(void **state)
{
    (void)state;
    directory();
    answers(P "allow p to user kim\ndeny p to group who\n", ROLEGATE_ALLOW, 1);
    answers(P "allow p to user kim\ndeny p to group con\n", ROLEGATE_DENY, 2);
    answers(P "allow p to user kim\ndeny p to group nowhere\n", ROLEGATE_DENY, 1);
    answers(P "allow p to group who, user kim\ndeny p to group far\n", ROLEGATE_ALLOW, 1);
    answers(P "role a { allow p }\nrole b { }\nexclusive a, b\nassign a to user kim\nassign b to group con\n",
            ROLEGATE_DENY, 2);
    answers(P "role a { allow p }\nrole b { }\nexclusive a, b\nassign a to user kim\nassign b to group nowhere\n",
            ROLEGATE_DENY, 1);
    answers(P "role a { allow p }\nrole b { }\nexclusive a, b\nassign a to user kim\nassign b to group who\n",
            ROLEGATE_ALLOW, 1);
}

/* A no of /etc/group is none where something is denied to the group and the directory may have one of that name. */
static void a_name_in_two_sources_is_looked_for_by_gids(void **state)
{
    (void)state;
    directory();
    answers(P "allow p to user kim\ndeny p to group other\n", ROLEGATE_ALLOW, 1);
    accounts_record("other", 5003, kim_alone);
    accounts.records[3].by_name = false;
    accounts.gids[2] = 5003;
    accounts.gid_count = 3;
    answers(P "allow p to user kim\ndeny p to group other\n", ROLEGATE_DENY, 2);
    answers(P "allow p to group other\n", ROLEGATE_DENY, 0);
    answers(P "deny p to group other\n", ROLEGATE_DENY, 0); /* nobody would be let in */
}

/* ---- several questions ---- */

static void what_is_known_is_not_asked_again(void **state)
{
    rolegate_table *table = table_of(P "allow p to group con\nallow q to group con, group who\nallow r to user kim\n");
    struct rolegate_question question = {.service = "t", .now = NOW};
    rolegate_subject *subject;
    enum rolegate_verdict verdict;

    (void)state;
    directory();
    subject = kim();
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_ALLOW);
    assert_int_equal(accounts.asked_groups, 2);
    assert_int_equal(rolegate_decide(table, subject, &question, &verdict), ROLEGATE_NOT_RESOLVED);
    assert_int_equal(verdict, ROLEGATE_DENY);
    assert_int_equal(ask(table, subject, "t"), ROLEGATE_ALLOW);
    assert_int_equal(accounts.asked_groups, 2);
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_ALLOW);
    assert_int_equal(ask(table, subject, "u"), ROLEGATE_ALLOW);
    assert_int_equal(rolegate_check(table, subject, &question), ROLEGATE_ALLOW);
    assert_int_equal(accounts.asked_groups, 2);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
}

static void everything_can_be_found_out_at_once(void **state)
{
    rolegate_table *table = table_of(P "allow p to group con\ndeny q to group who\nallow q, r to user kim\n"
                                       "deny r to group other\n");
    struct rolegate_question question = {.now = NOW};
    rolegate_subject *subject;

    (void)state;
    directory();
    subject = kim();
    assert_int_equal(rolegate_resolve(table, subject, NULL), ROLEGATE_OK);
    assert_int_equal(accounts.asked_groups, 4); /* con and back, who, and kim's gid that may be other */
    question.service = "s";
    assert_int_equal(rolegate_check(table, subject, &question), ROLEGATE_ALLOW);
    question.service = "t";
    assert_int_equal(rolegate_check(table, subject, &question), ROLEGATE_ALLOW);
    question.service = "u";
    assert_int_equal(rolegate_check(table, subject, &question), ROLEGATE_ALLOW);
    assert_int_equal(rolegate_resolve(table, subject, NULL), ROLEGATE_OK);
    assert_int_equal(rolegate_resolve(table, subject, &question), ROLEGATE_OK);
    assert_int_equal(accounts.asked_groups, 4);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
}

/* Each question reads /etc/group anew: what the one before has met there is nothing to it. */
static void a_second_question_reads_the_file_from_its_beginning(void **state)
{
    rolegate_table *table = table_of(P "allow p to group staff\nallow q to group \"users\"\nallow r to gid 50\n");
    rolegate_subject *subject;

    (void)state;
    directory();
    subject = kim();
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_ALLOW);
    assert_int_equal(ask(table, subject, "t"), ROLEGATE_ALLOW);
    assert_int_equal(ask(table, subject, "u"), ROLEGATE_ALLOW);
    assert_int_equal(accounts.asked_groups, 0);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
}

/* The first gid, the last, or all of them may be another name's. */
static void each_gid_may_be_another_name(void **state)
{
    static const gid_t primaries[] = {3, 100, 9000};
    static const gid_t others[] = {3, 50, 9000};
    size_t i, j;

    (void)state;
    for (i = 0; i < 3; i++)
        for (j = 0; j < 3; j++) {
            bool foreign = primaries[i] != 100 || others[j] != 50;
            unsigned asked = (primaries[i] != 100 ? 1u : 0u) + (others[j] != 50 && others[j] != primaries[i] ? 1u : 0u);
            accounts_begin("files sss", "staff:x:50:kim\nusers:x:100:\nother:x:60:zoe\n");
            accounts.primary = primaries[i];
            accounts.gids[0] = others[j];
            accounts.gid_count = 1;
            answers(P "allow p to user kim\ndeny p to group other\n", foreign ? ROLEGATE_DENY : ROLEGATE_ALLOW,
                    asked > 0 ? 1 : 0);
            accounts_record("low", 3, nobody);
            accounts_record("high", 9000, nobody);
            answers(P "allow p to user kim\ndeny p to group other\n", ROLEGATE_ALLOW, asked);
            accounts.records[0].name = "other";
            accounts.records[0].by_name = false;
            answers(P "allow p to user kim\ndeny p to group other\n",
                    primaries[i] == 3 || others[j] == 3 ? ROLEGATE_DENY : ROLEGATE_ALLOW,
                    primaries[i] == 3 || others[j] == 3 ? 1 : asked);
        }
}

/* A subject of this machine alone asks no source. */
static void what_is_local_looks_up_nobody(void **state)
{
    rolegate_table *table = table_of(P "allow p to user kim\ndeny p to group other\nallow q to group con\n");
    rolegate_subject *subject;

    (void)state;
    directory();
    accounts.primary = 999;
    assert_int_equal(rolegate_subject_from_local("kim", &subject), ROLEGATE_OK);
    accounts.asked_groups = 0;
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_ALLOW);
    assert_int_equal(ask(table, subject, "t"), ROLEGATE_DENY);
    assert_int_equal(rolegate_resolve(table, subject, NULL), ROLEGATE_OK);
    assert_int_equal(accounts.asked_groups, 0);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
}

/* A permission is asked for by itself, and is no service of the same number. */
static void a_permission_is_resolved_by_itself(void **state)
{
    rolegate_table *table = table_of(P "allow p to group con\nallow q to group con\n");
    struct rolegate_question service = {.service = "s", .now = NOW}, p = {.permission = "p", .now = NOW};
    struct rolegate_question q = {.permission = "q", .now = NOW}, none = {.permission = "none", .now = NOW};
    rolegate_subject *subject;
    enum rolegate_verdict verdict;

    (void)state;
    directory();
    subject = kim();
    assert_int_equal(rolegate_resolve(table, subject, &p), ROLEGATE_OK);
    assert_int_equal(rolegate_check(table, subject, &p), ROLEGATE_ALLOW);
    assert_int_equal(rolegate_decide(table, subject, &q, &verdict), ROLEGATE_NOT_RESOLVED);
    assert_int_equal(rolegate_decide(table, subject, &service, &verdict), ROLEGATE_NOT_RESOLVED);
    assert_int_equal(rolegate_resolve(table, subject, &none), ROLEGATE_NO_PERMISSION);
    assert_int_equal(rolegate_decide(table, subject, &p, &verdict), ROLEGATE_NOT_RESOLVED);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
}

/* Without a service that the table lists there is nothing to find out. */
static void what_is_not_listed_needs_nothing(void **state)
{
    rolegate_table *table = table_of("unlisted ignore\n" P "allow p to group con\n");
    rolegate_subject *subject;

    (void)state;
    directory();
    subject = kim();
    assert_int_equal(ask(table, subject, "elsewhere"), ROLEGATE_UNLISTED);
    assert_int_equal(accounts.asked_groups, 0);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
}

/* Whatever was asked, and however it ended. */
static void nothing_is_left_in_memory(void **state)
{
    static const char *const services[] = {"s", "t", "u", "elsewhere"};
    rolegate_table *table =
        table_of(P "roster group far, gid 5000\nallow p to group con, group staff\ndeny q to group who\n"
                   "deny r to group other\nallow q, r to user kim\nrole a { allow p }\nrole b { }\n"
                   "exclusive a, b\nassign a to group staff\nassign b to group nowhere\n");
    struct rolegate_question none = {.permission = "none", .now = NOW};
    struct rolegate_answer answer;
    size_t before = 0, i, j;

    (void)state;
    directory();
    for (i = 0; i < 16; i++) { /* the first rounds fill what malloc(3) keeps for each thread */
        rolegate_subject *subject = kim(), *stated;
        for (j = 0; j < 4; j++)
            (void)ask(table, subject, services[j]);
        assert_int_equal(rolegate_resolve(table, subject, NULL), ROLEGATE_OK);
        assert_int_equal(rolegate_subject_rule_out_unknown(table, subject), ROLEGATE_OK);
        assert_int_equal(rolegate_resolve(table, subject, &none), ROLEGATE_NO_PERMISSION);
        rolegate_subject_free(subject);
        assert_int_equal(rolegate_subject_new("x", &stated), ROLEGATE_OK);
        assert_int_equal(rolegate_subject_add_group(stated, "con", ROLEGATE_MEMBER), ROLEGATE_OK);
        assert_int_equal(rolegate_subject_add_gid(stated, 7, ROLEGATE_MEMBER), ROLEGATE_OK);
        (void)ask(table, stated, "s");
        assert_int_equal(rolegate_explain(table, stated, &(struct rolegate_question){.service = "s", .now = NOW},
                                          &answer, sizeof answer),
                         ROLEGATE_OK);
        rolegate_subject_free(stated);
        if (i == 12)
            before = mallinfo2().uordblks;
        if (i > 12)
            assert_int_equal(mallinfo2().uordblks, before);
    }
    rolegate_table_close(table);
}

/* Whichever call finds no memory, that is the answer, and the next question is answered as ever. */
static void no_memory(bool from_nss, bool always)
{
    rolegate_table *table =
        table_of(P "roster group far, gid 5000\nallow p to group con, group staff\nallow p to user x\n"
                   "role a { allow p }\nrole b { }\nexclusive a, b\nassign a to group staff\nassign b to group who\n");
    struct rolegate_question question = {.service = "s", .now = NOW};
    enum rolegate_status status = ROLEGATE_NO_MEMORY;
    enum rolegate_verdict verdict;
    unsigned n;

    directory();
    for (n = 0; status == ROLEGATE_NO_MEMORY; n++) {
        rolegate_subject *subject;
        if (from_nss)
            subject = kim();
        else
            assert_int_equal(rolegate_subject_new("x", &subject), ROLEGATE_OK);
        errno = EILSEQ;
        fails_on = always;
        allocations_left = n;
        status = rolegate_resolve(table, subject, &question);
        allocations_left = ALWAYS;
        assert_int_equal(errno, EILSEQ);
        if (status == ROLEGATE_NO_MEMORY) {
            assert_int_equal(rolegate_decide(table, subject, &question, &verdict), ROLEGATE_NOT_RESOLVED);
            assert_int_equal(verdict, ROLEGATE_DENY);
        }
        assert_int_equal(ask(table, subject, "s"), ROLEGATE_ALLOW);
        allocations_left = 0;
        errno = EILSEQ;
        assert_int_equal(rolegate_subject_rule_out_unknown(table, subject), ROLEGATE_NO_MEMORY);
        allocations_left = ALWAYS;
        assert_int_equal(errno, EILSEQ);
        assert_int_equal(rolegate_decide(table, subject, &question, &verdict), ROLEGATE_NOT_RESOLVED);
        rolegate_subject_free(subject);
    }
    assert_int_equal(status, ROLEGATE_OK);
    assert_true(n > (from_nss ? 10u : 7u));
    rolegate_table_close(table);
}

static void without_memory_there_is_no_answer(void **state)
{
    (void)state;
    no_memory(false, false);
    no_memory(false, true);
    no_memory(true, false);
    no_memory(true, true);
}

/* What /etc/group says of a number is enough, beside names that are asked for too. */
static void a_number_in_etc_group_is_not_looked_up(void **state)
{
    (void)state;
    directory();
    answers(P "allow p to group staff\ndeny p to gid 60\n", ROLEGATE_ALLOW, 0);
    answers(P "allow p to group staff\ndeny p to gid 60, gid 5002\n", ROLEGATE_ALLOW, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_memory_there_is_no_answer),
        cmocka_unit_test(a_number_in_etc_group_is_not_looked_up),
        cmocka_unit_test(etc_group_answers_without_a_look_up),
        cmocka_unit_test(a_group_of_the_directory_is_looked_up_where_it_matters),
        cmocka_unit_test(what_keeps_out_is_looked_up_first),
        cmocka_unit_test(a_name_in_two_sources_is_looked_for_by_gids),
        cmocka_unit_test(what_is_known_is_not_asked_again),
        cmocka_unit_test(everything_can_be_found_out_at_once),
        cmocka_unit_test(a_second_question_reads_the_file_from_its_beginning),
        cmocka_unit_test(each_gid_may_be_another_name),
        cmocka_unit_test(what_is_local_looks_up_nobody),
        cmocka_unit_test(a_permission_is_resolved_by_itself),
        cmocka_unit_test(what_is_not_listed_needs_nothing),
        cmocka_unit_test(nothing_is_left_in_memory),
    };

    return cmocka_run_group_tests(tests, NULL, accounts_end);
}
