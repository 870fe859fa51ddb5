/*
 * source_findings.c - whether the files that a table was made from are still what they were: by their digests.
 */
#include "source_findings.h"

#include <string.h>

#include "inspect/inspect.h"
#include "support/arena.h"

static void add(struct findings *findings, const struct seen_source *source, const char *main)
{
    const char *install = arena_printf(findings->arena, "`rolegate install %s'", main);

    switch (source->state) {
    case SOURCE_UNCHANGED: break;
    case SOURCE_CHANGED:
        finding_add(findings, FINDING_SOURCE_CHANGED, source->file, install,
                    "it has changed since the table was made: what it says now does not hold");
        break;
    case SOURCE_MISSING:
        finding_add(findings, FINDING_SOURCE_GONE, source->file, install, "it is gone, and what it said still holds");
        break;
    case SOURCE_UNREADABLE:
        finding_add(findings, FINDING_SOURCE_UNREAD, source->file, "run this as root", "it cannot be read");
        break;
    }
}

struct seen_source *source_findings(struct findings *findings, const char *main, rolegate_table *table,
                                    const struct compile_options *compile, size_t *count)
{
    struct arena *arena = findings->arena;
    const char *slash = strrchr(main, '/'), *folder;
    struct inspect_summary summary;
    struct seen_source *list;
    uint32_t i;

    *count = 0;
    if (slash == NULL || inspect_summary(table, &summary) != ROLEGATE_OK)
        return NULL;
    folder = arena_copy(arena, main, (size_t)(slash - main));
    list = arena_array(arena, (size_t)summary.files + 1, sizeof *list);
    for (i = 0; i < summary.files; i++) {
        const unsigned char *digest;
        const char *name;

        if (inspect_file(table, i, &name, &digest) != ROLEGATE_OK || (i == 0 && strcmp(slash + 1, name) != 0))
            break;
        list[i] = (struct seen_source){.file = name, .state = source_digest_compare(folder, compile, name, digest)};
        add(findings, &list[i], main);
        ++*count;
    }
    return list;
}
