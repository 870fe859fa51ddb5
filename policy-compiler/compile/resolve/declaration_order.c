/*
 * declaration_order.c - numbers for permissions and roles, in an order that only their names and `extends` give.
 *
 * Of names declared twice only the first counts.
 */
#include <stdlib.h>
#include <string.h>

#include "support/arena.h"
#include "compile/ast/ast.h"
#include "declaration_order.h"

/* ---- permissions: by name, bytewise ---- */

static int compare_permissions(const void *a, const void *b)
{
    const struct ast_permission *left = *(struct ast_permission *const *)a, *right = *(struct ast_permission *const *)b;

    return strcmp(left->name.symbol->text, right->name.symbol->text);
}

void order_permissions(struct arena *arena, struct ast *ast)
{
    struct ast_permission *permission;
    size_t count = 0;
    uint32_t i;

    for (permission = ast->permissions; permission != NULL; permission = permission->next)
        count += permission->name.symbol->means->permission == permission;
    ast->permission_order = arena_array(arena, count, sizeof(struct ast_permission *));
    for (permission = ast->permissions; permission != NULL; permission = permission->next)
        if (permission->name.symbol->means->permission == permission)
            ast->permission_order[ast->permission_count++] = permission;
    if (count > 1)
        qsort(ast->permission_order, count, sizeof(struct ast_permission *), compare_permissions);
    for (i = 0; i < count; i++)
        ast->permission_order[i]->index = i;
}

/* ---- roles: parents before children, by level and then by name ---- */

/* A role's level: one more than its parents' highest. A role in a circle, or below one, never gets one. */
struct leveled {
    struct ast_role *role;
    uint32_t level, waiting; /* parents that have none yet */
    uint32_t first_child;    /* its first edge, plus 1; 0: none */
};

static int compare_leveled(const void *a, const void *b)
{
    const struct leveled *left = a, *right = b;

    if (left->level != right->level)
        return left->level < right->level ? -1 : 1;
    return strcmp(left->role->name.symbol->text, right->role->name.symbol->text);
}

/* One `extends`, in its parent's list of children. */
struct edge {
    uint32_t child, next; /* next plus 1; 0: none */
};

static struct edge *edges_make(struct arena *arena, struct leveled *list, uint32_t count)
{
    struct edge *edges;
    uint32_t edge_count = 0, i;
    const struct ast_word *word;

    for (i = 0; i < count; i++)
        for (word = list[i].role->extends; word != NULL; word = word_next(word))
            edge_count += word->symbol->means->role != NULL;
    edges = arena_array(arena, edge_count, sizeof *edges);
    edge_count = 0;
    for (i = 0; i < count; i++)
        for (word = list[i].role->extends; word != NULL; word = word_next(word)) {
            struct leveled *parent;
            if (word->symbol->means->role == NULL)
                continue;
            parent = &list[word->symbol->means->role->index];
            edges[edge_count] = (struct edge){i, parent->first_child};
            parent->first_child = ++edge_count;
            list[i].waiting++;
        }
    return edges;
}

/* Gives levels from the roots down (Kahn's algorithm). */
static void levels_give(struct leveled *list, uint32_t count, const struct edge *edges, uint32_t *queue)
{
    uint32_t head = 0, tail = 0, i;

    for (i = 0; i < count; i++)
        if (list[i].waiting == 0)
            queue[tail++] = i;
    while (head < tail) {
        const struct leveled *parent = &list[queue[head++]];
        uint32_t edge;
        for (edge = parent->first_child; edge != 0; edge = edges[edge - 1].next) {
            struct leveled *child = &list[edges[edge - 1].child];
            if (child->level <= parent->level)
                child->level = parent->level + 1;
            if (--child->waiting == 0)
                queue[tail++] = edges[edge - 1].child;
        }
    }
}

void order_roles(struct arena *arena, struct ast *ast)
{
    struct ast_role *role;
    struct leveled *list;
    struct edge *edges;
    uint32_t *queue;
    uint32_t count = 0, i;

    for (role = ast->roles; role != NULL; role = role->next)
        if (role->name.symbol->means->role == role)
            role->index = count++;
    list = arena_array(arena, count, sizeof *list);
    queue = arena_array(arena, count, sizeof *queue);
    ast->role_order = arena_array(arena, count, sizeof(struct ast_role *));
    ast->role_count = count;
    for (role = ast->roles; role != NULL; role = role->next)
        if (role->name.symbol->means->role == role)
            list[role->index].role = role;
    edges = edges_make(arena, list, count);
    levels_give(list, count, edges, queue);
    if (count > 1)
        qsort(list, count, sizeof *list, compare_leveled);
    for (i = 0; i < count; i++) {
        ast->role_order[i] = list[i].role;
        list[i].role->index = i;
    }
}
