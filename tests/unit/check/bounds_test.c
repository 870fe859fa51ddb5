/*
 * bounds_test.c - which bound covers a statement and which comes nearest; how much work it is to look for stretches.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "compile/ast/ast.h"
#include "compile/check/bound_stretch.h"
#include "compile/check/bounds.h"
#include "compile/check/subject_numbers.h"
#include "compile/compile.h"
#include "support/arena.h"

static const char head[] = "zone \"Europe/Berlin\"\n"
                           "permission a, b.c, b.d, e\n"
                           "role r { allow a } role s { allow e }\n";

/* A policy of that head, bounds for no file, and statements. */
static struct compilation *compiled(const char *bounds, const char *statements)
{
    struct compile_options options = {.keep_statements = true, .allow_empty = true};
    char path[] = "/tmp/bounds-XXXXXX";
    int fd = mkstemp(path);
    struct compilation *compilation;

    assert_true(fd >= 0);
    dprintf(fd, "%sinclude \"nothing-*.rg\" only by user olga, group desk, gid 7 {\n%s\n}\n%s\n", head, bounds,
            statements);
    close(fd);
    compilation = compile_file(path, &options, false);
    unlink(path);
    assert_int_equal(compilation->diag.errors, 0);
    return compilation;
}

static const char bounds_text[] = "allow a, b.* to users for 31 days\n"
                                  "allow b.* except b.d, e to users, groups\n"
                                  "deny b.c to users for 8 hours\n"
                                  "assign r to everyone for 2 days\n";

/* What comes of the one statement: the gap, and the number of the bound that covers it or comes nearest. */
static enum bound_gap nearest(const char *statement, size_t *number)
{
    struct compilation *compilation = compiled(bounds_text, statement);
    struct bounds bounds = bounds_new(compilation->arena, compilation->ast->delegations);
    struct admissible is = compilation->ast->rules != NULL
                               ? admissible_rule(compilation->arena, compilation->ast->rules)
                               : admissible_assign(compilation->arena, compilation->ast->assigns);
    struct bound_answer answer = bounds_nearest(&bounds, &is);
    enum bound_gap gap = answer.gap;

    for (*number = 0; *number < bounds.count && bound_at(&bounds, *number) != answer.bound;)
        ++*number;
    compilation_free(compilation);
    return gap;
}

static void a_statement_is_covered_by_one_bound_or_the_nearest_is_told(void **state)
{
    static const struct {
        const char *statement;
        enum bound_gap gap;
        size_t bound;
    } cases[] = {
        {"allow a to user u starting 2026-01-01 until 2026-01-31 because \"x\"", GAP_NONE, 0},
        {"allow a to user u starting 2026-01-01 until 2026-02-01 because \"x\"", GAP_LENGTH, 0},
        {"allow a to user u starting 2026-01-01 because \"x\"", GAP_SPAN, 0},
        {"allow a to user u starting 2026-01-01 until 2026-01-31", GAP_REASON, 0},
        {"allow a to group u starting 2026-01-01 until 2026-01-31 because \"x\"", GAP_KIND, 0},
        {"allow a, e to user u starting 2026-01-01 until 2026-01-31 because \"x\"", GAP_THING, 0},
        {"allow b.* to user u because \"x\"", GAP_SPAN, 0},
        {"allow b.* except b.d to user u because \"x\"", GAP_NONE, 1},
        {"allow b.c to gid 5 because \"x\"", GAP_NONE, 1},
        {"allow b.c to role r because \"x\"", GAP_KIND, 0},
        {"allow e to user u because \"x\"", GAP_THING, 0},
        {"deny b.c to user u starting 2026-01-01T00:00:00Z until 2026-01-01T08:00:00Z because \"x\"", GAP_NONE, 2},
        {"deny b.c to user u starting 2026-01-01 until 2026-01-01 because \"x\"", GAP_LENGTH, 2},
        {"deny b.* except b.d to user u starting 2026-01-01 until 2026-01-01 because \"x\"", GAP_WILDCARD, 2},
        {"assign r to everyone starting 2026-01-01 until 2026-01-02 because \"x\"", GAP_NONE, 3},
        {"assign r to user u starting 2026-01-01 until 2026-01-02 because \"x\"", GAP_KIND, 3},
        {"assign r, s to everyone starting 2026-01-01 until 2026-01-02 because \"x\"", GAP_THING, 3},
    };
    size_t i, number;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum bound_gap gap = nearest(cases[i].statement, &number);
        if (gap != cases[i].gap || number != cases[i].bound)
            print_error("%s: %d, bound %zu\n", cases[i].statement, (int)gap, number);
        assert_int_equal(gap, cases[i].gap);
        assert_int_equal(number, cases[i].bound);
    }
}

static void approvers_are_found_by_kind_and_name(void **state)
{
    struct compilation *compilation =
        compiled(bounds_text, "allow a to user olga, group olga, user desk, group desk, gid 7, gid 8, everyone");
    struct bounds bounds = bounds_new(compilation->arena, compilation->ast->delegations);
    const struct ast_subject *subject = rule_subjects(compilation->ast->rules);
    static const bool is[] = {true, false, false, true, true, false, false};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof is / sizeof *is; i++, subject = subject_next(subject))
        assert_int_equal(bounds_approver(&bounds, subject) != NULL, is[i]);
    assert_null(subject);
    compilation_free(compilation);
}

/* ---- work ---- */

/* The steps that are taken for count statements; *found: how many stretches are too long. */
static uint64_t steps_for(struct compilation *compilation, size_t *found)
{
    struct arena *arena = compilation->arena;
    struct bounds bounds = bounds_new(arena, compilation->ast->delegations);
    struct subject_numbers who = subject_numbers_new(arena);
    struct stretches stretches = {.arena = arena, .steps_left = UINT32_MAX};
    struct stretch_entry *entries = NULL;
    struct permission_set *names;
    size_t count = 0, capacity = 0;
    const struct ast_rule *rule;

    for (rule = compilation->ast->rules; rule != NULL; rule = rule->next) {
        entries = arena_grow(arena, entries, count, &capacity, sizeof *entries);
        names = arena_alloc(arena, sizeof *names);
        *names = admissible_rule(arena, rule).names;
        entries[count] = (struct stretch_entry){.who = subject_numbers_of(&who, rule_subjects(rule)),
                                                .statement = (uint32_t)count,
                                                .subject = rule_subjects(rule),
                                                .names = names,
                                                .span = bound_span_of(rule->limits)};
        count++;
    }
    stretches_find(&stretches, arena, &bounds, BOUND_ALLOW, entries, count);
    assert_false(stretches.spent);
    *found = stretches.count;
    return UINT32_MAX - stretches.steps_left;
}

/* Statements for users u0.. in turn, of days that follow each other for each. */
static char *statements_for(size_t count, size_t users)
{
    char *text, day[64];
    size_t size, i;
    FILE *out = open_memstream(&text, &size);

    for (i = 0; i < count; i++) {
        size_t n = i / users;
        snprintf(day, sizeof day, "20%02zu-%02zu-%02zu", 10 + n / 336 % 80, n / 28 % 12 + 1, n % 28 + 1);
        fprintf(out, "allow b.c to user u%zu starting %s until %s because \"x\"\n", i % users, day, day);
    }
    fclose(out);
    return text;
}

static void the_work_grows_with_the_statements_and_no_faster(void **state)
{
    static const struct {
        size_t users;
    } cases[] = {{1}, {100}, {5000}};
    size_t i, found;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text = statements_for(10000, cases[i].users);
        struct compilation *compilation = compiled(bounds_text, text);
        assert_true(steps_for(compilation, &found) <= 3 * 10000);
        compilation_free(compilation);
        free(text);
    }
}

static void what_is_found_and_when_it_is_too_long(void **state)
{
    struct compilation *compilation =
        compiled("allow a, b.c to users for 31 days\nallow b.* to users for 60 days\nallow e to users",
                 "allow a to user u starting 2026-01-01 until 2026-01-31 because \"x\"\n"
                 "allow a to user v starting 2026-01-01 until 2026-01-31 because \"x\"\n"
                 "allow b.c to user u starting 2026-01-01 until 2026-01-31 because \"x\"\n"
                 "allow b.* to user u starting 2026-02-01 until 2026-03-01 because \"60 days of one\"\n"
                 "allow a to user v starting 2026-02-01 until 2026-02-01 because \"32 days\"\n"
                 "allow b.d to user u starting 2026-03-02 until 2026-04-02 because \"60, and 61 of the other\"\n"
                 "allow e to user u starting 2026-01-01 until 2030-03-01 because \"as long as it likes\"\n"
                 "allow e to user u starting 2026-01-01 until 2031-03-01 because \"as long as it likes\"\n");
    size_t found;

    (void)state;
    steps_for(compilation, &found);
    assert_int_equal(found, 2);
    compilation_free(compilation);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_statement_is_covered_by_one_bound_or_the_nearest_is_told),
        cmocka_unit_test(approvers_are_found_by_kind_and_name),
        cmocka_unit_test(the_work_grows_with_the_statements_and_no_faster),
        cmocka_unit_test(what_is_found_and_when_it_is_too_long),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
