/*
 * answer_tree.h - an answer's reasons as a tree: the service, what it requires, and what decided each permission.
 */
#ifndef ANSWER_TREE_H
#define ANSWER_TREE_H

#include <jansson.h>
#include <stdio.h>

#include "rolegate.h"

/*
 * Prints the tree behind an answer to question, indented below the line that the caller has printed. Resolves the
 * subject for each permission. An error of the table is returned, and the tree ends there.
 */
enum rolegate_status answer_tree_print(FILE *out, rolegate_table *table, rolegate_subject *subject,
                                       const struct rolegate_question *question, const struct rolegate_answer *answer);

/* The same for a program: adds `requires` and `permissions` to an object. */
enum rolegate_status answer_tree_json(json_t *object, rolegate_table *table, rolegate_subject *subject,
                                      const struct rolegate_question *question);

#endif
