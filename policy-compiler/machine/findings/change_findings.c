/*
 * change_findings.c - which services another table would decide no more, or shut: the same facts as of the table in
 * place, twice.
 */
#include "change_findings.h"

#include <stdio.h>

#include "service_findings.h"
#include "support/arena.h"
#include "support/print_text.h"

/* Whether what the table says, or does not say, of a service makes it so. */
static bool is_of_table(enum finding_kind kind)
{
    return kind == FINDING_UNLISTED_OPEN || kind == FINDING_UNLISTED_SHUT || kind == FINDING_NOBODY;
}

/* Whether it was so before; where no table could be used, a service that was not decided is still none. */
static bool was_so(const struct findings *before, const struct finding *finding, bool usable)
{
    return usable ? findings_have(before, finding->kind, finding->about) : finding->kind != FINDING_NOBODY;
}

static void print_finding(const struct finding *finding, bool worse)
{
    fputs(worse ? "rolegate: " : "rolegate: warning: ", stderr);
    print_text(stderr, finding->about);
    fprintf(stderr, ": %s", worse ? "with the new table, " : "");
    print_text(stderr, finding->text);
    putc('\n', stderr);
}

bool change_findings(rolegate_table *table, const char *path)
{
    const struct assumed_table instead = {.path = path, .table = table};
    struct arena *arena = arena_new();
    struct findings before = {.arena = arena}, after = {.arena = arena};
    rolegate_table *old = NULL;
    bool usable = rolegate_table_open(path, ROLEGATE_WHOLE, &old) == ROLEGATE_OK, fine = true;
    size_t count, i;

    service_findings(&(struct service_view){.findings = &before}, &count);
    service_findings(&(struct service_view){.findings = &after, .instead = &instead}, &count);
    for (i = 0; i < after.count; i++) {
        const struct finding *finding = &after.list[i];
        bool worse = is_of_table(finding->kind) && !was_so(&before, finding, usable);

        if (is_of_table(finding->kind))
            print_finding(finding, worse);
        fine = fine && !worse;
    }
    rolegate_table_close(old);
    arena_free(arena);
    return fine;
}
