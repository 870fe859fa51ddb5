/*
 * diag_text.c - reports for people: place, text, the source line, and a caret under what is meant.
 *
 * What a terminal would obey, or what hides or turns around the text beside it, does not reach it: it is shown as `?`
 * in the source line and as \xHH in texts. Of a long line only the part around the place is shown.
 */
#include "diag_text.h"

#include <string.h>

#include "base/shown.h"

/* Characters of a source line that are shown at most, and how many of them before the place. */
#define SHOWN_MAX    160u
#define SHOWN_BEFORE 60u
/* The same in bytes, and one character more; where bytes are no UTF-8, that may be less. */
#define BYTES_MAX    (4 * SHOWN_MAX + 4)
#define BYTES_BEFORE (4 * SHOWN_BEFORE + 4)

static const char *paint(bool color, const char *sequence)
{
    return color ? sequence : "";
}

/* The character at at: its length in bytes, *shown false where a terminal is not to see it. */
static size_t character(const char *at, const char *end, bool *shown)
{
    return character_shown(at, (size_t)(end - at), shown);
}

/* Prints what is plain ASCII at the beginning of [at, end), which is most of what there is; where that ends. */
static const char *print_plain(const char *at, const char *end, FILE *out)
{
    const char *begin = at;

    while (at < end && *at >= ' ' && *at <= '~')
        at++;
    fwrite(begin, 1, (size_t)(at - begin), out);
    return at;
}

/* A text that may hold names out of a policy or paths. */
static void print_escaped(const char *text, FILE *out)
{
    const char *end = text + strlen(text);

    while ((text = print_plain(text, end, out)) < end) {
        bool shown;
        size_t length = character(text, end, &shown);
        if (shown)
            fwrite(text, 1, length, out);
        for (; length > 0; length--, text++)
            if (!shown)
                fprintf(out, "\\x%02x", (unsigned char)*text);
    }
}

static bool continues(char c)
{
    return ((unsigned char)c & 0xc0u) == 0x80u;
}

/* Moves count characters on, or back; stays within [begin, end]. */
static const char *forward(const char *at, const char *end, unsigned count)
{
    while (count > 0 && at < end) {
        at++;
        while (at < end && continues(*at))
            at++;
        count--;
    }
    return at;
}

static const char *backward(const char *at, const char *begin, unsigned count)
{
    while (count > 0 && at > begin) {
        at--;
        while (at > begin && continues(*at))
            at--;
        count--;
    }
    return at;
}

/* Prints [at, end) with `?` for what is not to be shown. */
static void print_source(const char *at, const char *end, FILE *out)
{
    while ((at = print_plain(at, end, out)) < end) {
        bool shown;
        size_t length = character(at, end, &shown);
        if (*at == '\t')
            fputc('\t', out);
        else if (shown)
            fwrite(at, 1, length, out);
        else
            fputc('?', out);
        at = shown ? at + length : forward(at, end, 1);
    }
}

/* A mark for each character of [at, end); a tab is kept where the mark is a blank, so that what is below is in line. */
static void print_marks(const char *at, const char *end, char mark, FILE *out)
{
    for (; at < end; at = forward(at, end, 1))
        fputc(*at == '\t' && mark == ' ' ? '\t' : mark, out);
}

/* The source line of a span, and under it a caret and tildes. */
static void print_snippet(const struct place *place, struct span span, bool color, FILE *out)
{
    const struct source *source = place->source;
    uint32_t before = place->offset - place->begin < BYTES_BEFORE ? place->offset - place->begin : BYTES_BEFORE;
    uint32_t behind = source->length - place->offset < BYTES_MAX ? source->length - place->offset : BYTES_MAX;
    const char *line = source->bytes + place->offset - before; /* as much of it as is shown */
    const char *at = line + before, *text_end = at + behind;
    const char *begin, *end, *stop, *newline, *back;
    bool is_cut, goes_on;

    newline = memchr(at, '\n', behind);
    goes_on = newline == NULL && behind < source->length - place->offset;
    newline = newline == NULL ? text_end : newline;
    back = memchr(at, '\r', (size_t)(newline - at));
    newline = back == NULL ? newline : back;
    begin = backward(at, line, SHOWN_BEFORE);
    end = forward(begin, newline, SHOWN_MAX);
    stop = span.length > (size_t)(end - at) ? end : at + span.length;
    is_cut = (uint32_t)(at - begin) < place->offset - place->begin;
    fprintf(out, "  %s", is_cut ? "..." : "");
    print_source(begin, end, out);
    fprintf(out, "%s\n  %s", end < newline || goes_on ? "..." : "", is_cut ? "   " : "");
    print_marks(begin, at, ' ', out);
    fputs(paint(color, "\033[1;32m"), out);
    fputc('^', out);
    if (at < stop)
        print_marks(forward(at, stop, 1), stop, '~', out);
    fprintf(out, "%s\n", paint(color, "\033[0m"));
}

static void print_place(struct diag *diag, struct span span, bool color, FILE *out, struct place *place)
{
    *place = source_place(diag->sources, span.at);
    fputs(paint(color, "\033[1m"), out);
    print_escaped(place->source->path, out);
    fprintf(out, ":%u:%u: %s", place->line, place->column, paint(color, "\033[0m"));
}

/* The place of a report that has no span. */
static void print_line(const struct diag_report *report, bool color, FILE *out)
{
    if (report->file == NULL) {
        fputs("rolegate: ", out);
        return;
    }
    fputs(paint(color, "\033[1m"), out);
    print_escaped(report->file, out);
    if (report->line > 0)
        fprintf(out, ":%u", report->line);
    fprintf(out, ": %s", paint(color, "\033[0m"));
}

static void print_note(struct diag *diag, const struct diag_note *note, bool color, FILE *out)
{
    struct place place;

    if (note->has_span)
        print_place(diag, note->span, color, out, &place);
    fprintf(out, "%snote:%s ", paint(color, "\033[1;36m"), paint(color, "\033[0m"));
    print_escaped(note->text, out);
    fputc('\n', out);
    if (note->has_span)
        print_snippet(&place, note->span, color, out);
}

static void print_report(struct diag *diag, const struct diag_report *report, bool color, FILE *out)
{
    bool error = report->severity == DIAG_ERROR;
    const struct diag_note *note;
    struct place place;

    if (report->has_span)
        print_place(diag, report->span, color, out, &place);
    else
        print_line(report, color, out);
    fprintf(out, "%s%s:%s ", paint(color, error ? "\033[1;31m" : "\033[1;35m"), error ? "error" : "warning",
            paint(color, "\033[0m"));
    print_escaped(report->text, out);
    fprintf(out, " [%s]\n", diag_name(report->id));
    if (report->has_span)
        print_snippet(&place, report->span, color, out);
    if (report->suggestion != NULL) {
        fputs("  did you mean \"", out);
        print_escaped(report->suggestion, out);
        fputs("\"?\n", out);
    }
    for (note = report->notes; note != NULL; note = note->next)
        print_note(diag, note, color, out);
}

void diag_print_text(struct diag *diag, bool color, FILE *out)
{
    size_t i;

    for (i = 0; i < diag->count; i++)
        print_report(diag, diag->reports[i], color, out);
    if (diag->errors + diag->warnings > diag->count)
        fprintf(out, "%zu more are not shown\n", diag->errors + diag->warnings - diag->count);
    if (diag->errors > 0)
        fprintf(out, "%zu error%s", diag->errors, diag->errors == 1 ? "" : "s");
    if (diag->warnings > 0)
        fprintf(out, "%s%zu warning%s", diag->errors > 0 ? ", " : "", diag->warnings, diag->warnings == 1 ? "" : "s");
    if (diag->errors + diag->warnings > 0)
        fputc('\n', out);
}
