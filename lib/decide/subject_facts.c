/*
 * subject_facts.c - what is known of a subject's memberships, and for which questions that is enough.
 */
#include <stdlib.h>
#include <string.h>

#include "decide.h"

/* A permission's question, among the offsets of REQUESTS, which are smaller. */
#define RESOLVED_PERMISSION 0x80000000u

/* Where the fact on a node is, or would stand. */
static size_t fact_place(const struct rolegate_subject *subject, uint32_t node)
{
    size_t low = 0, high = subject->fact_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (subject->facts[middle].node < node)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct fact *fact_find(const struct rolegate_subject *subject, uint32_t node)
{
    size_t place = fact_place(subject, node);

    return place < subject->fact_count && subject->facts[place].node == node ? &subject->facts[place] : NULL;
}

enum rolegate_status fact_set(struct rolegate_subject *subject, uint32_t node, enum kleene member)
{
    size_t place = fact_place(subject, node);

    if (place < subject->fact_count && subject->facts[place].node == node) {
        subject->facts[place].member = member;
        return ROLEGATE_OK;
    }
    if (subject->fact_count == subject->fact_capacity) {
        size_t capacity = subject->fact_capacity == 0 ? 16 : subject->fact_capacity * 2;
        struct fact *grown = reallocarray(subject->facts, capacity, sizeof *grown);
        if (grown == NULL)
            return ROLEGATE_NO_MEMORY;
        subject->facts = grown;
        subject->fact_capacity = capacity;
    }
    memmove(subject->facts + place + 1, subject->facts + place, (subject->fact_count - place) * sizeof *subject->facts);
    subject->facts[place].node = node;
    subject->facts[place].member = member;
    subject->fact_count++;
    return ROLEGATE_OK;
}

enum kleene fact_counted(const struct rolegate_subject *subject, const struct fact *fact)
{
    enum kleene member = fact->member;

    if (member == NO && subject->off_roster)
        member = MAYBE;
    return member == MAYBE && subject->ruled_out ? NO : member;
}

static uint32_t resolved_key(const struct request *request)
{
    return request->is_permission ? RESOLVED_PERMISSION | request->permission : request->request;
}

bool subject_knows(const struct rolegate_subject *subject, const struct request *request)
{
    size_t i;

    if ((!subject->from_nss && !subject->off_roster) || subject->resolved_all)
        return true;
    for (i = 0; i < subject->resolved_count; i++)
        if (subject->resolved[i] == resolved_key(request))
            return true;
    return false;
}

enum rolegate_status subject_knows_now(struct rolegate_subject *subject, const struct request *request)
{
    uint32_t *grown;

    if (request == NULL) {
        subject->resolved_all = true;
        return ROLEGATE_OK;
    }
    grown = reallocarray(subject->resolved, subject->resolved_count + 1, sizeof *grown);
    if (grown == NULL)
        return ROLEGATE_NO_MEMORY;
    subject->resolved = grown;
    subject->resolved[subject->resolved_count++] = resolved_key(request);
    return ROLEGATE_OK;
}
