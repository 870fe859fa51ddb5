/*
 * identity.c - the one place of the module that asks NSS for an account.
 *
 * What the person typed is only a key: the name that the database answers with is the one that rules are about, so
 * that `Maria` cannot escape a rule about `maria`. Group memberships are librolegate's business. Must not look at
 * the calling process's own ids.
 */
#include "identity.h"

#include <errno.h>
#include <pwd.h>
#include <stdlib.h>

#define BUFFER_FIRST 1024u
#define BUFFER_MAX   1048576u

static enum identity_status entry_copy(const struct passwd *entry, char *buffer, struct identity *identity)
{
    if (entry->pw_name == NULL || entry->pw_name[0] == '\0' || entry->pw_uid == (uid_t)-1 || entry->pw_gid == (gid_t)-1)
        return IDENTITY_UNKNOWN;
    *identity = (struct identity){entry->pw_name, entry->pw_uid, entry->pw_gid, buffer};
    return IDENTITY_FOUND;
}

/* One look-up with a buffer of size bytes; *short_buffer says that a larger one may do better. */
static enum identity_status look_up(const char *user, size_t size, struct identity *identity, int *short_buffer)
{
    enum identity_status status = IDENTITY_UNKNOWN;
    struct passwd entry, *found = NULL;
    char *buffer = malloc(size);
    int error;

    *short_buffer = 0;
    if (buffer == NULL)
        return IDENTITY_NO_MEMORY;
    error = getpwnam_r(user, &entry, buffer, size, &found);
    *short_buffer = error == ERANGE;
    if (error == ENOMEM)
        status = IDENTITY_NO_MEMORY;
    else if (error == 0)
        status = found == NULL ? IDENTITY_NONE : entry_copy(found, buffer, identity);
    if (status != IDENTITY_FOUND)
        free(buffer);
    return status;
}

enum identity_status identity_find(const char *user, struct identity *identity)
{
    enum identity_status status = IDENTITY_UNKNOWN;
    int short_buffer = 1;

    for (size_t size = BUFFER_FIRST; short_buffer && size <= BUFFER_MAX; size *= 4)
        status = look_up(user, size, identity, &short_buffer);
    return status;
}

void identity_release(struct identity *identity)
{
    free(identity->buffer);
    *identity = (struct identity){0};
}
