/*
 * rule_owners_test.c - which roles the table lists for a permission, what looking takes, and where it ends.
 *
 * Roles are told by their numbers, which are in the order of their names here.
 */
#include "../explain/asked.h"

#include "decide/budget.h"
#include "decide/decide.h"

/* Of p: groups and roles that deny, that allow; of `*`: nobody denies, c and e allow. Nobody has a rule on y alone. */
#define POLICY                                                                                                         \
    "permission p, x.a, x.b, y\nservice s requires p and x.a and y\n"                                                  \
    "role a { allow p }\nrole b { deny p }\nrole c { allow * }\nrole d { deny x.* }\n"                                 \
    "role e { allow *, p, x.a }\nrole f { deny p }\nallow p to group g, group h, user u\ndeny p to group g, user u\n"
enum { PERMISSION_P, PERMISSION_XA, PERMISSION_XB, PERMISSION_Y }; /* by name */

struct run {
    struct asked asked;
    struct decider decider;
    char seen[32]; /* a letter a role */
    size_t stop;   /* after so many */
};

static bool role_see(struct decider *decider, uint32_t role, void *context)
{
    struct run *run = context;
    size_t length = strlen(run->seen);

    assert_ptr_equal(decider, &run->decider);
    assert_true(length + 1 < sizeof run->seen);
    run->seen[length] = (char)('a' + (char)role);
    return length + 1 != run->stop;
}

static void run_begin(struct run *run)
{
    memset(run, 0, sizeof *run);
    asked_begin(&run->asked, POLICY, "s");
    assert_int_equal(rolegate_resolve(run->asked.table, run->asked.subject, &run->asked.question), ROLEGATE_OK);
}

/* Looks, with so many steps; whether the lists were short enough. */
static bool look(struct run *run, uint32_t permission, enum rules_wanted wanted, uint32_t most, uint32_t steps)
{
    struct asked *asked = &run->asked;

    assert_int_equal(decider_begin(&run->decider, asked->table, asked->subject, &asked->question), ROLEGATE_OK);
    run->decider.steps = steps;
    memset(run->seen, 0, sizeof run->seen);
    return rule_owners_each(&run->decider, permission, wanted, most, role_see, run);
}

/* These are seen, of lists of so many together, no step too few, and none too many. */
static void sees(uint32_t permission, enum rules_wanted wanted, const char *roles, uint32_t most, uint32_t steps)
{
    struct run run;

    run_begin(&run);
    assert_true(look(&run, permission, wanted, most, steps));
    assert_int_equal(run.decider.status, ROLEGATE_OK);
    assert_int_equal(run.decider.steps, 0);
    assert_string_equal(run.seen, roles);
    if (most > 0) {
        assert_false(look(&run, permission, wanted, most - 1, STEPS_DECISION));
        assert_int_equal(run.decider.status, ROLEGATE_OK);
    }
    for (uint32_t given = 0; given < steps; given++) {
        look(&run, permission, wanted, most, given);
        assert_int_equal(run.decider.status, ROLEGATE_TOO_COSTLY);
    }
    asked_end(&run.asked);
}

/* A pattern is a step, and each owner in a list that is read, a group as well as a role. */
static void the_roles_with_a_rule_are_seen(void **state)
{
    (void)state;
    sees(PERMISSION_P, RULES_DENY, "bf", 3, 5);
    sees(PERMISSION_P, RULES_ALLOW, "aece", 9, 11);
    sees(PERMISSION_P, RULES_ALL, "bfaece", 9, 11);
    sees(PERMISSION_XA, RULES_DENY, "d", 1, 4);
    sees(PERMISSION_XA, RULES_ALLOW, "ece", 4, 7);
    sees(PERMISSION_XB, RULES_ALL, "dce", 3, 5);
    sees(PERMISSION_Y, RULES_DENY, "", 0, 1);
    sees(PERMISSION_Y, RULES_ALLOW, "ce", 2, 3);
}

static void who_has_seen_enough_sees_no_more(void **state)
{
    static const char all[] = "bfaece";
    struct run run;

    (void)state;
    run_begin(&run);
    for (run.stop = 1; run.stop < sizeof all; run.stop++) {
        assert_true(look(&run, PERMISSION_P, RULES_ALL, 9, STEPS_DECISION));
        assert_int_equal(run.decider.status, ROLEGATE_OK);
        assert_int_equal(strlen(run.seen), run.stop);
        assert_memory_equal(run.seen, all, run.stop);
    }
    run.stop = 2; /* the lists that come then are not even counted */
    assert_true(look(&run, PERMISSION_P, RULES_ALL, 3, STEPS_DECISION));
    assert_string_equal(run.seen, "bf");
    asked_end(&run.asked);
}

/* Of a table that ends before its lists do nothing is taken for whole. */
static void lists_that_cannot_be_read_are_an_error(void **state)
{
    struct run run;
    uint32_t *size;

    (void)state;
    run_begin(&run);
    size = &run.asked.table->sections[SECTION_OWNERS].size;
    while (*size > 0) {
        --*size;
        look(&run, PERMISSION_XA, RULES_ALL, 99, STEPS_DECISION);
        assert_int_equal(run.decider.status, ROLEGATE_MALFORMED);
    }
    asked_end(&run.asked);
    run_begin(&run);
    run.asked.table->sections[SECTION_PATTERNS].size = 0;
    look(&run, PERMISSION_P, RULES_ALL, 99, STEPS_DECISION);
    assert_int_equal(run.decider.status, ROLEGATE_MALFORMED);
    assert_string_equal(run.seen, "");
    asked_end(&run.asked);
}

/* Patterns that lead to themselves would never end. */
static void a_wider_pattern_stands_before(void **state)
{
    enum rolegate_status status = ROLEGATE_OK;
    struct run run;
    unsigned char *wider;
    uint32_t pattern;

    (void)state;
    run_begin(&run);
    pattern = table_field(run.asked.table, SECTION_PERMISSIONS, PERMISSION_P, PERMISSION_SIZE, 8, &status) - 1;
    wider = (unsigned char *)(uintptr_t)table_at(
        run.asked.table, run.asked.table->sections[SECTION_PATTERNS].start + pattern * PATTERN_SIZE + 12, 4,
        &(uint32_t){0}, &status);
    assert_int_equal(status, ROLEGATE_OK);
    assert_int_equal(wider[0], 1); /* `*`, which is the first */
    wider[0] = (unsigned char)(pattern + 1);
    look(&run, PERMISSION_P, RULES_ALL, 99, STEPS_DECISION);
    assert_int_equal(run.decider.status, ROLEGATE_MALFORMED);
    assert_string_equal(run.seen, "bfae");
    asked_end(&run.asked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_roles_with_a_rule_are_seen),
        cmocka_unit_test(who_has_seen_enough_sees_no_more),
        cmocka_unit_test(lists_that_cannot_be_read_are_an_error),
        cmocka_unit_test(a_wider_pattern_stands_before),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
