/*
 * trust.c - whether anybody else could change what is installed.
 *
 * A path is walked as the kernel walks it, link by link: whoever may write to any folder on the way can put another
 * file in the place of the one at its end. In a sticky folder (/tmp) nobody can take away what is another's.
 */
#include "trust.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "login.h"
#include "support/arena.h"
#include "support/shell_word.h"
#include "support/message.h"

#define LINKS_MOST     40 /* as the kernel */
#define OTHERS_WRITING (S_IWGRP | S_IWOTH)

void trust_begin(struct trust *trust, struct arena *arena)
{
    struct login login;

    login_find(&login);
    *trust = (struct trust){.arena = arena, .owners = {0, geteuid(), login.uid}, .fine = true};
}

static bool is_trusted(const struct trust *trust, uid_t owner)
{
    size_t i;

    for (i = 0; i < TRUSTED_MOST; i++)
        if (trust->owners[i] == owner)
            return true;
    return false;
}

/* Whether something was looked at already; else it is from now on. */
static bool is_known(struct trust *trust, const char *path)
{
    size_t i;

    for (i = 0; i < trust->seen_count; i++)
        if (strcmp(trust->seen[i], path) == 0)
            return true;
    trust->seen = arena_grow(trust->arena, trust->seen, trust->seen_count, &trust->seen_capacity, sizeof *trust->seen);
    trust->seen[trust->seen_count++] = path;
    return false;
}

static bool is_sticky(const struct stat *status)
{
    return S_ISDIR(status->st_mode) && (status->st_mode & S_ISVTX) != 0;
}

/* Tells that others could change something, and the command that fixes it. */
static void report(struct trust *trust, const char *path, const char *text, const char *fix)
{
    if (trust->report != NULL)
        trust->report(trust->context, path, text, fix);
    else
        message_error("%s: `%s'", text, fix);
    trust->fine = false;
}

static void report_writing(struct trust *trust, const char *path, const struct stat *status, const char *verb,
                           const char *what)
{
    report(trust, path,
           arena_printf(trust->arena, "others may %s %s (mode %04o), %s", verb, path,
                        (unsigned)(status->st_mode & 07777), what),
           arena_printf(trust->arena, "chmod go-w %s", shell_word(trust->arena, path)));
}

/* What stands at the end of a path. */
enum end {
    END_FILE,      /* nobody else may change it */
    END_DELEGATED, /* its owner may */
    END_FOLDER     /* nobody else may put a file into it */
};

/* Looks at who could change something. */
static void check(struct trust *trust, const char *path, const struct stat *status, bool owner_may)
{
    char *owner;

    if (!trust->writing_alone && !owner_may && !is_trusted(trust, status->st_uid)) {
        owner = login_name(status->st_uid);
        report(trust, path,
               arena_printf(trust->arena, "%s belongs to %s, who could change what is installed", path,
                            owner != NULL ? owner : "another"),
               arena_printf(trust->arena, "chown root %s", shell_word(trust->arena, path)));
        free(owner);
    }
    if ((status->st_mode & OTHERS_WRITING) != 0 && !is_sticky(status))
        report_writing(trust, path, status, "write to", "and change what is installed");
}

/* Where a link leads: an absolute path, with what comes behind it. NULL: it cannot be read. */
static const char *link_target(struct trust *trust, const char *folder, const char *link, const char *rest)
{
    char target[PATH_MAX];
    ssize_t length = readlink(link, target, sizeof target - 1);

    if (length <= 0)
        return NULL;
    target[length] = '\0';
    return arena_printf(trust->arena, "%s%s%s%s%s", target[0] == '/' ? "" : folder, target[0] == '/' ? "" : "/", target,
                        *rest != '\0' ? "/" : "", rest);
}

/* The part of a path up to the end of its next component; *rest is set behind it and the slashes. */
static const char *next_part(struct trust *trust, const char *path, const char **rest)
{
    const char *end = *rest + strcspn(*rest, "/");
    const char *part = arena_copy(trust->arena, path, (size_t)(end - path));

    *rest = end + strspn(end, "/");
    return part;
}

/* A folder out of which files are taken by a pattern: others may add none, though they may take none away. */
static void check_closed(struct trust *trust, const char *path, const struct stat *status)
{
    if ((status->st_mode & OTHERS_WRITING) == 0 || !is_sticky(status))
        return;
    report_writing(trust, path, status, "put a file into", "which a pattern of an include would take");
}

static void walk(struct trust *trust, const char *path, unsigned links, enum end end)
{
    const char *rest = path + strspn(path, "/"), *folder = "", *part, *target;
    struct stat status;

    if (stat("/", &status) == 0 && !is_known(trust, "/"))
        check(trust, "/", &status, false);
    for (; *rest != '\0'; folder = part) {
        part = next_part(trust, path, &rest);
        if (lstat(part, &status) != 0)
            return;
        if (S_ISLNK(status.st_mode)) {
            target = links < LINKS_MOST ? link_target(trust, folder, part, rest) : NULL;
            if (target != NULL)
                walk(trust, target, links + 1, end);
            return;
        }
        if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode))
            return;
        if (!is_known(trust, part))
            check(trust, part, &status, *rest == '\0' && end == END_DELEGATED);
        if (*rest == '\0' && end == END_FOLDER && !is_known(trust, arena_printf(trust->arena, "%s/", part)))
            check_closed(trust, part, &status);
    }
}

/* An absolute path; links in the name of the working folder are none. */
static const char *absolute(struct trust *trust, const char *path)
{
    char here[PATH_MAX];

    if (path[0] == '/')
        return path;
    return realpath(".", here) != NULL ? arena_printf(trust->arena, "%s/%s", here, path) : path;
}

void trust_file(struct trust *trust, const char *path)
{
    walk(trust, absolute(trust, path), 0, END_FILE);
}

void trust_delegated(struct trust *trust, const char *path)
{
    walk(trust, absolute(trust, path), 0, END_DELEGATED);
}

void trust_folder(struct trust *trust, const char *path)
{
    walk(trust, absolute(trust, path), 0, END_FOLDER);
}
