/*
 * installation_open.c - what is installed on a machine, read, while nothing else changes it.
 *
 * What was written before a table was replaced, and does not fit the one in place, is passed over.
 */
#include "installation_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/arena.h"
#include "support/atomic_file.h"
#include "support/digest.h"
#include "support/message.h"
#include "support/read_all.h"
#include "support/syslog_event.h"
#include "installation_paths.h"
#include "login.h"
#include "rolegate.h"

#define FILE_MOST ((size_t)1 << 30)

const char *installation_path(const struct installation *installation, const char *name)
{
    return arena_printf(installation->arena, "%s/%s", installation->folder, name);
}

const char *installation_kept(const struct installation *installation, const char *sha256)
{
    return arena_printf(installation->arena, "%s/tables/%s.rgt", installation->folder, sha256);
}

bool installation_file_remove(const char *path)
{
    struct atomic_file_problem problem;

    if (atomic_file_remove(path, &problem) == 0)
        return true;
    atomic_file_complain(&problem);
    return false;
}

void *installation_file_read(const struct installation *installation, const char *path, size_t *size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW), error;
    void *bytes;

    if (fd < 0)
        return NULL;
    bytes = read_all(fd, 0, FILE_MOST, size);
    error = errno ? errno : EFBIG;
    close(fd);
    if (bytes != NULL)
        arena_own(installation->arena, bytes);
    errno = error;
    return bytes;
}

static bool is_usable(const char *path)
{
    rolegate_table *table = NULL;
    bool usable = rolegate_table_open(path, ROLEGATE_WHOLE, &table) == ROLEGATE_OK;

    rolegate_table_close(table);
    return usable;
}

static bool inspect_table(struct installation *installation)
{
    struct stat status;
    size_t size;
    void *bytes = installation_file_read(installation, installation->table, &size);

    if (bytes == NULL && errno == ENOENT)
        return true;
    if (bytes == NULL && errno == EACCES) {
        message_error("cannot read %s: %s", installation->table, strerror(errno));
        return false;
    }
    installation->there = true;
    installation->now = (struct installed){.sha256 = "unreadable", .by = "", .because = "", .source = ""};
    if (bytes == NULL)
        return true;
    installation->usable = is_usable(installation->table);
    digest_text(bytes, size, installation->now.sha256);
    if (stat(installation->table, &status) == 0)
        installation->now.at = status.st_mtime;
    return true;
}

bool installation_has(const struct installation *installation, const char *sha256)
{
    return installation->there ? strcmp(installation->now.sha256, sha256) == 0 : sha256[0] == '\0';
}

/*
 * Finds out what the records say of the table in place, and which are of tables before it: those that stand behind
 * its own, or all of them where it has none, as far as their tables are kept.
 */
static void fit_records(struct installation *installation, const struct installed *records, size_t count)
{
    size_t i, first = 0;

    installation->last = count > 0 ? records[0] : (struct installed){.source = ""};
    for (i = 0; i < count && installation->there; i++)
        if (installation_has(installation, records[i].sha256)) {
            installation->now = records[i];
            installation->outdated = i > 0;
            first = i + 1;
            break;
        }
    /* A table that differs by exceptions alone is not gone back to. */
    while (first > 0 && first < count && strcmp(records[first].sha256, records[first - 1].instead_of) == 0)
        first++;
    for (i = first; i < count && installation->before_count < INSTALLATION_KEPT; i++)
        if (access(installation_kept(installation, records[i].sha256), F_OK) == 0)
            installation->before[installation->before_count++] = records[i];
}

static bool read_state(struct installation *installation)
{
    struct installed records[INSTALLATION_RECORDS];
    size_t count = 0;

    installation->damaged =
        !installation_read_records(installation->arena, installation_path(installation, "state.json"), records, &count);
    if (installation->damaged)
        count = 0;
    if (!installation_read_unconfirmed(installation->arena, installation_path(installation, "unconfirmed"),
                                       &installation->unconfirmed))
        return false;
    fit_records(installation, records, count);
    return true;
}

/* Whether somebody has put a table in place himself, by other means than this command. */
static bool is_foreign(const struct installation *installation)
{
    size_t i;

    for (i = 0; i < WAITING_MOST; i++)
        if (installation_has(installation, installation->unconfirmed.waiting[i]))
            return false;
    return installation->usable;
}

/*
 * A way back is over when it has been gone, whoever did so: a process that was killed before it put its table in place,
 * or after it took it away again, leaves the record behind. And it is over when somebody has put another table in place
 * that can be used: he knew what he did.
 */
static bool settle_way_back(struct installation *installation, bool change)
{
    const struct unconfirmed *unconfirmed = &installation->unconfirmed;

    if (!unconfirmed->there || (!installation_has(installation, unconfirmed->back_to) && !is_foreign(installation)))
        return true;
    installation->unconfirmed.there = false;
    return !change || installation_file_remove(installation_path(installation, "unconfirmed"));
}

static bool acquire_lock(struct installation *installation)
{
    const char *path = installation_path(installation, "lock");

    installation->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    if (installation->lock >= 0)
        while (flock(installation->lock, LOCK_EX) != 0)
            if (errno != EINTR)
                break;
    if (installation->lock >= 0)
        return true;
    message_error("cannot lock %s: %s", path, strerror(errno));
    return false;
}

/* Who runs this, by this machine's own accounts and processes. */
static void note_caller(struct installation *installation)
{
    struct login login;
    char *by;

    login_find(&login);
    by = login_name(login.uid);
    installation->by = by != NULL ? by : "";
    if (by != NULL)
        arena_own(installation->arena, by);
}

bool installation_open(struct installation *installation, const char *root, bool change)
{
    const char *base = "";

    memset(installation, 0, sizeof *installation);
    installation->arena = arena_new();
    installation->lock = -1;
    installation->root = installation_find_root(installation->arena, root);
    if (installation->root == NULL)
        return false;
    note_caller(installation);
    installation->shown = arena_printf(installation->arena, "%s%s", installation->root, ROLEGATE_TABLE_PATH);
    if (installation->root[0] != '\0') {
        syslog_event_connect();
        base = installation_enter(installation->root);
    }
    if (base == NULL)
        return false;
    installation->table = arena_printf(installation->arena, "%s%s", base, ROLEGATE_TABLE_PATH);
    installation->folder = arena_printf(installation->arena, "%s%s", base, "/var/lib/rolegate");
    if (!installation_find_folders(installation->arena, base, change) || (change && !acquire_lock(installation)))
        return false;
    return inspect_table(installation) && read_state(installation) && settle_way_back(installation, change);
}

void installation_close(struct installation *installation)
{
    if (installation->lock >= 0)
        close(installation->lock);
    arena_free(installation->arena);
}
