/*
 * warn.c - the order of everything that does nothing but warn.
 */
#include "support/arena.h"
#include "compile/diag/silence.h"
#include "compile/diag/silence_comment.h"
#include "check_internal.h"
#include "check_policy.h"

/* A function that only warns: what it may say, 0 behind the last. */
struct warner {
    void (*warn)(struct check *check);
    enum turn { TREE, LOWERED } turn;
    bool whole; /* it can only speak where every name is bound, and no statement is missing */
    enum diag_id says[4];
};

/* In the order in which they speak, where not all that is said can be kept. */
static const struct warner warners[] = {
    {warn_text, TREE, false, {DIAG_MISLEADING_TEXT}},
    {warn_includes, TREE, false, {DIAG_MISSING_FOLDER, DIAG_LEFT_OUT_FILE}},
    {warn_names, TREE, false, {DIAG_CASE_VARIANT, DIAG_CAPITAL_SERVICE, DIAG_GLOB_NAME}},
    {warn_test_names, TREE, false, {DIAG_NEAR_NAME}},
    {warn_conditions, TREE, false, {DIAG_NO_ZONE, DIAG_HOST_ADDRESS, DIAG_EXPIRED}},
    {warn_role_allow_all, TREE, false, {DIAG_ALLOW_ALL}},
    {warn_unused, TREE, true, {DIAG_UNUSED_PERMISSION, DIAG_UNUSED_ROLE, DIAG_UNUSED_CONDITION}},
    {warn_lists, TREE, true, {DIAG_REDUNDANT}},
    {warn_covered, LOWERED, true, {DIAG_REDUNDANT, DIAG_OVERRIDDEN_ALLOW, DIAG_UNREACHABLE_SERVICE}},
    {warn_assigned, LOWERED, true, {DIAG_REDUNDANT}},
    {warn_untested, LOWERED, true, {DIAG_UNTESTED_SERVICE}},
    {warn_empty, LOWERED, true, {DIAG_EMPTY_TEST, DIAG_NO_SERVICES}},
};

#define WARNERS (sizeof warners / sizeof *warners)

/* Whether somebody wants to know of a warning: whoever wrote a comment that silences it, whether there is one. */
static bool warning_wanted(const struct diag *diag, enum diag_id id)
{
    return !diag->options.off[id] || (!diag->options.off[DIAG_UNUSED_IGNORE] && silences_name(diag, id));
}

/* Whether it can speak, and one of its warnings is wanted. */
static bool warner_wanted(const struct check *check, const struct warner *warner)
{
    const enum diag_id *id = warner->says;

    if (warner->whole && !check->whole)
        return false;
    while (*id != 0 && !warning_wanted(check->diag, *id))
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

void check_silences(const struct check *check)
{
    silences_report(check->diag, check->resolved);
}

void warn_tree(struct check *check)
{
    warners_run(check, TREE);
}

void warn_lowered(struct check *check)
{
    warners_run(check, LOWERED);
}
