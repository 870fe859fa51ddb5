/*
 * abilities.h - all that one person, with the groups that were found out about him, may use: now, and from now on.
 */
#ifndef ABILITIES_H
#define ABILITIES_H

#include <stdbool.h>
#include <stddef.h>

#include "region_text.h"
#include "rolegate.h"

struct arena;
struct ir;

/* A service or a permission that he may use at some time from now on, and somewhere. */
struct ability {
    const char *target;
    bool is_permission;
    bool now;                      /* the question that was asked is answered with allow */
    bool undecided;                /* there are too many kinds of situations: when says nothing */
    struct region_text when;       /* from now on */
    const char *text;              /* of it: region_line() */
    struct rolegate_answer answer; /* to that question; and to the same at the next time that lets him in: */
    struct rolegate_answer grounds;
};

struct abilities {
    struct ability *list; /* services by name, then permissions; what he may never use is left out */
    size_t count, now_count;
    bool undecided; /* of some it is not known when */
};

/*
 * Asks a table, of which this is the IR, about each service, and with permissions about each permission as well. The
 * subject is resolved for every question of the table; question says now, from where and on what. *abilities is in the
 * arena.
 */
enum rolegate_status abilities_of(rolegate_table *table, const struct ir *ir, rolegate_subject *subject,
                                  const struct rolegate_question *question, bool permissions, struct arena *arena,
                                  struct abilities *abilities);

#endif
