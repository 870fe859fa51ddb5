/*
 * libnss_rgplay.c - a directory as an NSS source, which answers as a file says: `group: files rgplay`.
 *
 * RGPLAY in the environment names the file. It is read anew for each look-up, so a test may change it between two.
 * A line of it, its words parted by one tab:
 *
 *     user   ASKED NAME UID GID          getpwnam(ASKED) answers this account
 *     list   USER GID[,GID...]           the gids that the source gives for the user: all of them, or too few
 *     group  KEYS NAME GID MEMBERS SIZE  a record. KEYS: n (found by name), g (found by gid) or ng. MEMBERS: names
 *                                        with commas between, `-` for none, `null` for no list at all. SIZE: 0, or
 *                                        the bytes that the record takes, which made-up members fill up
 *     alias  ASKED NAME                  getgrnam(ASKED) answers NAME's record, as a source that folds case does
 *     fail   WHAT KEY HOW                WHAT: n, g or l (the list); KEY: the name or number; HOW: as below
 *     else   HOW                         what is on no line: notfound (the default), unavail or tryagain
 *
 * The first line that fits counts. RGPLAY_LOG names a file to which each look-up of a group is added: `n NAME`, `g
 * GID`, `l USER`; one that glibc repeats with a larger buffer is added again.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <nss.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum nss_status _nss_rgplay_getpwnam_r(const char *name, struct passwd *account, char *buffer, size_t size, int *error);
enum nss_status _nss_rgplay_getgrnam_r(const char *name, struct group *group, char *buffer, size_t size, int *error);
enum nss_status _nss_rgplay_getgrgid_r(gid_t gid, struct group *group, char *buffer, size_t size, int *error);
enum nss_status _nss_rgplay_initgroups_dyn(const char *user, gid_t group, long *start, long *size, gid_t **groups,
                                           long limit, int *error);

#define WORDS     6
#define MADE_UP   sizeof "m0000000" /* what a made-up member's name takes */
#define PER_NAME  (MADE_UP + sizeof(char *))
#define ALIGNMENT sizeof(char *)

/* ---- the file ---- */

struct line {
    FILE *file;
    char *text;
    size_t capacity;
    char *word[WORDS];
};

static bool line_open(struct line *line)
{
    const char *path = getenv("RGPLAY");

    memset(line, 0, sizeof *line);
    line->file = path == NULL ? NULL : fopen(path, "re");
    return line->file != NULL;
}

/* The next line of this kind, with that many words behind it. */
static bool line_next(struct line *line, const char *kind, size_t count)
{
    while (getline(&line->text, &line->capacity, line->file) > 0) {
        char *rest = line->text;
        size_t i;
        rest[strcspn(rest, "\n")] = '\0';
        for (i = 0; i < WORDS && rest != NULL; i++)
            line->word[i] = strsep(&rest, "\t");
        if (i == count + 1 && strcmp(line->word[0], kind) == 0)
            return true;
    }
    return false;
}

static void line_close(struct line *line)
{
    fclose(line->file);
    free(line->text);
}

static void look_up_log(const char *what, const char *key)
{
    const char *path = getenv("RGPLAY_LOG");
    int fd = path == NULL ? -1 : open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);

    if (fd < 0)
        return;
    dprintf(fd, "%s %s\n", what, key);
    close(fd);
}

static enum nss_status answer(const char *how, int *error)
{
    if (strcmp(how, "tryagain") == 0) {
        *error = EAGAIN;
        return NSS_STATUS_TRYAGAIN;
    }
    if (strcmp(how, "unavail") == 0) {
        *error = ECONNREFUSED;
        return NSS_STATUS_UNAVAIL;
    }
    *error = 0; /* as sssd has it when it is offline */
    return NSS_STATUS_NOTFOUND;
}

/* How a look-up fails; what: NULL, or the look-up of a key that may be told to. false: it is not told to. */
static bool is_told_to_fail(const char *what, const char *key, enum nss_status *status, int *error)
{
    struct line line;
    bool told = false;

    if (!line_open(&line))
        return false;
    while (!told && line_next(&line, "fail", 3))
        told = strcmp(line.word[1], what) == 0 && strcmp(line.word[2], key) == 0;
    if (told)
        *status = answer(line.word[3], error);
    line_close(&line);
    return told;
}

static enum nss_status not_on_a_line(int *error)
{
    struct line line;
    enum nss_status status = answer("notfound", error);

    if (!line_open(&line))
        return status;
    if (line_next(&line, "else", 1))
        status = answer(line.word[1], error);
    line_close(&line);
    return status;
}

static enum nss_status too_short(int *error)
{
    *error = ERANGE;
    return NSS_STATUS_TRYAGAIN;
}

/* ---- records ---- */

static size_t listed_count(const char *members)
{
    size_t count = 1;

    if (strcmp(members, "-") == 0)
        return 0;
    for (; *members != '\0'; members++)
        count += *members == ',';
    return count;
}

/* Copies the text to *end, and moves *end behind it. */
static char *text_put(char **end, const char *text)
{
    char *begin = *end;

    *end = stpcpy(begin, text) + 1;
    return begin;
}

/* The members' names at *end: as many as are made up, then those that are listed. */
static void members_put(char **slots, char **end, size_t made_up, const char *members)
{
    char *list, *rest, *name;
    size_t i;

    for (i = 0; i < made_up; i++) {
        slots[i] = *end;
        *end += snprintf(*end, MADE_UP, "m%07zu", i % 10000000) + 1;
    }
    list = text_put(end, strcmp(members, "-") == 0 ? "" : members);
    for (rest = list; *list != '\0' && (name = strsep(&rest, ",")) != NULL;)
        slots[i++] = name;
    slots[i] = NULL;
}

/* Writes the record of a line; the buffer's own alignment is glibc's affair. */
static enum nss_status record_put(char *const *word, struct group *group, char *buffer, size_t size, int *error)
{
    size_t wanted = strtoul(word[5], NULL, 10), listed = listed_count(word[4]);
    size_t least = (listed + 1) * sizeof(char *) + strlen(word[2]) + strlen(word[4]) + 2 + ALIGNMENT;
    size_t skip = (ALIGNMENT - (uintptr_t)buffer % ALIGNMENT) % ALIGNMENT;
    size_t made_up = wanted > least ? (wanted - least) / PER_NAME : 0;
    char **slots, *end;

    if (size < (wanted > least ? wanted : least))
        return too_short(error);
    slots = (char **)(void *)(buffer + skip);
    end = (char *)(slots + made_up + listed + 1);
    members_put(slots, &end, made_up, word[4]);
    group->gr_name = text_put(&end, word[2]);
    group->gr_passwd = group->gr_name + strlen(word[2]);
    group->gr_gid = (gid_t)strtoul(word[3], NULL, 10);
    group->gr_mem = strcmp(word[4], "null") == 0 ? NULL : slots;
    return NSS_STATUS_SUCCESS;
}

/* The record that is found by this key: word number `at`, of a line whose KEYS have the letter. */
static enum nss_status record_find(const char *letter, size_t at, const char *key, struct group *group, char *buffer,
                                   size_t size, int *error)
{
    struct line line;
    enum nss_status status;
    bool found = false;

    if (is_told_to_fail(letter, key, &status, error))
        return status;
    status = not_on_a_line(error);
    if (!line_open(&line))
        return status;
    while (!found && line_next(&line, "group", 5))
        found = strstr(line.word[1], letter) != NULL && strcmp(line.word[at], key) == 0;
    if (found)
        status = record_put(line.word, group, buffer, size, error);
    line_close(&line);
    return status;
}

/* The name under which the source knows what is asked for; the caller frees it. */
static char *name_folded(const char *name)
{
    struct line line;
    char *folded = NULL;

    if (!line_open(&line))
        return strdup(name);
    while (folded == NULL && line_next(&line, "alias", 2))
        if (strcmp(line.word[1], name) == 0)
            folded = strdup(line.word[2]);
    line_close(&line);
    return folded != NULL ? folded : strdup(name);
}

enum nss_status _nss_rgplay_getgrnam_r(const char *name, struct group *group, char *buffer, size_t size, int *error)
{
    char *folded = name_folded(name);
    enum nss_status status;

    look_up_log("n", name);
    if (folded == NULL)
        return answer("tryagain", error);
    status = record_find("n", 2, folded, group, buffer, size, error);
    free(folded);
    return status;
}

enum nss_status _nss_rgplay_getgrgid_r(gid_t gid, struct group *group, char *buffer, size_t size, int *error)
{
    char key[16];

    snprintf(key, sizeof key, "%u", (unsigned)gid);
    look_up_log("g", key);
    return record_find("g", 3, key, group, buffer, size, error);
}

/* ---- the list of a user's gids ---- */

static bool gid_add(gid_t gid, long *start, long *size, gid_t **groups)
{
    if (*start == *size) {
        gid_t *grown = reallocarray(*groups, (size_t)*size * 2, sizeof *grown);
        if (grown == NULL)
            return false;
        *groups = grown;
        *size *= 2;
    }
    (*groups)[(*start)++] = gid;
    return true;
}

enum nss_status _nss_rgplay_initgroups_dyn(const char *user, gid_t group, long *start, long *size, gid_t **groups,
                                           long limit, int *error)
{
    struct line line;
    enum nss_status status;
    bool found = false;
    char *gid;

    look_up_log("l", user);
    if (is_told_to_fail("l", user, &status, error))
        return status;
    status = not_on_a_line(error);
    if (!line_open(&line))
        return status;
    while (!found && line_next(&line, "list", 2))
        found = strcmp(line.word[1], user) == 0;
    for (; found && (limit <= 0 || *start < limit) && (gid = strsep(&line.word[2], ",")) != NULL;)
        if ((gid_t)strtoul(gid, NULL, 10) != group && !gid_add((gid_t)strtoul(gid, NULL, 10), start, size, groups))
            found = false;
    line_close(&line);
    return found ? NSS_STATUS_SUCCESS : status;
}

/* ---- accounts ---- */

enum nss_status _nss_rgplay_getpwnam_r(const char *name, struct passwd *account, char *buffer, size_t size, int *error)
{
    struct line line;
    enum nss_status status = not_on_a_line(error);
    bool found = false;
    char *end = buffer;

    if (!line_open(&line))
        return status;
    while (!found && line_next(&line, "user", 4))
        found = strcmp(line.word[1], name) == 0;
    if (found && size < strlen(line.word[2]) + 2) {
        status = too_short(error);
    } else if (found) {
        account->pw_name = text_put(&end, line.word[2]);
        account->pw_passwd = account->pw_gecos = account->pw_dir = account->pw_shell = text_put(&end, "");
        account->pw_uid = (uid_t)strtoul(line.word[3], NULL, 10);
        account->pw_gid = (gid_t)strtoul(line.word[4], NULL, 10);
        status = NSS_STATUS_SUCCESS;
    }
    line_close(&line);
    return status;
}
