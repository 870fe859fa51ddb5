/*
 * verdict_cache.c - a few verdicts, found by the name of what was asked for. See verdict_cache.h.
 *
 * A name lies in the table, so it is compared where it lies. Trusts that the subject is bound to the table.
 */
#include "verdict_cache.h"

#include <string.h>

#include "table/checksum.h"

static const char *question_name(const struct rolegate_question *question)
{
    return question->service == NULL ? question->permission : question->service;
}

static size_t slot_of(const char *name, size_t length, bool is_permission)
{
    return key_hash((const unsigned char *)name, length, is_permission) % SETTLED_SLOTS;
}

bool verdict_cache_find(struct rolegate_table *table, const struct rolegate_subject *subject,
                        const struct rolegate_question *question, enum rolegate_verdict *verdict)
{
    bool is_permission = question->service == NULL;
    const char *name = question_name(question);
    size_t length = strlen(name);
    enum rolegate_status status;
    const unsigned char *bytes;
    uint32_t until;
    const struct settled *settled = &subject->settled[slot_of(name, length, is_permission)];

    if (settled->length != length || length == 0 || settled->is_permission != is_permission ||
        question->now < settled->from || question->now >= settled->until)
        return false;
    bytes = table_at(table, settled->name, settled->length, &until, &status);
    if (bytes == NULL || memcmp(bytes, name, length) != 0)
        return false;
    *verdict = settled->verdict;
    return true;
}

void verdict_cache_keep(struct decider *decider, const struct rolegate_question *question,
                        const struct request *request, enum rolegate_verdict verdict)
{
    const char *name = question_name(question);
    size_t length = strlen(name);

    /* In a table that makes no sense a name may go on behind a 0 byte. */
    if (decider->conditional || decider->status != ROLEGATE_OK || request->name_length != length)
        return;
    decider->subject->settled_any = true;
    decider->subject->settled[slot_of(name, length, request->is_permission)] =
        (struct settled){.name = request->name,
                         .length = request->name_length,
                         .is_permission = request->is_permission,
                         .verdict = verdict,
                         .from = decider->from,
                         .until = decider->until};
}

void verdict_cache_forget(struct rolegate_subject *subject)
{
    if (subject->settled_any)
        memset(subject->settled, 0, SETTLED_SLOTS * sizeof *subject->settled);
    subject->settled_any = false;
}
