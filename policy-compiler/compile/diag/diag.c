/*
 * diag.c - collects reports.
 *
 * Knows what kinds of reports there are (diag.def), not when they are made, nor how they look (diag_render.c).
 */
#include "diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/arena.h"
#include "silence.h"

#define KEPT_MAX 1000u
#ifndef ROLEGATE_HOMEPAGE
#define ROLEGATE_HOMEPAGE ""
#endif

const char diag_homepage[] = ROLEGATE_HOMEPAGE;

struct diag_entry {
    enum diag_severity severity;
    const char *name, *summary, *paragraph;
};

static const struct diag_entry entries[DIAG_LIMIT] = {
#define DIAG(id, number, severity, name, summary, paragraph) [DIAG_##id] = {severity, name, summary, paragraph},
#include "diag.def"
#undef DIAG
};

/* In the order of diag.def. */
static const enum diag_id ids[] = {
#define DIAG(id, number, severity, name, summary, paragraph) DIAG_##id,
#include "diag.def"
#undef DIAG
};

#define IDS (sizeof ids / sizeof *ids)

int diag_find(const char *name)
{
    size_t i;

    for (i = 0; i < IDS; i++)
        if (strcmp(entries[ids[i]].name, name) == 0)
            return (int)ids[i];
    return -1;
}

const char *diag_name(enum diag_id id)
{
    return entries[id].name;
}

enum diag_severity diag_severity(enum diag_id id)
{
    return entries[id].severity;
}

const char *diag_summary(enum diag_id id)
{
    return entries[id].summary;
}

const char *diag_paragraph(enum diag_id id)
{
    return entries[id].paragraph;
}

const char *diag_page(struct arena *arena, enum diag_id id)
{
    return diag_homepage[0] == '\0' ? NULL : arena_printf(arena, "%sids#%s", diag_homepage, diag_name(id));
}

size_t diag_count(void)
{
    return IDS;
}

enum diag_id diag_nth(size_t i)
{
    return ids[i];
}

/* Counts a report; whether it is one of those that are kept. */
static bool report_count(struct diag *diag, enum diag_severity severity)
{
    return ++*(severity == DIAG_ERROR ? &diag->errors : &diag->warnings) <= KEPT_MAX;
}

static void report_keep(struct diag *diag, struct diag_report *report)
{
    diag->reports = arena_grow(diag->arena, diag->reports, diag->count, &diag->capacity, sizeof *diag->reports);
    report->order = diag->count;
    diag->reports[diag->count++] = report;
}

/* Whether somebody wants to hear a warning. An installed policy is nobody's to change who includes it. */
static bool is_wanted(struct diag *diag, enum diag_id id, const struct span *span)
{
    if (span != NULL && diag->sources != NULL &&
        (source_of(diag->sources, span->at)->installed || silence_covers(diag, id, *span)))
        return false;
    return !diag->options.off[id];
}

/* A report to fill, at a span or, NULL, at none; one that is not kept is not linked to anything. */
static struct diag_report *report_new(struct diag *diag, enum diag_id id, const struct span *span)
{
    enum diag_severity severity = diag_severity(id);
    struct diag_report *report;
    bool kept = true;

    if (severity == DIAG_WARNING) {
        if (!is_wanted(diag, id, span))
            kept = false;
        else if (diag->options.all_errors || diag->options.error[id])
            severity = DIAG_ERROR;
    }
    if (kept && report_count(diag, severity)) {
        report = arena_alloc(diag->arena, sizeof *report);
        report_keep(diag, report);
    } else {
        report = &diag->scratch;
        memset(report, 0, sizeof *report);
    }
    report->id = id;
    report->severity = severity;
    report->text = "";
    report->notes_end = &report->notes;
    return report;
}

static const char *text_of(struct diag *diag, const struct diag_report *report, const char *format, va_list arguments)
{
    va_list again;
    int length;
    char *text;

    if (report == &diag->scratch)
        return "";
    va_copy(again, arguments);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        return format;
    text = arena_alloc(diag->arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    return text;
}

struct diag_report *diag_at(struct diag *diag, enum diag_id id, struct span span, const char *format, ...)
{
    struct diag_report *report = report_new(diag, id, &span);
    va_list arguments;

    report->span = span;
    report->has_span = true;
    va_start(arguments, format);
    report->text = text_of(diag, report, format, arguments);
    va_end(arguments);
    return report;
}

struct diag_report *diag_whole(struct diag *diag, enum diag_id id, const char *format, ...)
{
    struct diag_report *report = report_new(diag, id, NULL);
    va_list arguments;

    va_start(arguments, format);
    report->text = text_of(diag, report, format, arguments);
    va_end(arguments);
    return report;
}

struct diag_report *diag_line(struct diag *diag, enum diag_id id, const char *file, uint32_t line, const char *format,
                              ...)
{
    struct diag_report *report = report_new(diag, id, NULL);
    va_list arguments;

    report->file = file;
    report->line = line;
    va_start(arguments, format);
    report->text = text_of(diag, report, format, arguments);
    va_end(arguments);
    return report;
}

static struct diag_note *note_add(struct diag *diag, struct diag_report *report)
{
    struct diag_note *note;

    if (report == &diag->scratch)
        return NULL;
    note = arena_alloc(diag->arena, sizeof *note);
    *report->notes_end = note;
    report->notes_end = &note->next;
    return note;
}

void diag_note(struct diag *diag, struct diag_report *report, struct span span, const char *format, ...)
{
    struct diag_note *note = note_add(diag, report);
    va_list arguments;

    if (note == NULL)
        return;
    note->span = span;
    note->has_span = true;
    va_start(arguments, format);
    note->text = text_of(diag, report, format, arguments);
    va_end(arguments);
}

void diag_note_whole(struct diag *diag, struct diag_report *report, const char *format, ...)
{
    struct diag_note *note = note_add(diag, report);
    va_list arguments;

    if (note == NULL)
        return;
    va_start(arguments, format);
    note->text = text_of(diag, report, format, arguments);
    va_end(arguments);
}

void diag_suggest(struct diag_report *report, const char *suggestion)
{
    report->suggestion = suggestion;
}

void diag_join(struct diag *diag, const struct diag *other)
{
    size_t errors = diag->errors + other->errors, warnings = diag->warnings + other->warnings, i;

    for (i = 0; i < other->count; i++)
        if (report_count(diag, other->reports[i]->severity))
            report_keep(diag, other->reports[i]);
    diag->errors = errors; /* with those that the other one has not kept */
    diag->warnings = warnings;
}
