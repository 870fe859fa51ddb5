/*
 * suite_output.h - how a policy's tests went, and the forms in which that is printed.
 */
#ifndef SUITE_OUTPUT_H
#define SUITE_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "rolegate.h"
#include "compile/source/source.h"

/* An expectation that was not met. */
struct outcome_failure {
    const char *what; /* `kim may refund, and must not` */
    struct place place;
    struct rolegate_question question;
    struct rolegate_answer answer;
    struct outcome_failure *next;
};

struct outcome {
    const char *name;
    struct place place;
    struct outcome_failure *failures, **failures_end; /* none: it passed */
};

struct outcomes {
    const char *policy; /* the path of its file */
    rolegate_table *table;
    struct outcome *list;
    size_t count, failed;
};

/* Prints all of them on standard output. NULL where there is no format of that name. */
typedef void outcome_printer(const struct outcomes *outcomes);
outcome_printer *outcome_format(const char *name);

#endif
