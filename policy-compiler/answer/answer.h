/*
 * answer.h - an answer of the library in words, and as JSON.
 *
 * Texts of policies and requests may hold anything: they are printed with control characters escaped.
 */
#ifndef ANSWER_H
#define ANSWER_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "rolegate.h"

/* Prints why a question was not allowed, as the end of a sentence, such as "not granted (billing.view is missing)". */
void print_reason(FILE *out, rolegate_table *table, const struct rolegate_answer *answer);
/*
 * Prints the statements of an answer to a question, each on a line behind the indent, such as
 * `deny to bob (desk.rg:31) because "HR-77"`, and under it its condition with what the question makes of it. services:
 * those that list a service, too.
 */
void print_statements(FILE *out, const char *indent, rolegate_table *table, const struct rolegate_question *question,
                      const struct rolegate_answer *answer, bool services);
/* Prints a statement's condition, as the end of a line: ` when office-hours, which is not met: ...`, or nothing. */
void print_condition(FILE *out, rolegate_table *table, const struct rolegate_question *question,
                     const struct rolegate_statement *statement);

/*
 * Adds verdict, reason, timing, next and missing to an object; and where question is not NULL, the statements of the
 * answer to it, with their conditions.
 */
void answer_json(json_t *object, rolegate_table *table, const struct rolegate_answer *answer,
                 const struct rolegate_question *question);

#endif
