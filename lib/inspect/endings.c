/*
 * endings.c - the statements of a table that end, and whom they are about; see endings.h.
 *
 * Walks all statements: nobody waits on it.
 */
#include "endings.h"

#include <stdlib.h>

#include "inspect.h"
#include "statement_owners.h"
#include "table/record.h"

struct endings {
    struct rolegate_table *table;
    uint64_t *pairs; /* of a statement and its owner, ascending */
    size_t pair_count;
    struct inspect_owner *owners; /* room for those of one statement; and for what it gives or takes: */
    const char **things;
    size_t thing_count, thing_room;
    enum rolegate_status status;
};

static void endings_fail(struct endings *endings, enum rolegate_status status)
{
    if (endings->status == ROLEGATE_OK)
        endings->status = status;
}

/* The end of the span that a statement's limits give it. False: it has none, or has not begun. */
static bool read_until(struct endings *endings, uint32_t limit, int64_t from, int64_t *until)
{
    int64_t starting = from;
    struct cursor at;
    uint32_t flags;

    if (limit == 0)
        return false;
    cursor_open(&at, endings->table, SECTION_LIMITS, limit - 1);
    flags = cursor_uv(&at); /* and the condition */
    if ((flags & LIMIT_STARTING) != 0)
        starting = cursor_sv(&at);
    *until = (flags & LIMIT_UNTIL) != 0 ? cursor_sv(&at) : 0;
    endings_fail(endings, at.status);
    return (flags & LIMIT_UNTIL) != 0 && starting <= from;
}

static struct inspect_owner role_owner(struct endings *endings, uint32_t role)
{
    enum rolegate_status status = ROLEGATE_OK;
    struct inspect_owner owner = {.kind = "role"};
    struct cursor cursor;

    role_data_open(&cursor, endings->table, role);
    owner.name = table_string(endings->table, cursor_uv(&cursor), NULL, &status);
    endings_fail(endings, cursor.status);
    endings_fail(endings, status);
    return owner;
}

static struct inspect_owner node_owner(struct endings *endings, uint32_t offset)
{
    struct inspect_owner owner = {.kind = "everyone", .name = ""};
    struct cursor cursor;
    struct node node;

    cursor_open(&cursor, endings->table, SECTION_NODES, offset);
    node_record_read(&cursor, &node);
    endings_fail(endings, cursor.status);
    if (!cursor_ok(&cursor) || node.kind == NODE_EVERYONE)
        return owner;
    owner.kind = node.kind == NODE_USER ? "user" : node.kind == NODE_GROUP ? "group" : "gid";
    owner.name = node.name;
    owner.gid = node.gid;
    return owner;
}

/* The first pair of a statement, or where it would be. */
static size_t pair_first(const struct endings *endings, uint32_t statement)
{
    size_t low = 0, high = endings->pair_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if ((uint32_t)(endings->pairs[middle] >> 32) < statement)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t read_owners(struct endings *endings, uint32_t statement)
{
    size_t i = pair_first(endings, statement), count = 0;

    for (; i < endings->pair_count && (uint32_t)(endings->pairs[i] >> 32) == statement; i++) {
        uint32_t owner = (uint32_t)endings->pairs[i];

        endings->owners[count++] =
            (owner & OWNER_ROLE) != 0 ? role_owner(endings, owner >> 1) : node_owner(endings, owner >> 1);
    }
    return count;
}

/* Makes room for so many things of a statement. */
static bool things_reserve(struct endings *endings, size_t count)
{
    const char **grown;

    if (count <= endings->thing_room)
        return true;
    grown = realloc(endings->things, count * sizeof *grown);
    if (grown == NULL) {
        endings_fail(endings, ROLEGATE_NO_MEMORY);
        return false;
    }
    endings->things = grown;
    endings->thing_room = count;
    return true;
}

static void add_pattern(struct endings *endings, uint32_t pattern)
{
    enum rolegate_status status = ROLEGATE_OK;
    uint32_t text = table_field(endings->table, SECTION_PATTERNS, pattern, PATTERN_SIZE, 0, &status);

    endings->things[endings->thing_count++] = table_string(endings->table, text, NULL, &status);
    endings_fail(endings, status);
}

/* Adds a list at the cursor, of roles or of patterns. How many. */
static size_t add_list(struct endings *endings, struct cursor *at, bool are_roles)
{
    uint32_t count = cursor_uv(at), i;

    if (count > cursor_left(at) || !things_reserve(endings, endings->thing_count + count)) {
        endings_fail(endings, ROLEGATE_MALFORMED);
        return 0;
    }
    for (i = 0; i < count && cursor_ok(at) && endings->status == ROLEGATE_OK; i++) {
        uint32_t number = cursor_uv(at);

        if (are_roles)
            endings->things[endings->thing_count++] = role_owner(endings, number).name;
        else
            add_pattern(endings, number);
    }
    endings_fail(endings, at->status);
    return i;
}

/* What a statement, at the cursor behind its reason, gives or takes; the cursor is at the next one then. */
static void read_things(struct endings *endings, struct cursor *at, struct inspect_ending *ending)
{
    struct cursor set;
    uint32_t code;

    endings->thing_count = 0;
    if (ending->kind == ROLEGATE_STATEMENT_ASSIGN) {
        ending->thing_count = add_list(endings, at, true);
        return;
    }
    code = cursor_uv(at);
    if ((code & 1u) == 0) {
        if (things_reserve(endings, 1))
            add_pattern(endings, code >> 1);
        ending->thing_count = 1;
        return;
    }
    cursor_open(&set, endings->table, SECTION_SETS, code >> 1);
    ending->thing_count = add_list(endings, &set, false);
    ending->except_count = add_list(endings, &set, false);
}

/* Passes what a statement gives or takes. */
static void pass_things(struct cursor *at, enum rolegate_statement_kind kind)
{
    uint32_t count = kind == ROLEGATE_STATEMENT_ASSIGN ? cursor_uv(at) : 1;

    while (count-- > 0 && cursor_ok(at))
        cursor_uv(at);
}

/* Reads the head of the statement at the cursor; its numbers are given back, the cursor is behind it. */
static struct inspect_ending read_head(struct cursor *at, uint32_t *file, uint32_t *limit, uint32_t *because)
{
    uint32_t head = cursor_uv(at);
    struct inspect_ending ending = {.kind = head & KIND_MASK};

    *file = head >> KIND_BITS;
    ending.line = cursor_uv(at);
    *limit = cursor_uv(at);
    *because = cursor_uv(at);
    return ending;
}

/* The names that belong to a statement. */
static void read_texts(struct endings *endings, struct inspect_ending *ending, uint32_t file, uint32_t because)
{
    enum rolegate_status status = ROLEGATE_OK;
    const unsigned char *digest;

    endings_fail(endings, inspect_file(endings->table, file, &ending->file, &digest));
    ending->because = table_string(endings->table, because, NULL, &status);
    endings_fail(endings, status);
}

static void walk(struct endings *endings, int64_t from, int64_t to,
                 void (*visit)(void *context, const struct inspect_ending *ending), void *context)
{
    struct cursor at;

    cursor_open(&at, endings->table, SECTION_STATEMENTS, 0);
    while (cursor_ok(&at) && cursor_left(&at) > 0 && endings->status == ROLEGATE_OK) {
        uint32_t offset = cursor_offset(&at, SECTION_STATEMENTS), file, limit, because;
        struct inspect_ending ending = read_head(&at, &file, &limit, &because);

        if (!cursor_ok(&at) || !read_until(endings, limit, from, &ending.until) || ending.until <= from ||
            ending.until > to) {
            pass_things(&at, ending.kind);
            continue;
        }
        read_things(endings, &at, &ending);
        ending.things = endings->things;
        read_texts(endings, &ending, file, because);
        ending.owners = endings->owners;
        ending.owner_count = read_owners(endings, offset);
        if (endings->status == ROLEGATE_OK)
            visit(context, &ending);
    }
    endings_fail(endings, at.status);
}

enum rolegate_status inspect_endings(struct rolegate_table *table, int64_t from, int64_t to,
                                     void (*visit)(void *context, const struct inspect_ending *ending), void *context)
{
    struct endings endings = {.table = table, .status = ROLEGATE_OK};

    endings_fail(&endings, statement_owners(table, &endings.pairs, &endings.pair_count));
    if (endings.status == ROLEGATE_OK) {
        endings.owners = calloc(endings.pair_count + 1, sizeof *endings.owners);
        if (endings.owners == NULL)
            endings_fail(&endings, ROLEGATE_NO_MEMORY);
    }
    if (endings.status == ROLEGATE_OK)
        walk(&endings, from, to, visit, context);
    free(endings.pairs);
    free(endings.owners);
    free(endings.things);
    return endings.status;
}
