/*
 * name_findings.c - what this machine makes of the names in a table: the one check that `install` makes too.
 */
#include "name_findings.h"

#include "machine/nss/machine_check.h"
#include "machine/nss/table_named.h"
#include "support/arena.h"

/* Where a report points to. */
static const char *place_text(struct arena *arena, const struct diag_report *report)
{
    if (report->file == NULL)
        return diag_name(report->id);
    return report->line > 0 ? arena_printf(arena, "%s:%u", report->file, report->line) : report->file;
}

/* What fixes it: the first note that says how (`write: group: files …`), else the paragraph of the id. */
static const char *fix_text(struct arena *arena, const struct diag_report *report)
{
    const char *help = arena_printf(arena, "`rolegate help %s'", diag_name(report->id));

    if (report->suggestion != NULL)
        return arena_printf(arena, "write \"%s\", then `rolegate install'; %s", report->suggestion, help);
    if (report->notes != NULL)
        return arena_printf(arena, "%s; %s", report->notes->text, help);
    return help;
}

void name_findings(struct findings *findings, rolegate_table *table, const struct diag_options *options)
{
    struct arena *arena = findings->arena;
    struct named_list names = {.arena = arena};
    struct diag diag = {.arena = arena, .options = *options};
    size_t i;

    if (table_named(table, &names) != ROLEGATE_OK)
        return;
    machine_check(&names, &diag);
    for (i = 0; i < diag.count; i++) {
        const struct diag_report *report = diag.reports[i];

        finding_add(findings, report->undecided ? FINDING_NAME_UNTOLD : FINDING_NAME, place_text(arena, report),
                    fix_text(arena, report), "%s [%s]", report->text, diag_name(report->id));
    }
}
