/*
 * steps_test.c - what a decision takes of its budget, and that it is refused where the budget is smaller.
 *
 * Policies are compiled and asked as they stand; the decider is begun by hand, with as many steps as the test gives.
 */
#include "../explain/asked.h"

#include "decide/budget.h"
#include "decide/decide.h"

#include <errno.h>

/* The compiler has texts of its own. */
#define texts compiler_texts
#include "table_text.h"
#undef texts

#define P "permission p, q, x.a, x.b\nservice s requires p\nservice w requires p and q or x.a\n"

/* Somebody who is asked about, with a decider that has so many steps. */
struct run {
    struct asked asked;
    struct decider decider;
    struct request request;
    bool allowed;
};

static void run_begin(struct run *run, const char *policy, const char *service)
{
    asked_begin(&run->asked, policy, service);
    asked_group(&run->asked, "g", ROLEGATE_MEMBER);
    asked_group(&run->asked, "m", ROLEGATE_MEMBER_UNKNOWN);
    assert_int_equal(rolegate_resolve(run->asked.table, run->asked.subject, &run->asked.question), ROLEGATE_OK);
}

/* Decides with so many steps; how many are left. */
static uint32_t run_with(struct run *run, uint32_t steps)
{
    struct asked *asked = &run->asked;

    assert_int_equal(decider_begin(&run->decider, asked->table, asked->subject, &asked->question), ROLEGATE_OK);
    assert_true(request_read(&run->decider, &asked->question, &run->request));
    run->decider.steps = steps;
    run->allowed = request_allowed(&run->decider, &run->request);
    return run->decider.steps;
}

/* So many are taken: with as many it is decided, with fewer it is refused, whatever would have come of it. */
static void takes(const char *policy, const char *service, bool allowed, uint32_t steps)
{
    struct run run;
    uint32_t given;

    run_begin(&run, policy, service);
    assert_int_equal(STEPS_DECISION - run_with(&run, STEPS_DECISION), steps);
    assert_int_equal(run.allowed, allowed);
    for (given = 0; given <= steps; given++) {
        run.asked.subject->roles.kept.valid = given % 2 == 1 && run.asked.subject->roles.kept.valid;
        assert_int_equal(run_with(&run, given), 0);
        assert_int_equal(run.decider.status, given < steps ? ROLEGATE_TOO_COSTLY : ROLEGATE_OK);
        assert_int_equal(run.allowed, given == steps && allowed);
    }
    asked_end(&run.asked);
}

/* The service's operation, whose rules they are, and the statement; a limit is one more, as is a rule beside. */
static void a_statement_and_a_limit_are_a_step(void **state)
{
    (void)state;
    takes(P "allow p to user u\n", "s", true, 3);
    takes(P "allow p to everyone\n", "s", true, 3);
    takes(P "allow p to group g\n", "s", true, 3);
    takes(P "allow p to group m\n", "s", false, 3);
    takes(P "allow p to user u until 2027-01-01\n", "s", true, 4);
    takes(P "allow p to user u until 2025-01-01\n", "s", false, 4);
    takes(P "allow p to user u\nallow p to user u until 2027-01-01\n", "s", true, 4);
    takes(P "allow p to user u\ndeny p to group m\n", "s", false, 5);
    takes(P "allow p to user u\ndeny p to group m, group g\n", "s", false, 5);
}

/* The program, its operation, its networks; of another rule under the same condition nothing is asked again. */
static void a_condition_takes_what_its_program_does(void **state)
{
    (void)state;
    takes(P "allow p to user u when from local\n", "s", true, 7);
    takes(P "allow p to user u when tty none until 2027-01-01\n", "s", true, 7);
    takes(P "allow p to user u when tty none until 2025-01-01\n", "s", false, 4);
    takes(P "allow p to user u when from local\nallow p to user u when from local until 2027-01-01\n", "s", true, 8);
}

/* A set is its numbers and one more, twice with its exceptions. */
static void a_pattern_of_a_set_is_a_step(void **state)
{
    (void)state;
    takes(P "allow p, q to user u\n", "s", true, 7);
    takes(P "allow p, q, x.a to user u\n", "s", true, 8);
    takes(P "allow * except q to user u\n", "s", true, 7);
    takes(P "allow * to user u\n", "w", true, 11);
}

/* Of an owner with many rules those under each pattern are looked up, for four steps a pattern. */
static void a_pattern_that_is_looked_up_is_four(void **state)
{
    (void)state;
    takes(P "allow p to user u\nallow q to user u\nallow x.a to user u\nallow x.b to user u\nallow x.* to user u\n"
            "allow * except q to user u until 2027-01-01\nallow p, q to user u until 2028-01-01\n"
            "deny x.b to user u\ndeny x.a to user u until 2025-01-01\nallow q to user u until 2029-01-01\n"
            "allow p to user u until 2031-01-01\nallow q to user u until 2027-01-01\n",
          "s", true, 22);
}

/* Of somebody without rules none are looked for. */
static void what_finds_a_role_is_a_step(void **state)
{
    (void)state;
    takes(P "role r { allow p }\nassign r to user u\n", "s", true, 6);
    takes(P "role r { allow p }\nassign r to user u\nassign r to group g until 2027-01-01\n", "s", true, 9);
    takes(P "role r { }\nrole t extends r { allow p }\nassign t to user u\n", "s", true, 9);
    takes(P "role r { }\nrole k { }\nrole t extends r, k { allow p }\nassign t, k to user u\n", "s", true, 13);
}

static void a_role_of_an_exclusive_set_is_a_step(void **state)
{
    (void)state;
    takes(P "role r { }\nrole k { }\nrole t { allow p }\nexclusive r, t\nassign t, k to user u\n", "s", true, 14);
    takes(P "role r { }\nrole k { }\nrole t { allow p }\nexclusive r, t, k\nassign t to user u\n"
            "assign k to group g\n",
          "s", false, 20);
    takes(P "role r { }\nrole k { allow p }\nrole t { allow p }\nexclusive r, t\nassign t, k to user u\n"
            "assign r to group g\n",
          "s", true, 23);
}

/*
 * With what denies for certain out of the way, one that is in doubt by one of its subjects is looked for at the others
 * too, whose rules are passed over, one step each.
 */
static void takes_without_denies(const char *rules, bool allowed, uint32_t steps)
{
    struct run run;
    struct asked *asked = &run.asked;

    run_begin(&run, rules, "s");
    assert_int_equal(decider_begin(&run.decider, asked->table, asked->subject, &asked->question), ROLEGATE_OK);
    assert_true(request_read(&run.decider, &asked->question, &run.request));
    run.decider.assume = ASSUME_NO_DENIES;
    assert_int_equal(request_allowed(&run.decider, &run.request), allowed);
    assert_int_equal(run.decider.status, ROLEGATE_OK);
    assert_int_equal(STEPS_DECISION - run.decider.steps, steps);
    asked_end(asked);
}

static void a_deny_in_doubt_is_looked_for_at_its_other_subjects(void **state)
{
    (void)state;
    takes_without_denies(P "allow p to user u\n", true, 3);
    takes_without_denies(P "allow p to user u\ndeny p to group g\n", true, 5);
    takes_without_denies(P "allow p to user u\ndeny p to group m\n", false, 9);
    takes_without_denies(P "allow p to user u\ndeny q to group m\ndeny p to group m, group g\n", true, 12);
    takes_without_denies(P "allow p to user u\ndeny q to group g\ndeny q to group g\ndeny p to group m, group g\n",
                         true, 15);
    takes_without_denies(P "allow p to user u\ndeny p to group m when from 10.0.0.0/8\n", true, 9);
}

/* Where whether each permission is allowed is wanted, it is known when there was room for all of them. */
static void what_is_allowed_of_a_service_is_noted(void **state)
{
    struct run run;
    bool held[4] = {false, false, false, false};
    uint32_t room;

    (void)state;
    run_begin(&run, P "allow p to user u\n", "s");
    for (room = 0; room < 3; room++) {
        struct asked *asked = &run.asked;
        assert_int_equal(decider_begin(&run.decider, asked->table, asked->subject, &asked->question), ROLEGATE_OK);
        assert_true(request_read(&run.decider, &asked->question, &run.request));
        run.decider.held = held;
        run.decider.held_size = room;
        held[0] = false;
        assert_true(request_allowed(&run.decider, &run.request));
        assert_int_equal(run.decider.held_known, room >= 1);
        assert_int_equal(held[0], room >= 1);
        assert_false(held[1]);
    }
    asked_end(&run.asked);
}

/* Marks go from a role to those that extend it, a step for each that extends one and for each parent looked at. */
static void marks_below_a_role_take_steps(void **state)
{
    struct run run;
    uint32_t i, marked = 0;

    (void)state;
    run_begin(&run,
              P "role r { allow p }\nrole t extends r { }\nrole k { allow p }\nrole l extends k { }\n"
                "assign t, l to user u\n",
              "s");
    run_with(&run, STEPS_DECISION);
    assert_true(run.allowed);
    assert_int_equal(run.asked.subject->roles.held_count, 4);
    role_mark_wanted(&run.decider, 0);
    run.decider.steps = 100;
    roles_mark_below(&run.decider);
    for (i = 0; i < 4; i++)
        marked += role_is_marked(&run.decider, run.asked.subject->roles.held[i].role);
    assert_int_equal(run.decider.status, ROLEGATE_OK);
    assert_int_equal(marked, 2);
    assert_int_equal(100 - run.decider.steps, 4);
    roles_unmark(&run.decider);
    asked_end(&run.asked);
}

/* A table in a file, of so many people that a decision reads pieces of it. */
static rolegate_table *lazy_of(void)
{
    char path[] = "/tmp/rolegate-steps-XXXXXX";
    size_t text_size, size;
    char *text;
    FILE *out = open_memstream(&text, &text_size);
    unsigned char *bytes;
    rolegate_table *table;
    unsigned i;
    int fd = mkstemp(path);

    assert_non_null(out);
    assert_true(fd >= 0);
    fputs(P "role r { allow p }\nassign r to user u\n", out);
    for (i = 0; i < 3000; i++)
        fprintf(out, "allow p to user u%u because \"%u\"\nassign r to user v%u\n", i, i, i);
    fclose(out);
    bytes = table_of_text(text, text_size, &size);
    assert_int_equal(write(fd, bytes, size), (ssize_t)size);
    assert_int_equal(close(fd), 0);
    assert_int_equal(rolegate_table_open(path, ROLEGATE_LAZY, &table), ROLEGATE_OK);
    unlink(path);
    free(bytes);
    free(text);
    return table;
}

static void lazy_begin(struct run *run)
{
    memset(run, 0, sizeof *run);
    run->asked.table = lazy_of();
    run->asked.question = (struct rolegate_question){.service = "s", .host = "web", .now = ASKED_NOW};
    assert_int_equal(rolegate_subject_new("u", &run->asked.subject), ROLEGATE_OK);
    assert_int_equal(rolegate_resolve(run->asked.table, run->asked.subject, &run->asked.question), ROLEGATE_OK);
}

static void a_piece_of_a_lazy_table_is_sixty_and_once(void **state)
{
    struct run run;
    uint32_t pieces, steps;

    (void)state;
    lazy_begin(&run);
    pieces = run.asked.table->piece_count;
    steps = STEPS_DECISION - run_with(&run, STEPS_DECISION);
    assert_true(run.allowed);
    pieces = run.decider.pieces - pieces;
    assert_true(pieces > 0);
    assert_int_equal(steps, 6 + pieces * STEPS_PIECE);
    assert_int_equal(STEPS_DECISION - run_with(&run, STEPS_DECISION), 6); /* by roles that were found while reading */
    run.asked.subject->roles.kept.valid = false;
    assert_int_equal(STEPS_DECISION - run_with(&run, STEPS_DECISION), 6);
    assert_int_equal(STEPS_DECISION - run_with(&run, STEPS_DECISION), 6);
    asked_end(&run.asked);
    lazy_begin(&run);
    assert_int_equal(run_with(&run, steps - 1), 0);
    assert_int_equal(run.decider.status, ROLEGATE_TOO_COSTLY);
    asked_end(&run.asked);
}

/* A table of which nothing can be read any more. */
static void errno_is_kept_where_a_table_cannot_be_read(void **state)
{
    enum rolegate_verdict verdict;
    struct run run;

    (void)state;
    lazy_begin(&run);
    assert_int_equal(close(run.asked.table->fd), 0);
    errno = EILSEQ;
    assert_int_not_equal(rolegate_decide(run.asked.table, run.asked.subject, &run.asked.question, &verdict),
                         ROLEGATE_OK);
    assert_int_equal(verdict, ROLEGATE_DENY);
    assert_int_equal(errno, EILSEQ);
    run.asked.table->fd = -1;
    asked_end(&run.asked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_statement_and_a_limit_are_a_step),
        cmocka_unit_test(a_condition_takes_what_its_program_does),
        cmocka_unit_test(a_pattern_of_a_set_is_a_step),
        cmocka_unit_test(a_pattern_that_is_looked_up_is_four),
        cmocka_unit_test(what_finds_a_role_is_a_step),
        cmocka_unit_test(a_role_of_an_exclusive_set_is_a_step),
        cmocka_unit_test(a_deny_in_doubt_is_looked_for_at_its_other_subjects),
        cmocka_unit_test(what_is_allowed_of_a_service_is_noted),
        cmocka_unit_test(marks_below_a_role_take_steps),
        cmocka_unit_test(a_piece_of_a_lazy_table_is_sixty_and_once),
        cmocka_unit_test(errno_is_kept_where_a_table_cannot_be_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
