/*
 * account_list.c - lists accounts and groups, and joins them.
 */
#include "account_list.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/arena.h"
#include "support/message.h"
#include "support/sort.h"

/* A name that stands in a group's list. */
struct member {
    const char *name;
    uint32_t gid;
};

struct listing {
    struct arena *arena;
    struct account_list *accounts;
    size_t user_capacity, group_capacity;
    struct member *members;
    size_t member_count, member_capacity;
};

static const char *copy(const struct listing *listing, const char *text)
{
    return arena_copy(listing->arena, text, strlen(text));
}

static void user_add(struct listing *listing, const struct passwd *entry)
{
    struct account_list *accounts = listing->accounts;
    struct listed_user user = {.name = copy(listing, entry->pw_name),
                               .gids = arena_array(listing->arena, 1, sizeof *user.gids),
                               .gid_count = 1};

    user.gids[0] = entry->pw_gid;
    accounts->users =
        arena_grow(listing->arena, accounts->users, accounts->user_count, &listing->user_capacity, sizeof user);
    accounts->users[accounts->user_count++] = user;
}

static void group_add(struct listing *listing, const struct group *entry)
{
    struct account_list *accounts = listing->accounts;
    char **name;

    accounts->groups = arena_grow(listing->arena, accounts->groups, accounts->group_count, &listing->group_capacity,
                                  sizeof *accounts->groups);
    accounts->groups[accounts->group_count++] = (struct listed_group){copy(listing, entry->gr_name), entry->gr_gid};
    for (name = entry->gr_mem; *name != NULL; name++) {
        listing->members = arena_grow(listing->arena, listing->members, listing->member_count,
                                      &listing->member_capacity, sizeof *listing->members);
        listing->members[listing->member_count++] = (struct member){copy(listing, *name), entry->gr_gid};
    }
}

static void list_machine(struct listing *listing)
{
    struct passwd *user;
    struct group *group;

    setpwent();
    while ((user = getpwent()) != NULL)
        user_add(listing, user);
    endpwent();
    setgrent();
    while ((group = getgrent()) != NULL)
        group_add(listing, group);
    endgrent();
}

/* NULL: it cannot be read, and a message was printed. */
static FILE *file_open(const struct listing *listing, const char *folder, const char *name)
{
    const char *path = arena_printf(listing->arena, "%s/%s", folder, name);
    FILE *file = fopen(path, "re");

    if (file == NULL)
        message_error("cannot read %s: %s", path, strerror(errno));
    return file;
}

static bool list_files(struct listing *listing, const char *folder)
{
    FILE *users = file_open(listing, folder, "passwd"),
         *groups = users == NULL ? NULL : file_open(listing, folder, "group");
    bool is_read = users != NULL && groups != NULL;
    struct passwd *user;
    struct group *group;

    while (is_read && (user = fgetpwent(users)) != NULL)
        user_add(listing, user);
    while (is_read && (group = fgetgrent(groups)) != NULL)
        group_add(listing, group);
    if (users != NULL)
        fclose(users);
    if (groups != NULL)
        fclose(groups);
    return is_read;
}

/* ---- who is in what ---- */

static int compare_users(const void *a, const void *b)
{
    return strcmp(((const struct listed_user *)a)->name, ((const struct listed_user *)b)->name);
}

static int compare_groups(const void *a, const void *b)
{
    return strcmp(((const struct listed_group *)a)->name, ((const struct listed_group *)b)->name);
}

static int compare_members(const void *a, const void *b)
{
    return strcmp(((const struct member *)a)->name, ((const struct member *)b)->name);
}

/* An account that is listed twice, by two sources, is one. */
static void users_unite(struct account_list *accounts)
{
    size_t kept = 0, i;

    for (i = 0; i < accounts->user_count; i++)
        if (kept == 0 || strcmp(accounts->users[kept - 1].name, accounts->users[i].name) != 0)
            accounts->users[kept++] = accounts->users[i];
    accounts->user_count = kept;
}

static void members_join(struct listing *listing)
{
    struct account_list *accounts = listing->accounts;
    size_t i, at = 0, end;

    for (i = 0; i < accounts->user_count; i++) {
        struct listed_user *user = &accounts->users[i];
        uint32_t *gids;
        while (at < listing->member_count && strcmp(listing->members[at].name, user->name) < 0)
            at++;
        for (end = at; end < listing->member_count && strcmp(listing->members[end].name, user->name) == 0;)
            end++;
        gids = arena_array(listing->arena, end - at + 1, sizeof *gids);
        for (gids[0] = user->gids[0]; at < end; at++)
            gids[user->gid_count++] = listing->members[at].gid;
        user->gids = gids;
        user->gid_count = (uint32_t)sort_numbers(gids, user->gid_count);
    }
}

bool account_list_read(const char *folder, struct arena *arena, struct account_list *accounts)
{
    struct listing listing = {.arena = arena, .accounts = accounts};

    *accounts = (struct account_list){.users = NULL};
    if (folder == NULL)
        list_machine(&listing);
    else if (!list_files(&listing, folder))
        return false;
    if (accounts->user_count > 1)
        qsort(accounts->users, accounts->user_count, sizeof *accounts->users, compare_users);
    if (accounts->group_count > 1)
        qsort(accounts->groups, accounts->group_count, sizeof *accounts->groups, compare_groups);
    if (listing.member_count > 1)
        qsort(listing.members, listing.member_count, sizeof *listing.members, compare_members);
    users_unite(accounts);
    members_join(&listing);
    return true;
}
