/*
 * lost_names.c - names that may be declared in what could not be read.
 */
#include "lost_names.h"

#include <string.h>

#include "compilation.h"
#include "support/arena.h"

#define COUNT_MAX 10000u /* with more than that it may be any name */

void lost_name_add(struct compilation *compilation, const char *name)
{
    struct lost_names *lost = &compilation->lost;

    if (lost->count == COUNT_MAX) {
        lost->any = true;
        return;
    }
    lost->list = arena_grow(compilation->arena, lost->list, lost->count, &lost->capacity, sizeof(const char *));
    lost->list[lost->count++] = name;
}

bool lost_name_maybe(const struct compilation *compilation, const char *name)
{
    const struct lost_names *lost = &compilation->lost;
    size_t length = strcspn(name, "*"), i;
    bool pattern = name[length] == '*';

    if (lost->any)
        return true;
    for (i = 0; i < lost->count; i++)
        if (pattern ? strncmp(lost->list[i], name, length) == 0 : strcmp(lost->list[i], name) == 0)
            return true;
    return false;
}
