/*
 * subject_uses.c - walks the subjects, statements, rosters, roles and services of a table; see subject_uses.h.
 */
#include "subject_uses.h"

#include <stdlib.h>

#include "statement_owners.h"

struct uses {
    struct rolegate_table *table;
    const struct subject_visitor *visitor;
    void *context;
    uint32_t *nodes; /* offsets in NODES, ascending, by number */
    uint32_t node_count;
    uint64_t *pairs; /* of a statement and its owner */
    size_t pair_count;
    bool *takes; /* by role: it takes something away from who holds it */
    enum rolegate_status status;
};

static void uses_fail(struct uses *uses, enum rolegate_status status)
{
    if (uses->status == ROLEGATE_OK)
        uses->status = status;
}

static struct table_place place_read(struct uses *uses, uint32_t file, uint32_t line)
{
    enum rolegate_status status = ROLEGATE_OK;
    uint32_t name = table_field(uses->table, SECTION_FILES, file, FILE_SIZE, 0, &status);
    struct table_place place = {.file_number = file, .line = line};

    place.file = table_string(uses->table, name, NULL, &status);
    uses_fail(uses, status);
    return place;
}

/* ---- subjects ---- */

static void visit_subjects(struct uses *uses)
{
    uint32_t capacity = 0;
    struct cursor cursor;

    cursor_open(&cursor, uses->table, SECTION_NODES, 0);
    while (cursor_left(&cursor) > 0 && cursor_ok(&cursor)) {
        uint32_t offset = cursor_offset(&cursor, SECTION_NODES);
        struct node node;

        if (uses->node_count == capacity) {
            uint32_t *grown = reallocarray(uses->nodes, (size_t)capacity * 2 + 64, sizeof *grown);
            if (grown == NULL) {
                uses_fail(uses, ROLEGATE_NO_MEMORY);
                return;
            }
            uses->nodes = grown;
            capacity = capacity * 2 + 64;
        }
        uses->nodes[uses->node_count++] = offset;
        node_record_read(&cursor, &node);
        node_record_pass(&cursor, &node);
        if (cursor_ok(&cursor))
            uses->visitor->subject(uses->context, &node);
    }
    uses_fail(uses, cursor.status);
}

/* The number of the subject at an offset. */
static uint32_t subject_number(struct uses *uses, uint32_t offset)
{
    uint32_t low = 0, high = uses->node_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (uses->nodes[middle] < offset)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == uses->node_count || uses->nodes[low] != offset)
        uses_fail(uses, ROLEGATE_MALFORMED);
    return low;
}

/* ---- roles ---- */

static void mark_deniers(struct uses *uses, uint32_t roles)
{
    size_t i;

    for (i = 0; i < uses->pair_count && uses->status == ROLEGATE_OK; i++) {
        uint32_t owner = (uint32_t)uses->pairs[i];
        struct cursor cursor;

        if ((owner & OWNER_ROLE) == 0)
            continue;
        cursor_open(&cursor, uses->table, SECTION_STATEMENTS, (uint32_t)(uses->pairs[i] >> 32));
        if ((cursor_uv(&cursor) & KIND_MASK) == STATEMENT_KIND_DENY && owner >> 1 < roles)
            uses->takes[owner >> 1] = true;
        uses_fail(uses, cursor.status);
    }
}

/* One role: its parents, which come before it, and its exclusive sets are looked at; one with a gid is visited. */
static void visit_role(struct uses *uses, uint32_t role)
{
    struct group_role group;
    struct cursor cursor;
    uint32_t name, file, line, parents;
    enum rolegate_status status = ROLEGATE_OK;

    role_data_open(&cursor, uses->table, role);
    name = cursor_uv(&cursor);
    cursor_uv(&cursor); /* description */
    group.gid = cursor_uv(&cursor);
    file = cursor_uv(&cursor);
    line = cursor_uv(&cursor);
    for (parents = cursor_uv(&cursor); parents > 0 && cursor_ok(&cursor); parents--) {
        uint32_t parent = cursor_uv(&cursor);
        if (parent < role && uses->takes[parent])
            uses->takes[role] = true;
    }
    if (cursor_uv(&cursor) > 0)
        uses->takes[role] = true;
    uses_fail(uses, cursor.status);
    if (group.gid == 0 || uses->status != ROLEGATE_OK)
        return;
    group.name = table_string(uses->table, name, NULL, &status);
    group.place = place_read(uses, file, line);
    uses_fail(uses, status);
    if (uses->status == ROLEGATE_OK)
        uses->visitor->role(uses->context, &group);
}

static void visit_roles(struct uses *uses)
{
    uint32_t count = table_count(uses->table, SECTION_ROLES, ROLE_SIZE), role;

    uses->takes = calloc((size_t)count + 1, sizeof *uses->takes);
    if (uses->takes == NULL) {
        uses_fail(uses, ROLEGATE_NO_MEMORY);
        return;
    }
    mark_deniers(uses, count);
    for (role = 0; role < count && uses->status == ROLEGATE_OK; role++)
        visit_role(uses, role);
}

/* ---- statements ---- */

/* One subject of a statement: the one whose record is at an offset in NODES. */
static void visit_subject_of(struct uses *uses, struct subject_use *use, uint32_t node)
{
    use->subject = subject_number(uses, node);
    if (uses->status == ROLEGATE_OK)
        uses->visitor->use(uses->context, use);
}

static bool assigns_taking(struct uses *uses, struct cursor *cursor)
{
    uint32_t roles = table_count(uses->table, SECTION_ROLES, ROLE_SIZE), count;
    bool takes = false;

    for (count = cursor_uv(cursor); count > 0 && cursor_ok(cursor); count--) {
        uint32_t role = cursor_uv(cursor);
        takes = takes || (role < roles && uses->takes[role]);
    }
    return takes;
}

/* What a statement says of each of its subjects. */
static struct subject_use statement_read(struct uses *uses, uint32_t statement)
{
    struct subject_use use = {.kind = SUBJECT_ALLOWED};
    struct cursor cursor;
    uint32_t head, line;

    cursor_open(&cursor, uses->table, SECTION_STATEMENTS, statement);
    head = cursor_uv(&cursor);
    line = cursor_uv(&cursor);
    cursor_skip(&cursor, 2); /* limits, because */
    if ((head & KIND_MASK) == STATEMENT_KIND_DENY)
        use.kind = SUBJECT_DENIED;
    else if ((head & KIND_MASK) == STATEMENT_KIND_ASSIGN)
        use.kind = assigns_taking(uses, &cursor) ? SUBJECT_ASSIGNED_TAKING : SUBJECT_ASSIGNED;
    uses_fail(uses, cursor.status);
    use.place = place_read(uses, head >> KIND_BITS, line);
    return use;
}

/* The pairs of one statement stand in a row, so it is read once. */
static void visit_statements(struct uses *uses)
{
    struct subject_use use = {.kind = SUBJECT_ALLOWED};
    size_t i;

    for (i = 0; i < uses->pair_count && uses->status == ROLEGATE_OK; i++) {
        uint32_t statement = (uint32_t)(uses->pairs[i] >> 32), owner = (uint32_t)uses->pairs[i];

        if (i == 0 || statement != (uint32_t)(uses->pairs[i - 1] >> 32))
            use = statement_read(uses, statement);
        if ((owner & OWNER_ROLE) == 0)
            visit_subject_of(uses, &use, owner >> 1);
    }
}

/* ---- rosters and services ---- */

static void visit_rosters(struct uses *uses, uint32_t *rosters)
{
    struct cursor cursor;
    uint32_t count, node;

    *rosters = 0;
    cursor_open(&cursor, uses->table, SECTION_ROSTERS, 0);
    for (; cursor_left(&cursor) > 0 && cursor_ok(&cursor) && uses->status == ROLEGATE_OK; ++*rosters) {
        struct subject_use use = {.kind = SUBJECT_ROSTERED, .roster = *rosters};
        uint32_t file = cursor_uv(&cursor), line = cursor_uv(&cursor);

        use.place = place_read(uses, file, line);
        for (count = cursor_uv(&cursor); count > 0 && cursor_ok(&cursor) && uses->status == ROLEGATE_OK; count--) {
            node = cursor_u32(&cursor);
            visit_subject_of(uses, &use, node);
        }
        node = 0;
        for (count = cursor_uv(&cursor); count > 0 && cursor_ok(&cursor) && uses->status == ROLEGATE_OK; count--)
            visit_subject_of(uses, &use, cursor_step(&cursor, &node));
    }
    uses_fail(uses, cursor.status);
}

static void visit_services(struct uses *uses)
{
    struct cursor cursor;

    cursor_open(&cursor, uses->table, SECTION_SERVICES, 0);
    while (cursor_left(&cursor) > 0 && cursor_ok(&cursor)) {
        const char *name = cursor_str(&cursor, NULL);

        cursor_skip(&cursor, 5);                 /* place, description, request, condition */
        if (cursor_ok(&cursor) && *name != '\0') /* else it is for services that are not listed */
            uses->visitor->service(uses->context, name);
    }
    uses_fail(uses, cursor.status);
}

enum rolegate_status subject_uses(struct rolegate_table *table, const struct subject_visitor *visitor, void *context,
                                  uint32_t *rosters)
{
    struct uses uses = {.table = table, .visitor = visitor, .context = context, .status = ROLEGATE_OK};

    visit_subjects(&uses);
    if (uses.status == ROLEGATE_OK)
        uses_fail(&uses, statement_owners(table, &uses.pairs, &uses.pair_count));
    if (uses.status == ROLEGATE_OK)
        visit_roles(&uses);
    if (uses.status == ROLEGATE_OK)
        visit_statements(&uses);
    if (uses.status == ROLEGATE_OK)
        visit_rosters(&uses, rosters);
    if (uses.status == ROLEGATE_OK)
        visit_services(&uses);
    free(uses.nodes);
    free(uses.pairs);
    free(uses.takes);
    return uses.status;
}
