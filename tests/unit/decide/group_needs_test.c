/*
 * group_needs_test.c - which groups a question has looked up, and how surely: all that could change its answer, and no
 * other.
 */
#include "group_needs_text.h"

static void who_may_be_let_in_and_who_may_be_kept_out(void **state)
{
    (void)state;
    needs_are(SERVICE "allow p to group a, gid 7, user u, everyone\n", "g", NULL, "a? 7? ");
    needs_are(SERVICE "allow p to group a\ndeny p to group b, gid 7\n", "g", NULL, "a? b! 7! ");
    needs_are(SERVICE "allow p to group a\ndeny p to group a\n", "g", NULL, "a! ");
    needs_are(SERVICE "allow p to user u\n", "g", NULL, "");
}

static void groups_of_other_permissions_are_not_looked_up(void **state)
{
    (void)state;
    needs_are(SERVICE "allow p to group a\nallow q to group b\ndeny q to group c\n", "g", NULL, "a? ");
    needs_are(SERVICE "allow p to group a\nallow q to group b\ndeny q to group c\n", NULL, "q", "b? c! ");
}

static void every_pattern_that_holds_the_permission_counts(void **state)
{
    (void)state;
    needs_are(SERVICE "allow r.s to group a\nallow r.* to group b\ndeny * to group c\nallow p to group d\n", NULL,
              "r.s", "a? b? c! ");
}

static void every_permission_of_the_expression_counts(void **state)
{
    (void)state;
    needs_are("permission p, q, r\nservice g requires p and (q or r)\nservice h requires r\n"
              "allow p to group a\ndeny q to group b\nallow r to group c\n",
              "g", NULL, "a? b! c? ");
    needs_are("permission p, q, r\nservice g requires p and (q or r)\nservice h requires r\n"
              "allow p to group a\ndeny q to group b\nallow r to group c\n",
              "h", NULL, "c? ");
}

static void a_role_is_held_through_itself_and_what_extends_it(void **state)
{
    (void)state;
    needs_are(SERVICE "role base { allow p }\nrole mid extends base { }\nrole top extends mid { }\nrole other { }\n"
                      "assign base to group a\nassign mid to group b\nassign top to gid 7\nassign other to group c\n",
              "g", NULL, "a? b? 7? ");
    needs_are(SERVICE "role base { }\nrole top extends base { allow p }\n"
                      "assign base to group a\nassign top to group b\n",
              "g", NULL, "b? ");
    needs_are(SERVICE "role base { }\nrole top extends base { }\nallow p to role base\ndeny p to role top\n"
                      "assign base to group a\nassign top to group b\n",
              "g", NULL, "a? b! ");
}

/* ---- exclusive sets ---- */

#define ROLES                                                                                                          \
    SERVICE "role base { }\nrole first extends base { allow p }\nrole second { }\nrole third { }\nrole above { }\n"    \
            "role below extends second { }\n"                                                                          \
            "assign base to group a\nassign first to group b\nassign second to group c\nassign third to group d\n"     \
            "assign above to group e\nassign below to group f\n"

static void without_a_set_only_who_holds_the_role_counts(void **state)
{
    (void)state;
    needs_are(ROLES, "g", NULL, "b? ");
}

static void every_role_of_a_set_must_be_known(void **state)
{
    (void)state;
    needs_are(ROLES "exclusive first, second\n", "g", NULL, "b! c! f! ");
    needs_are(ROLES "exclusive first, second, third\n", "g", NULL, "b! c! d! f! ");
    needs_are(ROLES "exclusive first, third\nexclusive first, above\n", "g", NULL, "b! d! e! ");
}

static void a_set_of_a_parent_counts(void **state)
{
    (void)state;
    needs_are(ROLES "exclusive base, third\n", "g", NULL, "a! b! d! ");
}

static void a_set_of_a_parents_parent_counts(void **state)
{
    (void)state;
    needs_are(SERVICE "role base { }\nrole mid extends base { }\nrole top extends mid { allow p }\nrole other { }\n"
                      "assign top to group a\nassign other to group b\nexclusive base, other\n",
              "g", NULL, "a! b! ");
}

/* Whoever holds `under` alone gets nothing of it: its sets are not those of `second`. */
static void a_set_that_makes_nothing_void_is_not_looked_up(void **state)
{
    (void)state;
    needs_are(ROLES "exclusive second, third\n", "g", NULL, "b? ");
    needs_are(ROLES "exclusive below, third\nallow p to role second\n", "g", NULL, "b? c? d! f! ");
    needs_are(ROLES "exclusive third, above\n", "g", NULL, "b? ");
}

/* Nobody is named by a role's number: the same with the granting role first, and last. */
static void the_order_of_roles_does_not_matter(void **state)
{
    (void)state;
    needs_are(SERVICE "role a { allow p }\nrole z { }\nassign a to group g1\nassign z to group g2\nexclusive a, z\n",
              "g", NULL, "g1! g2! ");
    needs_are(SERVICE "role z { allow p }\nrole a { }\nassign z to group g1\nassign a to group g2\nexclusive a, z\n",
              "g", NULL, "g1! g2! ");
}

/* ---- rosters ---- */

static void a_rosters_groups_are_looked_up_where_any_group_is(void **state)
{
    (void)state;
    needs_are(SERVICE "roster group z, gid 9, user u\nallow p to group a\n", "g", NULL, "a? zr 9r ");
    needs_are(SERVICE "roster group a\nallow p to group a\n", "g", NULL, "ar ");
    needs_are(SERVICE "roster group a\ndeny p to group a\n", "g", NULL, "a! ");
    needs_are(SERVICE "roster group z, user kim\nallow p to group a\n", "g", NULL, "a? ");
    needs_are(SERVICE "roster group z\nallow p to user u\n", "g", NULL, "");
}

/* ---- everything ---- */

static void every_group_of_the_table_is_looked_up_without_a_question(void **state)
{
    struct rolegate_table *table = table_make(ROLES "allow q to gid 7\n");

    (void)state;
    found_are(table, NULL, "a! b! c! d! e! f! 7! ");
    rolegate_table_close(table);
}

/* Many groups: the list grows. */
static void a_question_may_need_many_groups(void **state)
{
    char policy[4096] = SERVICE, expected[1024] = "";
    int i;

    (void)state;
    for (i = 0; i < 100; i++) {
        snprintf(policy + strlen(policy), sizeof policy - strlen(policy), "allow p to group g%02d\n", i);
        snprintf(expected + strlen(expected), sizeof expected - strlen(expected), "g%02d%c ", i, i < 60 ? '?' : '!');
        if (i >= 60)
            snprintf(policy + strlen(policy), sizeof policy - strlen(policy), "deny p to group g%02d\n", i);
    }
    needs_are(policy, "g", NULL, expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_may_be_let_in_and_who_may_be_kept_out),
        cmocka_unit_test(groups_of_other_permissions_are_not_looked_up),
        cmocka_unit_test(every_pattern_that_holds_the_permission_counts),
        cmocka_unit_test(every_permission_of_the_expression_counts),
        cmocka_unit_test(a_role_is_held_through_itself_and_what_extends_it),
        cmocka_unit_test(without_a_set_only_who_holds_the_role_counts),
        cmocka_unit_test(every_role_of_a_set_must_be_known),
        cmocka_unit_test(a_set_of_a_parent_counts),
        cmocka_unit_test(a_set_of_a_parents_parent_counts),
        cmocka_unit_test(a_set_that_makes_nothing_void_is_not_looked_up),
        cmocka_unit_test(the_order_of_roles_does_not_matter),
        cmocka_unit_test(a_rosters_groups_are_looked_up_where_any_group_is),
        cmocka_unit_test(every_group_of_the_table_is_looked_up_without_a_question),
        cmocka_unit_test(a_question_may_need_many_groups),
    };

    return cmocka_run_group_tests_name("needs", tests, NULL, NULL);
}
