/*
 * installation.c - what is installed on a machine: reading it, and changing it in an order that may stop anywhere.
 *
 * A table is put in place thus: the old one is kept, the way back is written down and made ready, the new one's record
 * is written, then the table is replaced. Only that last step is seen by those who ask. What was written before it and
 * does not fit the table in place is passed over when it is read.
 */
#include "installation.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <nettle/sha2.h>

#include "support/arena.h"
#include "boot.h"
#include "support/message.h"
#include "installation_records.h"
#include "installation_paths.h"
#include "journal.h"
#include "login.h"
#include "support/atomic_file.h"
#include "support/syslog_event.h"
#include "rolegate.h"
#include "support/read_all.h"
#include "rollback_timer.h"

#define FILE_MOST ((size_t)1 << 30)

/* ---- files ---- */

static const char *path_in(const struct installation *installation, const char *name)
{
    return arena_printf(installation->arena, "%s/%s", installation->folder, name);
}

const char *installation_kept(const struct installation *installation, const char *sha256)
{
    return arena_printf(installation->arena, "%s/tables/%s.rgt", installation->folder, sha256);
}

static bool publish(const char *path, const void *bytes, size_t size, atomic_file_check *check)
{
    struct atomic_file_problem problem;

    if (atomic_file_write(path, bytes, size, check, &problem) == 0)
        return true;
    atomic_file_complain(&problem);
    return false;
}

/* Removes a file for good; one that is not there is no error. */
static bool removed(const char *path)
{
    struct atomic_file_problem problem;

    if (atomic_file_remove(path, &problem) == 0)
        return true;
    atomic_file_complain(&problem);
    return false;
}

static void hash(const void *bytes, size_t size, char text[SHA256_TEXT])
{
    struct sha256_ctx context;
    unsigned char digest[SHA256_DIGEST_SIZE];
    size_t i;

    sha256_init(&context);
    sha256_update(&context, size, bytes);
    sha256_digest(&context, sizeof digest, digest);
    for (i = 0; i < sizeof digest; i++)
        snprintf(text + 2 * i, 3, "%02x", digest[i]);
}

/* Reads a file whole into the arena; NULL where it cannot, and errno says why. */
static void *read_file(const struct installation *installation, const char *path, size_t *size)
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

/* ---- reading what there is ---- */

static bool inspect_table(struct installation *installation)
{
    struct stat status;
    size_t size;
    void *bytes = read_file(installation, installation->table, &size);

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
    hash(bytes, size, installation->now.sha256);
    if (stat(installation->table, &status) == 0)
        installation->now.at = status.st_mtime;
    return true;
}

static bool is_in_place(const struct installation *installation, const char *sha256)
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
        if (is_in_place(installation, records[i].sha256)) {
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
        !installation_read_records(installation->arena, path_in(installation, "state.json"), records, &count);
    if (installation->damaged)
        count = 0;
    if (!installation_read_unconfirmed(installation->arena, path_in(installation, "unconfirmed"),
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
        if (is_in_place(installation, installation->unconfirmed.waiting[i]))
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

    if (!unconfirmed->there || (!is_in_place(installation, unconfirmed->back_to) && !is_foreign(installation)))
        return true;
    installation->unconfirmed.there = false;
    return !change || removed(path_in(installation, "unconfirmed"));
}

static bool acquire_lock(struct installation *installation)
{
    const char *path = path_in(installation, "lock");

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

/* ---- changing it ---- */

static bool is_listed(const struct installed *list, size_t count, const char *sha256)
{
    size_t i;

    for (i = 0; i < count; i++)
        if (strcmp(list[i].sha256, sha256) == 0)
            return true;
    return false;
}

/* Each table once, where it was last: of those before, none is the one in place. */
static void drop_doubles(struct installation *installation, const struct installed *now)
{
    size_t kept = 0, i;

    for (i = 0; i < installation->before_count; i++)
        if (!is_listed(installation->before, kept, installation->before[i].sha256) &&
            (now == NULL || strcmp(installation->before[i].sha256, now->sha256) != 0))
            installation->before[kept++] = installation->before[i];
    installation->before_count = kept;
}

/* Writes the records of now (where it is not NULL) and of those before it. */
static bool write_records(struct installation *installation, const struct installed *now)
{
    struct installed list[INSTALLATION_RECORDS];
    size_t count = 0, i;
    char *text;
    bool written;

    if (installation->damaged)
        return true;
    drop_doubles(installation, now);
    if (now != NULL && installation_is_digest(now->sha256))
        list[count++] = *now;
    if (now != NULL && now->instead_of[0] != '\0' && strcmp(now->instead_of, installation->now.sha256) == 0)
        list[count++] = installation->now;
    for (i = 0; i < installation->before_count && i < INSTALLATION_KEPT; i++)
        list[count++] = installation->before[i];
    text = installation_records_text(list, count);
    written = text != NULL && publish(path_in(installation, "state.json"), text, strlen(text), NULL);
    free(text);
    return written;
}

static bool write_unconfirmed(const struct installation *installation, const struct unconfirmed *unconfirmed)
{
    char *text = installation_unconfirmed_text(unconfirmed);
    bool written = text != NULL && publish(path_in(installation, "unconfirmed"), text, strlen(text), NULL);

    free(text);
    return written;
}

/* Keeps the table in place, and its record as the first of those before. */
static bool keep(struct installation *installation)
{
    size_t size;
    void *bytes;

    if (!installation->there || !installation->usable)
        return true;
    bytes = read_file(installation, installation->table, &size);
    if (bytes == NULL) {
        message_error("cannot read %s: %s", installation->table, strerror(errno));
        return false;
    }
    if (!publish(installation_kept(installation, installation->now.sha256), bytes, size, atomic_file_check_table))
        return false;
    memmove(installation->before + 1, installation->before, INSTALLATION_KEPT * sizeof installation->before[0]);
    installation->before[0] = installation->now;
    if (installation->before_count < INSTALLATION_KEPT)
        installation->before_count++;
    return true;
}

/* Removes kept tables that are neither in place nor before it. What cannot be removed does no harm. */
static void prune(const struct installation *installation)
{
    const char *keep_these[INSTALLATION_KEPT + 1];
    size_t count = 0, i;

    if (installation->damaged)
        return;
    if (installation->there)
        keep_these[count++] = installation->now.sha256;
    for (i = 0; i < installation->before_count && i < INSTALLATION_KEPT; i++)
        keep_these[count++] = installation->before[i].sha256;
    installation_prune(path_in(installation, "tables"), keep_these, count);
}

/* Writes into the journal that the table in place is about to change, and keeps both tables for it. */
static bool note_change(const struct installation *installation, const char *after, const struct journal_line *change)
{
    struct arena *arena = installation->arena;
    struct journal_line line = *change;
    const char *now = installation->now.sha256, *kept = installation_kept(installation, now);

    line.at = time(NULL);
    snprintf(line.after, SHA256_TEXT, "%s", after);
    if (installation->there && installation->usable) {
        snprintf(line.before, SHA256_TEXT, "%s", now);
        if (!journal_keep(arena, installation->folder, access(kept, F_OK) == 0 ? kept : installation->table, now))
            return false;
    }
    if (after[0] != '\0' && !journal_keep(arena, installation->folder, installation_kept(installation, after), after))
        return false;
    return journal_append(installation->folder, &line);
}

/* What is gone back to: the table in place, or the one before where it cannot be used; "": there is none. */
static const char *last_good(const struct installation *installation)
{
    if (!installation->there)
        return "";
    return installation->usable ? installation->now.sha256 : installation->before[0].sha256;
}

/* Writes down the way back from a table, and makes it ready. */
static bool prepare_way_back(const struct installation *installation, const char *sha256, unsigned seconds,
                             struct unconfirmed *unconfirmed)
{
    *unconfirmed = installation->unconfirmed;
    if (!unconfirmed->there)
        snprintf(unconfirmed->back_to, SHA256_TEXT, "%s", last_good(installation));
    snprintf(unconfirmed->waiting[0], SHA256_TEXT, "%s", sha256);
    snprintf(unconfirmed->waiting[1], SHA256_TEXT, "%s", unconfirmed->there ? installation->now.sha256 : "");
    unconfirmed->there = true;
    unconfirmed->boot = boot_name(installation->arena);
    unconfirmed->since = boot_seconds();
    unconfirmed->deadline = unconfirmed->since + seconds;
    return write_unconfirmed(installation, unconfirmed) &&
           rollback_timer_start(seconds, unconfirmed->deadline, installation->folder,
                                path_in(installation, "unconfirmed"));
}

/* Makes the way back what it was before a table was not put in place after all. */
static void restore_way_back(const struct installation *installation)
{
    if (installation->unconfirmed.there)
        write_unconfirmed(installation, &installation->unconfirmed);
    else
        removed(path_in(installation, "unconfirmed"));
}

/* The table that would have come back is installed: it is in place for good, and what waited is forgotten. */
static enum installation_result put_back(struct installation *installation, const struct installed *fresh)
{
    if (!installation_roll_back(installation, fresh->sha256))
        return INSTALLATION_FAILED;
    installation->now = *fresh;
    return write_records(installation, fresh) ? INSTALLATION_BACK : INSTALLATION_FAILED;
}

bool installation_is_in_place(const struct installation *installation, const void *bytes, size_t size)
{
    char sha256[SHA256_TEXT];

    hash(bytes, size, sha256);
    return is_in_place(installation, sha256);
}

const struct installed *installation_earlier(const struct installation *installation, const void *bytes, size_t size)
{
    char sha256[SHA256_TEXT];
    size_t i;

    hash(bytes, size, sha256);
    for (i = 0; i < installation->before_count; i++)
        if (strcmp(installation->before[i].sha256, sha256) == 0)
            return &installation->before[i];
    return NULL;
}

enum installation_result installation_put(struct installation *installation, const void *bytes, size_t size,
                                          const struct installed *entry, unsigned seconds)
{
    struct installed fresh = *entry;
    struct unconfirmed unconfirmed = installation->unconfirmed;
    const struct journal_line change = {
        .what = "install", .by = entry->by, .because = entry->because, .source = entry->source};
    bool same, waits, ready;

    if (installation->damaged)
        return INSTALLATION_FAILED;
    hash(bytes, size, fresh.sha256);
    if (unconfirmed.there && strcmp(fresh.sha256, unconfirmed.back_to) == 0)
        return put_back(installation, &fresh);
    same = installation->usable && is_in_place(installation, fresh.sha256);
    waits = seconds > 0 && (!same || unconfirmed.there);
    /* What waits was never confirmed: it is nothing to go back to, and must not take the place of what is. */
    if (!same && !unconfirmed.there && !keep(installation))
        return INSTALLATION_FAILED;
    /* A copy of the new one, too: whatever happens to the table in place, it can come back. */
    if (!publish(installation_kept(installation, fresh.sha256), bytes, size, atomic_file_check_table))
        return INSTALLATION_FAILED;
    ready = !waits || prepare_way_back(installation, fresh.sha256, seconds, &unconfirmed);
    if (!ready || !write_records(installation, &fresh) ||
        (!same && !note_change(installation, fresh.sha256, &change)) ||
        (!same && !publish(installation->table, bytes, size, atomic_file_check_table))) {
        if (waits)
            restore_way_back(installation);
        return INSTALLATION_FAILED;
    }
    journal_age(installation->arena, installation->folder, same ? "" : installation->now.sha256, fresh.sha256);
    installation->there = installation->usable = true;
    installation->now = fresh;
    installation->unconfirmed = unconfirmed;
    prune(installation);
    return same ? INSTALLATION_SAME : INSTALLATION_REPLACED;
}

enum installation_result installation_put_exceptions(struct installation *installation, const void *bytes, size_t size,
                                                     const struct journal_line *change, bool (*write)(void *context),
                                                     void *context)
{
    struct installed fresh = installation->now;

    if (installation->damaged || installation->unconfirmed.there || !installation->usable)
        return INSTALLATION_FAILED;
    hash(bytes, size, fresh.sha256);
    if (is_in_place(installation, fresh.sha256))
        return write(context) ? INSTALLATION_SAME : INSTALLATION_FAILED;
    snprintf(fresh.instead_of, SHA256_TEXT, "%s", installation->now.sha256);
    if (!publish(installation_kept(installation, fresh.sha256), bytes, size, atomic_file_check_table) ||
        !note_change(installation, fresh.sha256, change) || !write(context) || !write_records(installation, &fresh) ||
        !publish(installation->table, bytes, size, NULL))
        return INSTALLATION_FAILED;
    journal_age(installation->arena, installation->folder, installation->now.sha256, fresh.sha256);
    installation->now = fresh;
    prune(installation);
    return INSTALLATION_REPLACED;
}

bool installation_confirm(struct installation *installation)
{
    if (!removed(path_in(installation, "unconfirmed")))
        return false;
    installation->unconfirmed.there = false;
    return true;
}

/* Puts a kept table in place again. */
static bool restore_table(const struct installation *installation, const char *sha256)
{
    const char *path = installation_kept(installation, sha256);
    char found[SHA256_TEXT];
    size_t size;
    void *bytes = read_file(installation, path, &size);

    if (bytes == NULL) {
        message_error("cannot read %s: %s", path, strerror(errno));
        return false;
    }
    hash(bytes, size, found);
    if (strcmp(found, sha256) != 0) {
        message_error("%s has changed since it was kept", path);
        return false;
    }
    return publish(installation->table, bytes, size, atomic_file_check_table);
}

/* Drops the records above the table that is in place now. */
static void forget_newer(struct installation *installation, const char *sha256)
{
    size_t i;

    for (i = 0; i < installation->before_count; i++)
        if (strcmp(installation->before[i].sha256, sha256) == 0) {
            installation->now = installation->before[i];
            installation->before_count -= i + 1;
            memmove(installation->before, installation->before + i + 1,
                    installation->before_count * sizeof installation->before[0]);
            return;
        }
}

/* What is known of the table that is in place again, where no record is of it. */
static void note_restored(struct installation *installation, const char *sha256)
{
    installation->now = (struct installed){.at = time(NULL), .by = installation->by, .because = "", .source = ""};
    snprintf(installation->now.sha256, SHA256_TEXT, "%s", sha256);
}

bool installation_roll_back(struct installation *installation, const char *sha256)
{
    bool none = sha256[0] == '\0';
    const struct journal_line change = {.what = "revert", .by = installation->by};
    char replaced[SHA256_TEXT];

    snprintf(replaced, sizeof replaced, "%s", installation->usable ? installation->now.sha256 : "");
    if (!note_change(installation, sha256, &change))
        return false;
    if (none ? !removed(installation->table) : !restore_table(installation, sha256))
        return false;
    journal_age(installation->arena, installation->folder, replaced, sha256);
    installation->there = installation->usable = !none;
    note_restored(installation, sha256);
    forget_newer(installation, sha256);
    if (!write_records(installation, none ? NULL : &installation->now) ||
        !removed(path_in(installation, "unconfirmed")))
        return false;
    installation->unconfirmed.there = false;
    prune(installation);
    return true;
}

int64_t installation_time_left(const struct installation *installation)
{
    if (strcmp(installation->unconfirmed.boot, boot_name(installation->arena)) != 0)
        return 0;
    return installation->unconfirmed.deadline - boot_seconds();
}
