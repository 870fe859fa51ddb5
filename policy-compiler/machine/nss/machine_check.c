/*
 * machine_check.c - does this machine know whom the policy names, and by these names?
 *
 * A name that means nobody, or somebody else, is an error where it would make a deny or an exclusive set void, or a
 * `never` say nothing; elsewhere a warning.
 */
#include "machine_check.h"

#include <string.h>

#include "compile/diag/diag_edit.h"
#include "support/arena.h"
#include "machine_part.h"

static void accounts_find(struct machine *machine)
{
    struct named_list *list = machine->list;
    size_t i;

    for (i = 0; i < list->count; i++) {
        struct named *named = &list->list[i];

        if (named->kind == NAMED_USER)
            named->account = account_user(machine->arena, named->name);
        else
            named->account = account_group(machine->arena, named->name, named->gid);
    }
}

/* The kind and the name, as messages have it. */
static const char *named_text(const struct machine *machine, const struct named *named)
{
    if (named->kind == NAMED_GID)
        return arena_printf(machine->arena, "group %u", named->gid);
    return arena_printf(machine->arena, "%s \"%s\"", named->kind == NAMED_USER ? "user" : "group", named->name);
}

/* The source on a database's line that did not answer, or NULL. */
static const struct name_source *source_down(const struct name_line *line)
{
    size_t i;

    for (i = 0; i < line->count; i++)
        if (line->sources[i].down && !line->sources[i].local)
            return &line->sources[i];
    return NULL;
}

/* What keeps this machine from telling whether there is such a name; NULL: nothing. */
static const char *undecided_text(const struct machine *machine, const struct named *named)
{
    enum name_database database = named->kind == NAMED_USER ? DATABASE_PASSWD : DATABASE_GROUP;
    const struct name_source *down = source_down(&machine->sources.lines[database]);

    if (machine->sources.result != NSSWITCH_READ && machine->sources.result != NSSWITCH_ABSENT)
        return NSSWITCH_PATH " is not understood";
    if (named->account.answer == ACCOUNT_UNSURE)
        return named->account.reason;
    return down == NULL ? NULL : arena_printf(machine->arena, "the source \"%s\" does not answer", down->name);
}

static void report_unknown(struct machine *machine, const struct named_use *use, const struct named *named)
{
    enum diag_id id = named_is_strict(use->kind) ? DIAG_UNKNOWN_ACCOUNT_STRICT : DIAG_UNKNOWN_ACCOUNT;
    const char *why = undecided_text(machine, named), *name = named_text(machine, named), *text;
    bool local = named->kind == NAMED_USER || machine->sources.local;

    text = why != NULL ? arena_printf(machine->arena,
                                      "it could not be determined whether this machine knows the %s: %s", name, why)
                       : arena_printf(machine->arena, "this machine has no %s%s", name,
                                      local ? "" : ", or its source is offline");
    machine_report(machine, id, &use->place, text)->undecided = why != NULL;
}

/* Of a user, rules are compared with the name that NSS gives; a group is found under any spelling that NSS takes. */
static void report_spelling(struct machine *machine, const struct named_use *use, const struct named *named)
{
    bool is_user = named->kind == NAMED_USER;
    const char *format = is_user
                             ? "decisions are not made on this name: the %s is \"%s\" here"
                             : "the %s is \"%s\" here: tests and logs that are replayed compare names as they stand";
    struct diag_report *report = machine_report(
        machine, is_user && named_is_strict(use->kind) ? DIAG_OTHER_SPELLING_STRICT : DIAG_OTHER_SPELLING, &use->place,
        arena_printf(machine->arena, format, named_text(machine, named), named->account.name));

    diag_suggest_name(machine->diag, report,
                      arena_copy(machine->diag->arena, named->account.name, strlen(named->account.name)));
}

static void report_name(struct machine *machine, const struct named_use *use)
{
    const struct named *named = &machine->list->list[use->named];
    bool strict = named_is_strict(use->kind);

    if (named->account.answer != ACCOUNT_FOUND) {
        report_unknown(machine, use, named);
        return;
    }
    if (named->kind != NAMED_GID && strcmp(named->account.name, named->name) != 0)
        report_spelling(machine, use, named);
    if (named->shared != NULL)
        machine_report(machine, strict && named->shared_undecided ? DIAG_SHARED_NAME_STRICT : DIAG_SHARED_NAME,
                       &use->place, named->shared);
}

void machine_check(struct named_list *list, struct diag *diag)
{
    struct machine machine = {.list = list, .diag = diag, .arena = list->arena};
    size_t i;

    machine.sources = name_sources_find(list->arena);
    accounts_find(&machine);
    shared_names_find(&machine);
    for (i = 0; i < list->use_count; i++)
        report_name(&machine, &list->uses[i]);
    source_order_check(&machine);
    roster_check(&machine);
    role_groups_check(&machine);
}
