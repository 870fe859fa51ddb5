/*
 * dump_statement.c - roles, assignments and rules.
 *
 * A statement of the language says whom it speaks of: statement_owners.h.
 */
#include <stdlib.h>

#include "dump_part.h"
#include "inspect/statement_owners.h"
#include "table/record.h"

/* ---- a statement ---- */

void dump_role_names(struct dump *dump, struct cursor *cursor)
{
    const char *between = "";
    uint32_t count;

    for (count = cursor_uv(cursor); count > 0 && cursor_ok(cursor); count--) {
        struct cursor role;
        role_data_open(&role, dump->table, cursor_uv(cursor));
        fputs(between, dump->out);
        dump_name(dump, cursor_uv(&role));
        between = ", ";
    }
}

static void write_pattern(struct dump *dump, uint32_t pattern)
{
    enum rolegate_status status = ROLEGATE_OK;

    dump_glob(dump, table_field(dump->table, SECTION_PATTERNS, pattern, PATTERN_SIZE, 0, &status));
}

static void write_patterns(struct dump *dump, struct cursor *cursor, const char *between)
{
    uint32_t count;

    for (count = cursor_uv(cursor); count > 0 && cursor_ok(cursor); count--) {
        fputs(between, dump->out);
        write_pattern(dump, cursor_uv(cursor));
        between = ", ";
    }
}

static void write_set(struct dump *dump, uint32_t code)
{
    struct cursor set;

    if ((code & 1u) == 0) {
        write_pattern(dump, code >> 1);
        return;
    }
    cursor_open(&set, dump->table, SECTION_SETS, code >> 1);
    write_patterns(dump, &set, "");
    write_patterns(dump, &set, " except ");
}

void dump_node(struct dump *dump, uint32_t at)
{
    struct cursor cursor;
    struct node node;

    cursor_open(&cursor, dump->table, SECTION_NODES, at);
    node_record_read(&cursor, &node);
    if (node.kind == NODE_EVERYONE) {
        fputs("everyone", dump->out);
    } else if (node.kind == NODE_GID) {
        fprintf(dump->out, "gid %u", node.gid);
    } else {
        fputs(node.kind == NODE_USER ? "user " : "group ", dump->out);
        dump_word(dump, node.name, node.name_length);
    }
}

static void write_owner(struct dump *dump, uint32_t owner)
{
    struct cursor cursor;

    if ((owner & OWNER_ROLE) == 0) {
        dump_node(dump, owner >> 1);
        return;
    }
    role_data_open(&cursor, dump->table, owner >> 1);
    fputs("role ", dump->out);
    dump_name(dump, cursor_uv(&cursor));
}

/* Users, groups, gids and everyone; then roles. In parentheses, where the limits say a span and there are several. */
static void write_owners(struct dump *dump, const uint64_t *owners, size_t count, bool spanned)
{
    const char *between = spanned && count > 1 ? " to (" : " to ";
    uint32_t roles;
    size_t i;

    for (roles = 0; roles <= OWNER_ROLE; roles++) {
        for (i = 0; i < count; i++) {
            if ((owners[i] & OWNER_ROLE) != roles)
                continue;
            fputs(between, dump->out);
            write_owner(dump, (uint32_t)owners[i]);
            between = ", ";
        }
    }
    if (spanned && count > 1)
        fputc(')', dump->out);
}

static bool has_span(struct dump *dump, uint32_t limits)
{
    struct cursor cursor;

    if (limits == 0)
        return false;
    cursor_open(&cursor, dump->table, SECTION_LIMITS, limits - 1);
    return (cursor_uv(&cursor) & KIND_MASK) != 0;
}

void dump_limits(struct dump *dump, uint32_t limits)
{
    struct cursor cursor;
    uint32_t head;

    if (limits == 0)
        return;
    cursor_open(&cursor, dump->table, SECTION_LIMITS, limits - 1);
    head = cursor_uv(&cursor);
    if (head >> KIND_BITS != 0) {
        fputs(" when ", dump->out);
        dump_condition(dump, (head >> KIND_BITS) - 1);
    }
    if ((head & LIMIT_STARTING) != 0) {
        fputs(" starting ", dump->out);
        dump_instant(dump, cursor_sv(&cursor));
    }
    if ((head & LIMIT_UNTIL) != 0) {
        fputs(" until ", dump->out);
        dump_instant(dump, cursor_sv(&cursor));
    }
}

/* Reads a statement's kind and place, with which its record begins. */
static uint32_t read_head(struct cursor *cursor, uint64_t *place)
{
    uint32_t head = cursor_uv(cursor);

    *place = (uint64_t)(head >> KIND_BITS) << 32 | cursor_uv(cursor);
    return head & KIND_MASK;
}

/* Writes the statement at an offset, to the owners given, or in a role's body to none. */
static void write_statement(struct dump *dump, uint32_t offset, const uint64_t *owners, size_t count)
{
    static const char *const words[] = {"", "allow ", "deny ", "assign "};
    struct cursor cursor;
    uint32_t kind, limits, because;
    uint64_t place;

    cursor_open(&cursor, dump->table, SECTION_STATEMENTS, offset);
    kind = read_head(&cursor, &place);
    dump_place(dump, place);
    limits = cursor_uv(&cursor);
    because = cursor_uv(&cursor);
    fprintf(dump->out, "%s%s", count == 0 ? "    " : "", words[kind]);
    if (kind == STATEMENT_KIND_ASSIGN)
        dump_role_names(dump, &cursor);
    else
        write_set(dump, cursor_uv(&cursor));
    write_owners(dump, owners, count, has_span(dump, limits));
    dump_limits(dump, limits);
    if (because != 0) {
        fputs(" because ", dump->out);
        dump_str(dump, because);
    }
    fputc('\n', dump->out);
}

/* ---- roles ---- */

/* rules: those of all bodies, as role << 32 | statement, sorted; the rules of one role alone stand by place. */
static void write_role(struct dump *dump, uint32_t role, const struct dump_numbers *rules)
{
    struct cursor cursor;
    uint32_t name, description, gid;
    size_t low = 0, high = rules->count;

    role_data_open(&cursor, dump->table, role);
    name = cursor_uv(&cursor);
    description = cursor_uv(&cursor);
    gid = cursor_uv(&cursor);
    fputc('\n', dump->out);
    dump_place(dump, dump_read_place(&cursor));
    fputs("role ", dump->out);
    dump_name(dump, name);
    dump_description(dump, description);
    if (gid != 0)
        fprintf(dump->out, " gid %u", gid);
    if (cursor_left(&cursor) > 0 && *cursor.at != 0) {
        fputs(" extends ", dump->out);
        dump_role_names(dump, &cursor);
    }
    fputs(" {", dump->out);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rules->list[middle] >> 32 < role)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < rules->count && rules->list[low] >> 32 == role)
        fputc('\n', dump->out);
    for (; low < rules->count && rules->list[low] >> 32 == role; low++)
        write_statement(dump, (uint32_t)rules->list[low], NULL, 0);
    fputs("}\n", dump->out);
}

struct role_place {
    uint64_t place;
    uint32_t role;
};

static int compare_roles(const void *a, const void *b)
{
    const struct role_place *x = a, *y = b;

    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return (x->role > y->role) - (x->role < y->role);
}

/* Roles in the order of their places. */
static void write_roles(struct dump *dump, const struct dump_numbers *rules)
{
    uint32_t count = table_count(dump->table, SECTION_ROLES, ROLE_SIZE), i;
    struct role_place *order = calloc((size_t)count + 1, sizeof *order);
    struct cursor cursor;

    if (order == NULL) {
        dump->failed = true;
        return;
    }
    for (i = 0; i < count; i++) {
        role_data_open(&cursor, dump->table, i);
        cursor_skip(&cursor, 3);
        order[i] = (struct role_place){dump_read_place(&cursor), i};
    }
    qsort(order, count, sizeof *order, compare_roles);
    for (i = 0; i < count && !dump->failed && !ferror(dump->out); i++)
        write_role(dump, order[i].role, rules);
    free(order);
}

/* ---- the whole ---- */

/* A statement, and its owners: where they begin in the list of pairs, and how many they are. */
struct spoken {
    uint64_t place;
    uint32_t kind;
    size_t first, count;
};

static int compare_spoken(const void *a, const void *b)
{
    const struct spoken *x = a, *y = b;

    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first);
}

/* The statements of all pairs, by place; *count of them, to be freed. */
static struct spoken *spoken_order(struct dump *dump, const struct dump_numbers *owners, size_t *count)
{
    struct spoken *order = calloc(owners->count + 1, sizeof *order), *spoken = order;
    size_t i;

    for (i = 0; order != NULL && i < owners->count; i += spoken++->count) {
        struct cursor cursor;
        cursor_open(&cursor, dump->table, SECTION_STATEMENTS, (uint32_t)(owners->list[i] >> 32));
        *spoken = (struct spoken){.first = i, .count = 1};
        spoken->kind = read_head(&cursor, &spoken->place);
        while (i + spoken->count < owners->count && owners->list[i + spoken->count] >> 32 == owners->list[i] >> 32)
            spoken->count++;
    }
    if (order == NULL)
        dump->failed = true;
    *count = (size_t)(spoken - order);
    if (*count > 1)
        qsort(order, *count, sizeof *order, compare_spoken);
    return order;
}

/* Whether a statement stands in a role's body: the role is the only one that it speaks of. */
static bool in_body(const struct dump_numbers *owners, const struct spoken *spoken)
{
    return spoken->count == 1 && (owners->list[spoken->first] & OWNER_ROLE) != 0;
}

static void write_all(struct dump *dump, const struct dump_numbers *owners, const struct spoken *order, size_t count,
                      bool assigns)
{
    bool begun = false;
    size_t i;

    for (i = 0; i < count && !dump->failed && !ferror(dump->out); i++) {
        const uint64_t *first = owners->list + order[i].first;
        if (in_body(owners, &order[i]) || (order[i].kind == STATEMENT_KIND_ASSIGN) != assigns)
            continue;
        if (!begun)
            fputc('\n', dump->out);
        begun = true;
        write_statement(dump, (uint32_t)(*first >> 32), first, order[i].count);
    }
}

void dump_statements(struct dump *dump)
{
    struct dump_numbers owners = {0}, rules = {0};
    struct spoken *order;
    size_t count, i;

    if (statement_owners(dump->table, &owners.list, &owners.count) != ROLEGATE_OK)
        dump->failed = true;
    order = spoken_order(dump, &owners, &count);
    for (i = 0; i < count; i++)
        if (in_body(&owners, &order[i]))
            dump_add(dump, &rules,
                     (owners.list[order[i].first] & UINT32_MAX) >> 1 << 32 | owners.list[order[i].first] >> 32);
    dump_sort(&rules);
    write_roles(dump, &rules);
    write_all(dump, &owners, order, count, true);
    write_all(dump, &owners, order, count, false);
    free(order);
    free(owners.list);
    free(rules.list);
}
