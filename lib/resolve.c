/*
 * resolve.c - binds a subject to a table: which of the table's groups is he in, as far as a question needs to know.
 *
 * A decision starts from the subject's own groups, so an allow costs only the names of those. What is not on his list
 * has to be asked for one by one, and is asked only where it matters: where a deny rule or an exclusive set could be
 * escaped by it, and where the answer would otherwise be a denial.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "decide.h"
#include "index.h"
#include "needs.h"
#include "node.h"
#include "settled.h"

/* A permission's question, among the offsets of REQUESTS, which are smaller. */
#define RESOLVED_PERMISSION 0x80000000u

/* ---- facts ---- */

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

static bool fact_known(const struct rolegate_subject *subject, uint32_t node)
{
    size_t place = fact_place(subject, node);

    return place < subject->fact_count && subject->facts[place].node == node;
}

static enum rolegate_status fact_set(struct rolegate_subject *subject, uint32_t node, enum kleene member)
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

/* What the caller stated. */
static enum rolegate_status facts_stated(struct rolegate_table *table, struct rolegate_subject *subject)
{
    enum rolegate_status status = ROLEGATE_OK;
    size_t i;

    for (i = 0; i < subject->stated_count && status == ROLEGATE_OK; i++) {
        const struct stated *stated = &subject->stated[i];
        enum kleene member = stated->membership == ROLEGATE_MEMBER           ? YES
                             : stated->membership == ROLEGATE_MEMBER_UNKNOWN ? MAYBE
                                                                             : NO;
        uint32_t node;
        bool found = stated->name != NULL ? index_find_name(table, KEY_GROUP, stated->name, &node, &status)
                                          : index_find_gid(table, stated->gid, &node, &status);
        if (found)
            status = fact_set(subject, node, member);
    }
    return status;
}

/* Asks NSS about one group or gid of the table. */
static enum rolegate_status fact_ask(struct rolegate_table *table, struct rolegate_subject *subject, uint32_t node)
{
    struct cursor record;
    struct node asked;

    if (fact_known(subject, node))
        return ROLEGATE_OK;
    cursor_open(&record, table, SECTION_NODES, node);
    node_read(&record, &asked);
    if (asked.kind != NODE_GROUP && asked.kind != NODE_GID)
        cursor_fail(&record, ROLEGATE_MALFORMED);
    if (!cursor_ok(&record))
        return record.status;
    return fact_set(subject, node,
                    asked.kind == NODE_GROUP ? nss_member_of_group(subject, asked.name)
                                             : nss_member_of_gid(subject, asked.gid));
}

static enum rolegate_status facts_ask(struct rolegate_table *table, struct rolegate_subject *subject,
                                      const struct needs *needs, enum need at_least)
{
    enum rolegate_status status = ROLEGATE_OK;
    size_t i;

    for (i = 0; i < needs->count && status == ROLEGATE_OK; i++)
        if (needs->list[i].need >= at_least)
            status = fact_ask(table, subject, needs->list[i].node);
    return status;
}

/* The subject's own groups, by their names and numbers: certain members. */
static enum rolegate_status facts_own(struct rolegate_table *table, struct rolegate_subject *subject)
{
    enum rolegate_status status = ROLEGATE_OK;
    size_t i;

    if (subject->own_known)
        return ROLEGATE_OK;
    for (i = 0; i < subject->gid_count && status == ROLEGATE_OK; i++) {
        char name[256];
        uint32_t node;
        if (index_find_gid(table, subject->gids[i], &node, &status))
            status = fact_set(subject, node, YES);
        if (status == ROLEGATE_OK && nss_group_name(subject, i, name, sizeof name) &&
            index_find_name(table, KEY_GROUP, name, &node, &status))
            status = fact_set(subject, node, YES);
    }
    subject->own_known = status == ROLEGATE_OK;
    return status;
}

/* ---- actives and binding ---- */

static enum rolegate_status active_add(struct rolegate_table *table, struct rolegate_subject *subject, uint32_t node,
                                       enum kleene member)
{
    struct active *active = &subject->actives[subject->active_count];
    struct cursor record;
    struct node found;

    cursor_open(&record, table, SECTION_NODES, node);
    node_read(&record, &found);
    active->node = node;
    active->member = member;
    active->assigns = cursor_offset(&record, SECTION_NODES);
    active->assign_count = found.assigns;
    cursor_skip(&record, found.assigns);
    active->rules = cursor_offset(&record, SECTION_NODES);
    if (cursor_ok(&record))
        subject->active_count++;
    return record.status;
}

/* The ref? of the node `everyone`. */
static uint32_t everyone_ref(struct rolegate_table *table, enum rolegate_status *status)
{
    struct cursor meta;
    uint32_t ref;

    cursor_open(&meta, table, SECTION_META, 0);
    cursor_skip(&meta, 3); /* policy, zone's name, zone */
    ref = cursor_uv(&meta);
    if (!cursor_ok(&meta))
        *status = meta.status;
    return ref;
}

static enum rolegate_status actives_make(struct rolegate_table *table, struct rolegate_subject *subject)
{
    enum rolegate_status status = ROLEGATE_OK;
    uint32_t node;
    size_t i;

    free(subject->actives);
    subject->active_count = 0;
    settled_forget(subject);
    subject->actives = calloc(subject->fact_count + 2, sizeof *subject->actives);
    if (subject->actives == NULL)
        return ROLEGATE_NO_MEMORY;
    if (index_find_name(table, KEY_USER, subject->user, &node, &status))
        status = active_add(table, subject, node, YES);
    node = everyone_ref(table, &status);
    if (node != 0 && status == ROLEGATE_OK)
        status = active_add(table, subject, node - 1, YES);
    for (i = 0; i < subject->fact_count && status == ROLEGATE_OK; i++)
        if (subject->facts[i].member != NO)
            status = active_add(table, subject, subject->facts[i].node, subject->facts[i].member);
    return status;
}

/* Makes room for deciding on this table, and forgets what was known for another. */
static enum rolegate_status subject_bind(struct rolegate_table *table, struct rolegate_subject *subject)
{
    struct role_work *roles = &subject->roles;

    if (subject->table == table && subject->identity == table->identity)
        return ROLEGATE_OK;
    subject_unbind(subject);
    roles->count = table_count(table, SECTION_ROLES, ROLE_SIZE);
    roles->state = calloc((size_t)roles->count + 1, sizeof *roles->state);
    roles->heap = malloc(((size_t)roles->count + 1) * sizeof *roles->heap);
    roles->held = malloc(((size_t)roles->count + 1) * sizeof *roles->held);
    subject->settled = calloc(SETTLED_SLOTS, sizeof *subject->settled);
    if (roles->state == NULL || roles->heap == NULL || roles->held == NULL || subject->settled == NULL) {
        subject_unbind(subject);
        return ROLEGATE_NO_MEMORY;
    }
    subject->table = table;
    subject->identity = table->identity;
    return ROLEGATE_OK;
}

static uint32_t resolved_key(const struct request *request)
{
    return request->is_permission ? RESOLVED_PERMISSION | request->permission : request->request;
}

bool subject_knows(const struct rolegate_subject *subject, const struct request *request)
{
    size_t i;

    if (!subject->from_nss || subject->resolved_all)
        return true;
    for (i = 0; i < subject->resolved_count; i++)
        if (subject->resolved[i] == resolved_key(request))
            return true;
    return false;
}

static enum rolegate_status resolved_add(struct rolegate_subject *subject, const struct request *request)
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

/*
 * Finds out from NSS what the request needs. A group that only allow rules ask for is looked up by name only if the
 * subject's own groups do not let him in: that a name on record has his gid is then still possible.
 */
static enum rolegate_status facts_find(struct decider *decider, struct needs *needs, const struct request *request)
{
    struct rolegate_table *table = decider->table;
    struct rolegate_subject *subject = decider->subject;
    enum rolegate_status status = facts_ask(table, subject, needs, NEED_SURE);

    if (status == ROLEGATE_OK && request != NULL && needs->count > subject->gid_count) {
        status = facts_own(table, subject);
        if (status == ROLEGATE_OK)
            status = actives_make(table, subject);
        if (status == ROLEGATE_OK && request_allowed(decider, request))
            return ROLEGATE_OK;
        if (status == ROLEGATE_OK)
            status = decider->status;
    }
    if (status == ROLEGATE_OK)
        status = facts_ask(table, subject, needs, NEED_YES);
    return status == ROLEGATE_OK ? actives_make(table, subject) : status;
}

static enum rolegate_status subject_resolve(struct decider *decider, const struct request *request)
{
    struct needs needs = {.table = decider->table,
                          .role_count = table_count(decider->table, SECTION_ROLES, ROLE_SIZE),
                          .status = ROLEGATE_OK};
    enum rolegate_status status = needs_find(&needs, request);

    if (status == ROLEGATE_OK)
        status = facts_find(decider, &needs, request);
    if (status == ROLEGATE_OK)
        status = resolved_add(decider->subject, request);
    needs_free(&needs);
    return status;
}

enum rolegate_status rolegate_resolve(rolegate_table *table, rolegate_subject *subject,
                                      const struct rolegate_question *question)
{
    static const struct rolegate_question anything = {.service = ""};
    enum rolegate_status status;
    int saved = errno;
    struct decider decider;
    struct request request;
    bool listed = false;

    if (table == NULL || subject == NULL)
        return ROLEGATE_BAD_ARGUMENT;
    status = subject_bind(table, subject);
    if (status == ROLEGATE_OK && subject->active_count == 0 && !subject->from_nss) {
        status = facts_stated(table, subject);
        if (status == ROLEGATE_OK)
            status = actives_make(table, subject);
    }
    if (status == ROLEGATE_OK)
        status = decider_begin(&decider, table, subject, question == NULL ? &anything : question);
    if (status == ROLEGATE_OK && question != NULL) {
        listed = request_read(&decider, question, &request);
        status = decider.status;
    }
    if (status == ROLEGATE_OK && subject->from_nss && (question == NULL || listed) &&
        !(listed && subject_knows(subject, &request)))
        status = subject_resolve(&decider, question == NULL ? NULL : &request);
    if (status != ROLEGATE_OK)
        subject_unbind(subject);
    errno = saved;
    return status;
}
