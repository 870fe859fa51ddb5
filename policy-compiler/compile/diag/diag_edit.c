/*
 * diag_edit.c - how a text would have to be changed, for what is reported of it to be gone.
 */
#include "diag_edit.h"

#include <string.h>

#include "explain/policy_text.h"
#include "support/arena.h"

void diag_edit(struct diag *diag, struct diag_report *report, bool safe, struct span span, const char *text)
{
    struct diag_edit **end = &report->edits, *edit;

    if (report == &diag->scratch)
        return;
    report->is_safe = safe && (report->edits == NULL || report->is_safe);
    while (*end != NULL)
        end = &(*end)->next;
    edit = arena_alloc(diag->arena, sizeof *edit);
    *edit = (struct diag_edit){.span = span, .text = text};
    *end = edit;
}

/* ---- names ---- */

/* A text that grows in an arena. */
struct growing {
    struct arena *arena;
    const char *text;
};

static void growing_put(void *to, const char *bytes, size_t length)
{
    struct growing *growing = to;

    growing->text = arena_printf(growing->arena, "%s%.*s", growing->text, (int)length, bytes);
}

void diag_suggest_name(struct diag *diag, struct diag_report *report, const char *name)
{
    struct growing growing = {diag->arena, ""};
    const struct policy_text out = {growing_put, &growing};

    diag_suggest(report, name);
    if (name == NULL || report == &diag->scratch)
        return;
    policy_text_word(&out, name, (uint32_t)strlen(name));
    diag_edit(diag, report, false, report->span, growing.text);
}

/* ---- what is taken out ---- */

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\v' || byte == '\f';
}

static bool ends_line(char byte)
{
    return byte == '\n' || byte == '\r';
}

/* A span of offsets in a source's bytes. */
static struct span span_in(const struct source *source, uint32_t begin, uint32_t end)
{
    return (struct span){source->start + begin, end - begin};
}

/* Takes [begin, end) of a source out, with its lines where nothing else stands in them, or with the blanks before it.
 */
static void remove_span(struct diag *diag, struct diag_report *report, bool safe, struct span span)
{
    const struct source *source = source_of(diag->sources, span.at);
    uint32_t begin = span.at - source->start, end = begin + span.length, behind = end;

    while (begin > 0 && is_blank(source->bytes[begin - 1]))
        begin--;
    while (behind < source->length && is_blank(source->bytes[behind]))
        behind++;
    if ((begin == 0 || ends_line(source->bytes[begin - 1])) &&
        (behind == source->length || ends_line(source->bytes[behind]))) {
        end = behind;
        if (end < source->length && source->bytes[end] == '\r')
            end++;
        if (end < source->length && source->bytes[end] == '\n')
            end++;
    } else if (begin == 0 || ends_line(source->bytes[begin - 1])) {
        begin = span.at - source->start;
        end = behind;
    }
    diag_edit(diag, report, safe, span_in(source, begin, end), "");
}

void diag_edit_statement(struct diag *diag, struct diag_report *report, bool safe, struct span statement)
{
    const struct source *source = source_of(diag->sources, statement.at);

    safe = safe && memchr(source->bytes + (statement.at - source->start), '#', statement.length) == NULL;
    remove_span(diag, report, safe, statement);
}

/* The comma between two elements of a list, comments left aside; *plain: there are none. */
static uint32_t comma_between(const struct source *source, uint32_t at, uint32_t end, bool *plain)
{
    uint32_t comma = at;
    bool comment = false, found = false;

    *plain = true;
    for (; at < end; at++) {
        comment = (comment && !ends_line(source->bytes[at])) || source->bytes[at] == '#';
        *plain = *plain && !comment;
        if (!comment && !found && source->bytes[at] == ',') {
            comma = at;
            found = true;
        }
    }
    return comma;
}

void diag_edit_element(struct diag *diag, struct diag_report *report, struct span before, struct span element,
                       struct span behind)
{
    const struct source *source = source_of(diag->sources, element.at);
    uint32_t begin = element.at - source->start, end = begin + element.length, comma;
    bool plain, is_first = before.length == 0;
    uint32_t gap = is_first ? end : before.at + before.length - source->start;
    uint32_t gap_end = is_first ? behind.at - source->start : begin;

    if (is_first && behind.length == 0)
        return;
    comma = comma_between(source, gap, gap_end, &plain);
    if (plain) {
        diag_edit(diag, report, true, is_first ? span_in(source, begin, gap_end) : span_in(source, gap, end), "");
        return;
    }
    if (is_first)
        diag_edit(diag, report, true, element, "");
    diag_edit(diag, report, true, span_in(source, comma, comma + 1), "");
    if (!is_first)
        diag_edit(diag, report, true, element, "");
}

void diag_edit_comment(struct diag *diag, struct diag_report *report, struct span span)
{
    const struct source *source = source_of(diag->sources, span.at);
    uint32_t begin = span.at - source->start, end = begin;

    while (begin > 0 && source->bytes[begin] != '#')
        begin--;
    while (end < source->length && !ends_line(source->bytes[end]))
        end++;
    remove_span(diag, report, true, span_in(source, begin, end));
}
