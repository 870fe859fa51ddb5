/*
 * machine_part.h - what the parts of machine_check() share. Internal to machine/nss/.
 */
#ifndef MACHINE_PART_H
#define MACHINE_PART_H

#include "compile/diag/diag.h"
#include "name_sources.h"
#include "named.h"

struct machine {
    struct named_list *list;
    struct diag *diag;
    struct arena *arena;
    struct name_sources sources;
};

/* Reports at a place of the list. */
struct diag_report *machine_report(struct machine *machine, enum diag_id id, const struct named_place *place,
                                   const char *text);

/* shared_names.c: looks for other accounts of the same name or gid, and into /etc/passwd and /etc/group. */
void shared_names_find(struct machine *machine);
/* source_order.c: what nsswitch.conf says. */
void source_order_check(struct machine *machine);
/* roster_check.c: wants what shared_names_find() has found. */
void roster_check(struct machine *machine);
/* role_groups.c */
void role_groups_check(struct machine *machine);

/* Whether a statement takes away, or forbids, by membership in a group. */
static inline bool machine_denies_by_group(const struct named_list *list, const struct named_use *use)
{
    return named_is_strict(use->kind) && list->list[use->named].kind != NAMED_USER;
}

#endif
