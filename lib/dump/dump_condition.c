/*
 * dump_condition.c - conditions and requests as expressions: a program's tree, from its root down.
 *
 * A named condition is declared once and stands by its name everywhere else; all others are written out where they
 * are used. Without recursion: a tree is as deep as its program is long.
 */
#include <stdlib.h>

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

static void write_atom(struct dump *dump, const struct program_node *node)
{
    struct policy_text policy_text = dump_policy_text(dump);
    struct cursor cursor;

    cursor_open(&cursor, dump->table, SECTION_CONDITIONS, node->at);
    switch (node->code) {
    case COND_NAME: dump_name(dump, node->value); break;
    case PROGRAM_PERMISSION:
        dump_name(dump, table_field(dump->table, SECTION_PERMISSIONS, node->value, PERMISSION_SIZE, 0, &cursor.status));
        break;
    default: policy_text_atom(&policy_text, node->code, &cursor); break;
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
static void split_parts(struct dump *dump, struct pending_list *pending, const struct program_node *node,
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
            split_parts(dump, &pending, node, item.around);
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
