/*
 * explain.c - what a reason costs, for a count of instructions.
 *
 * Usage: explain TABLE USER SERVICE LOOPS [GROUP]... The user is in the groups. His question is decided once, and
 * explained LOOPS times. Prints the number of the reason and how many statements the answer names; exits with 2 on any
 * error.
 */
#include <stdio.h>
#include <stdlib.h>

#include "rolegate.h"

#define NOW 1767225600 /* 2026-01-01T00:00:00Z */

static void expect(enum rolegate_status status)
{
    if (status == ROLEGATE_OK)
        return;
    fprintf(stderr, "explain: %s\n", rolegate_status_text(status));
    exit(2);
}

int main(int argc, char **argv)
{
    struct rolegate_question question;
    struct rolegate_answer answer;
    rolegate_table *table;
    rolegate_subject *subject;
    enum rolegate_verdict verdict;
    long loops;
    int i;

    if (argc < 5 || (loops = strtol(argv[4], NULL, 10)) < 1) {
        fprintf(stderr, "usage: explain TABLE USER SERVICE LOOPS [GROUP]...\n");
        return 2;
    }
    expect(rolegate_table_open(argv[1], ROLEGATE_WHOLE, &table));
    expect(rolegate_subject_new(argv[2], &subject));
    for (i = 5; i < argc; i++)
        expect(rolegate_subject_add_group(subject, argv[i], ROLEGATE_MEMBER));
    expect(rolegate_question_init(&question, argv[3]));
    question.now = NOW;
    expect(rolegate_resolve(table, subject, &question));
    expect(rolegate_decide(table, subject, &question, &verdict));
    while (loops-- > 0)
        expect(rolegate_explain(table, subject, &question, &answer, sizeof answer));
    printf("%d %zu\n", (int)answer.reason, (size_t)answer.statement_count);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
    return 0;
}
