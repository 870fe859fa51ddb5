/*
 * local_groups.c - the groups of /etc/group, read without asking NSS.
 *
 * A policy may name a group, and a process has only numbers. Which name a number has could be asked of the account
 * database, of which this module is a part; so only the file is looked at. What it does not name stays unknown.
 */
#include "local_groups.h"

#include <errno.h>
#include <grp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#define LINE_FIRST ((size_t)4096)
#define LINE_MOST  ((size_t)4 << 20)

static bool is_among(gid_t gid, const gid_t *gids, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
        if (gids[i] == gid)
            return true;
    return false;
}

/* Reads the next line into *buffer, which grows; 0, ENOENT at the end, or another error. */
static int next_group(FILE *file, struct group *group, char **buffer, size_t *size)
{
    struct group *found;
    int error;

    while ((error = fgetgrent_r(file, group, *buffer, *size, &found)) == ERANGE && *size < LINE_MOST) {
        char *grown = realloc(*buffer, *size * 2);

        if (grown == NULL)
            return ENOMEM;
        *buffer = grown;
        *size *= 2;
    }
    return error;
}

enum rolegate_status local_groups_state(rolegate_subject *subject, const gid_t *gids, size_t count)
{
    FILE *file = fopen("/etc/group", "re");
    size_t size = LINE_FIRST;
    char *buffer = malloc(size);
    enum rolegate_status status = buffer ? ROLEGATE_OK : ROLEGATE_NO_MEMORY;
    struct group group;

    while (file != NULL && status == ROLEGATE_OK && next_group(file, &group, &buffer, &size) == 0) {
        if (group.gr_name[0] == '\0' || group.gr_name[0] == '+' || group.gr_name[0] == '-')
            continue;
        status = rolegate_subject_add_group(
            subject, group.gr_name, is_among(group.gr_gid, gids, count) ? ROLEGATE_MEMBER : ROLEGATE_NOT_MEMBER);
        if (status == ROLEGATE_BAD_ARGUMENT) /* a name that no policy can have */
            status = ROLEGATE_OK;
    }
    if (file != NULL)
        fclose(file);
    free(buffer);
    return status;
}
