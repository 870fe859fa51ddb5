/*
 * source_order.c - does nsswitch.conf let a source of the network be unavailable without a word?
 *
 * Where such a source is followed by another one, the C library goes on to that when the first is down, and gives its
 * answer. The line that is proposed asks the sources of this machine first, so that local accounts are there without
 * the network, and ends where a source of the network does not answer.
 */
#include <stdio.h>
#include <string.h>

#include "support/arena.h"
#include "machine_part.h"

#define KEEPS " [UNAVAIL=return TRYAGAIN=return]"

/* libnss_rolegate counts on the groups that all other sources have found: it stands last. */
static bool is_rolegate(const struct name_source *source)
{
    return strcmp(source->name, "rolegate") == 0;
}

static const char *action_text(bool set, const char *text)
{
    return set ? text : "";
}

/* A source with its own actions, as it is to stand in the line; last: nothing comes behind it. */
static const char *name_source_text(struct arena *arena, const struct name_source *source, bool last)
{
    bool keeps = !source->local && !last;

    return arena_printf(arena, " %s%s%s%s%s", source->name, action_text(source->merges, " [SUCCESS=merge]"),
                        action_text(source->returns_notfound && !last, " [NOTFOUND=return]"), action_text(keeps, KEEPS),
                        action_text(!keeps && !last && source->returns_unavailable, " [UNAVAIL=return]"));
}

/* In which part of the proposed line a source stands: those of this machine, those of the network, rolegate. */
static unsigned name_source_part(const struct name_source *source)
{
    return is_rolegate(source) ? 2 : source->local ? 0 : 1;
}

static const char *line_text(struct arena *arena, enum name_database database, const struct name_line *line)
{
    const char *text = arena_printf(arena, "%s:", name_database_text(database));
    size_t left = line->count, i;
    unsigned part;

    for (part = 0; part < 3; part++)
        for (i = 0; i < line->count; i++)
            if (name_source_part(&line->sources[i]) == part)
                text = arena_printf(arena, "%s%s", text, name_source_text(arena, &line->sources[i], --left == 0));
    return text;
}

/* The first source of the network that is asked no more when it is down, and that another one follows; or NULL. */
static const struct name_source *source_losing(const struct name_line *line)
{
    size_t i;

    for (i = 0; i + 1 < line->count; i++)
        if (!line->sources[i].local && !(line->sources[i].returns_unavailable && line->sources[i].returns_tryagain))
            return &line->sources[i];
    return NULL;
}

/* What comes of it; next is the source behind it. */
static const char *order_text(struct arena *arena, enum name_database database, const char *source, const char *next)
{
    if (database == DATABASE_PASSWD)
        return arena_printf(arena,
                            "while \"%s\" is down, \"%s\" answers for it: its users are unknown then, and one of the "
                            "same name there is taken for him",
                            source, next);
    if (database == DATABASE_GROUP)
        return arena_printf(arena,
                            "while \"%s\" is down, \"%s\" answers for it: programs are told that its groups do not "
                            "exist, and one of the same name there is taken for it",
                            source, next);
    return arena_printf(arena, "while \"%s\" is down, \"%s\" goes by lists of groups that are too short", source, next);
}

static void line_check(struct machine *machine, enum name_database database)
{
    const struct name_line *line = &machine->sources.lines[database];
    const struct name_source *source = source_losing(line), *next = source == NULL ? NULL : source + 1;
    struct diag_report *report;

    /* A list of groups is short without the source in any case; what reads on in it is libnss_rolegate alone. */
    if (database == DATABASE_INITGROUPS)
        while (next != NULL && !is_rolegate(next))
            next = next + 1 < line->sources + line->count ? next + 1 : NULL;
    if (next == NULL)
        return;
    report = diag_line(machine->diag, DIAG_NSS_ORDER, NSSWITCH_PATH, line->line, "%s",
                       order_text(machine->arena, database, source->name, next->name));
    diag_note_whole(machine->diag, report, "write: %s", line_text(machine->arena, database, line));
}

static void unread_report(struct machine *machine)
{
    static const char text[] = "a group that is not in /etc/group cannot be told from one that does not exist";

    if (machine->sources.result == NSSWITCH_NOT_UNDERSTOOD)
        diag_line(machine->diag, DIAG_NSS_UNREAD, NSSWITCH_PATH, machine->sources.broken,
                  "this line is not understood, so %s", text)
            ->undecided = true;
    else if (machine->sources.result == NSSWITCH_UNREADABLE)
        diag_line(machine->diag, DIAG_NSS_UNREAD, NSSWITCH_PATH, 0, "the file cannot be read, so %s", text)->undecided =
            true;
}

void source_order_check(struct machine *machine)
{
    bool users = false, groups = false;
    size_t i;

    for (i = 0; i < machine->list->count; i++)
        if (machine->list->list[i].kind == NAMED_USER)
            users = true;
        else
            groups = true;
    if (users || groups)
        unread_report(machine);
    if (users)
        line_check(machine, DATABASE_PASSWD);
    if (!groups)
        return;
    line_check(machine, DATABASE_GROUP);
    line_check(machine, DATABASE_INITGROUPS);
}
