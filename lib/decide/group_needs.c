/*
 * group_needs.c - walks from what a question asks for to the groups that could matter to it.
 *
 * From the service to its permissions, to the patterns that hold them, to the owners of rules on those, to the groups
 * that are assigned the roles among them; and, where roles exclude each other, to the holders of every role of those
 * sets. Asks nobody: it reads the table alone, each list of it a bounded number of times.
 */
#include "group_needs.h"

#include <stdlib.h>

#include "budget.h"
#include "roster.h"
#include "table/record.h"

#define ROLE_NEED  3u /* mask of enum need */
#define ROLE_ABOVE 4u /* its exclusive sets have been looked at */

/* Takes steps of work; false, and status says so: there are not so many left. */
static bool needs_spend(struct group_needs *needs, uint32_t steps)
{
    if (steps <= needs->steps) {
        needs->steps -= steps;
        return true;
    }
    needs->steps = 0;
    if (needs->status == ROLEGATE_OK)
        needs->status = ROLEGATE_TOO_COSTLY;
    return false;
}

/* Reads the number of a list's numbers, and passes them. */
static void list_skip(struct group_needs *needs, struct cursor *record)
{
    uint32_t count = cursor_uv(record), left = cursor_left(record);

    if (needs_spend(needs, 1 + (count < left ? count : left) / STEPS_NUMBERS))
        cursor_skip(record, count);
}

/* Whether one more number of a list is to be read, of which *count are left. */
static bool list_goes_on(struct group_needs *needs, const struct cursor *list, uint32_t *count)
{
    return (*count)-- > 0 && cursor_ok(list) && needs->status == ROLEGATE_OK && needs_spend(needs, 1);
}

static int need_compare(const void *a, const void *b)
{
    const struct need_entry *left = a, *right = b;

    if (left->node != right->node)
        return left->node < right->node ? -1 : 1;
    return (int)right->need - (int)left->need; /* the surest first */
}

/* Puts the list in order, each node once, with its surest need. */
static void needs_unique(struct group_needs *needs)
{
    size_t i, kept = 0;

    if (needs->count > 1)
        qsort(needs->list, needs->count, sizeof *needs->list, need_compare);
    for (i = 0; i < needs->count; i++)
        if (kept == 0 || needs->list[kept - 1].node != needs->list[i].node)
            needs->list[kept++] = needs->list[i];
    needs->count = kept;
}

/* Makes room for one more: those that are there twice go first, so the list is as long as the table has groups. */
static bool needs_grow(struct group_needs *needs)
{
    size_t capacity = needs->capacity == 0 ? 32 : needs->capacity * 2;
    struct need_entry *grown;

    needs_unique(needs);
    if (needs->count < needs->capacity / 2)
        return true;
    grown = reallocarray(needs->list, capacity, sizeof *grown);
    if (grown == NULL) {
        needs->status = ROLEGATE_NO_MEMORY;
        return false;
    }
    needs->list = grown;
    needs->capacity = capacity;
    return true;
}

void group_needs_add(struct group_needs *needs, uint32_t node, enum need need)
{
    if (needs->count == needs->capacity && !needs_grow(needs))
        return;
    needs->list[needs->count].node = node;
    needs->list[needs->count++].need = need;
}

/* Marks a role, and puts it on the stack if the mark is new. */
static void role_mark(struct group_needs *needs, uint32_t role, unsigned mask, unsigned mark, uint32_t *depth)
{
    if (role >= needs->role_count) {
        needs->status = ROLEGATE_MALFORMED;
        return;
    }
    if ((needs->roles[role] & mask) >= mark)
        return;
    needs->roles[role] = (unsigned char)((needs->roles[role] & ~mask) | mark);
    if (role >= needs->role_end)
        needs->role_end = role + 1;
    needs->stack[(*depth)++] = role;
}

/* Opens a role's record at its children. */
static void role_open_children(struct group_needs *needs, struct cursor *record, uint32_t role)
{
    uint32_t rules;

    role_record_open(record, needs->table, role);
    list_skip(needs, record); /* parents */
    list_skip(needs, record); /* exclusive sets */
    rules = cursor_uv(record);
    cursor_skip(record, rules <= RULES_INLINE ? rules : 0);
}

/* The groups through which somebody can hold a role: those that are assigned it or a role below it. */
static void needs_of_role(struct group_needs *needs, uint32_t first, enum need need)
{
    uint32_t depth = 0;

    role_mark(needs, first, ROLE_NEED, need, &depth);
    while (depth > 0 && needs->status == ROLEGATE_OK) {
        struct cursor record;
        uint32_t count, node = 0;
        role_open_children(needs, &record, needs->stack[--depth]);
        count = cursor_uv(&record);
        while (list_goes_on(needs, &record, &count))
            role_mark(needs, cursor_uv(&record), ROLE_NEED, need, &depth);
        count = cursor_uv(&record);
        while (list_goes_on(needs, &record, &count) && needs_spend(needs, STEPS_NEED_FOUND))
            group_needs_add(needs, cursor_step(&record, &node), need);
        if (!cursor_ok(&record))
            needs->status = record.status;
    }
}

/* The owners of rules on a pattern. */
static void needs_of_owners(struct group_needs *needs, struct cursor *owners, enum need need)
{
    uint32_t count = cursor_uv(owners), owner = 0;

    while (list_goes_on(needs, owners, &count)) {
        cursor_step(owners, &owner);
        if ((owner & 1u) != 0)
            needs_of_role(needs, owner >> 1, need);
        else if (needs_spend(needs, STEPS_NEED_FOUND))
            group_needs_add(needs, owner >> 1, need);
    }
}

/* The owners of rules on each pattern from the narrowest to wider ones, as far as they are new. */

static void needs_of_permission(struct group_needs *needs, uint32_t permission)
{
    uint32_t next = table_field(needs->table, SECTION_PERMISSIONS, permission, PERMISSION_SIZE, 8, &needs->status);

    while (next != 0 && needs_spend(needs, 1) && needs->status == ROLEGATE_OK) {
        uint32_t pattern = next - 1;
        uint32_t ref = table_field(needs->table, SECTION_PATTERNS, pattern, PATTERN_SIZE, 16, &needs->status);
        if (needs->status != ROLEGATE_OK || needs->patterns[pattern] != 0)
            return; /* then the wider ones are no news either */
        needs->patterns[pattern] = 1;
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

static void needs_of_request(struct group_needs *needs, uint32_t ref)
{
    struct cursor program;
    uint32_t count;

    cursor_open(&program, needs->table, SECTION_REQUESTS, ref);
    count = cursor_uv(&program);
    while (list_goes_on(needs, &program, &count)) {
        uint32_t op = cursor_uv(&program);
        if (op >= REQUEST_PERMISSION)
            needs_of_permission(needs, op - REQUEST_PERMISSION);
    }
    if (!cursor_ok(&program))
        needs->status = program.status;
}

/* Notes that a set's roles are being collected; whether that is news. */
static bool set_mark(struct group_needs *needs, uint32_t ref)
{
    unsigned char bit = (unsigned char)(1u << ref % 8);
    bool is_new;

    if (ref >= table_count(needs->table, SECTION_EXCLUSIVES, 1)) {
        needs->status = ROLEGATE_MALFORMED;
        return false;
    }
    is_new = (needs->sets[ref / 8] & bit) == 0;
    needs->sets[ref / 8] |= bit;
    return is_new;
}

/* The holders of every role of a set. */
static void needs_of_set(struct group_needs *needs, uint32_t ref)
{
    struct cursor set;
    uint32_t roles;

    if (!set_mark(needs, ref))
        return;
    cursor_open(&set, needs->table, SECTION_EXCLUSIVES, ref);
    cursor_skip(&set, 2); /* file, line */
    roles = cursor_uv(&set);
    while (list_goes_on(needs, &set, &roles))
        needs_of_role(needs, cursor_uv(&set), NEED_SURE);
    if (!cursor_ok(&set))
        needs->status = set.status;
}

/* The same of several sets; an open cursor stands at their number. */
static void needs_of_sets(struct group_needs *needs, struct cursor *sets)
{
    uint32_t count = cursor_uv(sets);

    while (list_goes_on(needs, sets, &count)) {
        uint32_t ref = cursor_uv(sets);
        if (cursor_ok(sets))
            needs_of_set(needs, ref);
    }
}

/*
 * Conflicts: a role that matters is void if a role of its up() is in conflict, so the holders of every role of those
 * sets must be known. Runs down the numbers: a role's parents come after it.
 */
static void needs_of_conflicts(struct group_needs *needs)
{
    uint32_t role = needs->role_end;

    while (role-- > 0 && needs->status == ROLEGATE_OK) {
        struct cursor record;
        uint32_t count;
        if ((needs->roles[role] & (ROLE_NEED | ROLE_ABOVE)) == 0)
            continue;
        role_record_open(&record, needs->table, role);
        count = cursor_uv(&record);
        while (list_goes_on(needs, &record, &count)) {
            uint32_t parent = cursor_uv(&record);
            if (parent < role)
                needs->roles[parent] |= ROLE_ABOVE;
        }
        needs_of_sets(needs, &record);
        if (!cursor_ok(&record))
            needs->status = record.status;
    }
}

static bool needs_of_roster(void *context, struct roster *roster)
{
    struct group_needs *needs = context;
    uint32_t node = 0;

    while (!roster->names_user && roster->group_count-- > 0 && needs->status == ROLEGATE_OK)
        group_needs_add(needs, cursor_step(&roster->groups, &node), NEED_ROSTER);
    return needs->status == ROLEGATE_OK;
}

static void needs_of_rosters(struct group_needs *needs)
{
    enum rolegate_status status = rosters_each(needs->table, needs->user, needs_of_roster, needs);

    if (status != ROLEGATE_OK)
        needs->status = status;
}

/* Every group and gid of the table. */
static void needs_all(struct group_needs *needs)
{
    struct cursor nodes;

    cursor_open(&nodes, needs->table, SECTION_NODES, 0);
    while (cursor_left(&nodes) > 0 && cursor_ok(&nodes) && needs->status == ROLEGATE_OK) {
        uint32_t at = cursor_offset(&nodes, SECTION_NODES);
        struct node node;
        node_record_read(&nodes, &node);
        node_record_pass(&nodes, &node);
        if (cursor_ok(&nodes) && (node.kind == NODE_GROUP || node.kind == NODE_GID))
            group_needs_add(needs, at, NEED_SURE);
    }
    if (!cursor_ok(&nodes))
        needs->status = nodes.status;
}

/* Room for marks; false: no memory. A role can be on the stack once for each of its two needs. */
static bool marks_make(struct group_needs *needs)
{
    needs->roles = calloc(needs->role_count + 1, 1);
    needs->stack = reallocarray(NULL, (size_t)needs->role_count + 1, 2 * sizeof *needs->stack);
    needs->patterns = calloc((size_t)table_count(needs->table, SECTION_PATTERNS, PATTERN_SIZE) + 1, 1);
    needs->sets = calloc((size_t)table_count(needs->table, SECTION_EXCLUSIVES, 1) / 8 + 1, 1);
    return needs->roles != NULL && needs->stack != NULL && needs->patterns != NULL && needs->sets != NULL;
}

enum rolegate_status group_needs_find(struct group_needs *needs, const struct request *request)
{
    if (request == NULL) {
        needs_all(needs);
    } else {
        if (!marks_make(needs))
            return ROLEGATE_NO_MEMORY;
        if (request->is_permission)
            needs_of_permission(needs, request->permission);
        else
            needs_of_request(needs, request->request);
        if ((needs->table->flags & FLAG_EXCLUSIVE) != 0)
            needs_of_conflicts(needs);
    }
    if (needs->count > 0)
        needs_of_rosters(needs);
    needs_unique(needs);
    return needs->status;
}

void group_needs_free(struct group_needs *needs)
{
    free(needs->list);
    free(needs->roles);
    free(needs->stack);
    free(needs->patterns);
    free(needs->sets);
}
