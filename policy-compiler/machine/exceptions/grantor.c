/*
 * grantor.c - puts who granted an exception behind its reason, and takes that off again.
 *
 * What counts is the end of the text, which `grant` writes: whoever gives a reason may write the same before it.
 */
#include "grantor.h"

#include <stddef.h>
#include <string.h>

#include "support/arena.h"

#define BEGIN " (by "
#define END   ")"

const char *grantor_add(struct arena *arena, const char *reason, const char *who)
{
    return arena_printf(arena, "%s" BEGIN "%s" END, reason, who);
}

const char *grantor_split(struct arena *arena, const char **reason)
{
    const size_t begin = strlen(BEGIN), end = strlen(END);
    size_t length = strlen(*reason), at;
    const char *who;

    if (length < begin + end + 1 || strcmp(*reason + length - end, END) != 0)
        return "";
    for (at = length - end - begin; at > 0 && memcmp(*reason + at, BEGIN, begin) != 0; at--)
        ;
    who = arena_copy(arena, *reason + at + begin, length - end - at - begin);
    if (at == 0 || who[0] == '\0')
        return "";
    *reason = arena_copy(arena, *reason, at);
    return who;
}
