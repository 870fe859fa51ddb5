/*
 * installation.c - changes what is installed on a machine, in an order that may stop anywhere.
 *
 * A table is put in place thus: the old one is kept, the way back is written down and made ready, the new one's record
 * is written, then the table is replaced. Only that last step is seen by those who ask.
 */
#include "installation_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "support/arena.h"
#include "boot.h"
#include "support/message.h"
#include "installation_records.h"
#include "installation_paths.h"
#include "journal.h"
#include "support/atomic_file.h"
#include "support/digest.h"
#include "support/syslog_event.h"
#include "rolegate.h"
#include "rollback_timer.h"

static bool publish(const char *path, const void *bytes, size_t size, atomic_file_check *check)
{
    struct atomic_file_problem problem;

    if (atomic_file_write(path, bytes, size, check, &problem) == 0)
        return true;
    atomic_file_complain(&problem);
    return false;
}

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
    written = text != NULL && publish(installation_path(installation, "state.json"), text, strlen(text), NULL);
    free(text);
    return written;
}

static bool write_unconfirmed(const struct installation *installation, const struct unconfirmed *unconfirmed)
{
    char *text = installation_unconfirmed_text(unconfirmed);
    bool written = text != NULL && publish(installation_path(installation, "unconfirmed"), text, strlen(text), NULL);

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
    bytes = installation_file_read(installation, installation->table, &size);
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
    installation_prune(installation_path(installation, "tables"), keep_these, count);
}

/* Writes into the journal that the table in place is about to change, and keeps both tables for it. */
static bool note_change(const struct installation *installation, const char *after, const struct journal_line *change)
{
    struct arena *arena = installation->arena;
    struct journal_line line = *change;
    const char *now = installation->now.sha256, *kept = installation_kept(installation, now);

    line.at = time(NULL);
    snprintf(line.after, DIGEST_TEXT, "%s", after);
    if (installation->there && installation->usable) {
        snprintf(line.before, DIGEST_TEXT, "%s", now);
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
        snprintf(unconfirmed->back_to, DIGEST_TEXT, "%s", last_good(installation));
    snprintf(unconfirmed->waiting[0], DIGEST_TEXT, "%s", sha256);
    snprintf(unconfirmed->waiting[1], DIGEST_TEXT, "%s", unconfirmed->there ? installation->now.sha256 : "");
    unconfirmed->there = true;
    unconfirmed->boot = boot_name(installation->arena);
    unconfirmed->since = boot_seconds();
    unconfirmed->deadline = unconfirmed->since + seconds;
    return write_unconfirmed(installation, unconfirmed) &&
           rollback_timer_start(seconds, unconfirmed->deadline, installation->folder,
                                installation_path(installation, "unconfirmed"));
}

/* Makes the way back what it was before a table was not put in place after all. */
static void restore_way_back(const struct installation *installation)
{
    if (installation->unconfirmed.there)
        write_unconfirmed(installation, &installation->unconfirmed);
    else
        installation_file_remove(installation_path(installation, "unconfirmed"));
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
    char sha256[DIGEST_TEXT];

    digest_text(bytes, size, sha256);
    return installation_has(installation, sha256);
}

const struct installed *installation_earlier(const struct installation *installation, const void *bytes, size_t size)
{
    char sha256[DIGEST_TEXT];
    size_t i;

    digest_text(bytes, size, sha256);
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
    digest_text(bytes, size, fresh.sha256);
    if (unconfirmed.there && strcmp(fresh.sha256, unconfirmed.back_to) == 0)
        return put_back(installation, &fresh);
    same = installation->usable && installation_has(installation, fresh.sha256);
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
    digest_text(bytes, size, fresh.sha256);
    if (installation_has(installation, fresh.sha256))
        return write(context) ? INSTALLATION_SAME : INSTALLATION_FAILED;
    snprintf(fresh.instead_of, DIGEST_TEXT, "%s", installation->now.sha256);
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
    if (!installation_file_remove(installation_path(installation, "unconfirmed")))
        return false;
    installation->unconfirmed.there = false;
    return true;
}

/* Puts a kept table in place again. */
static bool restore_table(const struct installation *installation, const char *sha256)
{
    const char *path = installation_kept(installation, sha256);
    char found[DIGEST_TEXT];
    size_t size;
    void *bytes = installation_file_read(installation, path, &size);

    if (bytes == NULL) {
        message_error("cannot read %s: %s", path, strerror(errno));
        return false;
    }
    digest_text(bytes, size, found);
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
    snprintf(installation->now.sha256, DIGEST_TEXT, "%s", sha256);
}

bool installation_roll_back(struct installation *installation, const char *sha256)
{
    bool none = sha256[0] == '\0';
    const struct journal_line change = {.what = "revert", .by = installation->by};
    char replaced[DIGEST_TEXT];

    snprintf(replaced, sizeof replaced, "%s", installation->usable ? installation->now.sha256 : "");
    if (!note_change(installation, sha256, &change))
        return false;
    if (none ? !installation_file_remove(installation->table) : !restore_table(installation, sha256))
        return false;
    journal_age(installation->arena, installation->folder, replaced, sha256);
    installation->there = installation->usable = !none;
    note_restored(installation, sha256);
    forget_newer(installation, sha256);
    if (!write_records(installation, none ? NULL : &installation->now) ||
        !installation_file_remove(installation_path(installation, "unconfirmed")))
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
