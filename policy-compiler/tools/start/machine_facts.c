/*
 * machine_facts.c - what this machine gives for a first policy: its name and zone, its PAM services, its groups.
 */
#include "machine_facts.h"

#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include "machine/pam/pam_services.h"
#include "support/arena.h"

#define GROUPS_MAX    100u   /* that a first policy names */
#define PEOPLE_FROM   1000u  /* the first gid of groups of people */
#define PEOPLE_BEFORE 60000u /* and the first gid behind them */

static const char *host_name(struct arena *arena)
{
    char name[HOST_NAME_MAX + 1] = "";

    if (gethostname(name, sizeof name - 1) != 0 || name[0] == '\0')
        return "This machine";
    return arena_copy(arena, name, strlen(name));
}

/* The zone that /etc/localtime leads to, or NULL. */
static const char *zone_name(struct arena *arena)
{
    static const char folder[] = "/zoneinfo/";
    char path[PATH_MAX];
    ssize_t length = readlink("/etc/localtime", path, sizeof path - 1);
    const char *found;

    if (length <= 0)
        return NULL;
    path[length] = '\0';
    found = strstr(path, folder);
    if (found == NULL || strchr(found + strlen(folder), '/') == NULL) /* UTC, and others that are no places */
        return NULL;
    return arena_copy(arena, found + strlen(folder), strlen(found + strlen(folder)));
}

static bool is_in(const char *const *names, size_t count, const char *name)
{
    size_t i;

    for (i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* Of some services those that this machine has, or the first one where it has none and one is needed. */
static const char *const *services_here(struct arena *arena, const char *const *wanted, bool needed)
{
    size_t count, found = 0, all = 0;
    const char **here = pam_services(arena, "", &count), **list;

    while (wanted[all] != NULL)
        all++;
    list = arena_array(arena, all + 2, sizeof *list);
    for (all = 0; wanted[all] != NULL; all++)
        if (is_in(here, count, wanted[all]))
            list[found++] = wanted[all];
    if (found == 0 && needed)
        list[0] = wanted[0];
    return list;
}

/* Whether a group is one user's alone: his name and his group. */
static bool is_private(const struct group *group)
{
    const struct passwd *user = getpwnam(group->gr_name);

    return user != NULL && user->pw_gid == group->gr_gid && (group->gr_mem == NULL || group->gr_mem[0] == NULL);
}

static void groups_read(struct arena *arena, struct first_facts *facts)
{
    static const char *const roots[] = {"sudo", "wheel", "admin"};
    const char **staff = arena_array(arena, GROUPS_MAX + 1, sizeof *staff);
    const char **admins = arena_array(arena, GROUPS_MAX + 1, sizeof *admins);
    size_t staff_count = 0, admin_count = 0;
    const struct group *group;

    setgrent();
    while ((group = getgrent()) != NULL && staff_count < GROUPS_MAX && admin_count < GROUPS_MAX) {
        const char *name = arena_copy(arena, group->gr_name, strlen(group->gr_name));
        if (is_in(roots, sizeof roots / sizeof *roots, name))
            admins[admin_count++] = name;
        else if (group->gr_gid >= PEOPLE_FROM && group->gr_gid < PEOPLE_BEFORE && !is_private(group))
            staff[staff_count++] = name;
    }
    endgrent();
    if (admin_count > 0)
        facts->admins = admins;
    if (staff_count > 0)
        facts->staff = staff;
    facts->example = admin_count == 0 || staff_count == 0;
}

void machine_facts_read(struct arena *arena, bool from_accounts, struct first_facts *facts)
{
    static const char *const consoles[] = {"login", NULL}, *const crons[] = {"cron", "crond", NULL};
    static const char *const logins[] = {"sshd", "gdm-password", "lightdm", "sddm", "xrdp-sesman", NULL};
    static const char *const becomes[] = {"sudo", "sudo-i", NULL};
    static const char *const staff[] = {"staff", NULL}, *const admins[] = {"admins", NULL};

    *facts = (struct first_facts){.host = host_name(arena),
                                  .zone = zone_name(arena),
                                  .console = services_here(arena, consoles, true)[0],
                                  .cron = services_here(arena, crons, true)[0],
                                  .logins = services_here(arena, logins, true),
                                  .becomes = services_here(arena, becomes, true),
                                  .staff = staff,
                                  .admins = admins,
                                  .example = true};
    if (from_accounts)
        groups_read(arena, facts);
}
