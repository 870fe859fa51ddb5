/*
 * layout.c - what a C compiler makes of rolegate.h: sizes, offsets and numbers, one a line.
 */
#include <stddef.h>
#include <stdio.h>

#include "rolegate.h"

#define FIELD(type, name)                                                                                              \
    printf(#type "." #name " %zu %zu\n", offsetof(struct type, name), sizeof(((struct type *)0)->name))
#define SIZE(type)   printf(#type " %zu\n", sizeof(struct type))
#define NUMBER(name) printf(#name " %d\n", (int)name)

int main(void)
{
    SIZE(rolegate_question);
    FIELD(rolegate_question, service);
    FIELD(rolegate_question, permission);
    FIELD(rolegate_question, origin);
    FIELD(rolegate_question, tty);
    FIELD(rolegate_question, now);
    FIELD(rolegate_question, host);
    FIELD(rolegate_question, reserved);
    SIZE(rolegate_statement);
    FIELD(rolegate_statement, kind);
    FIELD(rolegate_statement, line);
    FIELD(rolegate_statement, file);
    FIELD(rolegate_statement, because);
    FIELD(rolegate_statement, subject);
    FIELD(rolegate_statement, role);
    FIELD(rolegate_statement, certain);
    FIELD(rolegate_statement, when);
    SIZE(rolegate_answer);
    FIELD(rolegate_answer, verdict);
    FIELD(rolegate_answer, reason);
    FIELD(rolegate_answer, timing);
    FIELD(rolegate_answer, has_next);
    FIELD(rolegate_answer, next);
    FIELD(rolegate_answer, incomplete);
    FIELD(rolegate_answer, statement_count);
    FIELD(rolegate_answer, more_statements);
    FIELD(rolegate_answer, statements);
    FIELD(rolegate_answer, missing_count);
    FIELD(rolegate_answer, missing);
#define PRINT(name, number, text) printf("Status." #name " %d\n", ROLEGATE_##name);
    ROLEGATE_STATUS_LIST(PRINT)
#undef PRINT
#define PRINT(name, number, text) printf("Reason.%s %d\n", text, ROLEGATE_##name);
    ROLEGATE_REASON_LIST(PRINT)
#undef PRINT
    NUMBER(ROLEGATE_ALLOW);
    NUMBER(ROLEGATE_UNLISTED);
    return 0;
}
