/*
 * table_named.c - a list of names out of a table.
 *
 * A statement of a table stands in a file's line, without a column. `never` and `always` are not in it.
 */
#include "table_named.h"

#include "support/arena.h"
#include "inspect/subject_uses.h"

struct table_names {
    struct named_list *list;
    size_t *numbers; /* in the list plus 1, by the table's number; 0: everyone */
    size_t count, capacity;
};

static struct named_place place_of(const struct table_place *place)
{
    return (struct named_place){
        .file = place->file, .line = place->line, .order = (uint64_t)place->file_number << 32 | place->line};
}

static void add_subject(void *context, const struct node *node)
{
    struct table_names *names = context;
    struct named_list *list = names->list;
    size_t number = 0;

    if (node->kind == NODE_USER)
        number = named_add(list, NAMED_USER, node->name, 0) + 1;
    else if (node->kind == NODE_GROUP)
        number = named_add(list, NAMED_GROUP, node->name, 0) + 1;
    else if (node->kind == NODE_GID)
        number = named_add(list, NAMED_GID, NULL, node->gid) + 1;
    names->numbers = arena_grow(list->arena, names->numbers, names->count, &names->capacity, sizeof *names->numbers);
    names->numbers[names->count++] = number;
}

static void add_use(void *context, const struct subject_use *use)
{
    static const enum named_use_kind kinds[] = {[SUBJECT_ALLOWED] = NAMED_ALLOW,
                                                [SUBJECT_DENIED] = NAMED_DENY,
                                                [SUBJECT_ASSIGNED] = NAMED_ASSIGN,
                                                [SUBJECT_ASSIGNED_TAKING] = NAMED_EXCLUSIVE,
                                                [SUBJECT_ROSTERED] = NAMED_ROSTER};
    const struct table_names *names = context;
    size_t number = names->numbers[use->subject];

    if (number == 0)
        return;
    named_use(names->list, number - 1, kinds[use->kind], place_of(&use->place));
    names->list->uses[names->list->use_count - 1].roster = use->roster;
}

static void add_role(void *context, const struct group_role *role)
{
    struct table_names *names = context;
    struct named_place place = place_of(&role->place);

    named_role(names->list,
               &(struct named_role){.name = role->name, .gid = role->gid, .name_place = place, .gid_place = place});
}

static void add_service(void *context, const char *name)
{
    struct table_names *names = context;

    named_service(names->list, name);
}

enum rolegate_status table_named(rolegate_table *table, struct named_list *list)
{
    static const struct subject_visitor visitor = {
        .subject = add_subject, .use = add_use, .role = add_role, .service = add_service};
    struct table_names names = {.list = list};

    return subject_uses(table, &visitor, &names, &list->roster_count);
}
