/*
 * confine.c - the folders from which a policy may include files.
 *
 * Links are followed by hand, so that the answer about a path that leaves the folders is the same whatever is there.
 */
#include "confine.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/arena.h"

#define LINKS_MAX 40

/* A path on its way: what is behind is absolute and without links, and what is ahead has still to be gone. */
struct walk {
    char behind[PATH_MAX], ahead[PATH_MAX];
    size_t links;
};

static bool walk_error(int error)
{
    errno = error;
    return false;
}

/* Puts text ahead of what is ahead already. */
static bool ahead_put(struct walk *walk, const char *text, const char *rest)
{
    char all[PATH_MAX];
    size_t length = strlen(text), more = strlen(rest);

    if (length + 1 + more >= sizeof all)
        return walk_error(ENAMETOOLONG);
    stpcpy(stpcpy(stpcpy(all, text), "/"), rest);
    memcpy(walk->ahead, all, length + more + 2);
    return true;
}

static void behind_drop(struct walk *walk)
{
    char *slash = strrchr(walk->behind, '/');

    slash[slash == walk->behind ? 1 : 0] = '\0';
}

static bool behind_append(struct walk *walk, const char *part, size_t length)
{
    size_t at = strlen(walk->behind), slash = at > 1;

    if (at + slash + length >= sizeof walk->behind)
        return walk_error(ENAMETOOLONG);
    if (slash)
        walk->behind[at++] = '/';
    memcpy(walk->behind + at, part, length);
    walk->behind[at + length] = '\0';
    return true;
}

/* Puts what the link behind says ahead of rest. */
static bool link_follow(struct walk *walk, const char *rest)
{
    char target[PATH_MAX];
    ssize_t length = readlink(walk->behind, target, sizeof target - 1);

    if (length < 0)
        return false;
    if (++walk->links > LINKS_MAX)
        return walk_error(ELOOP);
    target[length] = '\0';
    if (*target == '/')
        memcpy(walk->behind, "/", 2);
    else
        behind_drop(walk);
    return ahead_put(walk, target, rest);
}

/* Goes over the next part. */
static bool walk_step(struct walk *walk)
{
    char rest[PATH_MAX];
    size_t slashes = strspn(walk->ahead, "/"), length = strcspn(walk->ahead + slashes, "/");
    const char *part = walk->ahead + slashes;
    struct stat st;

    memcpy(rest, part + length, strlen(part + length) + 1);
    if (length == 2 && memcmp(part, "..", 2) == 0)
        behind_drop(walk);
    else if (length > 0 && !(length == 1 && *part == '.')) {
        if (!behind_append(walk, part, length) || lstat(walk->behind, &st) != 0)
            return false;
        if (S_ISLNK(st.st_mode))
            return link_follow(walk, rest);
    }
    memcpy(walk->ahead, rest, strlen(rest) + 1);
    return true;
}

/* Follows a path to its end. False, and errno: behind is how far it came. */
static bool walk_path(struct walk *walk, const char *path)
{
    walk->links = 0;
    memcpy(walk->behind, "/", 2);
    if (*path != '/' && getcwd(walk->behind, sizeof walk->behind) == NULL)
        return false;
    if (strlen(path) >= sizeof walk->ahead)
        return walk_error(ENAMETOOLONG);
    memcpy(walk->ahead, path, strlen(path) + 1);
    while (*walk->ahead != '\0')
        if (!walk_step(walk))
            return false;
    return true;
}

struct confinement *confinement_new(struct arena *arena, bool anywhere)
{
    struct confinement *confinement = arena_alloc(arena, sizeof *confinement);

    *confinement = (struct confinement){.arena = arena, .anywhere = anywhere};
    return confinement;
}

void confinement_add(struct confinement *confinement, const char *folder)
{
    struct arena *arena = confinement->arena;
    struct walk walk;

    if (!walk_path(&walk, folder))
        return;
    confinement->folders = arena_grow(arena, confinement->folders, confinement->count, &confinement->capacity,
                                      sizeof *confinement->folders);
    confinement->folders[confinement->count++] = arena_copy(arena, walk.behind, strlen(walk.behind));
}

static bool is_inside(const struct confinement *confinement, const char *path)
{
    size_t i;

    for (i = 0; i < confinement->count; i++) {
        const char *folder = confinement->folders[i];
        size_t length = folder[1] == '\0' ? 0 : strlen(folder); /* "/" holds all */

        if (strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0'))
            return true;
    }
    return confinement->anywhere;
}

const char *confined_path(const struct confinement *confinement, const char *path)
{
    struct walk walk;
    bool whole = walk_path(&walk, path);
    int error = errno;

    if (!is_inside(confinement, walk.behind)) {
        errno = 0;
        return NULL;
    }
    errno = error;
    return whole ? arena_copy(confinement->arena, walk.behind, strlen(walk.behind)) : NULL;
}
