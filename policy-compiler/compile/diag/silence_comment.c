/*
 * silence_comment.c - the comments by which a policy silences one warning at one place: read, and judged.
 */
#include "silence_comment.h"

#include <string.h>

#include "diag_edit.h"
#include "silence.h"
#include "support/arena.h"
#include "support/suggest.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\v' || c == '\f';
}

static const char *blanks_end(const char *at, const char *end)
{
    while (at < end && is_blank(*at))
        at++;
    return at;
}

static const char *word_end(const char *at, const char *end)
{
    while (at < end && !is_blank(*at) && *at != '"')
        at++;
    return at;
}

/* Its last words, which must be a reason in quotes and nothing else. */
static bool gives_reason(const char *at, const char *end)
{
    const char *close;

    while (end > at && is_blank(end[-1]))
        end--;
    if (end - at < 3 || *at != '"' || end[-1] != '"')
        return false;
    close = end - 1;
    return blanks_end(at + 1, close) < close;
}

static const char *nearest_warning(const char *name)
{
    struct suggest suggest;
    size_t i;

    suggest_begin(&suggest, name);
    for (i = 0; i < diag_count(); i++)
        if (diag_severity(diag_nth(i)) == DIAG_WARNING)
            suggest_offer(&suggest, diag_name(diag_nth(i)));
    return suggest_result(&suggest);
}

/* What is wrong with the id of a comment; false: nothing. */
static bool report_id(struct diag *diag, struct span span, const char *name)
{
    int id = diag_find(name);
    struct diag_report *report;

    if (*name == '\0') {
        diag_at(diag, DIAG_UNUSED_IGNORE, span,
                "this comment has no effect: it names no warning; write # rolegate: ignore ID \"reason\"");
    } else if (id < 0) {
        report = diag_at(diag, DIAG_UNUSED_IGNORE, span, "this comment has no effect: unknown warning \"%s\"", name);
        diag_suggest(report, nearest_warning(name));
        if (report->suggestion != NULL)
            diag_edit(diag, report, true, span, report->suggestion);
        else
            diag_edit_comment(diag, report, span);
    } else if (diag_severity((enum diag_id)id) == DIAG_ERROR) {
        report = diag_at(diag, DIAG_UNUSED_IGNORE, span,
                         "this comment has no effect: \"%s\" is an error, and errors cannot be silenced", name);
        diag_edit_comment(diag, report, span);
    } else {
        return false;
    }
    return true;
}

void silence_read(struct diag *diag, struct span comment)
{
    const struct source *source = source_of(diag->sources, comment.at);
    const char *text = source->bytes + (comment.at - source->start), *end = text + comment.length;
    const char *at = (const char *)memchr(text, ':', comment.length) + 1, *behind;
    struct span span;
    char *name;

    at = blanks_end(at, end) + strlen("ignore");
    if (at < end && !is_blank(*at)) /* the word goes on: a comment for people */
        return;
    at = blanks_end(at, end);
    behind = word_end(at, end);
    name = arena_copy(diag->arena, at, (size_t)(behind - at));
    span = (struct span){comment.at + (uint32_t)(at - text), (uint32_t)(behind - at)};
    if (span.length == 0)
        span = comment;
    if (source->delegation != NULL)
        diag_at(diag, DIAG_UNUSED_IGNORE, span,
                "this comment has no effect: comments in a file of a bounded include silence nothing");
    else if (report_id(diag, span, name))
        return;
    else if (!gives_reason(blanks_end(behind, end), end))
        diag_at(diag, DIAG_UNUSED_IGNORE, span,
                "this comment has no effect: missing reason after the id; write # rolegate: ignore %s "
                "\"reason\"",
                name);
    else
        silence_add(diag, (enum diag_id)diag_find(name), span);
}

/* Warnings that are given only where this machine is asked. */
static bool is_of_machine(enum diag_id id)
{
    switch (id) {
    case DIAG_UNKNOWN_ACCOUNT:
    case DIAG_OTHER_SPELLING:
    case DIAG_SHARED_NAME:
    case DIAG_NSS_ORDER:
    case DIAG_NSS_UNREAD:
    case DIAG_NO_ROSTER:
    case DIAG_LOCAL_ROSTER:
    case DIAG_ROSTER_WITHOUT_ROOT: return true;
    default: return false;
    }
}

/*
 * Whether it can be told that a warning is not there. Some are given only where this machine is asked; and that no
 * service is listed is said of the main file alone, which may be another one the next time.
 */
static bool is_told(const struct silence *silence, bool resolved)
{
    return (resolved || !is_of_machine(silence->id)) && (silence->id != DIAG_NO_SERVICES || silence->source == 0);
}

void silences_report(struct diag *diag, bool resolved)
{
    const struct silences *silences = diag->silences;
    struct diag_report *report;
    size_t i;

    for (i = 0; i < silences->count; i++) {
        const struct silence *silence = &silences->list[i];
        if (silence->used || !is_told(silence, resolved))
            continue;
        report = diag_at(diag, DIAG_UNUSED_IGNORE, silence->id_span,
                         "this comment has no effect: no such warning on line %u; remove it", silence->line);
        diag_edit_comment(diag, report, silence->id_span);
    }
}
