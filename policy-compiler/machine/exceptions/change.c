/*
 * change.c - looks at a bounded file's new text with the whole policy, and puts it in place with its table.
 *
 * The journal is written first, then the file, then the table: what stands in the files is what is meant, so if this is
 * killed between the two, the next change, which the journal tells of the file, or `rolegate install` makes it good.
 */
#include "change.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "compile/parse/statement_source.h"
#include "difference.h"
#include "inspect/inspect.h"
#include "machine/install/installation.h"
#include "machine/install/journal.h"
#include "machine/install/trust.h"
#include "support/digest.h"
#include "support/arena.h"
#include "support/atomic_file.h"
#include "support/message.h"
#include "support/open_linkless.h"
#include "support/read_all.h"
#include "support/spawn.h"
#include "support/syslog_event.h"

#define REASONS_MOST 8u
#define FILE_MOST    ((size_t)1 << 30)

/* ---- what the compiler says against it ---- */

static const struct source *file_of(const struct change *change)
{
    const struct sources *sources = &change->compiled->sources;
    size_t i;

    for (i = 0; i < sources->count; i++)
        if (strcmp(sources->list[i].path, change->path) == 0)
            return &sources->list[i];
    return NULL;
}

/* "FILE:LINE: ", or nothing for a place in the file that is to be written, which nobody has seen. */
static const char *place_text(struct desk *desk, const struct change *change, struct span span)
{
    struct place place = source_place(&change->compiled->sources, span.at);

    if (place.source == file_of(change))
        return "";
    return arena_printf(desk->arena, "%s:%u: ", place.source->name, place.line);
}

/* A statement of another file than the one that is to be written, with its place; "" for one of that file. */
static const char *statement_text(struct desk *desk, const struct change *change, struct span span)
{
    const char *place = place_text(desk, change, span);

    if (place[0] == '\0')
        return "";
    return arena_printf(desk->arena, "%s%s", place, statement_source_line(&change->compiled->sources, span, false));
}

/* The same of the whole line that a place is in: a claim's error points at a word of it. */
static const char *line_text(struct desk *desk, const struct change *change, struct span span)
{
    struct sources *sources = &change->compiled->sources;
    struct place place = source_place(sources, span.at);

    source_line_span(sources, place.source_index, place.line, &span);
    return statement_text(desk, change, span);
}

/* An error as one sentence: what stands against it, an example, and what the notes point at. */
static void add_error(struct desk *desk, const struct change *change, const struct diag_report *report)
{
    const char *stands = report->has_span ? line_text(desk, change, report->span) : "";
    const char *text = arena_printf(desk->arena, "%s%s%s", stands, stands[0] == '\0' ? "" : ": ", report->text);
    const struct diag_note *note;

    for (note = report->notes; note != NULL; note = note->next) {
        stands = note->has_span ? statement_text(desk, change, note->span) : "";
        if (stands[0] != '\0')
            text = arena_printf(desk->arena, "%s; %s (%s)", text, note->text, stands);
        else if (!note->has_span && note == report->notes)
            text = arena_printf(desk->arena, "%s; %s", text, note->text);
    }
    desk_refuse(desk, "%s", text);
}

static enum desk_answer refuse_errors(struct desk *desk, const struct change *change)
{
    const struct diag *diag = &change->compiled->diag;
    size_t i, shown = 0;

    for (i = 0; i < diag->count; i++)
        if (diag->reports[i]->severity == DIAG_ERROR && shown++ < REASONS_MOST)
            add_error(desk, change, diag->reports[i]);
    if (shown > REASONS_MOST)
        desk_refuse(desk, "and %zu errors more", shown - REASONS_MOST);
    return DESK_REFUSED;
}

/* ---- what is installed ---- */

/* The next file of a table that is no pattern and is not called that; false: there is none. */
static bool next_file(rolegate_table *table, uint32_t count, uint32_t *i, const char *but, const char **name,
                      const unsigned char **digest)
{
    while (*i < count && inspect_file(table, (*i)++, name, digest) == ROLEGATE_OK) {
        size_t length = strlen(*name);
        if (strcmp(*name, but) != 0 && (length == 0 || (*name)[length - 1] != '/'))
            return true;
    }
    return false;
}

/* A digest in hexadecimal digits. */
static const char *hex_of(struct arena *arena, const unsigned char *digest)
{
    char *text = arena_alloc(arena, DIGEST_TEXT);

    digest_hex(digest, DIGEST_BYTES, text);
    return text;
}

/* Whether a file is what a change has written that was killed before the table was replaced: the journal says so. */
static bool is_left_behind(struct desk *desk, const char *name, const unsigned char *digest)
{
    const char *written = journal_file(desk->arena, desk->installation->folder, name);

    return written != NULL && strcmp(written, hex_of(desk->arena, digest)) == 0;
}

static enum desk_answer refuse_source(struct desk *desk, const char *name, const char *what)
{
    return desk_refuse(desk, "%s %s what the table in place was made from: root has to say `%s' first", name, what,
                       installation_command(desk->arena, &desk->installation->now));
}

/*
 * Whether all files but the one that is written are byte for byte what the table in place was made from: else more
 * would be installed than was asked for.
 */
static enum desk_answer check_sources(struct desk *desk, const struct change *change)
{
    struct inspect_summary old, fresh;
    const char *old_name = "", *new_name = "";
    const unsigned char *old_digest = NULL, *new_digest = NULL;
    uint32_t i = 0, j = 0;
    bool has_old;

    if (inspect_summary(desk->table, &old) != ROLEGATE_OK || inspect_summary(change->table, &fresh) != ROLEGATE_OK)
        return desk_refuse(desk, "the table in place cannot be read");
    has_old = next_file(desk->table, old.files, &i, change->name, &old_name, &old_digest);
    while (next_file(change->table, fresh.files, &j, change->name, &new_name, &new_digest)) {
        bool known = has_old && strcmp(old_name, new_name) == 0;
        if ((!known || memcmp(old_digest, new_digest, DIGEST_BYTES) != 0) &&
            !is_left_behind(desk, new_name, new_digest))
            return refuse_source(desk, new_name, known ? "is not" : "is not among");
        if (known)
            has_old = next_file(desk->table, old.files, &i, change->name, &old_name, &old_digest);
    }
    return has_old ? refuse_source(desk, old_name, "is gone, and was among") : DESK_READY;
}

/* ---- what it does ---- */

/* The lines of `rolegate diff` between the table in place and the new one. */
static bool find_difference(struct desk *desk, struct change *change)
{
    struct difference difference;

    if (!difference_find(desk->arena, desk->table, change->table, desk->now, &difference))
        return false;
    change->diff = difference.text;
    change->widens = difference.widens;
    change->narrows = difference.narrows;
    return true;
}

/* What is warned of is for whoever writes the policy, and takes time to find. */
static void turn_warnings_off(struct diag_options *options)
{
    size_t i;

    for (i = 0; i < diag_count(); i++)
        options->off[diag_nth(i)] = diag_severity(diag_nth(i)) == DIAG_WARNING;
}

enum desk_answer change_check(struct desk *desk, struct change *change)
{
    const struct source_text text = {change->path, change->text, strlen(change->text)};
    struct compile_options options = {.texts = &text,
                                      .text_count = 1,
                                      .strip_reasons = desk->installation != NULL && desk->installation->now.stripped};
    const struct source *file;

    if (desk->installation != NULL)
        desk_locate(desk->installation, &options);
    turn_warnings_off(&options.diag);
    change->compiled = compile_file(desk->path, &options, true);
    if (change->compiled->table == NULL)
        return refuse_errors(desk, change);
    file = file_of(change);
    if (file == NULL || file->delegation == NULL)
        return desk_refuse(desk, "no bounded include of the policy names %s", change->path);
    change->name = file->name;
    if (compilation_open(change->compiled, &change->table) != ROLEGATE_OK)
        return desk_refuse(desk, "the table that was compiled cannot be used");
    if (desk->installation != NULL && check_sources(desk, change) != DESK_READY)
        return DESK_REFUSED;
    return find_difference(desk, change) ? DESK_READY : desk_refuse(desk, "the two tables cannot be compared");
}

/* ---- putting it in place ---- */

/* The bytes of a file, to be freed; NULL, and errno: ENOENT where there is none. */
static char *read_file(const char *path, size_t *size)
{
    const char *slash = strrchr(path, '/');
    int fd = open_linkless(path, slash == NULL ? 0 : (size_t)(slash + 1 - path), O_RDONLY | O_NONBLOCK), error;
    char *bytes;

    if (fd < 0)
        return NULL;
    bytes = read_all(fd, 0, FILE_MOST, size);
    error = errno ? errno : EFBIG;
    close(fd);
    errno = error;
    return bytes;
}

/*
 * Whether nobody but root, and whoever owns the file, could write to it or put another in its place, as `install` looks
 * at it. A caller who is not root is nobody to be trusted with more.
 */
static bool is_closed(struct desk *desk, const char *path)
{
    struct trust trust;

    trust_begin(&trust, desk->arena);
    trust.owners[TRUSTED_MOST - 1] = 0;
    trust_delegated(&trust, path);
    return trust.fine;
}

static bool write_file(const char *path, const char *bytes, size_t size, bool is_there)
{
    struct atomic_file_problem problem;
    int result = is_there ? atomic_file_change(path, bytes, size, &problem)
                          : atomic_file_write(path, bytes, size, NULL, &problem);

    if (result != 0)
        atomic_file_complain(&problem);
    return result == 0;
}

static void restore_file(const char *path, const char *bytes, size_t size)
{
    struct atomic_file_problem problem;
    int result = bytes != NULL ? atomic_file_change(path, bytes, size, &problem) : atomic_file_remove(path, &problem);

    if (result != 0)
        atomic_file_complain(&problem);
}

static const char *text_digest(struct arena *arena, const char *text)
{
    char *digest = arena_alloc(arena, DIGEST_TEXT);

    digest_text(text, strlen(text), digest);
    return digest;
}

static void log_change(const struct desk *desk, const struct change *change)
{
    const struct syslog_field fields[] = {{"by", desk->caller.is.name},
                                          {"login", desk->caller.is_two ? desk->caller.login.name : ""},
                                          {"approved", change->approved},
                                          {"user", change->user},
                                          {"added", change->added},
                                          {"removed", change->removed},
                                          {"because", change->because},
                                          {"file", change->name},
                                          {"table", desk->installation->now.sha256},
                                          {NULL, NULL}};

    syslog_event_send(LOG_NOTICE, change->what, fields);
}

/* The file while both are replaced. */
struct writing {
    const struct change *change;
    char *old; /* what it said; NULL: it was not there */
    size_t old_size;
    bool written;
};

static bool write_change(void *context)
{
    struct writing *writing = context;
    const char *text = writing->change->text;

    writing->written = write_file(writing->change->path, text, strlen(text), writing->old != NULL);
    return writing->written;
}

static enum desk_answer put_both(struct desk *desk, struct change *change, struct writing *writing)
{
    const struct journal_line line = {.what = change->what,
                                      .by = desk->caller.is.name,
                                      .login = desk->caller.is_two ? desk->caller.login.name : "",
                                      .approved = change->approved,
                                      .because = change->because,
                                      .user = change->user,
                                      .added = change->added,
                                      .removed = change->removed,
                                      .file = change->name,
                                      .file_sha256 = text_digest(desk->arena, change->text),
                                      .source = desk->path};
    const struct compilation *compiled = change->compiled;

    if (installation_put_exceptions(desk->installation, compiled->table, compiled->size, &line, write_change,
                                    writing) == INSTALLATION_FAILED) {
        if (writing->written)
            restore_file(change->path, writing->old, writing->old_size);
        return DESK_FAILED;
    }
    spawn_nscd_forget();
    log_change(desk, change);
    return DESK_READY;
}

enum desk_answer change_apply(struct desk *desk, struct change *change)
{
    struct writing writing = {.change = change};
    enum desk_answer answer = DESK_FAILED;

    writing.old = read_file(change->path, &writing.old_size);
    if (writing.old == NULL && errno != ENOENT)
        message_error("cannot read %s: %s", change->path, strerror(errno));
    else if (is_closed(desk, change->path))
        answer = put_both(desk, change, &writing);
    free(writing.old);
    return answer;
}

bool change_is_installed(const struct desk *desk, const struct source *source)
{
    struct inspect_summary summary;
    unsigned char now[DIGEST_BYTES];
    const unsigned char *digest;
    const char *name;
    uint32_t i = 0;

    digest_bytes(source->bytes, source->length, now);
    if (inspect_summary(desk->table, &summary) != ROLEGATE_OK)
        return false;
    while (i < summary.files && inspect_file(desk->table, i++, &name, &digest) == ROLEGATE_OK)
        if (strcmp(name, source->name) == 0)
            return memcmp(now, digest, sizeof now) == 0;
    return false;
}

void change_close(struct change *change)
{
    rolegate_table_close(change->table);
    if (change->compiled != NULL)
        compilation_free(change->compiled);
}
