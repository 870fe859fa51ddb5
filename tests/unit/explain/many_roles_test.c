/*
 * many_roles_test.c - an answer does not depend on how many other roles one has.
 *
 * Of somebody with many roles only those are looked at that the table lists for a permission. Each policy is asked as
 * it stands, and again with roles besides that have no rule on what is asked for: in front of the others and behind.
 */
#include "asked.h"

#include "decide/budget.h"
#include "decide/decide.h"

#define P                                                                                                              \
    "permission p, q, x.a, x.b, x.c\nservice s requires p\nservice w requires x.a and (q or p)\n"                      \
    "service o requires x.c\n"
#define OTHERS_MOST 200u

static const char *const policies[] = {
    "role r { allow p }\nassign r to user u\n",
    "role r { allow p }\nrole t extends r { deny p }\nassign t to user u\n",
    "role r { allow p, q, x.a }\nrole t { deny p until 2020-01-01 }\nassign r, t to user u\n",
    "role r { allow x.* except x.b }\nrole t { allow * }\nassign r to group g\nassign t to group m\n",
    "role r { allow * }\nrole t { deny x.* except x.a }\nassign r, t to user u\ndeny q to role t because \"HR-1\"\n",
    "role r { allow p }\ndeny p to group m, role r\nassign r to user u\n",
    "role r { allow p }\nrole t { }\ndeny p to role t, group m\nassign r to user u\nassign t to group m\n",
    "role r { allow p }\nrole t { deny p }\nassign r to user u\nassign t to group m\ndeny p to role t, user u\n",
    "role r { allow p }\nrole t { allow q, x.a }\nexclusive r, t\nassign r to user u\nassign t to group g\n",
    "role r { allow p }\nrole t { allow q, x.a }\nexclusive r, t\nassign r to user u\nassign t to group m\n",
    "role r { allow p when time sat }\nrole t { allow x.a when from 10.0.0.0/8 }\nassign r, t to user u\n",
    "role r { allow p, q, x.a }\nassign r to user u when tty tty1\nassign r to group g until 2025-01-01\n",
    "role r { allow p }\nrole t extends r { }\nrole k extends t { allow x.* }\nassign k to user u because \"SUP-1\"\n",
    "role r { allow p }\nrole t { allow x.a }\nrole k extends r, t { deny q }\nassign k to user u\nassign t to group "
    "m\n",
    "role r { allow p, q }\nallow p to user u\ndeny p to everyone when host db*\nassign r to everyone\n",
    "role r { deny p }\nallow p, x.* to role r, user u\nassign r to group m starting 2027-01-01\n",
    "roster group g2\nrole r { allow p }\nassign r to user u\ndeny p to group m2\n",
    "role r { allow p }\n",
    "role r { allow p }\nrole t extends r { }\nassign t to user u when from 10.0.0.0/8\nassign r to group m until "
    "2030-01-01\n",
    "role r { allow p }\nrole t { deny x.a }\nrole k { allow x.* }\nassign r, t to user u until 2026-06-01 when tty "
    "none\n"
    "assign k to group m when time mon-fri 08:00-18:00\n",
    "role r { allow p, q }\nrole t extends r { deny q when time sat }\nassign t to user u starting 2026-03-01\n"
    "deny x.a to role t\nallow x.* to role r\n",
};

/* The policy with so many roles more, all of them the user's: by their numbers half come first, and half last. */
static char *with_others(const char *policy, unsigned count, const char *limit)
{
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    fprintf(out, P "%s", policy);
    for (unsigned i = 0; i < count; i++) {
        fprintf(out, "role %s%u { allow x.c }\n", i % 2 == 0 ? "a" : "z", i);
        fprintf(out, "assign %s%u to user u%s\n", i % 2 == 0 ? "a" : "z", i, limit);
    }
    fclose(out);
    return text;
}

static void same_text(const char *one, const char *other)
{
    if (one == NULL || other == NULL)
        assert_ptr_equal(one, other);
    else
        assert_string_equal(one, other);
}

static void same_answer(const struct rolegate_answer *one, const struct rolegate_answer *other)
{
    assert_int_equal(one->verdict, other->verdict);
    assert_int_equal(one->reason, other->reason);
    assert_int_equal(one->timing, other->timing);
    assert_int_equal(one->has_next, other->has_next);
    assert_true(one->next == other->next);
    assert_int_equal(one->incomplete, other->incomplete);
    assert_int_equal(one->statement_count, other->statement_count);
    for (size_t i = 0; i < one->statement_count; i++) {
        const struct rolegate_statement *left = &one->statements[i], *right = &other->statements[i];
        assert_int_equal(left->kind, right->kind);
        assert_int_equal(left->line, right->line);
        assert_int_equal(left->certain, right->certain);
        same_text(left->subject, right->subject);
        same_text(left->role, right->role);
        same_text(left->because, right->because);
    }
    assert_int_equal(one->missing_count, other->missing_count);
    for (size_t i = 0; i < one->missing_count; i++)
        same_text(one->missing[i], other->missing[i]);
}

/* The two are asked alike, from a place where some conditions hold, and from another. */
static void asked_alike(const char *policy, const char *others, const char *service, bool elsewhere)
{
    struct asked plain, more;
    struct asked *const both[] = {&plain, &more};

    asked_begin(&plain, policy, service);
    asked_begin(&more, others, service);
    for (int i = 0; i < 2; i++) {
        asked_group(both[i], "g", ROLEGATE_MEMBER);
        asked_group(both[i], "m", ROLEGATE_MEMBER_UNKNOWN);
        if (elsewhere) {
            both[i]->question.origin = "10.1.1.1";
            both[i]->question.tty = "tty1";
        }
        asked_explain(both[i]);
    }
    same_answer(&plain.answer, &more.answer);
    asked_end(&plain);
    asked_end(&more);
}

static void roles_that_have_no_say_change_nothing(void **state)
{
    static const char *const limits[] = {"", " until 2099-01-01", " when from 10.0.0.0/8 or tty none"};

    (void)state;
    for (size_t i = 0; i < sizeof policies / sizeof *policies; i++)
        for (unsigned count = 10; count <= OTHERS_MOST; count += count < 20 ? 1 : 90)
            for (size_t limit = 0; limit < sizeof limits / sizeof *limits; limit += count % 5 == 0 ? 1 : 3) {
                char *plain = with_others(policies[i], 0, ""), *more = with_others(policies[i], count, limits[limit]);
                asked_alike(plain, more, "s", false);
                asked_alike(plain, more, "s", true);
                asked_alike(plain, more, "w", count % 2 == 0);
                free(plain);
                free(more);
            }
}

static bool rule_pass(struct decider *decider, struct rule_sight *sight, void *context)
{
    (void)decider;
    (void)sight;
    (void)context;
    return true;
}

/* What a decision takes besides finding the roles, with so many others, and a visit of all rules on its permission. */
static void takes(const char *service, unsigned others, uint32_t decision, uint32_t visit)
{
    char *text = with_others("role r { allow p }\nassign r to user u\n", others, "");
    struct decider decider;
    struct request request;
    struct asked asked;
    uint32_t left;

    asked_begin(&asked, text, service);
    free(text);
    assert_int_equal(rolegate_resolve(asked.table, asked.subject, &asked.question), ROLEGATE_OK);
    assert_int_equal(decider_begin(&decider, asked.table, asked.subject, &asked.question), ROLEGATE_OK);
    assert_true(request_read(&decider, &asked.question, &request));
    assert_true(request_allowed(&decider, &request));
    assert_int_equal(STEPS_DECISION - decider.steps - asked.subject->roles.kept.steps, decision);
    left = decider.steps;
    rules_visit(&decider, others == 0 || service[0] == 's' ? 0 : 4, RULES_ALL, rule_pass, NULL);
    assert_int_equal(left - decider.steps, visit);
    assert_int_equal(asked.subject->roles.heap_count, 0);
    asked_end(&asked);
}

/* Of 16 roles and more those alone are looked at that are listed, and of those that grant, where none denies, one. */
static void what_a_decision_takes_does_not_grow_with_the_roles(void **state)
{
    (void)state;
    takes("s", 0, 3, 2);
    takes("s", 14, 31, 30);
    takes("s", 15, 6, 4);
    takes("s", 199, 6, 4);
    takes("o", 14, 31, 30);
    takes("o", 15, 6, 33);
    takes("o", 199, 6, 401);
}

/* What a reason takes with so many others, whose assignments have limits, besides finding those that have a say. */
static uint32_t reason_steps(const char *policy, const char *service, unsigned others)
{
    char *text = with_others(policy, others, " until 2027-01-01 when from 10.0.0.0/8");
    struct asked asked;
    uint32_t steps;

    asked_begin(&asked, text, service);
    free(text);
    asked_group(&asked, "m", ROLEGATE_MEMBER_UNKNOWN);
    asked_explain(&asked);
    assert_false(asked.subject->roles.choice.whole);
    steps = asked.subject->steps;
    asked_explain(&asked); /* what was found before is charged alike */
    assert_int_equal(asked.subject->steps, steps);
    steps -= asked.subject->roles.choice.steps;
    asked_end(&asked);
    return steps;
}

static void what_a_reason_takes_does_not_grow_with_roles_that_have_limits(void **state)
{
    static const char *const services[] = {"s", "w"};

    (void)state;
    for (size_t i = 0; i < sizeof policies / sizeof *policies; i++)
        for (size_t k = 0; k < 2 && strstr(policies[i], "exclusive") == NULL; k++)
            assert_int_equal(reason_steps(policies[i], services[k], 40), reason_steps(policies[i], services[k], 200));
}

/* One who is asked about in turn is answered as somebody who is asked about for the first time. */
static void what_was_asked_before_changes_nothing(void **state)
{
    static const char *const services[] = {"s", "w", "s", "o", "w"};

    (void)state;
    for (size_t i = 0; i < sizeof policies / sizeof *policies; i++) {
        char *text = with_others(policies[i], 40, " until 2027-01-01 when from 10.0.0.0/8");
        struct asked again;
        asked_begin(&again, text, "s");
        asked_group(&again, "m", ROLEGATE_MEMBER_UNKNOWN);
        assert_int_equal(rolegate_resolve(again.table, again.subject, NULL), ROLEGATE_OK);
        for (size_t k = 0; k < sizeof services / sizeof *services; k++) {
            struct asked first;
            asked_begin(&first, text, services[k]);
            asked_group(&first, "m", ROLEGATE_MEMBER_UNKNOWN);
            again.question.service = services[k];
            assert_int_equal(rolegate_resolve(first.table, first.subject, NULL), ROLEGATE_OK);
            asked_explain(&first);
            asked_explain(&again);
            same_answer(&again.answer, &first.answer);
            assert_int_equal(again.subject->steps, first.subject->steps);
            asked_end(&first);
        }
        asked_end(&again);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roles_that_have_no_say_change_nothing),
        cmocka_unit_test(what_a_decision_takes_does_not_grow_with_the_roles),
        cmocka_unit_test(what_a_reason_takes_does_not_grow_with_roles_that_have_limits),
        cmocka_unit_test(what_was_asked_before_changes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
