/*
 * name_sources.c - collects the lines of nsswitch.conf that are about users and groups.
 */
#include "name_sources.h"

#include <string.h>

#include "support/arena.h"
#include "decide/group_sources.h"

static const char *const databases[DATABASE_COUNT] = {"passwd", "group", "initgroups"};

const char *name_database_text(enum name_database database)
{
    return databases[database];
}

struct collected {
    struct arena *arena;
    struct name_sources *sources;
};

static void source_add(const struct collected *collected, struct name_line *line, const struct nsswitch_source *source)
{
    if (line->line != source->line)
        line->count = 0;
    line->line = source->line;
    if (source->name[0] == '\0')
        return;
    line->sources = arena_grow(collected->arena, line->sources, line->count, &line->capacity, sizeof *line->sources);
    line->sources[line->count++] =
        (struct name_source){.name = arena_copy(collected->arena, source->name, strlen(source->name)),
                             .local = nsswitch_source_is_local(source->name),
                             .returns_success = source->returns_success,
                             .returns_notfound = source->returns_notfound,
                             .returns_unavailable = source->returns_unavailable,
                             .returns_tryagain = source->returns_tryagain,
                             .merges = source->merges};
}

static bool visit(void *context, const struct nsswitch_source *source)
{
    const struct collected *collected = context;
    size_t i;

    for (i = 0; i < DATABASE_COUNT; i++)
        if (strcmp(source->database, databases[i]) == 0)
            source_add(collected, &collected->sources->lines[i], source);
    return true;
}

struct name_sources name_sources_find(struct arena *arena)
{
    struct name_sources sources = {.broken = 0};
    struct group_sources groups;

    sources.result = nsswitch_each(visit, &(struct collected){arena, &sources}, &sources.broken);
    group_sources_find(&groups);
    sources.local = groups.local;
    sources.files = groups.files;
    return sources;
}
