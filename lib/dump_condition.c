/*
 * dump_condition.c - conditions and requests as expressions: a program's tree, from its root down.
 *
 * A named condition is declared once and stands by its name everywhere else; all others are written out where they
 * are used. Without recursion: a tree is as deep as its program is long.
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "dump_part.h"

/* What stands around an expression: whether it needs parentheses depends on that. */
enum around { AROUND_NOTHING, AROUND_OR_LEFT, AROUND_OR_RIGHT, AROUND_AND_LEFT, AROUND_AND_RIGHT, AROUND_NOT };

/* What is still to be written: a text, or a node. */
struct pending {
    const char *text;
    uint32_t node;
    enum around around;
};

struct pending_list {
    struct pending *list;
    size_t count, capacity;
};

static void push(struct dump *dump, struct pending_list *pending, struct pending item)
{
    if (pending->count == pending->capacity) {
        size_t capacity = pending->capacity == 0 ? 64 : pending->capacity * 2;
        struct pending *grown = reallocarray(pending->list, capacity, sizeof *grown);
        if (grown == NULL) {
            dump->failed = true;
            return;
        }
        pending->list = grown;
        pending->capacity = capacity;
    }
    pending->list[pending->count++] = item;
}

/* ---- atoms ---- */

static void write_days(struct dump *dump, uint8_t days)
{
    static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    unsigned day, first, said = 0;

    if (days == 127) {
        fputs("daily", dump->out);
        return;
    }
    for (day = 0; day < 7; day++) {
        if ((days >> day & 1) == 0)
            continue;
        for (first = day; day < 6 && (days >> (day + 1) & 1) != 0; day++)
            continue;
        fprintf(dump->out, "%s%s", said++ == 0 ? "" : ",", names[first]);
        if (day == first + 1)
            fprintf(dump->out, ",%s", names[day]);
        else if (day > first)
            fprintf(dump->out, "-%s", names[day]);
    }
}

static void write_zone(struct dump *dump, uint32_t zone)
{
    struct cursor cursor;
    const char *name;
    uint32_t length;

    if (zone == 0) {
        fputs("utc", dump->out);
        return;
    }
    cursor_open(&cursor, dump->table, SECTION_ZONES, zone - 1);
    name = table_string(dump->table, cursor_uv(&cursor), &length, &cursor.status);
    if (strcmp(name, "local") == 0)
        fputs("local", dump->out);
    else
        dump_string(dump, name, length);
}

static void write_time(struct dump *dump, struct cursor *cursor)
{
    uint8_t days = cursor_u8(cursor);
    uint32_t start = cursor_uv(cursor), end = cursor_uv(cursor);

    fputs("time ", dump->out);
    write_days(dump, days);
    fprintf(dump->out, " %02u:%02u-%02u:%02u zone ", start / 60, start % 60, end / 60, end % 60);
    write_zone(dump, cursor_uv(cursor));
}

static void write_net(struct dump *dump, const unsigned char *net, int family, unsigned size, bool *begun)
{
    char text[INET6_ADDRSTRLEN];

    if (net == NULL || inet_ntop(family, net, text, sizeof text) == NULL)
        return;
    fprintf(dump->out, "%s%s", *begun ? ", " : "", text);
    if (net[size] != size * 8)
        fprintf(dump->out, "/%u", net[size]);
    *begun = true;
}

static void write_from(struct dump *dump, struct cursor *cursor)
{
    bool local = cursor_u8(cursor) == 1, begun = local;
    uint32_t count;

    fputs(local ? "from local" : "from ", dump->out);
    for (count = cursor_uv(cursor); count > 0 && cursor_ok(cursor); count--)
        write_net(dump, cursor_bytes(cursor, 5), AF_INET, 4, &begun);
    for (count = cursor_uv(cursor); count > 0 && cursor_ok(cursor); count--)
        write_net(dump, cursor_bytes(cursor, 17), AF_INET6, 16, &begun);
}

static void write_globs(struct dump *dump, struct cursor *cursor, const char *word)
{
    const char *between = word;
    uint32_t count;

    for (count = cursor_uv(cursor); count > 0 && cursor_ok(cursor); count--) {
        uint32_t glob = cursor_uv(cursor);
        fputs(between, dump->out);
        if (glob == 0) /* of a terminal */
            fputs("none", dump->out);
        else
            dump_glob(dump, glob);
        between = ", ";
    }
}

static void write_atom(struct dump *dump, const struct program_node *node)
{
    struct cursor cursor;

    cursor_open(&cursor, dump->table, SECTION_CONDITIONS, node->at);
    switch (node->code) {
    case COND_NAME: dump_name(dump, node->value); break;
    case COND_TIME: write_time(dump, &cursor); break;
    case COND_FROM: write_from(dump, &cursor); break;
    case COND_HOST: write_globs(dump, &cursor, "host "); break;
    case COND_TTY: write_globs(dump, &cursor, "tty "); break;
    default: /* a permission, of a request */
        dump_name(dump, table_field(dump->table, SECTION_PERMISSIONS, node->value, PERMISSION_SIZE, 0, &cursor.status));
        break;
    }
}

/* ---- expressions ---- */

static bool needs_parentheses(uint8_t code, enum around around)
{
    if (code == COND_OR)
        return around > AROUND_OR_LEFT;
    return code == COND_AND && around > AROUND_AND_LEFT;
}

/* Puts what a node consists of on the pile, the last part first. */
static void take_apart(struct dump *dump, struct pending_list *pending, const struct program_node *node,
                       enum around around)
{
    bool is_or = node->code == COND_OR, parentheses = needs_parentheses(node->code, around);

    if (node->code == COND_NOT) {
        push(dump, pending, (struct pending){.node = node->left, .around = AROUND_NOT});
        push(dump, pending, (struct pending){.text = "not "});
        return;
    }
    if (parentheses)
        push(dump, pending, (struct pending){.text = ")"});
    push(dump, pending, (struct pending){.node = node->right, .around = is_or ? AROUND_OR_RIGHT : AROUND_AND_RIGHT});
    push(dump, pending, (struct pending){.text = is_or ? " or " : " and "});
    push(dump, pending, (struct pending){.node = node->left, .around = is_or ? AROUND_OR_LEFT : AROUND_AND_LEFT});
    if (parentheses)
        push(dump, pending, (struct pending){.text = "("});
}

static void write_tree(struct dump *dump, const struct program *program, uint32_t root)
{
    struct pending_list pending = {0};

    push(dump, &pending, (struct pending){.node = root, .around = AROUND_NOTHING});
    while (pending.count > 0 && !dump->failed) {
        struct pending item = pending.list[--pending.count];
        const struct program_node *node;
        if (item.text != NULL) {
            fputs(item.text, dump->out);
            continue;
        }
        node = &program->nodes[item.node];
        if (node->code == COND_AND || node->code == COND_OR || node->code == COND_NOT)
            take_apart(dump, &pending, node, item.around);
        else
            write_atom(dump, node);
    }
    free(pending.list);
}

/* Reads the program at an offset in CONDITIONS, unless it is the one that was read last. */
static const struct program *program_at(struct dump *dump, uint32_t offset)
{
    struct cursor cursor;
    bool no_memory = false;

    if (dump->program_at == offset + 1)
        return &dump->program;
    cursor_open(&cursor, dump->table, SECTION_CONDITIONS, offset);
    dump->program_at = 0;
    if (program_read_condition(&cursor, &dump->program, &no_memory) != NULL) {
        dump->failed = true;
        return NULL;
    }
    dump->program_at = offset + 1;
    return &dump->program;
}

void dump_condition(struct dump *dump, uint32_t offset)
{
    const struct program *program = program_at(dump, offset);

    if (program != NULL)
        write_tree(dump, program, program->count - 1);
}

void dump_request(struct dump *dump, uint32_t offset)
{
    struct program program = {0};
    struct cursor cursor;
    bool no_memory = false;

    cursor_open(&cursor, dump->table, SECTION_REQUESTS, offset);
    if (program_read_request(&cursor, &program, &no_memory) == NULL)
        write_tree(dump, &program, program.count - 1);
    else
        dump->failed = true;
    free(program.nodes);
}

/* ---- named conditions ---- */

struct named_list {
    struct dump_named *list;
    size_t count, capacity;
};

static void named_add(struct dump *dump, struct named_list *named, struct dump_named item)
{
    if (named->count == named->capacity) {
        size_t capacity = named->capacity == 0 ? 64 : named->capacity * 2;
        struct dump_named *grown = reallocarray(named->list, capacity, sizeof *grown);
        if (grown == NULL) {
            dump->failed = true;
            return;
        }
        named->list = grown;
        named->capacity = capacity;
    }
    named->list[named->count++] = item;
}

static int compare_named(const void *a, const void *b)
{
    const struct dump_named *x = a, *y = b;

    if (x->name != y->name)
        return x->name < y->name ? -1 : 1;
    if (x->condition != y->condition)
        return x->condition < y->condition ? -1 : 1;
    return (x->node > y->node) - (x->node < y->node);
}

static int compare_places(const void *a, const void *b)
{
    const struct dump_named *x = a, *y = b;

    if (x->condition != y->condition)
        return x->condition < y->condition ? -1 : 1;
    return (x->node > y->node) - (x->node < y->node);
}

/* One place for each name. */
static void named_reduce(struct named_list *named)
{
    size_t kept = 0, i;

    if (named->count > 1)
        qsort(named->list, named->count, sizeof *named->list, compare_named);
    for (i = 0; i < named->count; i++)
        if (kept == 0 || named->list[i].name != named->list[kept - 1].name)
            named->list[kept++] = named->list[i];
    named->count = kept;
}

static void named_collect(struct dump *dump, struct named_list *named)
{
    uint32_t size = dump->table->sections[SECTION_CONDITIONS].size, at = 0, i;
    struct cursor cursor;
    bool no_memory = false;

    cursor_open(&cursor, dump->table, SECTION_CONDITIONS, 0);
    dump->program_at = 0;
    while (at < size && !dump->failed) {
        if (program_read_condition(&cursor, &dump->program, &no_memory) != NULL) {
            dump->failed = true;
            return;
        }
        for (i = 0; i < dump->program.count; i++)
            if (dump->program.nodes[i].code == COND_NAME)
                named_add(dump, named,
                          (struct dump_named){dump->program.nodes[i].value, at, dump->program.nodes[i].left});
        if (named->count > 1 << 20)
            named_reduce(named);
        at = cursor_offset(&cursor, SECTION_CONDITIONS);
    }
    named_reduce(named);
    if (named->count > 1)
        qsort(named->list, named->count, sizeof *named->list, compare_places);
}

void dump_conditions(struct dump *dump)
{
    struct named_list named = {0};
    size_t i;

    named_collect(dump, &named);
    if (named.count > 0)
        fputc('\n', dump->out);
    for (i = 0; i < named.count && !dump->failed; i++) {
        const struct program *program = program_at(dump, named.list[i].condition);
        fputs("condition ", dump->out);
        dump_name(dump, named.list[i].name);
        fputc(' ', dump->out);
        if (program != NULL)
            write_tree(dump, program, named.list[i].node);
        fputc('\n', dump->out);
    }
    free(named.list);
}
