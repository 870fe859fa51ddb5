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

/* A permission's question, among the offsets of REQUESTS, which are smaller. */
#define RESOLVED_PERMISSION 0x80000000u

enum need { NEED_NONE, NEED_YES, NEED_SURE };

/* The groups that matter: nodes (offsets in NODES), and how surely they must be known. */
struct needs {
    struct rolegate_table *table;
    struct need_entry {
        uint32_t node;
        enum need need;
    } * list;
    size_t count, capacity;
    unsigned char *roles; /* by role: the need with which its holders were collected, and marks */
    uint32_t *stack;
    uint32_t role_count;
    enum rolegate_status status;
};

#define ROLE_NEED  3u /* mask of enum need */
#define ROLE_ABOVE 4u /* its exclusive sets have been looked at */

static void needs_add(struct needs *needs, uint32_t node, enum need need)
{
    if (needs->count == needs->capacity) {
        size_t capacity = needs->capacity == 0 ? 32 : needs->capacity * 2;
        struct need_entry *grown = reallocarray(needs->list, capacity, sizeof *grown);
        if (grown == NULL) {
            needs->status = ROLEGATE_NO_MEMORY;
            return;
        }
        needs->list = grown;
        needs->capacity = capacity;
    }
    needs->list[needs->count].node = node;
    needs->list[needs->count++].need = need;
}

/* Marks a role, and puts it on the stack if the mark is new. */
static void role_mark(struct needs *needs, uint32_t role, unsigned mask, unsigned mark, uint32_t *depth)
{
    if (role >= needs->role_count) {
        needs->status = ROLEGATE_MALFORMED;
        return;
    }
    if ((needs->roles[role] & mask) >= mark)
        return;
    needs->roles[role] = (unsigned char)((needs->roles[role] & ~mask) | mark);
    needs->stack[(*depth)++] = role;
}

/* Opens a role's record at its children. */
static void role_open_children(struct cursor *record, struct rolegate_table *table, uint32_t role)
{
    uint32_t rules;

    role_open(record, table, role);
    cursor_skip(record, cursor_uv(record)); /* parents */
    cursor_skip(record, cursor_uv(record)); /* exclusive sets */
    rules = cursor_uv(record);
    cursor_skip(record, rules <= RULES_INLINE ? rules : 0);
}

/* The groups through which somebody can hold a role: those that are assigned it or a role below it. */
static void needs_of_role(struct needs *needs, uint32_t first, enum need need)
{
    uint32_t depth = 0;

    role_mark(needs, first, ROLE_NEED, need, &depth);
    while (depth > 0 && needs->status == ROLEGATE_OK) {
        struct cursor record;
        uint32_t count;
        role_open_children(&record, needs->table, needs->stack[--depth]);
        count = cursor_uv(&record);
        while (count-- > 0 && cursor_ok(&record) && needs->status == ROLEGATE_OK)
            role_mark(needs, cursor_uv(&record), ROLE_NEED, need, &depth);
        count = cursor_uv(&record);
        while (count-- > 0 && cursor_ok(&record) && needs->status == ROLEGATE_OK)
            needs_add(needs, cursor_uv(&record), need);
        if (!cursor_ok(&record))
            needs->status = record.status;
    }
}

/* The owners of rules on a pattern. */
static void needs_of_owners(struct needs *needs, struct cursor *owners, enum need need)
{
    uint32_t count = cursor_uv(owners);

    while (count-- > 0 && cursor_ok(owners) && needs->status == ROLEGATE_OK) {
        uint32_t owner = cursor_uv(owners);
        if ((owner & 1u) != 0)
            needs_of_role(needs, owner >> 1, need);
        else
            needs_add(needs, owner >> 1, need);
    }
}

static void needs_of_permission(struct needs *needs, uint32_t permission)
{
    uint32_t next = table_field(needs->table, SECTION_PERMISSIONS, permission, PERMISSION_SIZE, 8, &needs->status);

    while (next != 0 && needs->status == ROLEGATE_OK) {
        uint32_t pattern = next - 1;
        uint32_t ref = table_field(needs->table, SECTION_PATTERNS, pattern, PATTERN_SIZE, 16, &needs->status);
        if (ref != 0) {
            struct cursor owners;
            cursor_open(&owners, needs->table, SECTION_OWNERS, ref - 1);
            needs_of_owners(needs, &owners, NEED_SURE);
            needs_of_owners(needs, &owners, NEED_YES);
            if (!cursor_ok(&owners))
                needs->status = owners.status;
        }
        next = table_field(needs->table, SECTION_PATTERNS, pattern, PATTERN_SIZE, 12, &needs->status);
        if (next > pattern)
            needs->status = ROLEGATE_MALFORMED;
    }
}

static void needs_of_request(struct needs *needs, uint32_t ref)
{
    struct cursor program;
    uint32_t count;

    cursor_open(&program, needs->table, SECTION_REQUESTS, ref);
    count = cursor_uv(&program);
    while (count-- > 0 && cursor_ok(&program) && needs->status == ROLEGATE_OK) {
        uint32_t op = cursor_uv(&program);
        if (op >= REQUEST_PERMISSION)
            needs_of_permission(needs, op - REQUEST_PERMISSION);
    }
    if (!cursor_ok(&program))
        needs->status = program.status;
}

/* The holders of every role of a set; an open cursor stands at its first reference. */
static void needs_of_sets(struct needs *needs, struct cursor *sets)
{
    uint32_t count = cursor_uv(sets);

    while (count-- > 0 && cursor_ok(sets) && needs->status == ROLEGATE_OK) {
        struct cursor set;
        uint32_t roles;
        cursor_open(&set, needs->table, SECTION_EXCLUSIVES, cursor_uv(sets));
        cursor_skip(&set, 2); /* file, line */
        roles = cursor_uv(&set);
        while (roles-- > 0 && cursor_ok(&set) && needs->status == ROLEGATE_OK)
            needs_of_role(needs, cursor_uv(&set), NEED_SURE);
        if (!cursor_ok(&set))
            needs->status = set.status;
    }
}

/*
 * Conflicts: a role that matters is void if a role of its up() is in conflict, so the holders of every role of those
 * sets must be known. Runs down the numbers: a role's parents come after it.
 */
static void needs_of_conflicts(struct needs *needs)
{
    uint32_t role = needs->role_count;

    while (role-- > 0 && needs->status == ROLEGATE_OK) {
        struct cursor record;
        uint32_t count;
        if ((needs->roles[role] & (ROLE_NEED | ROLE_ABOVE)) == 0)
            continue;
        role_open(&record, needs->table, role);
        count = cursor_uv(&record);
        while (count-- > 0 && cursor_ok(&record)) {
            uint32_t parent = cursor_uv(&record);
            if (parent < role)
                needs->roles[parent] |= ROLE_ABOVE;
        }
        needs_of_sets(needs, &record);
        if (!cursor_ok(&record))
            needs->status = record.status;
    }
}

static int need_compare(const void *a, const void *b)
{
    const struct need_entry *left = a, *right = b;

    if (left->node != right->node)
        return left->node < right->node ? -1 : 1;
    return (int)right->need - (int)left->need; /* the surest first */
}

static void needs_unique(struct needs *needs)
{
    size_t i, kept = 0;

    if (needs->count > 1)
        qsort(needs->list, needs->count, sizeof *needs->list, need_compare);
    for (i = 0; i < needs->count; i++)
        if (kept == 0 || needs->list[kept - 1].node != needs->list[i].node)
            needs->list[kept++] = needs->list[i];
    needs->count = kept;
}

/* Every group and gid of the table. */
static void needs_all(struct needs *needs)
{
    struct cursor nodes;

    cursor_open(&nodes, needs->table, SECTION_NODES, 0);
    while (cursor_left(&nodes) > 0 && cursor_ok(&nodes) && needs->status == ROLEGATE_OK) {
        uint32_t node = cursor_offset(&nodes, SECTION_NODES), rules;
        uint8_t kind = cursor_u8(&nodes);
        if (kind == NODE_USER || kind == NODE_GROUP)
            cursor_str(&nodes, NULL);
        else if (kind == NODE_GID)
            cursor_uv(&nodes);
        cursor_skip(&nodes, cursor_uv(&nodes));
        rules = cursor_uv(&nodes);
        cursor_skip(&nodes, rules <= RULES_INLINE ? rules : 0);
        if (cursor_ok(&nodes) && (kind == NODE_GROUP || kind == NODE_GID))
            needs_add(needs, node, NEED_SURE);
    }
    if (!cursor_ok(&nodes))
        needs->status = nodes.status;
}

/* What a request needs; request NULL: everything. The lists are the caller's to free. */
static enum rolegate_status needs_find(struct needs *needs, const struct request *request)
{
    if (request == NULL) {
        needs_all(needs);
    } else {
        /* A role can be on the stack once for each of its two needs. */
        needs->roles = calloc(needs->role_count + 1, 1);
        needs->stack = calloc((size_t)needs->role_count + 1, 2 * sizeof *needs->stack);
        if (needs->roles == NULL || needs->stack == NULL)
            return ROLEGATE_NO_MEMORY;
        if (request->is_permission)
            needs_of_permission(needs, request->permission);
        else
            needs_of_request(needs, request->request);
        if ((needs->table->flags & FLAG_EXCLUSIVE) != 0)
            needs_of_conflicts(needs);
    }
    needs_unique(needs);
    return needs->status;
}

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
    enum kleene member = MAYBE;
    uint8_t kind;

    if (fact_known(subject, node))
        return ROLEGATE_OK;
    cursor_open(&record, table, SECTION_NODES, node);
    kind = cursor_u8(&record);
    if (kind == NODE_GROUP) {
        const char *name = cursor_str(&record, NULL);
        member = cursor_ok(&record) ? nss_member_of_group(subject, name) : MAYBE;
    } else if (kind == NODE_GID) {
        uint32_t gid = cursor_uv(&record);
        member = cursor_ok(&record) ? nss_member_of_gid(subject, gid) : MAYBE;
    } else {
        cursor_fail(&record, ROLEGATE_MALFORMED);
    }
    return cursor_ok(&record) ? fact_set(subject, node, member) : record.status;
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
    uint8_t kind;

    cursor_open(&record, table, SECTION_NODES, node);
    kind = cursor_u8(&record);
    if (kind == NODE_USER || kind == NODE_GROUP)
        cursor_str(&record, NULL);
    else if (kind == NODE_GID)
        cursor_uv(&record);
    active->node = node;
    active->member = member;
    active->assigns = cursor_offset(&record, SECTION_NODES);
    cursor_skip(&record, cursor_uv(&record));
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
    memset(subject->settled, 0, SETTLED_SLOTS * sizeof *subject->settled);
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
    free(needs.list);
    free(needs.roles);
    free(needs.stack);
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
