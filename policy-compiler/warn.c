/*
 * warn.c - everything that does nothing but warn, one after the other; the longest perhaps beside the passes to come.
 */
#include "arena.h"
#include "check.h"

/* Bytes of sources from which on a thread pays, and up to which there is memory for both it and the lowered policy. */
#define BESIDE_LEAST (256u * 1024)
#define BESIDE_MOST  (32u * 1024 * 1024)

/* A function that only warns: what it may say, 0 behind the last. */
struct warner {
    void (*warn)(struct check *check);
    bool whole; /* it can only speak where every name is bound, and no statement is missing */
    enum diag_id says[4];
};

static const struct warner warners[] = {
    {warn_names, false, {DIAG_CASE_VARIANT, DIAG_CAPITAL_SERVICE}},
    {warn_zones, false, {DIAG_NO_ZONE}},
    {warn_role_allow_all, false, {DIAG_ALLOW_ALL}},
    {warn_unused, true, {DIAG_UNUSED_PERMISSION, DIAG_UNUSED_ROLE, DIAG_UNUSED_CONDITION}},
    {warn_lists, true, {DIAG_REDUNDANT}},
    {warn_assigned, true, {DIAG_REDUNDANT}},
    {warn_untested, true, {DIAG_UNTESTED_SERVICE}},
};

static const struct warner of_covered = {
    warn_covered, true, {DIAG_REDUNDANT, DIAG_OVERRIDDEN_ALLOW, DIAG_UNREACHABLE_SERVICE}};

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

/*
 * Each takes memory of its own, and gives it back to malloc(): the next passes would have no use for it, since they
 * take pieces of other sizes (286 MB were 245 at 1,000,000 statements).
 */
static void warner_run(struct check *check, const struct warner *warner)
{
    struct arena *room = check->room;

    check->room = arena_new();
    warner->warn(check);
    arena_free(check->room);
    check->room = room;
}

void warn_all(struct check *check)
{
    size_t i;

    for (i = 0; i < sizeof warners / sizeof *warners; i++)
        if (warner_wanted(check, &warners[i]))
            warner_run(check, &warners[i]);
}

static void covered(void *context)
{
    warner_run(context, &of_covered);
}

/* Its reports are collected apart until they have ended, since other passes report as well. */
void warn_beside(struct check *check)
{
    const struct compilation *compilation = check->compilation;
    uint32_t size = compilation->sources.end;

    if (!warner_wanted(check, &of_covered))
        return;
    check->apart = (struct diag){
        .arena = arena_beside(compilation->arena), .sources = check->diag->sources, .options = check->diag->options};
    check->diag = &check->apart;
    aside_begin(&check->aside, covered, check, size >= BESIDE_LEAST && size <= BESIDE_MOST);
}

void warn_end(struct check *check)
{
    aside_end(&check->aside);
    diag_join(&check->compilation->diag, &check->apart);
}
