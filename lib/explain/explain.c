/*
 * explain.c - the answer with its reason.
 *
 * "Why" of rolegate-policy(5): a denial's reason is the first obstacle without which the answer would be allow. The
 * same evaluator answers each "what if", with a setting that says what is out of the way. What it may cost is in
 * decide/budget.h.
 */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "what_if.h"
#include "evidence.h"
#include "decide/budget.h"

/* The reason that goes with each obstacle, by its bit's number. */
static const enum rolegate_reason obstacle_reason[OBSTACLES] = {
    ROLEGATE_DENIED, ROLEGATE_CONFLICT, ROLEGATE_UNDETERMINED, ROLEGATE_NOT_HERE, ROLEGATE_NOT_NOW};

/* One explanation: what is asked, and what is left of its budget. */
struct explanation {
    struct decider *decider;
    const struct request *request;
    struct rolegate_answer *answer;
    struct search search;
    uint32_t left;            /* of STEPS_EXPLANATION */
    uint32_t given;           /* to the part at hand */
    unsigned assume;          /* what had to be out of the way to see the reason */
    struct situation witness; /* where it would be allowed then */
};

/* Begins a part of the explanation that may take so many steps. */
static void part_begin(struct explanation *explanation, uint32_t steps)
{
    explanation->decider->steps = explanation->given = steps;
}

/* Ends it: what it has taken is not there for what follows. */
static void part_end(struct explanation *explanation)
{
    struct decider *decider = explanation->decider;
    uint32_t used = explanation->given - decider->steps;

    decider->subject->steps += used;
    explanation->left -= used < explanation->left ? used : explanation->left;
    if (decider->status != ROLEGATE_TOO_COSTLY)
        return;
    decider->status = ROLEGATE_OK;
    explanation->answer->incomplete = 1;
}

/* Whether the request would be allowed here and now without one of the obstacles that hang on neither. */
static bool here_allowed(struct explanation *explanation, unsigned assume)
{
    struct decider *decider = explanation->decider;
    bool allowed;

    part_begin(explanation, STEPS_DECISION);
    decider->assume = assume;
    decider->situation = decider->asked;
    allowed = request_allowed(decider, explanation->request);
    decider->assume = 0;
    part_end(explanation);
    explanation->assume = assume;
    explanation->witness = decider->asked;
    return allowed;
}

/* How many steps a search may take: some are kept for the statements that are behind what it finds. */
static uint32_t search_steps(const struct explanation *explanation)
{
    return explanation->left > STEPS_KEPT ? explanation->left - STEPS_KEPT : 0;
}

/* The same at some other place, or some other time, or both; *witness is where. */
static bool there_allowed(struct explanation *explanation, unsigned assume, struct situation *witness)
{
    struct decider *decider = explanation->decider;
    bool allowed;

    part_begin(explanation, search_steps(explanation));
    decider->assume = assume;
    if ((assume & (ASSUME_ANY_PLACE | ASSUME_ANY_TIME)) != 0)
        allowed = what_if_allowed(&explanation->search, witness);
    else
        allowed = request_allowed(decider, explanation->request);
    decider->assume = 0;
    part_end(explanation);
    return allowed;
}

/* Finds the next time at which it is allowed, and makes that the witness. */
static void next_find(struct explanation *explanation)
{
    struct rolegate_answer *answer = explanation->answer;

    part_begin(explanation, search_steps(explanation));
    answer->has_next = what_if_next(&explanation->search, &answer->next);
    part_end(explanation);
    if (answer->has_next)
        explanation->witness.now = answer->next;
}

/* The reason of a denial, of which the plain decision met these obstacles. */
static enum rolegate_reason denial_reason(struct explanation *explanation, unsigned met)
{
    struct situation ignored;
    unsigned i;

    /* Without an obstacle that it did not meet, the decision would be the same. */
    for (i = 0; i < OBSTACLES_HERE; i++)
        if ((met & 1u << i) != 0 && here_allowed(explanation, 1u << i))
            return obstacle_reason[i];
    for (; i < OBSTACLES; i++) {
        explanation->assume = 1u << i;
        if (there_allowed(explanation, explanation->assume, &explanation->witness))
            return obstacle_reason[i];
    }
    explanation->assume = ASSUME_ALL;
    if (!there_allowed(explanation, ASSUME_ALL, &explanation->witness))
        return ROLEGATE_NOT_GRANTED;
    for (i = 0; i < OBSTACLES && !explanation->search.unsure; i++)
        if (!there_allowed(explanation, ASSUME_ALL & ~(1u << i), &ignored))
            return explanation->search.unsure ? ROLEGATE_NOT_GRANTED : obstacle_reason[i];
    return explanation->search.unsure ? ROLEGATE_NOT_GRANTED : ROLEGATE_DENIED;
}

static void evidence_fill(struct explanation *explanation)
{
    struct rolegate_answer *answer = explanation->answer;
    struct evidence evidence = {
        .answer = answer, .request = explanation->request, .reason = answer->reason, .witness = explanation->witness};
    bool exact = answer->reason != ROLEGATE_NOT_HERE && answer->reason != ROLEGATE_NOT_NOW;

    part_begin(explanation, exact ? STEPS_DECISION : explanation->left);
    evidence_collect(explanation->decider, &evidence, explanation->assume);
    part_end(explanation);
    if (answer->reason == ROLEGATE_NOT_NOW)
        answer->timing = evidence.expired       ? ROLEGATE_EXPIRED
                         : evidence.not_started ? ROLEGATE_NOT_STARTED
                                                : ROLEGATE_OUTSIDE_WINDOW;
}

static void denial_explain(struct explanation *explanation)
{
    struct rolegate_answer *answer = explanation->answer;

    answer->reason = denial_reason(explanation, explanation->decider->met);
    if (answer->reason == ROLEGATE_NOT_NOW)
        next_find(explanation);
    if (explanation->search.unsure)
        answer->incomplete = 1;
    evidence_fill(explanation);
    part_begin(explanation, STEPS_DECISION);
    missing_permissions_find(explanation->decider, explanation->request, &explanation->search.scratch->missing, answer);
    part_end(explanation);
}

static void listed_explain(struct decider *decider, const struct request *request, struct rolegate_answer *answer)
{
    struct explanation explanation = {
        .decider = decider, .request = request, .answer = answer, .left = STEPS_EXPLANATION, .witness = decider->asked};
    struct missing_scratch *missing = &decider->subject->scratch->missing;
    bool allowed;

    decider->held = missing->held;
    decider->held_size = MISSING_KEPT;
    allowed = request_allowed(decider, request);
    decider->held_size = 0;
    decider->subject->steps = STEPS_DECISION - decider->steps;
    if (decider->status != ROLEGATE_OK)
        return;
    search_begin(&explanation.search, decider, request, decider->subject->scratch);
    if (allowed) {
        answer->verdict = ROLEGATE_ALLOW;
        answer->reason = ROLEGATE_GRANTED;
        evidence_fill(&explanation);
    } else {
        denial_explain(&explanation);
    }
}

/* Room for the search for another time or place, once for a subject; false: no memory. */
static bool search_scratch_make(struct rolegate_subject *subject)
{
    if (subject->scratch == NULL)
        subject->scratch = calloc(1, sizeof *subject->scratch);
    return subject->scratch != NULL;
}

/* *answer is empty. */
static enum rolegate_status question_explain(struct rolegate_table *table, struct rolegate_subject *subject,
                                             const struct rolegate_question *question, struct rolegate_answer *answer)
{
    enum rolegate_status status;
    int saved = errno;
    struct decider decider;
    struct request request;

    status = decider_begin(&decider, table, subject, question);
    if (status == ROLEGATE_OK && !search_scratch_make(subject))
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

/* For a caller that was compiled with an older header. Apart, so that no other one's stack holds a second answer. */
__attribute__((noinline)) static enum rolegate_status question_explain_short(struct rolegate_table *table,
                                                                             struct rolegate_subject *subject,
                                                                             const struct rolegate_question *question,
                                                                             struct rolegate_answer *answer,
                                                                             size_t answer_size)
{
    struct rolegate_answer whole;
    enum rolegate_status status;

    memset(&whole, 0, sizeof whole);
    status = question_explain(table, subject, question, &whole);
    memcpy(answer, &whole, answer_size);
    return status;
}

enum rolegate_status rolegate_explain(rolegate_table *table, rolegate_subject *subject,
                                      const struct rolegate_question *question, struct rolegate_answer *answer,
                                      size_t answer_size)
{
    if (answer == NULL || answer_size < offsetof(struct rolegate_answer, timing))
        return ROLEGATE_BAD_ARGUMENT;
    memset(answer, 0, answer_size);
    if (answer_size < sizeof *answer)
        return question_explain_short(table, subject, question, answer, answer_size);
    return question_explain(table, subject, question, answer);
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
