/*
 * inquiry.c - asks one table. The reason of a verdict costs more than the verdict, so it is found apart.
 */
#include "inquiry.h"

/* The reason that needs no finding out. */
static enum rolegate_reason reason_of_verdict(enum rolegate_verdict verdict)
{
    if (verdict == ROLEGATE_ALLOW)
        return ROLEGATE_GRANTED;
    return verdict == ROLEGATE_UNLISTED ? ROLEGATE_REASON_UNLISTED : ROLEGATE_NONE;
}

void inquiry_decide(struct inquiry *inquiry, const char *path, rolegate_subject *subject,
                    const struct rolegate_question *question)
{
    *inquiry = (struct inquiry){.subject = subject, .question = question, .verdict = ROLEGATE_DENY};
    inquiry->status = rolegate_table_open(path, ROLEGATE_LAZY, &inquiry->table);
    if (inquiry->status == ROLEGATE_OK)
        inquiry->status = rolegate_resolve(inquiry->table, subject, question);
    if (inquiry->status == ROLEGATE_OK)
        inquiry->status = rolegate_decide(inquiry->table, subject, question, &inquiry->verdict);
    inquiry->answer.verdict = inquiry->verdict;
    inquiry->answer.reason = reason_of_verdict(inquiry->verdict);
}

void inquiry_explain(struct inquiry *inquiry)
{
    inquiry->unexplained =
        rolegate_explain(inquiry->table, inquiry->subject, inquiry->question, &inquiry->answer, sizeof inquiry->answer);
    if (inquiry->unexplained == ROLEGATE_OK)
        return;
    inquiry->answer.verdict = inquiry->verdict;
    inquiry->answer.reason = reason_of_verdict(inquiry->verdict);
}

void inquiry_close(struct inquiry *inquiry)
{
    rolegate_table_close(inquiry->table);
    inquiry->table = NULL;
}
