/*
 * subject_bind.c - binds a subject to a table: in which of the table's groups it is, as far as a question needs to
 * know.
 *
 * What /etc/group can tell is found in one pass. What other sources have to be asked for, one by one, is asked only
 * where it matters: where a deny rule or an exclusive set could be escaped by it, and where the answer would otherwise
 * be a denial.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "budget.h"
#include "decide.h"
#include "membership.h"
#include "roster.h"
#include "table/name_index.h"
#include "group_needs.h"
#include "table/record.h"
#include "verdict_cache.h"

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

/* ---- memberships ---- */

/* The groups that are looked up for a request. */
struct lookup {
    struct membership *list;
    size_t count;
};

static enum rolegate_status membership_read(struct rolegate_table *table, const struct need_entry *need,
                                            struct membership *membership)
{
    struct cursor record;
    struct node node;

    cursor_open(&record, table, SECTION_NODES, need->node);
    node_record_read(&record, &node);
    if (node.kind != NODE_GROUP && node.kind != NODE_GID)
        cursor_fail(&record, ROLEGATE_MALFORMED);
    *membership = (struct membership){.node = need->node,
                                      .name = node.kind == NODE_GROUP ? node.name : NULL,
                                      .gid = node.gid,
                                      .early = need->need >= NEED_ROSTER,
                                      .sure = need->need == NEED_SURE};
    return record.status;
}

/* The needs that nothing is known of; the list is the caller's to free, also on failure. */
static enum rolegate_status lookup_make(struct rolegate_table *table, const struct rolegate_subject *subject,
                                        const struct group_needs *needs, struct lookup *lookup)
{
    enum rolegate_status status = ROLEGATE_OK;
    size_t i;

    lookup->count = 0;
    lookup->list = calloc(needs->count + 1, sizeof *lookup->list);
    if (lookup->list == NULL)
        return ROLEGATE_NO_MEMORY;
    for (i = 0; i < needs->count && status == ROLEGATE_OK; i++)
        if (fact_find(subject, needs->list[i].node) == NULL)
            status = membership_read(table, &needs->list[i], &lookup->list[lookup->count++]);
    return status;
}

/* Makes facts of what is settled. */
static enum rolegate_status facts_settled(struct rolegate_subject *subject, const struct lookup *lookup)
{
    enum rolegate_status status = ROLEGATE_OK;
    size_t i;

    for (i = 0; i < lookup->count && status == ROLEGATE_OK; i++)
        if (lookup->list[i].settled)
            status = fact_set(subject, lookup->list[i].node, lookup->list[i].member);
    return status;
}

/* Asks NSS about those that are not settled yet: the early ones, or all. */
static enum rolegate_status facts_fetch(struct rolegate_subject *subject, const struct lookup *lookup, bool all)
{
    size_t i;

    for (i = 0; i < lookup->count; i++)
        if (!lookup->list[i].settled && (all || lookup->list[i].early))
            membership_find(subject, &lookup->list[i]);
    return facts_settled(subject, lookup);
}

/* ---- actives and binding ---- */

static enum rolegate_status active_read(struct rolegate_table *table, uint32_t node, enum kleene member,
                                        struct active *active)
{
    struct cursor record;
    struct node found;

    cursor_open(&record, table, SECTION_NODES, node);
    node_record_read(&record, &found);
    active->node = node;
    active->member = member;
    active->assigns = cursor_offset(&record, SECTION_NODES);
    active->assign_count = found.assigns;
    cursor_skip(&record, found.assigns);
    active->rules = cursor_offset(&record, SECTION_NODES);
    active->has_rules = cursor_uv(&record) != 0;
    return record.status;
}

/* Makes room for the assignments of all who are active, and lists those that have rules. */
static enum rolegate_status actives_survey(struct rolegate_subject *subject)
{
    struct role_work *roles = &subject->roles;
    size_t assigns = 0, i;

    free(roles->assigned);
    free(roles->choice.assigned);
    free(subject->ruled);
    subject->ruled_count = roles->assigned_count = 0;
    for (i = 0; i < subject->active_count; i++)
        assigns += subject->actives[i].assign_count;
    roles->assigned = reallocarray(NULL, assigns + 1, sizeof *roles->assigned);
    roles->assigned_room = assigns < UINT32_MAX ? (uint32_t)assigns : UINT32_MAX;
    roles->choice = (struct role_choice){.assigned = reallocarray(NULL, assigns + 1, sizeof *roles->assigned)};
    subject->ruled = reallocarray(NULL, subject->active_count + 1, sizeof *subject->ruled);
    if (roles->assigned == NULL || roles->choice.assigned == NULL || subject->ruled == NULL)
        return ROLEGATE_NO_MEMORY;
    for (i = 0; i < subject->active_count; i++)
        if (subject->actives[i].has_rules)
            subject->ruled[subject->ruled_count++] = (uint32_t)i;
    return ROLEGATE_OK;
}

static enum rolegate_status active_add(struct rolegate_table *table, struct rolegate_subject *subject, uint32_t node,
                                       enum kleene member)
{
    enum rolegate_status status = active_read(table, node, member, &subject->actives[subject->active_count]);

    if (status == ROLEGATE_OK)
        subject->active_count++;
    return status;
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

enum rolegate_status subject_become(struct rolegate_table *table, struct rolegate_subject *subject, uint32_t node)
{
    enum rolegate_status status;

    subject->roles.kept.valid = false;
    if (subject->active_count == 0)
        return ROLEGATE_NOT_RESOLVED;
    status = active_read(table, node, YES, &subject->actives[0]);
    return status == ROLEGATE_OK ? actives_survey(subject) : status;
}

static enum rolegate_status actives_make(struct rolegate_table *table, struct rolegate_subject *subject)
{
    enum rolegate_status status = ROLEGATE_OK;
    uint32_t node;
    size_t i;

    free(subject->actives);
    subject->active_count = 0;
    subject->roles.kept.valid = false;
    verdict_cache_forget(subject);
    subject->actives = calloc(subject->fact_count + 2, sizeof *subject->actives);
    if (subject->actives == NULL)
        return ROLEGATE_NO_MEMORY;
    if (index_find_name(table, KEY_USER, subject->user, &node, &status))
        status = active_add(table, subject, node, YES);
    node = everyone_ref(table, &status);
    if (node != 0 && status == ROLEGATE_OK)
        status = active_add(table, subject, node - 1, YES);
    for (i = 0; i < subject->fact_count && status == ROLEGATE_OK; i++) {
        enum kleene member = fact_counted(subject, &subject->facts[i]);
        if (member != NO)
            status = active_add(table, subject, subject->facts[i].node, member);
    }
    return status == ROLEGATE_OK ? actives_survey(subject) : status;
}

/* Makes room for deciding on this table, and forgets what was known for another. On failure the caller unbinds. */
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
    if (roles->state == NULL || roles->heap == NULL || roles->held == NULL || subject->settled == NULL)
        return ROLEGATE_NO_MEMORY;
    subject->table = table;
    subject->identity = table->identity;
    return ROLEGATE_OK;
}

/* Whether what is known now is enough to allow the request; a request NULL is every one, and is not. */
static enum rolegate_status allowed_find(struct decider *decider, const struct request *request, bool *allowed)
{
    enum rolegate_status status = actives_make(decider->table, decider->subject);

    *allowed = status == ROLEGATE_OK && request != NULL && request_allowed(decider, request);
    return status == ROLEGATE_OK ? decider->status : status;
}

/* Finds out about the groups that are looked up, as far as the answer depends on them. */
static enum rolegate_status facts_find(struct decider *decider, const struct lookup *lookup,
                                       const struct request *request)
{
    struct rolegate_subject *subject = decider->subject;
    enum rolegate_status status =
        lookup->count == 0 ? ROLEGATE_OK : memberships_of_file(subject, lookup->list, lookup->count);
    bool allowed = false;

    if (status == ROLEGATE_OK)
        status = facts_fetch(subject, lookup, false);
    if (status == ROLEGATE_OK)
        status = roster_vouches(decider->table, subject);
    if (status == ROLEGATE_OK)
        status = allowed_find(decider, request, &allowed);
    if (status == ROLEGATE_OK && !allowed) {
        status = facts_fetch(subject, lookup, true);
        if (status == ROLEGATE_OK)
            status = allowed_find(decider, request, &allowed);
    }
    if (status == ROLEGATE_OK && (allowed || request == NULL) &&
        memberships_ambiguous(subject, lookup->list, lookup->count)) {
        memberships_disambiguate(subject, lookup->list, lookup->count);
        status = facts_settled(subject, lookup);
        if (status == ROLEGATE_OK)
            status = actives_make(decider->table, subject);
    }
    return status;
}

/* The groups that the request needs and the caller has said nothing of: no, which off the roster is unknown. */
static enum rolegate_status facts_unstated(struct rolegate_subject *subject, const struct lookup *lookup)
{
    enum rolegate_status status = ROLEGATE_OK;
    size_t i;

    for (i = 0; i < lookup->count && status == ROLEGATE_OK; i++)
        status = fact_set(subject, lookup->list[i].node, NO);
    return status;
}

static enum rolegate_status subject_resolve(struct decider *decider, const struct request *request)
{
    struct rolegate_subject *subject = decider->subject;
    struct group_needs needs = {.table = decider->table,
                                .user = subject->user,
                                .role_count = table_count(decider->table, SECTION_ROLES, ROLE_SIZE),
                                .steps = STEPS_NEEDS,
                                .status = ROLEGATE_OK};
    struct lookup lookup = {.list = NULL};
    enum rolegate_status status = group_needs_find(&needs, request);

    if (status == ROLEGATE_OK)
        status = lookup_make(decider->table, subject, &needs, &lookup);
    if (status == ROLEGATE_OK && subject->from_nss)
        status = facts_find(decider, &lookup, request);
    else if (status == ROLEGATE_OK)
        status = facts_unstated(subject, &lookup);
    if (status == ROLEGATE_OK && !subject->from_nss)
        status = actives_make(decider->table, subject);
    if (status == ROLEGATE_OK)
        status = subject_knows_now(subject, request);
    free(lookup.list);
    group_needs_free(&needs);
    return status;
}

/* Binds a subject whose groups the caller has stated. */
static enum rolegate_status subject_bind_stated(struct rolegate_table *table, struct rolegate_subject *subject)
{
    enum rolegate_status status = facts_stated(table, subject);

    if (status == ROLEGATE_OK)
        status = roster_vouches(table, subject);
    return status == ROLEGATE_OK ? actives_make(table, subject) : status;
}

/* Finds out what is not known yet for a question that has been begun; question NULL: every one. */
static enum rolegate_status question_resolve(struct decider *decider, const struct rolegate_question *question)
{
    struct rolegate_subject *subject = decider->subject;
    struct request request;

    if (!subject->from_nss && !subject->off_roster)
        return ROLEGATE_OK;
    if (question == NULL)
        return subject->resolved_all ? ROLEGATE_OK : subject_resolve(decider, NULL);
    if (!request_read(decider, question, &request))
        return decider->status;
    return subject_knows(subject, &request) ? ROLEGATE_OK : subject_resolve(decider, &request);
}

enum rolegate_status rolegate_resolve(rolegate_table *table, rolegate_subject *subject,
                                      const struct rolegate_question *question)
{
    static const struct rolegate_question anything = {.service = ""};
    enum rolegate_status status;
    int saved = errno;
    struct decider decider;

    if (table == NULL || subject == NULL)
        return ROLEGATE_BAD_ARGUMENT;
    status = subject_bind(table, subject);
    if (status == ROLEGATE_OK && subject->active_count == 0 && !subject->from_nss)
        status = subject_bind_stated(table, subject);
    if (status == ROLEGATE_OK && subject->ruled_out) {
        subject->ruled_out = false;
        status = actives_make(table, subject);
    }
    if (status == ROLEGATE_OK)
        status = decider_begin(&decider, table, subject, question == NULL ? &anything : question);
    if (status == ROLEGATE_OK)
        status = question_resolve(&decider, question);
    if (status != ROLEGATE_OK)
        subject_unbind(subject);
    errno = saved;
    return status;
}

enum rolegate_status rolegate_subject_rule_out_unknown(rolegate_table *table, rolegate_subject *subject)
{
    enum rolegate_status status;
    int saved = errno;

    if (table == NULL || subject == NULL)
        return ROLEGATE_BAD_ARGUMENT;
    if (subject->table != table || subject->identity != table->identity)
        return ROLEGATE_NOT_RESOLVED;
    subject->ruled_out = true;
    status = actives_make(table, subject);
    if (status != ROLEGATE_OK)
        subject_unbind(subject);
    errno = saved;
    return status;
}
