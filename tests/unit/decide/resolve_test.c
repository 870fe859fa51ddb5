/*
 * resolve_test.c - what a question has looked up of a made-up account database, in which order, and what is known then.
 */
#include "accounts.h"

#include <limits.h>
#include <malloc.h>

#include "decide/decide.h"
#include "rolegate.h"

/* The compiler has texts of its own. */
#define texts compiler_texts
#include "table_text.h"
#undef texts

#define P   "permission p, q, r\nservice s requires p\nservice t requires q\nservice u requires r\n"
#define NOW 1767225600 /* 2026-01-01T00:00:00Z */

/* So many calls find memory; the one after them does not, or none that follows. */
#define ALWAYS UINT_MAX
static unsigned allocations_left = ALWAYS;
static bool fails_on;

static bool has_memory(void)
{
    if (allocations_left == ALWAYS)
        return true;
    if (allocations_left > 0) {
        allocations_left--;
        return true;
    }
    if (!fails_on)
        allocations_left = ALWAYS;
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
    assert_true(count > 0 && size > 0 && count < SIZE_MAX / size);
    return has_memory() ? realloc(old, count * size) : NULL;
}

static char *kim_alone[] = {"kim", NULL}, *nobody[] = {NULL};

static rolegate_table *table_of(const char *policy)
{
    rolegate_table *table;
    size_t size;
    unsigned char *bytes = table_of_text(policy, strlen(policy), &size);

    assert_non_null(bytes);
    assert_int_equal(rolegate_table_from_bytes(bytes, size, &table), ROLEGATE_OK);
    free(bytes);
    return table;
}

static rolegate_subject *kim(void)
{
    rolegate_subject *subject;

    assert_int_equal(rolegate_subject_from_nss("kim", &subject), ROLEGATE_OK);
    accounts.asked_groups = 0;
    return subject;
}

static enum rolegate_verdict ask(rolegate_table *table, rolegate_subject *subject, const char *service)
{
    struct rolegate_question question = {.service = service, .now = NOW};

    errno = EILSEQ;
    assert_int_equal(rolegate_resolve(table, subject, &question), ROLEGATE_OK);
    assert_int_equal(errno, EILSEQ);
    return rolegate_check(table, subject, &question);
}

/* The verdict on the service s, and how many groups are looked up for it. */
static void answers(const char *policy, enum rolegate_verdict verdict, unsigned asked)
{
    rolegate_table *table = table_of(policy);
    rolegate_subject *subject = kim();

    assert_int_equal(ask(table, subject, "s"), verdict);
    assert_int_equal(accounts.asked_groups, asked);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
}

/* A directory: kim is in con, by a record; who and far are there without kim; of other names it knows nothing. */
static void directory(void)
{
    accounts_begin("files sss", "staff:x:50:kim\nusers:x:100:\nother:x:60:zoe\n");
    accounts.gids[0] = 50;
    accounts.gids[1] = 5000;
    accounts.gid_count = 2;
    accounts_record("con", 5000, kim_alone);
    accounts_record("who", 5001, nobody);
    accounts_record("far", 5002, nobody);
}

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

/* ---- rosters ---- */

static void off_the_roster_a_no_is_unknown(void **state)
{
    (void)state;
    directory();
    answers(P "roster group con\nallow p to user kim\ndeny p to group who\n", ROLEGATE_ALLOW, 3);
    answers(P "roster group far\nallow p to user kim\ndeny p to group who\n", ROLEGATE_DENY, 2);
    answers(P "roster user kim\nallow p to user kim\ndeny p to group who\n", ROLEGATE_ALLOW, 1);
    answers(P "roster user zoe\nallow p to user kim\ndeny p to group other\n", ROLEGATE_DENY, 0);
    answers(P "roster user zoe\nallow p to user kim\n", ROLEGATE_ALLOW, 0);
    answers(P "roster user zoe, group staff\nallow p to user kim\ndeny p to group other\n", ROLEGATE_ALLOW, 1);
    answers(P "roster group staff\nroster group far\nallow p to user kim\ndeny p to group other\n", ROLEGATE_DENY, 1);
    answers(P "roster gid 5000\nallow p to user kim\ndeny p to group who\n", ROLEGATE_ALLOW, 1);
}

/* However many users a roster names, each is found among them, and nobody else. */
static void a_roster_of_users_is_one_of_each(void **state)
{
    unsigned count, who;

    (void)state;
    for (count = 1; count <= 9; count++) {
        char policy[1024] = P "allow p to everyone\ndeny p to group who\nroster user b0";
        rolegate_table *table;
        unsigned i;
        for (i = 1; i < count; i++)
            snprintf(policy + strlen(policy), sizeof policy - strlen(policy), ", user b%u", i);
        /* Users that the table names before, between and behind them. */
        snprintf(policy + strlen(policy), sizeof policy - strlen(policy), "\nallow q to user a");
        for (i = 0; i < 9; i++)
            snprintf(policy + strlen(policy), sizeof policy - strlen(policy), ", user b%ux, user b%u", i, i);
        strcat(policy, ", user c\n");
        table = table_of(policy);
        for (who = 0; who < 22; who++) {
            rolegate_subject *subject;
            char name[8];
            bool is_on = who >= 1 && who <= count;
            if (who == 0)
                strcpy(name, "a");
            else if (who <= 10)
                snprintf(name, sizeof name, "b%u", who - 1);
            else
                snprintf(name, sizeof name, who == 21 ? "c" : "b%ux", who - 11);
            assert_int_equal(rolegate_subject_new(name, &subject), ROLEGATE_OK);
            assert_int_equal(ask(table, subject, "s"), is_on ? ROLEGATE_ALLOW : ROLEGATE_DENY);
            assert_int_equal(rolegate_subject_on_roster(table, subject), is_on);
            rolegate_subject_free(subject);
        }
        rolegate_table_close(table);
    }
}

/* The shortest record, behind another one, counts as well. */
static void every_roster_counts(void **state)
{
    (void)state;
    directory();
    answers(P "roster user kim\nroster user zoe\nallow p to user kim\ndeny p to group other\n", ROLEGATE_DENY, 0);
    answers(P "roster user zoe\nroster user kim\nallow p to user kim\ndeny p to group other\n", ROLEGATE_DENY, 0);
    answers(P "roster user kim, user zoe\nroster user kim\nallow p to user kim\ndeny p to group other\n",
            ROLEGATE_ALLOW, 1);
}

static void the_roster_is_told(void **state)
{
    rolegate_table *table = table_of(P "roster group far\nallow p to user kim\ndeny p to group who\n");
    rolegate_table *without = table_of(P "allow p to user kim\n");
    rolegate_subject *subject;

    (void)state;
    directory();
    subject = kim();
    assert_int_equal(rolegate_subject_on_roster(table, NULL), 1);
    assert_int_equal(rolegate_subject_on_roster(table, subject), 1);
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_DENY);
    assert_int_equal(rolegate_subject_on_roster(table, subject), 0);
    assert_int_equal(rolegate_subject_on_roster(without, subject), 1);
    assert_int_equal(ask(without, subject, "s"), ROLEGATE_ALLOW);
    assert_int_equal(rolegate_subject_on_roster(without, subject), 1);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
    rolegate_table_close(without);
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

/* ---- another table ---- */

static void another_table_is_found_out_about_anew(void **state)
{
    rolegate_table *table = table_of(P "allow p to group con\n"), *other = table_of(P "deny p to group con\n");
    struct rolegate_question question = {.service = "s", .now = NOW};
    rolegate_subject *subject;
    enum rolegate_verdict verdict;

    (void)state;
    directory();
    subject = kim();
    assert_int_equal(rolegate_decide(table, subject, &question, &verdict), ROLEGATE_NOT_RESOLVED);
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_ALLOW);
    assert_int_equal(rolegate_decide(other, subject, &question, &verdict), ROLEGATE_NOT_RESOLVED);
    assert_int_equal(ask(other, subject, "s"), ROLEGATE_DENY);
    assert_int_equal(rolegate_decide(table, subject, &question, &verdict), ROLEGATE_NOT_RESOLVED);
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_ALLOW);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
    rolegate_table_close(other);
}

/* ---- break-glass ---- */

static void the_unknown_is_ruled_out_until_it_is_asked_for_again(void **state)
{
    rolegate_table *table = table_of(P "allow p to user kim\ndeny p to group nowhere\nallow q to group nowhere\n"
                                       "allow r to user kim\ndeny r to group con\n");
    rolegate_subject *subject;
    struct rolegate_question question = {.service = "s", .now = NOW};

    (void)state;
    directory();
    subject = kim();
    assert_int_equal(rolegate_subject_rule_out_unknown(table, subject), ROLEGATE_NOT_RESOLVED);
    assert_int_equal(rolegate_subject_rule_out_unknown(NULL, subject), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_rule_out_unknown(table, NULL), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_resolve(table, subject, NULL), ROLEGATE_OK);
    assert_int_equal(rolegate_check(table, subject, &question), ROLEGATE_DENY);
    errno = EILSEQ;
    assert_int_equal(rolegate_subject_rule_out_unknown(table, subject), ROLEGATE_OK);
    assert_int_equal(errno, EILSEQ);
    assert_int_equal(rolegate_check(table, subject, &question), ROLEGATE_ALLOW);
    question.service = "t";
    assert_int_equal(rolegate_check(table, subject, &question), ROLEGATE_DENY);
    question.service = "u";
    assert_int_equal(rolegate_check(table, subject, &question), ROLEGATE_DENY);
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_DENY);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
}

/* ---- what is told of groups ---- */

static void group_is(const rolegate_table *table, const rolegate_subject *subject, size_t i, const char *name,
                     uint32_t gid, enum rolegate_membership membership)
{
    struct rolegate_group group;

    assert_int_equal(rolegate_subject_group((rolegate_table *)(uintptr_t)table, subject, i, &group), ROLEGATE_OK);
    if (name == NULL) {
        assert_null(group.name);
        assert_int_equal(group.gid, gid);
    } else {
        assert_string_equal(group.name, name);
    }
    assert_int_equal(group.membership, membership);
}

static void the_groups_that_counted_are_told(void **state)
{
    rolegate_table *table =
        table_of(P "allow p to group con, group nowhere, group who, gid 50, gid 7\ndeny p to group far\n");
    rolegate_table *other = table_of(P "allow p to user kim\n");
    struct rolegate_group group;
    rolegate_subject *subject;

    (void)state;
    directory();
    subject = kim();
    assert_int_equal(rolegate_subject_group(table, subject, 0, &group), ROLEGATE_NOT_RESOLVED);
    assert_int_equal(rolegate_resolve(table, subject, NULL), ROLEGATE_OK);
    group_is(table, subject, 0, "con", 0, ROLEGATE_MEMBER);
    group_is(table, subject, 1, "far", 0, ROLEGATE_NOT_MEMBER);
    group_is(table, subject, 2, "nowhere", 0, ROLEGATE_MEMBER_UNKNOWN);
    group_is(table, subject, 3, "who", 0, ROLEGATE_NOT_MEMBER);
    group_is(table, subject, 4, NULL, 7, ROLEGATE_MEMBER_UNKNOWN);
    group_is(table, subject, 5, NULL, 50, ROLEGATE_MEMBER);
    assert_int_equal(rolegate_subject_group(table, subject, 6, &group), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_group(other, subject, 0, &group), ROLEGATE_NOT_RESOLVED);
    assert_int_equal(rolegate_subject_group(NULL, subject, 0, &group), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_group(table, NULL, 0, &group), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_group(table, subject, 0, NULL), ROLEGATE_BAD_ARGUMENT);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
    rolegate_table_close(other);
}

/* ---- what the caller states ---- */

static void what_is_stated_counts_and_the_last_word_does(void **state)
{
    rolegate_table *table =
        table_of(P "allow p to group con\nallow q to gid 7\ndeny r to group who\nallow r to user x\n");
    rolegate_subject *subject;

    (void)state;
    directory();
    accounts.asked_groups = accounts.asked_lists = 0;
    assert_int_equal(rolegate_subject_new("x", &subject), ROLEGATE_OK);
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_DENY);
    assert_int_equal(ask(table, subject, "u"), ROLEGATE_ALLOW);
    assert_int_equal(rolegate_subject_add_group(subject, "con", ROLEGATE_MEMBER), ROLEGATE_OK);
    assert_int_equal(rolegate_subject_add_group(subject, "unheard of", ROLEGATE_MEMBER), ROLEGATE_OK);
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_ALLOW);
    assert_int_equal(rolegate_subject_add_group(subject, "con", ROLEGATE_MEMBER_UNKNOWN), ROLEGATE_OK);
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_DENY);
    assert_int_equal(rolegate_subject_add_gid(subject, 7, ROLEGATE_MEMBER), ROLEGATE_OK);
    assert_int_equal(ask(table, subject, "t"), ROLEGATE_ALLOW);
    assert_int_equal(rolegate_subject_add_gid(subject, 7, ROLEGATE_NOT_MEMBER), ROLEGATE_OK);
    assert_int_equal(ask(table, subject, "t"), ROLEGATE_DENY);
    assert_int_equal(rolegate_subject_add_group(subject, "who", ROLEGATE_MEMBER_UNKNOWN), ROLEGATE_OK);
    assert_int_equal(ask(table, subject, "u"), ROLEGATE_DENY);
    assert_int_equal(accounts.asked_groups + accounts.asked_lists, 0);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
}

static void a_roster_holds_for_what_is_stated(void **state)
{
    rolegate_table *table = table_of(P "roster group all, user root\nallow p, q to everyone\ndeny p to group who\n"
                                       "allow r to group who\n");
    rolegate_subject *subject;

    (void)state;
    assert_int_equal(rolegate_subject_new("x", &subject), ROLEGATE_OK);
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_DENY);
    assert_int_equal(ask(table, subject, "t"), ROLEGATE_ALLOW);
    assert_int_equal(ask(table, subject, "u"), ROLEGATE_DENY);
    assert_int_equal(rolegate_subject_on_roster(table, subject), 0);
    assert_int_equal(rolegate_subject_add_group(subject, "all", ROLEGATE_MEMBER), ROLEGATE_OK);
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_ALLOW);
    assert_int_equal(rolegate_subject_on_roster(table, subject), 1);
    rolegate_subject_free(subject);
    assert_int_equal(rolegate_subject_new("root", &subject), ROLEGATE_OK);
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_ALLOW);
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

/* What was found out for one table says nothing about another, even of the same policy. */
static void a_subject_is_bound_to_one_table(void **state)
{
    static const char policy[] = P "allow p to group con\nallow q to group staff\nallow r to group who\n";
    rolegate_table *table = table_of(policy), *other = table_of(policy), *third = table_of(P "allow q to group con\n");
    struct rolegate_question question = {.service = "t", .now = NOW};
    rolegate_subject *subject;
    struct rolegate_group group;
    enum rolegate_verdict verdict;

    (void)state;
    directory();
    subject = kim();
    assert_int_equal(rolegate_resolve(table, subject, NULL), ROLEGATE_OK);
    assert_int_equal(rolegate_decide(table, subject, &question, &verdict), ROLEGATE_OK);
    assert_int_equal(verdict, ROLEGATE_ALLOW);
    assert_int_equal(rolegate_subject_group(table, subject, 0, &group), ROLEGATE_OK);
    assert_int_equal(rolegate_subject_group(other, subject, 0, &group), ROLEGATE_NOT_RESOLVED);
    assert_int_equal(rolegate_subject_rule_out_unknown(other, subject), ROLEGATE_NOT_RESOLVED);
    assert_int_equal(rolegate_decide(other, subject, &question, &verdict), ROLEGATE_NOT_RESOLVED);
    assert_int_equal(ask(third, subject, "s"), ROLEGATE_DENY);
    assert_int_equal(rolegate_decide(third, subject, &question, &verdict), ROLEGATE_NOT_RESOLVED);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
    rolegate_table_close(other);
    rolegate_table_close(third);
}

/* Who is off the roster is none of the users that the policy names, and nothing is held against him that is theirs. */
static void off_the_roster_nobody_is_another_user(void **state)
{
    rolegate_table *table = table_of(P "roster group all\nallow p, q to everyone\ndeny p to user aaa\n"
                                       "deny q to user zzz, group who\n");
    rolegate_subject *subject;

    (void)state;
    assert_int_equal(rolegate_subject_new("x", &subject), ROLEGATE_OK);
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_ALLOW);
    assert_int_equal(ask(table, subject, "t"), ROLEGATE_DENY);
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_ALLOW);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
}

/* What /etc/group says of a number is enough, beside names that are asked for too. */
static void a_number_in_etc_group_is_not_looked_up(void **state)
{
    (void)state;
    directory();
    answers(P "allow p to group staff\ndeny p to gid 60\n", ROLEGATE_ALLOW, 0);
    answers(P "allow p to group staff\ndeny p to gid 60, gid 5002\n", ROLEGATE_ALLOW, 1);
}

/* Off the roster what nobody stated is no, and counts as unknown; it is told as it was found. */
static void what_is_not_stated_is_no_membership(void **state)
{
    rolegate_table *table = table_of(P "roster group all\nallow p to group who\n");
    rolegate_subject *subject;
    struct rolegate_group group;
    size_t i, count = 0;

    (void)state;
    assert_int_equal(rolegate_subject_new("x", &subject), ROLEGATE_OK);
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_DENY);
    for (i = 0; rolegate_subject_group(table, subject, i, &group) == ROLEGATE_OK; i++) {
        assert_int_equal(group.membership, ROLEGATE_NOT_MEMBER);
        count += strcmp(group.name, "who") == 0;
    }
    assert_int_equal(count, 1);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
}

static void arguments_are_looked_at(void **state)
{
    rolegate_table *table = table_of(P);
    rolegate_subject *subject;
    char longest[258];

    (void)state;
    memset(longest, 'x', 256);
    longest[256] = '\0';
    errno = EILSEQ;
    assert_int_equal(rolegate_subject_new("x", NULL), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_new(NULL, &subject), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_new("", &subject), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_new(longest, &subject), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_new(longest + 1, &subject), ROLEGATE_OK);
    rolegate_subject_free(subject);
    assert_int_equal(rolegate_subject_new("x", &subject), ROLEGATE_OK);
    assert_string_equal(rolegate_subject_user(subject), "x");
    assert_string_equal(rolegate_subject_user(NULL), "");
    assert_int_equal(rolegate_subject_add_group(subject, longest, ROLEGATE_MEMBER), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_add_group(subject, longest + 1, ROLEGATE_MEMBER), ROLEGATE_OK);
    assert_int_equal(rolegate_subject_add_group(subject, NULL, ROLEGATE_MEMBER), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_add_group(NULL, "g", ROLEGATE_MEMBER), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_add_group(subject, "g", (enum rolegate_membership)77), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_add_gid(subject, 4294967295u, ROLEGATE_MEMBER), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_add_gid(subject, 4294967294u, ROLEGATE_MEMBER), ROLEGATE_OK);
    assert_int_equal(rolegate_subject_add_gid(NULL, 7, ROLEGATE_MEMBER), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_add_gid(subject, 7, (enum rolegate_membership)77), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_resolve(NULL, subject, NULL), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_resolve(table, NULL, NULL), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(errno, EILSEQ);
    rolegate_subject_free(subject);
    assert_int_equal(errno, EILSEQ);
    directory();
    subject = kim();
    assert_int_equal(rolegate_subject_add_group(subject, "g", ROLEGATE_MEMBER), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_add_gid(subject, 7, ROLEGATE_MEMBER), ROLEGATE_BAD_ARGUMENT);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_memory_there_is_no_answer),
        cmocka_unit_test(a_subject_is_bound_to_one_table),
        cmocka_unit_test(off_the_roster_nobody_is_another_user),
        cmocka_unit_test(a_number_in_etc_group_is_not_looked_up),
        cmocka_unit_test(what_is_not_stated_is_no_membership),
        cmocka_unit_test(etc_group_answers_without_a_look_up),
        cmocka_unit_test(a_group_of_the_directory_is_looked_up_where_it_matters),
        cmocka_unit_test(what_keeps_out_is_looked_up_first),
        cmocka_unit_test(a_name_in_two_sources_is_looked_for_by_gids),
        cmocka_unit_test(off_the_roster_a_no_is_unknown),
        cmocka_unit_test(a_roster_of_users_is_one_of_each),
        cmocka_unit_test(every_roster_counts),
        cmocka_unit_test(the_roster_is_told),
        cmocka_unit_test(what_is_known_is_not_asked_again),
        cmocka_unit_test(everything_can_be_found_out_at_once),
        cmocka_unit_test(a_second_question_reads_the_file_from_its_beginning),
        cmocka_unit_test(each_gid_may_be_another_name),
        cmocka_unit_test(what_is_local_looks_up_nobody),
        cmocka_unit_test(a_permission_is_resolved_by_itself),
        cmocka_unit_test(what_is_not_listed_needs_nothing),
        cmocka_unit_test(another_table_is_found_out_about_anew),
        cmocka_unit_test(the_unknown_is_ruled_out_until_it_is_asked_for_again),
        cmocka_unit_test(the_groups_that_counted_are_told),
        cmocka_unit_test(what_is_stated_counts_and_the_last_word_does),
        cmocka_unit_test(a_roster_holds_for_what_is_stated),
        cmocka_unit_test(nothing_is_left_in_memory),
        cmocka_unit_test(arguments_are_looked_at),
    };

    return cmocka_run_group_tests(tests, NULL, accounts_end);
}
