/*
 * explain.c - the answer with its reason.
 *
 * "Why" of rolegate-policy(5): a denial's reason is the first obstacle without which the answer would be allow. The
 * same evaluator answers each "what if", with a setting that says what is out of the way.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "evidence.h"

/* The reason that goes with each obstacle, by its bit's number. */
static const enum rolegate_reason obstacle_reason[OBSTACLES] = {
    ROLEGATE_DENIED, ROLEGATE_CONFLICT, ROLEGATE_UNDETERMINED, ROLEGATE_NOT_HERE, ROLEGATE_NOT_NOW};

/* Whether the request would be allowed with some obstacles out of the way; then *witness is a situation for it. */
static bool would_allow(struct decider *decider, const struct request *request, unsigned without,
                        struct situation *witness)
{
    bool allowed;

    decider->without = without;
    decider->situation = decider->asked;
    *witness = decider->asked;
    if ((without & (WITHOUT_PLACE | WITHOUT_TIME)) != 0)
        allowed = elsewhere_allowed(decider, request, witness);
    else
        allowed = request_allowed(decider, request);
    decider->without = 0;
    decider->situation = decider->asked;
    return allowed;
}

/* The reason of a denial. *without: what had to be out of the way to see it; *witness: where it would be allowed. */
static enum rolegate_reason denial_reason(struct decider *decider, const struct request *request, unsigned *without,
                                          struct situation *witness)
{
    struct situation ignored;
    unsigned i;

    for (i = 0; i < OBSTACLES; i++) {
        *without = 1u << i;
        if (would_allow(decider, request, *without, witness))
            return obstacle_reason[i];
    }
    *without = WITHOUT_ALL;
    if (!would_allow(decider, request, *without, witness))
        return ROLEGATE_NOT_GRANTED;
    for (i = 0; i < OBSTACLES; i++)
        if (!would_allow(decider, request, WITHOUT_ALL & ~(1u << i), &ignored))
            return obstacle_reason[i];
    return ROLEGATE_DENIED;
}

static void timing_fill(struct decider *decider, const struct request *request, const struct evidence *evidence,
                        struct rolegate_answer *answer)
{
    answer->timing = evidence->expired       ? ROLEGATE_EXPIRED
                     : evidence->not_started ? ROLEGATE_NOT_STARTED
                                             : ROLEGATE_OUTSIDE_WINDOW;
    answer->has_next = elsewhere_next(decider, request, &answer->next);
}

static void denial_explain(struct decider *decider, const struct request *request, struct rolegate_answer *answer)
{
    struct evidence evidence = {.answer = answer, .request = request};
    struct situation witness;
    unsigned without;

    answer->reason = denial_reason(decider, request, &without, &witness);
    evidence.reason = answer->reason;
    evidence.witness = witness;
    evidence_collect(decider, &evidence, without);
    if (answer->reason == ROLEGATE_NOT_NOW)
        timing_fill(decider, request, &evidence, answer);
    missing_find(decider, request, answer);
}

static void listed_explain(struct decider *decider, const struct request *request, struct rolegate_answer *answer)
{
    struct evidence evidence = {.answer = answer, .request = request, .reason = ROLEGATE_GRANTED};

    if (!request_allowed(decider, request)) {
        if (decider->status == ROLEGATE_OK)
            denial_explain(decider, request, answer);
        return;
    }
    answer->reason = ROLEGATE_GRANTED;
    evidence.witness = decider->asked;
    evidence_collect(decider, &evidence, 0);
    answer->verdict = ROLEGATE_ALLOW;
}

/* Room for the search for another time or place, once for a subject; false: no memory. */
static bool search_room_make(struct rolegate_subject *subject)
{
    if (subject->room == NULL)
        subject->room = malloc(sizeof *subject->room);
    return subject->room != NULL;
}

enum rolegate_status rolegate_explain(rolegate_table *table, rolegate_subject *subject,
                                      const struct rolegate_question *question, struct rolegate_answer *answer)
{
    enum rolegate_status status;
    int saved = errno;
    struct decider decider;
    struct request request;

    if (answer == NULL)
        return ROLEGATE_BAD_ARGUMENT;
    memset(answer, 0, sizeof *answer);
    status = decider_begin(&decider, table, subject, question);
    if (status == ROLEGATE_OK && !search_room_make(subject))
        status = ROLEGATE_NO_MEMORY;
    if (status != ROLEGATE_OK) {
        errno = saved;
        return status;
    }
    if (request_read(&decider, question, &request)) {
        if (!subject_knows(subject, &request))
            decider.status = ROLEGATE_NOT_RESOLVED;
        else
            listed_explain(&decider, &request, answer);
    } else if (decider.status == ROLEGATE_OK) {
        answer->reason = ROLEGATE_REASON_UNLISTED;
        answer->verdict = (table->flags & FLAG_UNLISTED_IGNORE) != 0 ? ROLEGATE_UNLISTED : ROLEGATE_DENY;
    }
    if (decider.status != ROLEGATE_OK)
        memset(answer, 0, sizeof *answer);
    errno = saved;
    return decider.status;
}

const char *rolegate_contact(rolegate_table *table, size_t i)
{
    struct cursor meta;
    uint32_t count, place = 0;
    enum rolegate_status status = ROLEGATE_OK;
    const char *text;

    if (table == NULL)
        return NULL;
    cursor_open(&meta, table, SECTION_META, 0);
    cursor_skip(&meta, 4); /* policy, zone's name, zone, everyone */
    count = cursor_uv(&meta);
    if (!cursor_ok(&meta) || i >= count)
        return NULL;
    do
        place = cursor_uv(&meta);
    while (i-- > 0);
    if (!cursor_ok(&meta))
        return NULL;
    text = table_string(table, place, NULL, &status);
    return status == ROLEGATE_OK ? text : NULL;
}
