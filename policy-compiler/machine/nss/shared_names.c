/*
 * shared_names.c - finds accounts that share a name or a gid, and those that stand in /etc/passwd and /etc/group.
 *
 * NSS gives the first answer alone. So both files are read, each once, and every other source is asked by itself about
 * the names and gids of the list that NSS knows; and a source of the network about one that it does not, since it may
 * be down. A source that does not answer once is not asked again.
 */
#include <stdlib.h>
#include <string.h>

#include "support/arena.h"
#include "decide/group_file.h"
#include "machine_part.h"
#include "passwd_file.h"

/* A gid of the list, and the first two names of groups that have it. */
struct shared_gid {
    uint32_t gid;
    const char *names[2];
    bool in_file, in_network;
};

struct shared {
    struct machine *machine;
    struct named **users, **groups; /* sorted by name */
    size_t user_count, group_count;
    struct shared_gid *gids; /* ascending, each once */
    size_t gid_count;
};

/* ---- what is looked for ---- */

static int compare_names(const void *a, const void *b)
{
    return strcmp((*(struct named *const *)a)->name, (*(struct named *const *)b)->name);
}

static int compare_gids(const void *a, const void *b)
{
    uint32_t left = ((const struct shared_gid *)a)->gid, right = ((const struct shared_gid *)b)->gid;

    return left < right ? -1 : left > right;
}

static int compare_name(const void *name, const void *named)
{
    return strcmp(name, (*(struct named *const *)named)->name);
}

static struct named *find_name(struct named **list, size_t count, const char *name)
{
    struct named **found = count == 0 ? NULL : bsearch(name, list, count, sizeof *list, compare_name);

    return found == NULL ? NULL : *found;
}

/* The gid that an entry of the list stands for; false: it is a user, or a group that is not known. */
static bool named_gid(const struct named *named, uint32_t *gid)
{
    *gid = named->kind == NAMED_GID ? named->gid : named->account.id;
    return named->kind == NAMED_GID || (named->kind == NAMED_GROUP && named->account.answer == ACCOUNT_FOUND);
}

static struct shared_gid *find_gid(const struct shared *shared, uint32_t gid)
{
    const struct shared_gid key = {.gid = gid};

    return shared->gid_count == 0 ? NULL
                                  : bsearch(&key, shared->gids, shared->gid_count, sizeof *shared->gids, compare_gids);
}

static void gids_sort(struct shared *shared)
{
    size_t kept = 0, i;

    if (shared->gid_count > 1)
        qsort(shared->gids, shared->gid_count, sizeof *shared->gids, compare_gids);
    for (i = 0; i < shared->gid_count; i++)
        if (kept == 0 || shared->gids[kept - 1].gid != shared->gids[i].gid)
            shared->gids[kept++] = shared->gids[i];
    shared->gid_count = kept;
}

static void shared_begin(struct shared *shared)
{
    struct named_list *list = shared->machine->list;
    size_t i;

    shared->users = arena_array(list->arena, list->count + 1, sizeof(struct named *));
    shared->groups = arena_array(list->arena, list->count + 1, sizeof(struct named *));
    shared->gids = arena_array(list->arena, list->count + 1, sizeof *shared->gids);
    for (i = 0; i < list->count; i++) {
        struct named *named = &list->list[i];
        uint32_t gid;

        if (named->kind == NAMED_USER)
            shared->users[shared->user_count++] = named;
        else if (named->kind == NAMED_GROUP)
            shared->groups[shared->group_count++] = named;
        if (named_gid(named, &gid))
            shared->gids[shared->gid_count++].gid = gid;
    }
    if (shared->user_count > 1)
        qsort(shared->users, shared->user_count, sizeof(struct named *), compare_names);
    if (shared->group_count > 1)
        qsort(shared->groups, shared->group_count, sizeof(struct named *), compare_names);
    gids_sort(shared);
}

/* ---- what is found ---- */

/* A name that another source, or another line, gives to another number. */
static void number_add(struct machine *machine, struct named *named, uint32_t number, const char *where)
{
    const char *kind = named->kind == NAMED_USER ? "user" : "group", *id = named->kind == NAMED_USER ? "uid" : "gid";

    if (named->account.answer != ACCOUNT_FOUND || named->account.id == number || named->shared != NULL)
        return;
    named->shared = arena_printf(machine->arena, "two %ss share the name \"%s\": one has the %s %u, one %u in %s", kind,
                                 named->account.name, id, named->account.id, number, where);
    /* Decisions are made on a user's name, whoever that is, and on a group's gid. */
    named->shared_undecided = named->kind == NAMED_GROUP;
}

/* A name that a gid has somewhere; the gid of the list, or NULL. */
static struct shared_gid *name_add(const struct shared *shared, uint32_t gid, const char *name)
{
    struct shared_gid *found = find_gid(shared, gid);

    if (found == NULL || (found->names[0] != NULL && (found->names[1] != NULL || strcmp(found->names[0], name) == 0)))
        return found;
    found->names[found->names[0] != NULL] = arena_copy(shared->machine->arena, name, strlen(name));
    return found;
}

static bool group_line_visit(void *context, const struct group_line *line)
{
    const struct shared *shared = context;
    struct named *named = find_name(shared->groups, shared->group_count, line->name);
    struct shared_gid *gid;

    if (named != NULL)
        named->in_file = true;
    if (line->gid == (gid_t)-1)
        return true;
    if (named != NULL)
        number_add(shared->machine, named, line->gid, "another line of /etc/group");
    gid = name_add(shared, line->gid, line->name);
    if (gid != NULL)
        gid->in_file = true;
    return true;
}

static void passwd_line_visit(void *context, const struct passwd_line *line)
{
    const struct shared *shared = context;
    struct named *named = find_name(shared->users, shared->user_count, line->name);

    if (named == NULL)
        return;
    named->in_file = true;
    number_add(shared->machine, named, line->uid, "another line of /etc/passwd");
}

/* Notes what a source answered; false: it is not to be asked any more. */
static bool answer_heard(struct name_source *source, bool asked, const struct account *account)
{
    if (!asked || account->answer == ACCOUNT_UNSURE) {
        source->mute = true;
        source->down = asked;
    }
    return !source->mute;
}

/* Whether a source is to be asked about a name. *absent: it has been asked about one that NSS does not know. */
static bool is_asked(const struct name_source *source, const struct named *named, bool *absent)
{
    bool first = !*absent && !source->local;

    if (source->mute || named->account.answer == ACCOUNT_FOUND)
        return !source->mute;
    *absent = true;
    return first;
}

static void source_users(const struct shared *shared, struct name_source *source)
{
    struct machine *machine = shared->machine;
    const char *where = arena_printf(machine->arena, "the source \"%s\"", source->name);
    bool absent = false;
    size_t i;

    for (i = 0; i < shared->user_count; i++) {
        struct account account;
        bool asked;

        if (!is_asked(source, shared->users[i], &absent))
            continue;
        account = account_user_of(machine->arena, source->name, shared->users[i]->name, &asked);

        if (answer_heard(source, asked, &account) && account.answer == ACCOUNT_FOUND)
            number_add(machine, shared->users[i], account.id, where);
    }
}

static void source_groups(const struct shared *shared, struct name_source *source)
{
    struct machine *machine = shared->machine;
    const char *where = arena_printf(machine->arena, "the source \"%s\"", source->name);
    bool asked, absent = false;
    struct account account;
    size_t i;

    for (i = 0; i < shared->group_count; i++) {
        if (!is_asked(source, shared->groups[i], &absent))
            continue;
        account = account_group_of(machine->arena, source->name, shared->groups[i]->name, 0, &asked);
        if (!answer_heard(source, asked, &account) || account.answer != ACCOUNT_FOUND)
            continue;
        number_add(machine, shared->groups[i], account.id, where);
        if (!source->local && account.id == shared->groups[i]->account.id)
            shared->groups[i]->in_network = true;
    }
    for (i = 0; i < shared->gid_count && !source->mute; i++) {
        account = account_group_of(machine->arena, source->name, NULL, shared->gids[i].gid, &asked);
        if (!answer_heard(source, asked, &account) || account.answer != ACCOUNT_FOUND)
            continue;
        name_add(shared, shared->gids[i].gid, account.name);
        shared->gids[i].in_network = shared->gids[i].in_network || !source->local;
    }
}

/* Of /etc/passwd and /etc/group the lines are read; what libnss_rolegate says, the policy in place says. */
static void sources_compare(const struct shared *shared, enum name_database database,
                            void (*ask_all)(const struct shared *, struct name_source *))
{
    const struct name_line *line = &shared->machine->sources.lines[database];
    size_t i;

    for (i = 0; i < line->count; i++)
        if (strcmp(line->sources[i].name, "files") != 0 && strcmp(line->sources[i].name, "rolegate") != 0)
            ask_all(shared, &line->sources[i]);
}

/* ---- what comes of it ---- */

/* What NSS says of the gid of a group: another name, and nobody can tell whose members they are. */
static void lead_back(struct machine *machine, struct named *named)
{
    struct account back = account_group(machine->arena, NULL, named->account.id);

    if (back.answer != ACCOUNT_FOUND || strcmp(back.name, named->account.name) == 0)
        return;
    named->shared = arena_printf(machine->arena, "the gid %u of the group \"%s\" leads to another group, \"%s\"",
                                 named->account.id, named->account.name, back.name);
    named->shared_undecided = true;
}

/* Whether the gid of an entry has another name than the one that NSS gives. */
static void other_name(const struct shared *shared, struct named *named, uint32_t gid)
{
    const struct shared_gid *found = find_gid(shared, gid);
    const char *name = named->account.name, *other;

    if (found == NULL || found->names[0] == NULL)
        return;
    other = strcmp(found->names[0], name) != 0 ? found->names[0] : found->names[1];
    if (other != NULL)
        named->shared = arena_printf(shared->machine->arena,
                                     "two groups share the gid %u, \"%s\" and \"%s\": the members of one count as "
                                     "members of the other",
                                     gid, name, other);
}

static void shared_end(const struct shared *shared)
{
    struct named_list *list = shared->machine->list;
    size_t i;

    for (i = 0; i < list->count; i++) {
        struct named *named = &list->list[i];
        uint32_t gid;

        if (named->account.answer != ACCOUNT_FOUND || !named_gid(named, &gid))
            continue;
        if (named->kind == NAMED_GROUP && named->shared == NULL)
            lead_back(shared->machine, named);
        if (named->shared == NULL)
            other_name(shared, named, gid);
    }
}

/* Whether a source of the network could not be asked, and so may know what no other one does. */
static bool network_mute(const struct name_line *line)
{
    size_t i;

    for (i = 0; i < line->count; i++)
        if (line->sources[i].mute && !line->sources[i].local)
            return true;
    return false;
}

/* Where the groups and gids of the list come from, as far as it is not known by their names. */
static void origins_find(const struct shared *shared)
{
    const struct machine *machine = shared->machine;
    bool mute = network_mute(&machine->sources.lines[DATABASE_GROUP]);
    size_t i;

    for (i = 0; i < machine->list->count; i++) {
        struct named *named = &machine->list->list[i];
        const struct shared_gid *found = named->kind == NAMED_GID ? find_gid(shared, named->gid) : NULL;

        if (found != NULL) {
            named->in_file = found->in_file;
            named->in_network = found->in_network;
        }
        named->in_network = named->in_network || (mute && !named->in_file);
    }
}

void shared_names_find(struct machine *machine)
{
    struct shared shared = {.machine = machine};

    shared_begin(&shared);
    if (shared.user_count > 0)
        passwd_file_each(passwd_line_visit, &shared);
    if (shared.user_count > 0)
        sources_compare(&shared, DATABASE_PASSWD, source_users);
    if (shared.user_count == machine->list->count)
        return;
    if (machine->sources.files)
        group_file_each(group_line_visit, &shared);
    sources_compare(&shared, DATABASE_GROUP, source_groups);
    origins_find(&shared);
    shared_end(&shared);
}
