/*
 * boolean_term_test.c - the normal form of conditions and requirements: it means the same, it is short, and it is
 * stable.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "support/arena.h"
#include "compile/ir/boolean_term.h"

#define AND   100u
#define OR    101u
#define NOT   102u
#define NAME  103u
#define ATOMS 4u

enum kleene { FALSE, UNKNOWN, TRUE };

/* A random expression, as it would be written. */
struct tree {
    unsigned code; /* below ATOMS, AND, OR, NOT, NAME */
    struct tree *left, *right;
};

static unsigned dice_state = 1;

static unsigned dice(unsigned limit)
{
    dice_state = dice_state * 1103515245u + 12345u;
    return (dice_state >> 16) % limit;
}

static struct tree *grow(struct arena *arena, unsigned size)
{
    static const unsigned codes[] = {AND, OR, AND, OR, NOT, NAME};
    struct tree *tree = arena_alloc(arena, sizeof *tree);
    if (size <= 1) {
        tree->code = dice(ATOMS);
        return tree;
    }
    tree->code = codes[dice(6)];
    if (tree->code == NOT || tree->code == NAME) {
        tree->left = grow(arena, size - 1);
        return tree;
    }
    unsigned left = 1 + dice(size - 1);
    tree->left = grow(arena, left);
    tree->right = grow(arena, size - left);
    return tree;
}

static struct term *term_of(struct terms *terms, const struct tree *tree)
{
    struct term *operands[2];
    if (tree->code < ATOMS)
        return term_atom(terms, tree->code, 1);
    operands[0] = term_of(terms, tree->left);
    if (tree->code == NOT)
        return term_not(terms, operands[0]);
    if (tree->code == NAME)
        return term_named(terms, operands[0], NAME, 1);
    operands[1] = term_of(terms, tree->right);
    return term_join(terms, tree->code == AND ? TERM_AND : TERM_OR, operands, 2);
}

static enum kleene value_of(const struct tree *tree, const enum kleene *facts)
{
    if (tree->code < ATOMS)
        return facts[tree->code];
    enum kleene left = value_of(tree->left, facts);
    if (tree->code == NOT)
        return (enum kleene)(TRUE - left);
    if (tree->code == NAME)
        return left;
    enum kleene right = value_of(tree->right, facts);
    return (tree->code == AND) == (left < right) ? left : right;
}

static enum kleene run(const uint32_t *program, uint64_t length, const enum kleene *facts, uint32_t *deepest)
{
    enum kleene stack[64];
    uint32_t depth = 0;
    for (uint64_t i = 0; i < length; i++) {
        if (program[i] < ATOMS) {
            assert_true(depth < 64);
            stack[depth++] = facts[program[i]];
            *deepest = depth > *deepest ? depth : *deepest;
        } else if (program[i] == NOT) {
            stack[depth - 1] = (enum kleene)(TRUE - stack[depth - 1]);
        } else if (program[i] == AND || program[i] == OR) {
            enum kleene right = stack[--depth], left = stack[depth - 1];
            stack[depth - 1] = (program[i] == AND) == (left < right) ? left : right;
        }
    }
    assert_int_equal(depth, 1);
    return stack[0];
}

/* The tree that a reader of the program would write down. */
static struct tree *written(struct arena *arena, const uint32_t *program, uint64_t length)
{
    struct tree **stack = arena_array(arena, length, sizeof(struct tree *));
    uint32_t depth = 0;
    for (uint64_t i = 0; i < length; i++) {
        struct tree *tree = arena_alloc(arena, sizeof *tree);
        tree->code = program[i];
        if (tree->code == AND || tree->code == OR)
            tree->right = stack[--depth];
        if (tree->code >= ATOMS)
            tree->left = stack[--depth];
        stack[depth++] = tree;
    }
    return stack[0];
}

static int set_up(void **state)
{
    *state = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static void a_program_has_the_value_of_what_is_written(void **state)
{
    struct arena *arena = *state;
    struct terms terms = terms_new(arena, AND, OR, NOT);
    for (unsigned round = 0; round < 5000; round++) {
        struct tree *tree = grow(arena, 1 + dice(24));
        struct term *term = term_of(&terms, tree);
        uint32_t *program = term_program(&terms, term), deepest = 0;
        for (unsigned fact = 0; fact < 81; fact++) {
            enum kleene facts[ATOMS] = {fact % 3, fact / 3 % 3, fact / 9 % 3, fact / 27};
            assert_int_equal(run(program, term->operations, facts, &deepest), value_of(tree, facts));
        }
        assert_int_equal(deepest, term->need);
        assert_int_equal(term->size, term->operations);
    }
}

static void a_program_written_down_gives_the_same_program(void **state)
{
    struct arena *arena = *state;
    struct terms terms = terms_new(arena, AND, OR, NOT);
    for (unsigned round = 0; round < 5000; round++) {
        struct term *term = term_of(&terms, grow(arena, 1 + dice(40)));
        struct tree *again = written(arena, term_program(&terms, term), term->operations);
        assert_ptr_equal(term_of(&terms, again), term);
    }
}

static void equal_operands_are_one(void **state)
{
    struct terms terms = terms_new(*state, AND, OR, NOT);
    struct term *a = term_atom(&terms, 0, 1), *b = term_atom(&terms, 1, 1);
    assert_ptr_equal(term_join(&terms, TERM_AND, (struct term *[]){a, a, a}, 3), a);
    assert_ptr_equal(term_join(&terms, TERM_OR, (struct term *[]){a, b, a}, 3),
                     term_join(&terms, TERM_OR, (struct term *[]){a, b}, 2));
    assert_ptr_equal(term_not(&terms, term_not(&terms, a)), a);
}

static void a_right_leaning_chain_needs_two_places(void **state)
{
    struct terms terms = terms_new(*state, AND, OR, NOT);
    struct term *term = term_atom(&terms, 0, 1);
    for (unsigned i = 1; i < 1000; i++)
        term =
            term_join(&terms, i % 2 ? TERM_AND : TERM_OR, (struct term *[]){term_atom(&terms, i % ATOMS, 1), term}, 2);
    assert_int_equal(term->need, 2);
}

static void sizes_that_double_stop_growing_and_cost_no_memory(void **state)
{
    struct terms terms = terms_new(*state, AND, OR, NOT);
    struct term *term = term_atom(&terms, 0, 1);
    for (unsigned i = 0; i < 500; i++) {
        struct term *operands[2] = {term_named(&terms, term, NAME + 2 * i, 6),
                                    term_named(&terms, term, NAME + 2 * i + 1, 6)};
        term = term_join(&terms, TERM_OR, operands, 2);
    }
    assert_int_equal(term->size, TERM_HUGE);
    assert_int_equal(terms.intern.count, 1501);
}

static void a_chain_of_a_hundred_thousand_names_is_written_without_recursion(void **state)
{
    struct terms terms = terms_new(*state, AND, OR, NOT);
    struct term *term = term_atom(&terms, 0, 1);
    for (unsigned i = 0; i < 100000; i++)
        term = term_named(&terms, term, NAME, 6);
    uint32_t *program = term_program(&terms, term);
    assert_int_equal(term->operations, 100001);
    assert_int_equal(program[0], 0);
    assert_int_equal(program[100000], NAME);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_program_has_the_value_of_what_is_written, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_program_written_down_gives_the_same_program, set_up, tear_down),
        cmocka_unit_test_setup_teardown(equal_operands_are_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_right_leaning_chain_needs_two_places, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sizes_that_double_stop_growing_and_cost_no_memory, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_chain_of_a_hundred_thousand_names_is_written_without_recursion, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
