/*
 * source_findings.c - whether the files that a table was made from are still what they were: by their digests.
 */
#include "source_findings.h"

#include <string.h>

#include "inspect/inspect.h"
#include "support/arena.h"

static void add(struct findings *findings, const struct seen_source *source, const char *install)
{
    switch (source->state) {
    case SOURCE_UNCHANGED: break;
    case SOURCE_CHANGED:
        finding_add(findings, FINDING_SOURCE_CHANGED, source->file, install,
                    "changed since the table was compiled: its present text is not in force");
        break;
    case SOURCE_MISSING:
        finding_add(findings, FINDING_SOURCE_GONE, source->file, install,
                    "removed since the table was compiled: what it said is still in force");
        break;
    case SOURCE_UNREADABLE:
        finding_add(findings, FINDING_SOURCE_UNREAD, source->file, "run this as root", "it cannot be read");
        break;
    }
}

/* What a pattern matches, beside what the table was made from. */
struct pattern_look {
    struct findings *findings;
    const char *pattern, *install;
    const struct seen_source *list;
    size_t count;
};

/* The name that the table would have for a file that a pattern matches. */
static const char *matched_name(struct arena *arena, const char *pattern, const char *name)
{
    bool installed = pattern[0] == '<';
    size_t length = strlen(pattern) - (installed ? 2 : 1);
    const char *slash = memrchr(pattern, '/', length);
    int own = slash != NULL ? (int)(slash + 1 - pattern) : installed;

    return arena_printf(arena, "%.*s%s%s", own, pattern, name, installed ? ">" : "");
}

static void visit_match(void *context, const char *name)
{
    const struct pattern_look *look = context;
    const char *file = matched_name(look->findings->arena, look->pattern, name);
    size_t i;

    for (i = 0; i < look->count; i++)
        if (strcmp(look->list[i].file, file) == 0)
            return;
    finding_add(look->findings, FINDING_SOURCE_NEW, file, look->install,
                "new match of an include's pattern: not in force yet");
}

/* Files that were not there when the table was made; those that are gone are found by themselves. */
static void find_new(struct findings *findings, const struct seen_source *list, size_t count, const char *install,
                     const char *folder, const struct compile_options *compile)
{
    size_t i;

    for (i = 0; i < count; i++) {
        struct pattern_look look = {findings, list[i].file, install, list, count};

        if (source_is_pattern(list[i].file) && list[i].state == SOURCE_CHANGED)
            source_matches(folder, compile, list[i].file, visit_match, &look);
        else if (source_is_pattern(list[i].file) && list[i].state != SOURCE_UNCHANGED)
            add(findings, &list[i], install);
    }
}

struct seen_source *source_findings(struct findings *findings, const struct installed *record, rolegate_table *table,
                                    const struct compile_options *compile, size_t *count)
{
    struct arena *arena = findings->arena;
    const char *main = record->source, *slash = strrchr(main, '/'), *folder;
    const char *install = arena_printf(arena, "`%s'", installation_command(arena, record));
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
        if (!source_is_pattern(name))
            add(findings, &list[i], install);
        ++*count;
    }
    find_new(findings, list, *count, install, folder, compile);
    return list;
}
