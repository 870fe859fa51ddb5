/*
 * named.c - collects whom a policy names.
 */
#include "named.h"

#include "support/arena.h"

size_t named_add(struct named_list *list, enum named_kind kind, const char *name, uint32_t gid)
{
    list->list = arena_grow(list->arena, list->list, list->count, &list->capacity, sizeof *list->list);
    list->list[list->count] = (struct named){.kind = kind, .name = name, .gid = gid};
    return list->count++;
}

void named_use(struct named_list *list, size_t named, enum named_use_kind kind, struct named_place place)
{
    list->uses = arena_grow(list->arena, list->uses, list->use_count, &list->use_capacity, sizeof *list->uses);
    list->uses[list->use_count++] =
        (struct named_use){.named = named, .kind = kind, .roster = list->roster_count, .place = place};
}

void named_role(struct named_list *list, const struct named_role *role)
{
    list->roles = arena_grow(list->arena, list->roles, list->role_count, &list->role_capacity, sizeof *list->roles);
    list->roles[list->role_count++] = *role;
}

void named_service(struct named_list *list, const char *name)
{
    list->services =
        arena_grow(list->arena, list->services, list->service_count, &list->service_capacity, sizeof *list->services);
    list->services[list->service_count++] = name;
}
