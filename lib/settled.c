/*
 * settled.c - a few verdicts, found by the name of what was asked for. See settled.h.
 *
 * A name lies in the table, so it is compared where it lies. Trusts that the subject is bound to the table.
 */
#include "settled.h"

#include <string.h>

#include "sum.h"

static size_t slot_of(const char *name, size_t length, bool is_permission)
{
    return key_hash((const unsigned char *)name, length, is_permission) % SETTLED_SLOTS;
}

bool settled_find(struct rolegate_table *table, const struct rolegate_subject *subject,
                  const struct rolegate_question *question, enum rolegate_verdict *verdict)
{
    bool is_permission = question->service == NULL;
    const char *name = is_permission ? question->permission : question->service;
    size_t length = strlen(name);
    const struct settled *settled = &subject->settled[slot_of(name, length, is_permission)];

    if (settled->length != length || length == 0 || settled->is_permission != is_permission ||
        question->now < settled->from || question->now >= settled->until ||
        table_need(table, settled->name, settled->length) != ROLEGATE_OK ||
        memcmp(table->image + settled->name, name, length) != 0)
        return false;
    *verdict = settled->verdict;
    return true;
}

void settled_keep(struct decider *decider, const struct request *request, enum rolegate_verdict verdict)
{
    const char *image = (const char *)decider->table->image;
    size_t length = strlen(request->name);

    if (decider->conditional || decider->status != ROLEGATE_OK)
        return;
    decider->subject->settled[slot_of(request->name, length, request->is_permission)] =
        (struct settled){.name = (uint32_t)(request->name - image),
                         .length = (uint32_t)length,
                         .is_permission = request->is_permission,
                         .verdict = verdict,
                         .from = decider->from,
                         .until = decider->until};
}
