/*
 * policy_names.c - the names that a policy knows, a line each: for completion in shells, and for people.
 */
#include "policy_names.h"

#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "compile/ir/ir.h"
#include "compile/ir/string_pool.h"
#include "support/arena.h"
#include "support/print_text.h"
#include "table_source.h"

struct names {
    const char **list;
    size_t count;
};

static void nodes_add(struct names *names, const struct ir *ir, enum ir_node_kind kind)
{
    uint32_t length;
    size_t i;

    for (i = 0; i < ir->node_count; i++)
        if (ir->nodes[i].kind == kind)
            names->list[names->count++] = (const char *)str_bytes(ir->names.bytes, ir->nodes[i].name, &length);
}

static void users_add(struct names *names, const struct ir *ir)
{
    nodes_add(names, ir, IR_USER);
}

static void groups_add(struct names *names, const struct ir *ir)
{
    nodes_add(names, ir, IR_GROUP);
}

static void roles_add(struct names *names, const struct ir *ir)
{
    size_t i;

    for (i = 0; i < ir->role_count; i++)
        names->list[names->count++] = ir->roles[i].name.bytes;
}

/* What is required of services that are not listed has no name. */
static void services_add(struct names *names, const struct ir *ir)
{
    size_t i;

    for (i = 0; i < ir->service_count; i++)
        if (ir->services[i].name.length > 0)
            names->list[names->count++] = ir->services[i].name.bytes;
}

static void permissions_add(struct names *names, const struct ir *ir)
{
    size_t i;

    for (i = 0; i < ir->permission_count; i++)
        names->list[names->count++] = ir->permissions[i].name.bytes;
}

static const struct {
    const char *kind;
    void (*add)(struct names *names, const struct ir *ir);
} kinds[] = {{"users", users_add},
             {"groups", groups_add},
             {"roles", roles_add},
             {"services", services_add},
             {"permissions", permissions_add}};

#define KIND_COUNT (sizeof kinds / sizeof kinds[0])

static size_t kind_find(const char *kind)
{
    size_t i = 0;

    while (i < KIND_COUNT && strcmp(kinds[i].kind, kind) != 0)
        i++;
    return i;
}

bool policy_names_kind(const char *kind)
{
    return kind_find(kind) < KIND_COUNT;
}

static int compare(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

int policy_names_print(const char *kind, const struct table_source *source)
{
    struct arena *arena = arena_new();
    struct names names = {.count = 0};
    const struct ir *ir;
    bool read = table_source_ir(source, arena, &ir);
    size_t i;

    if (read) {
        names.list = arena_array(arena, ir->node_count + ir->role_count + ir->service_count + ir->permission_count,
                                 sizeof *names.list);
        kinds[kind_find(kind)].add(&names, ir);
        qsort(names.list, names.count, sizeof *names.list, compare);
    }
    for (i = 0; i < names.count; i++) {
        print_text(stdout, names.list[i]);
        putchar('\n');
    }
    arena_free(arena);
    return read ? EXIT_YES : EXIT_NO_ANSWER;
}
