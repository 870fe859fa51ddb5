/*
 * roster_check.c - can this machine say of everybody who is in no group?
 *
 * A source of the network may give a list of groups that is too short, and a group without its members; nothing in NSS
 * shows that. A roster in the policy is for it, and is worth what its own source is worth.
 */
#include <stdlib.h>
#include <string.h>

#include "support/arena.h"
#include "decide/group_file.h"
#include "machine_part.h"
#include "passwd_file.h"

#define ROSTERS_MOST 64u /* as many are looked at */

/* A statement that takes away by a group of a source of the network; or NULL. Of several the first in the policy. */
static const struct named_use *first_denial(const struct machine *machine, size_t *count)
{
    const struct named_list *list = machine->list;
    const struct named_use *first = NULL;
    size_t i;

    *count = 0;
    for (i = 0; i < list->use_count; i++) {
        const struct named_use *use = &list->uses[i];
        const struct named *named = &list->list[use->named];

        if (!machine_denies_by_group(list, use) || !named->in_network || named->account.answer != ACCOUNT_FOUND)
            continue;
        ++*count;
        if (first == NULL || use->place.order < first->place.order)
            first = use;
    }
    return first;
}

static const char *group_text(const struct machine *machine, const struct named *named)
{
    return named->kind == NAMED_GID ? arena_printf(machine->arena, "gid %u", named->gid)
                                    : arena_printf(machine->arena, "group \"%s\"", named->name);
}

static void no_roster(struct machine *machine, const struct named_use *denial, size_t count)
{
    const char *more = count == 1 ? "" : arena_printf(machine->arena, ", nor %zu more", count - 1);

    machine_report(machine, DIAG_NO_ROSTER, &denial->place,
                   arena_printf(machine->arena,
                                "%s is of a source of the network, which may not list all of its members, and the "
                                "policy has no roster: this may not hold%s",
                                group_text(machine, &machine->list->list[denial->named]), more));
}

/* Groups of this machine on a roster, where groups of the network are denied. */
static void local_rosters(struct machine *machine, const struct named_use *denial)
{
    const struct named_list *list = machine->list;
    size_t i;

    for (i = 0; i < list->use_count; i++) {
        const struct named *named = &list->list[list->uses[i].named];

        if (list->uses[i].kind == NAMED_ROSTER && named->kind != NAMED_USER && named->in_file && !named->in_network)
            machine_report(machine, DIAG_LOCAL_ROSTER, &list->uses[i].place,
                           arena_printf(machine->arena,
                                        "%s is in /etc/group: that somebody is in it does not say that the network has "
                                        "listed his groups, as %s needs",
                                        group_text(machine, named), group_text(machine, &list->list[denial->named])));
    }
}

/* ---- root, and the accounts of services ---- */

/* An account of /etc/passwd that must not be off the roster. */
struct resident {
    const char *name;
    bool there;
    uint32_t gid;      /* the primary one */
    uint64_t vouchers; /* bit ROSTER: it is on it */
};

/* A group of rosters: by name, or, with name NULL, by gid. */
struct roster_group {
    const char *name;
    uint32_t gid;
    uint64_t rosters; /* bit ROSTER: it stands there */
};

struct residents {
    const struct machine *machine;
    struct resident *list; /* sorted by name */
    size_t count;
    uint64_t *rosters;           /* by number in the named list: the rosters that an entry stands in */
    struct roster_group *groups; /* those without a name first, by gid; then by name */
    size_t group_count;
};

static int compare_residents(const void *a, const void *b)
{
    return strcmp(((const struct resident *)a)->name, ((const struct resident *)b)->name);
}

static struct resident *find_resident(const struct residents *residents, const char *name)
{
    const struct resident key = {.name = name};

    return bsearch(&key, residents->list, residents->count, sizeof key, compare_residents);
}

static int compare_groups(const void *a, const void *b)
{
    const struct roster_group *left = a, *right = b;

    if (left->name != NULL && right->name != NULL)
        return strcmp(left->name, right->name);
    if (left->name != NULL || right->name != NULL)
        return left->name != NULL ? 1 : -1;
    return left->gid < right->gid ? -1 : left->gid > right->gid;
}

static void roster_groups_begin(struct residents *residents)
{
    const struct named_list *list = residents->machine->list;
    size_t i;

    residents->rosters = arena_array(list->arena, list->count + 1, sizeof *residents->rosters);
    residents->groups = arena_array(list->arena, list->count + 1, sizeof *residents->groups);
    for (i = 0; i < list->use_count; i++)
        if (list->uses[i].kind == NAMED_ROSTER && list->uses[i].roster < ROSTERS_MOST)
            residents->rosters[list->uses[i].named] |= (uint64_t)1 << list->uses[i].roster;
    for (i = 0; i < list->count; i++)
        if (residents->rosters[i] != 0 && list->list[i].kind != NAMED_USER)
            residents->groups[residents->group_count++] =
                (struct roster_group){list->list[i].name, list->list[i].gid, residents->rosters[i]};
    if (residents->group_count > 1)
        qsort(residents->groups, residents->group_count, sizeof *residents->groups, compare_groups);
}

static void residents_begin(struct residents *residents)
{
    const struct named_list *list = residents->machine->list;
    size_t i, kept = 0;

    residents->list = arena_array(list->arena, list->service_count + 1, sizeof *residents->list);
    residents->list[residents->count++].name = "root";
    for (i = 0; i < list->service_count; i++)
        residents->list[residents->count++].name = list->services[i];
    qsort(residents->list, residents->count, sizeof *residents->list, compare_residents);
    for (i = 0; i < residents->count; i++)
        if (kept == 0 || strcmp(residents->list[kept - 1].name, residents->list[i].name) != 0)
            residents->list[kept++] = residents->list[i];
    residents->count = kept;
}

/* Leaves those that have an account in /etc/passwd. */
static void residents_keep(struct residents *residents)
{
    size_t kept = 0, i;

    for (i = 0; i < residents->count; i++)
        if (residents->list[i].there)
            residents->list[kept++] = residents->list[i];
    residents->count = kept;
}

static void resident_line(void *context, const struct passwd_line *line)
{
    struct resident *resident = find_resident(context, line->name);

    if (resident == NULL || resident->there)
        return;
    resident->there = true;
    resident->gid = line->gid;
}

static uint64_t rosters_of(const struct residents *residents, const struct roster_group *key)
{
    const struct roster_group *found =
        bsearch(key, residents->groups, residents->group_count, sizeof *key, compare_groups);

    return found == NULL ? 0 : found->rosters;
}

/* The rosters that a line of /etc/group stands in, by its name or its gid. */
static uint64_t rosters_of_group(const struct residents *residents, const struct group_line *line)
{
    return rosters_of(residents, &(struct roster_group){.name = line->name}) |
           rosters_of(residents, &(struct roster_group){.gid = line->gid});
}

static bool resident_group(void *context, const struct group_line *line)
{
    struct residents *residents = context;
    uint64_t rosters = rosters_of_group(residents, line);
    size_t i;

    for (i = 0; i < residents->count && rosters != 0; i++)
        if (residents->list[i].gid == line->gid || group_line_lists(line, residents->list[i].name))
            residents->list[i].vouchers |= rosters;
    return true;
}

static void residents_by_name(struct residents *residents)
{
    const struct named_list *list = residents->machine->list;
    size_t i;

    for (i = 0; i < list->count; i++) {
        struct resident *resident =
            list->list[i].kind == NAMED_USER ? find_resident(residents, list->list[i].name) : NULL;

        if (resident != NULL)
            resident->vouchers |= residents->rosters[i];
    }
}

/* Where the first roster that an account is not on stands. */
static const struct named_use *roster_without(const struct named_list *list, uint64_t vouchers)
{
    const struct named_use *first = NULL;
    size_t i;

    for (i = 0; i < list->use_count; i++) {
        const struct named_use *use = &list->uses[i];

        if (use->kind == NAMED_ROSTER && use->roster < ROSTERS_MOST && (vouchers >> use->roster & 1u) == 0 &&
            (first == NULL || use->place.order < first->place.order))
            first = use;
    }
    return first;
}

static void residents_report(struct machine *machine, const struct residents *residents)
{
    size_t i;

    for (i = 0; i < residents->count; i++) {
        const struct resident *resident = &residents->list[i];
        const struct named_use *use = roster_without(machine->list, resident->vouchers);

        if (use != NULL)
            machine_report(machine, DIAG_ROSTER_WITHOUT_ROOT, &use->place,
                           arena_printf(machine->arena,
                                        "\"%s\" is not on this roster: what is denied by a group is denied to that "
                                        "account",
                                        resident->name));
    }
}

static void residents_check(struct machine *machine)
{
    struct residents residents = {.machine = machine};

    residents_begin(&residents);
    passwd_file_each(resident_line, &residents);
    residents_keep(&residents);
    roster_groups_begin(&residents);
    residents_by_name(&residents);
    group_file_each(resident_group, &residents);
    residents_report(machine, &residents);
}

void roster_check(struct machine *machine)
{
    const struct named_list *list = machine->list;
    const struct named_use *denial;
    size_t count, i;

    denial = machine->sources.local ? NULL : first_denial(machine, &count);
    if (denial != NULL && list->roster_count == 0)
        no_roster(machine, denial, count);
    else if (denial != NULL)
        local_rosters(machine, denial);
    for (i = 0; i < list->use_count && list->roster_count > 0; i++)
        if (machine_denies_by_group(list, &list->uses[i])) {
            residents_check(machine);
            return;
        }
}
