/*
 * suite.h - a policy's own tests, run against its compiled table through the same code that the PAM module runs.
 */
#ifndef SUITE_H
#define SUITE_H

#include <stdbool.h>
#include <stddef.h>

#include "compile/ast/ast.h"
#include "compile/ast/compilation.h"
#include "rolegate.h"

/* One target of one expectation, and what came of it. */
struct suite_result {
    const struct ast_test *test;
    const struct ast_given *given;
    const struct ast_expect *expect;
    const struct ast_target *target;
    bool passed;
    const char *permission; /* for a pattern: the one that the answer is about, else NULL */
    const struct rolegate_question *question;
    /* Of the service, or of the pattern's first permission that is not as it must be; NULL where all is and nobody
     * listens for answers. */
    const struct rolegate_answer *answer;
};

struct suite_listener {
    void *context;
    /* Every answer that a test asked for, more than one for a pattern; may be NULL. */
    void (*answered)(void *context, const struct rolegate_answer *answer);
    void (*checked)(void *context, const struct suite_result *result);
};

/*
 * Runs one test of a compilation against its table. On a status other than ROLEGATE_OK it was not run to its end; then
 * the policy cannot be said to pass.
 */
enum rolegate_status suite_run(const struct compilation *compilation, rolegate_table *table,
                               const struct ast_test *test, const struct suite_listener *listener);

/* What was expected and what came, such as `kim may use refund, and must not`; in the arena. */
const char *suite_describe(struct arena *arena, const struct suite_result *result);
/* Reports where the tests together ask more questions than they may; permissions must be resolved. */
void suite_measure(struct compilation *compilation);
/* Runs all tests of a compilation against its table; each failure is reported as an error. */
void suite_run_all(struct compilation *compilation, rolegate_table *table);

#endif
