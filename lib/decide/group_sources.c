/*
 * group_sources.c - reads the group and initgroups lines of nsswitch.conf; see group_sources.h.
 *
 * Two sources are local only on conditions: `compat` where /etc/group sends nobody on to NIS, and `systemd` where no
 * other service has put its users and groups behind it.
 */
#include "group_sources.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "nsswitch.h"

#define GROUP_PATH   "/etc/group"
#define USERDB_PATH  "/run/systemd/userdb"
#define USERDB_OWN   "io.systemd."
#define READ_AT_ONCE 1024

/* Whether a line begins with + or -, and so speaks of another source. Also where that cannot be determined. */
static bool group_file_refers(void)
{
    int fd = open(GROUP_PATH, O_RDONLY | O_CLOEXEC);
    char buffer[READ_AT_ONCE];
    bool refers = false, begins = true;
    ssize_t count = 1, i;

    if (fd < 0)
        return errno != ENOENT;
    while (!refers && count != 0) {
        count = read(fd, buffer, sizeof buffer);
        refers = count < 0 && errno != EINTR;
        for (i = 0; i < count && !refers; i++) {
            refers = begins && (buffer[i] == '+' || buffer[i] == '-');
            begins = buffer[i] == '\n' || (begins && (buffer[i] == ' ' || buffer[i] == '\t'));
        }
    }
    close(fd);
    return refers;
}

/* Whether a service that is not systemd's own answers behind nss-systemd. Also where that cannot be determined. */
static bool userdb_extended(void)
{
    DIR *folder = opendir(USERDB_PATH);
    const struct dirent *entry;
    bool extended = false;

    if (folder == NULL)
        return errno != ENOENT;
    errno = 0;
    while (!extended && (entry = readdir(folder)) != NULL)
        extended = strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
                   strncmp(entry->d_name, USERDB_OWN, strlen(USERDB_OWN)) != 0;
    extended = extended || errno != 0;
    closedir(folder);
    return extended;
}

static bool source_is_local(const char *name)
{
    if (strcmp(name, "compat") == 0)
        return !group_file_refers();
    if (strcmp(name, "systemd") == 0)
        return !userdb_extended();
    return nsswitch_source_is_local(name);
}

/* What has been seen of the lines. */
struct lines {
    struct group_sources *sources;
    unsigned group; /* the last group line, which is the one that counts; 0: none yet */
};

static bool source_add(void *context, const struct nsswitch_source *source)
{
    struct lines *lines = context;
    struct group_sources *sources = lines->sources;
    bool is_group = strcmp(source->database, "group") == 0;

    if (!is_group && strcmp(source->database, "initgroups") != 0)
        return true;
    sources->local = sources->local && source_is_local(source->name);
    if (!is_group)
        return true;
    if (lines->group != source->line) {
        lines->group = source->line;
        sources->files_first = strcmp(source->name, "files") == 0 && source->returns_success;
        sources->files = false;
    }
    sources->files = sources->files || strcmp(source->name, "files") == 0;
    return true;
}

void group_sources_find(struct group_sources *sources)
{
    struct lines lines = {.sources = sources};
    int saved = errno;

    *sources = (struct group_sources){.local = true, .files = true, .files_first = true};
    switch (nsswitch_each(source_add, &lines, NULL)) {
    case NSSWITCH_READ:
    case NSSWITCH_ABSENT: break;
    default: *sources = (struct group_sources){.files = true}; break;
    }
    errno = saved;
}
