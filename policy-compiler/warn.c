/*
 * warn.c - the order of everything that does nothing but warn; the longest of it perhaps beside the passes to come.
 */
#include "arena.h"
#include "check.h"

/* A function that only warns: what it may say, 0 behind the last. */
struct warner {
    void (*warn)(struct check *check);
    enum turn { AT_ONCE, BESIDE, BEHIND } turn;
    bool whole; /* it can only speak where every name is bound, and no statement is missing */
    enum diag_id says[4];
};

/* In the order in which they speak, where not all that is said can be kept. */
static const struct warner warners[] = {
    {warn_names, AT_ONCE, false, {DIAG_CASE_VARIANT, DIAG_CAPITAL_SERVICE}},
    {warn_zones, AT_ONCE, false, {DIAG_NO_ZONE}},
    {warn_role_allow_all, AT_ONCE, false, {DIAG_ALLOW_ALL}},
    {warn_unused, AT_ONCE, true, {DIAG_UNUSED_PERMISSION, DIAG_UNUSED_ROLE, DIAG_UNUSED_CONDITION}},
    {warn_lists, AT_ONCE, true, {DIAG_REDUNDANT}},
    {warn_covered, BESIDE, true, {DIAG_REDUNDANT, DIAG_OVERRIDDEN_ALLOW, DIAG_UNREACHABLE_SERVICE}},
    {warn_assigned, BEHIND, true, {DIAG_REDUNDANT}},
    {warn_untested, BEHIND, true, {DIAG_UNTESTED_SERVICE}},
};

#define WARNERS (sizeof warners / sizeof *warners)

/* Whether it can speak, and one of its warnings is on. */
static bool warner_wanted(const struct check *check, const struct warner *warner)
{
    const enum diag_id *id = warner->says;

    if (warner->whole && !check->whole)
        return false;
    while (*id != 0 && check->diag->options.off[*id])
        id++;
    return *id != 0;
}

/* Whether one of its warnings is an error. */
static bool warner_refuses(const struct check *check, const struct warner *warner)
{
    const enum diag_id *id = warner->says;

    while (*id != 0 && !check->diag->options.error[*id])
        id++;
    return *id != 0;
}

/*
 * Each takes memory of its own, and gives it back to malloc(): the next passes would have no use for it, since they
 * take pieces of other sizes (286 MB were 245 at 1,000,000 statements).
 */
static void warners_run(struct check *check, enum turn turn)
{
    struct arena *room = check->room;
    size_t i;

    for (i = 0; i < WARNERS; i++) {
        if (warners[i].turn != turn || !warner_wanted(check, &warners[i]))
            continue;
        check->room = arena_new();
        warners[i].warn(check);
        arena_free(check->room);
    }
    check->room = room;
}

/* Nothing is lowered before it is known that there is no error. */
static bool may_go_beside(const struct check *check)
{
    uint32_t size = check->compilation->sources.end;
    bool wanted = false, refuses = check->diag->options.all_errors;
    size_t i;

    for (i = 0; i < WARNERS; i++) {
        wanted |= warners[i].turn == BESIDE && warner_wanted(check, &warners[i]);
        refuses |= warners[i].turn != AT_ONCE && warner_refuses(check, &warners[i]);
    }
    return wanted && !refuses && size >= ASIDE_LEAST;
}

static void run_beside(void *check)
{
    warners_run(check, BESIDE);
}

/* For reports that are put behind others later. */
static struct diag diag_apart(const struct check *check)
{
    return (struct diag){.arena = arena_beside(check->compilation->arena),
                         .sources = check->diag->sources,
                         .options = check->diag->options};
}

bool warn_begin(struct check *check)
{
    struct check *beside;

    warners_run(check, AT_ONCE);
    if (!may_go_beside(check))
        return false;
    beside = arena_alloc(check->room, sizeof *beside);
    *beside = *check;
    beside->diag = arena_alloc(check->room, sizeof *beside->diag);
    *beside->diag = diag_apart(check);
    check->beside = beside;
    return aside_start(&check->aside, run_beside, beside);
}

void warn_end(struct check *check)
{
    struct diag *diag = check->diag, behind;

    if (!check->aside.running) {
        warners_run(check, BESIDE);
        warners_run(check, BEHIND);
        return;
    }
    behind = diag_apart(check);
    check->diag = &behind;
    warners_run(check, BEHIND);
    check->diag = diag;
    aside_end(&check->aside);
    diag_join(diag, check->beside->diag);
    diag_join(diag, &behind);
}
