/*
 * warn_text.c - text that does not read as it is: characters that nobody sees, and line ends that only some take as
 * such.
 */
#include <string.h>

#include "check_internal.h"
#include "compile/diag/diag_edit.h"
#include "compile/source/utf8.h"

/* Characters that turn around, hide or end what stands beside them, by range. */
static const struct hidden {
    uint32_t first, last;
    const char *name;
} hidden[] = {
    {0x85, 0x85, "a line end of another kind"},
    {0xad, 0xad, "a soft hyphen"},
    {0x61c, 0x61c, "an unseen mark of direction"},
    {0x180e, 0x180e, "an unseen separator"},
    {0x200b, 0x200b, "a space without width"},
    {0x200c, 0x200d, "an unseen joiner"},
    {0x200e, 0x200f, "an unseen mark of direction"},
    {0x2028, 0x2029, "a line end of another kind"},
    {0x202a, 0x202e, "which turns text around"},
    {0x2060, 0x2064, "an unseen sign"},
    {0x2066, 0x2069, "which turns text around"},
    {0xfeff, 0xfeff, "a space without width"},
    {0xfff9, 0xfffb, "an unseen mark"},
    {0xe0000, 0xe007f, "an unseen tag"},
};

#define JOINER_FIRST 0x200cu
#define JOINER_LAST  0x200du

/* The character that begins at a byte which is not ASCII, in text that is UTF-8. */
static uint32_t character(const unsigned char *at, size_t *length)
{
    uint32_t code;
    size_t i;

    *length = *at >= 0xf0 ? 4 : *at >= 0xe0 ? 3 : 2;
    code = *at & (0x7fu >> *length);
    for (i = 1; i < *length; i++)
        code = code << 6 | (at[i] & 0x3fu);
    return code;
}

static const struct hidden *hidden_find(uint32_t code)
{
    size_t i;

    for (i = 0; i < sizeof hidden / sizeof hidden[0]; i++)
        if (code >= hidden[i].first && code <= hidden[i].last)
            return &hidden[i];
    return NULL;
}

/* Whether a joiner stands between two characters that are not ASCII: scripts and pictures are written so. */
static bool joins(const struct source *source, uint32_t code, size_t at, size_t length)
{
    return code >= JOINER_FIRST && code <= JOINER_LAST && at > 0 && at + length < source->length &&
           (unsigned char)source->bytes[at - 1] >= 0x80 && (unsigned char)source->bytes[at + length] >= 0x80;
}

/* Reports the first such character of each line. */
static void warn_hidden(struct check *check, const struct source *source)
{
    uint32_t reported = 0; /* the line, from 1 */
    size_t at = 0, length;

    while ((at = text_ascii_end(source->bytes, at, source->length)) < source->length) {
        uint32_t code = character((const unsigned char *)source->bytes + at, &length);
        const struct hidden *found = hidden_find(code);
        if (found != NULL && !joins(source, code, at, length)) {
            struct span span = {source->start + (uint32_t)at, (uint32_t)length};
            uint32_t line = source_place(&check->compilation->sources, span.at).line;
            if (line != reported)
                diag_edit(check->diag,
                          diag_at(check->diag, DIAG_MISLEADING_TEXT, span,
                                  "this line holds the character U+%04X, %s; remove it", code, found->name),
                          false, span, "");
            reported = line;
        }
        at += length;
    }
}

/* The first carriage return from a byte on that no line feed follows, or the end. */
static const char *return_next(const char *at, const char *end)
{
    while (at < end && (at = memchr(at, '\r', (size_t)(end - at))) != NULL) {
        if (at + 1 == end || at[1] != '\n')
            return at;
        at++;
    }
    return end;
}

/* Reports the first carriage return that no line feed follows, and says whether there are others: all are edited. */
static void warn_returns(struct check *check, const struct source *source)
{
    const char *end = source->bytes + source->length, *at = return_next(source->bytes, end);
    struct span span = {source->start + (uint32_t)(at - source->bytes), 1};
    struct diag_report *report;

    if (at == end)
        return;
    report = diag_at(check->diag, DIAG_MISLEADING_TEXT, span,
                     "a carriage return without a line feed ends this line%s; save the file with one kind of line end",
                     return_next(at + 1, end) < end ? ", and others of this file" : "");
    for (; at < end; at = return_next(at + 1, end)) {
        span.at = source->start + (uint32_t)(at - source->bytes);
        diag_edit(check->diag, report, true, span, "\n");
    }
}

void warn_text(struct check *check)
{
    const struct sources *sources = &check->compilation->sources;
    size_t i;

    for (i = 0; i < sources->count; i++) {
        if (!sources->list[i].usable || sources->list[i].installed)
            continue;
        warn_returns(check, &sources->list[i]);
        warn_hidden(check, &sources->list[i]);
    }
}
