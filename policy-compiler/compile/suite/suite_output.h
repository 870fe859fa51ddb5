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
struct suite_failure {
    const char *what; /* `kim may refund, and must not` */
    struct place place;
    struct rolegate_question question;
    struct rolegate_answer answer;
    struct suite_failure *next;
};

struct suite_outcome {
    const char *name;
    struct place place;
    double seconds;                                 /* that it took */
    struct suite_failure *failures, **failures_end; /* none: it passed */
};

struct suite_output {
    const char *policy; /* the path of its file */
    rolegate_table *table;
    struct suite_outcome *list;
    size_t count, failed;
};

/* Prints all of some policies on standard output, as one text. NULL where there is no format of that name. */
typedef void suite_output_printer(const struct suite_output *policies, size_t count);
suite_output_printer *suite_output_format(const char *name);

#endif
