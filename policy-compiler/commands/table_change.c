/*
 * table_change.c - compares a table with the one in place, as `rolegate diff` does, and says it in a few lines.
 */
#include "table_change.h"

#include <string.h>
#include <time.h>

#include "analysis/diff_witness.h"
#include "command.h"
#include "compile/ir/ir_from_table.h"
#include "support/arena.h"

/* False: one of them cannot be read. */
static bool compare(rolegate_table *before, rolegate_table *table, struct table_change *change)
{
    struct arena *arena = arena_new();
    const struct ir *old, *fresh;
    bool is_read =
        ir_from_table(arena, before, &old) == ROLEGATE_OK && ir_from_table(arena, table, &fresh) == ROLEGATE_OK;

    if (is_read) {
        struct universe *universe = universe_new(arena, old, fresh, (int64_t)time(NULL));
        struct diff diff = diff_of(universe, arena);
        const struct diff_side sides[UNIVERSE_IRS] = {{before, {NULL, NULL, NULL}}, {table, {NULL, NULL, NULL}}};
        bool confirmed = diff_witness(&diff, universe, sides, arena);
        change->widens = diff.widens || diff.desk_count > 0;
        change->narrows = diff.narrows;
        change->undecided = diff.undecided || !confirmed;
        change->differs = change->widens || diff.narrows || diff.count > 0;
        if (change->differs || change->undecided)
            diff_print_brief(&diff, arena, stdout);
        else
            puts("nobody gains or loses anything");
        universe_free(universe);
    }
    arena_free(arena);
    return is_read;
}

struct table_change table_change_print(const struct installation *installation, rolegate_table *table)
{
    struct table_change change = {.first = !installation->there};
    rolegate_table *before = NULL;

    if (change.first)
        return change;
    change.unknown = rolegate_table_open(installation->table, ROLEGATE_WHOLE, &before) != ROLEGATE_OK ||
                     !compare(before, table, &change);
    rolegate_table_close(before);
    if (change.unknown)
        puts("who gains and who loses cannot be determined: the installed table is unusable");
    return change;
}

const char *table_change_word(const struct table_change *change)
{
    if (change->first)
        return "first";
    if (change->unknown || change->undecided)
        return "unknown";
    if (change->widens)
        return change->narrows ? "widens,narrows" : "widens";
    return change->narrows ? "narrows" : "none";
}

bool change_limit_read(const char *value, enum change_limit *limit)
{
    static const char *const words[] = {
        [CHANGE_ANY_FAILS] = "any", [CHANGE_WIDEN_FAILS] = "widen", [CHANGE_NARROW_FAILS] = "narrow"};
    size_t i;

    for (i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(value, words[i]) == 0) {
            *limit = (enum change_limit)i;
            return true;
        }
    return false;
}

int table_change_status(const struct table_change *change, enum change_limit limit)
{
    bool fails = limit == CHANGE_ANY_FAILS      ? change->differs
                 : limit == CHANGE_WIDEN_FAILS  ? change->widens
                 : limit == CHANGE_NARROW_FAILS ? change->narrows
                                                : false;

    if (fails) {
        message_error("nothing was changed: --fail-on refuses this");
        return EXIT_NO;
    }
    if (limit != CHANGE_NONE_FAILS && (change->unknown || change->undecided)) {
        message_error("nothing was changed: whether --fail-on allows this cannot be determined");
        return EXIT_NO_ANSWER;
    }
    return EXIT_YES;
}

bool table_change_widens(const struct table_change *change)
{
    return change->widens || change->unknown || change->undecided;
}
