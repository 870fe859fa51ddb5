/*
 * verdict_cache.h - verdicts that a subject need not be judged again for.
 *
 * A verdict that rests on no condition hangs on the table, the subject and the time alone, and is the same from one
 * statement's start or end to the next. It is kept in the subject, whose memory a decision may write to, until what is
 * known of the subject changes. Kept verdicts are few: a new one takes the place of an old one.
 */
#ifndef ROLEGATE_VERDICT_CACHE_H
#define ROLEGATE_VERDICT_CACHE_H

#include "decide.h"

/* The verdict that was kept for a question, into *verdict; false: there is none. */
bool verdict_cache_find(struct rolegate_table *table, const struct rolegate_subject *subject,
                        const struct rolegate_question *question, enum rolegate_verdict *verdict);
/* Keeps the verdict that the decider has come to on a question and its request, if it may be kept. */
void verdict_cache_keep(struct decider *decider, const struct rolegate_question *question,
                        const struct request *request, enum rolegate_verdict verdict);
/* Forgets the verdicts that were kept: something else is known of the subject. */
void verdict_cache_forget(struct rolegate_subject *subject);

#endif
