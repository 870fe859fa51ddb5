/*
 * ast_build_limits.c - what limits a statement, as it is read: `when`, `starting`, `until`, `because`.
 *
 * Dates repeat: a TIME that is written like one before it is the same node, and statements with the same `until` alone,
 * or `starting` alone, share their limits. What is wrong with a TIME is reported wherever it stands.
 */
#include "ast_build.h"

#include "support/arena.h"
#include "form_note.h"
#include "support/datetime.h"
#include "compile/scan/literal.h"
#include "compile/source/utf8.h"

/* A TIME that has been read, and the limits that are nothing but it. */
struct time_entry {
    struct ast_time *time;
    struct symbol *symbol;
    struct ast_limits *starting, *until;
};

struct ast_time *build_time(struct parser *parser, struct token token)
{
    struct ast_time *time = arena_alloc(parser->arena, sizeof *time);
    struct datetime moment;

    if (token.quoted || !datetime_parse(token_text(parser, token), &moment)) {
        struct diag_report *report =
            bad_form(parser, token, "is not a date (2026-12-31) or an instant (2026-12-31T18:00:00Z)");
        if (!token.quoted)
            time_note(parser->diag, report, token_text(parser, token));
        /* It stands there all the same, and limits nothing: nobody is told to add what he has. */
        time->instant = INT64_MIN;
        time->day_end = INT64_MAX;
        return time;
    }
    time->is_date = moment.is_date;
    time->year = (short)moment.year;
    time->month = (short)moment.month;
    time->day = (short)moment.day;
    time->instant = time->day_end = moment.instant;
    return time;
}

/* The number, from 1, of a TIME that is written like this one, which may be the first. A wrong one is always that. */
static uint32_t time_number(struct parser *parser, struct token token)
{
    uint32_t *number = &token.symbol->scratch[0];
    struct ast_time *time;

    if (*number != 0 && !token.quoted)
        return *number;
    time = build_time(parser, token);
    parser->times =
        arena_grow(parser->arena, parser->times, parser->time_count, &parser->time_capacity, sizeof *parser->times);
    parser->times[parser->time_count++] = (struct time_entry){.time = time, .symbol = token.symbol};
    if (time->day_end != INT64_MAX)
        *number = (uint32_t)parser->time_count;
    return (uint32_t)parser->time_count;
}

static struct time_entry *time_entry(const struct parser *parser, uint32_t number)
{
    return &parser->times[number - 1];
}

void times_end(struct parser *parser)
{
    size_t i;

    for (i = 0; i < parser->time_count; i++)
        parser->times[i].symbol->scratch[0] = 0;
}

void limits_begin(struct parser *parser)
{
    parser->limits = (struct limits_read){.all = {0, 0}};
}

static void limits_reach(struct parser *parser, struct span span)
{
    struct span *all = &parser->limits.all;

    *all = all->length == 0 ? span : span_join(*all, span);
}

static void report_duplicate(struct parser *parser, const char *what, struct span span, struct span first)
{
    struct diag_report *report = diag_at(parser->diag, DIAG_DUPLICATE_LIMIT, span, "%s is said twice", what);

    diag_note(parser->diag, report, first, "first given here");
}

void limits_when(struct parser *parser, struct ast_cond *when, struct span span)
{
    struct limits_read *limits = &parser->limits;

    if (limits->when != NULL)
        report_duplicate(parser, "when", span, limits->when->span);
    else
        limits->when = when;
    limits_reach(parser, span);
}

void limits_time(struct parser *parser, bool until, struct token token, struct span span)
{
    struct limits_read *limits = &parser->limits;
    uint32_t *number = until ? &limits->until : &limits->starting, fresh = time_number(parser, token);
    struct span *said = until ? &limits->until_span : &limits->starting_span;

    if (*number != 0) {
        report_duplicate(parser, until ? "until" : "starting", span, *said);
    } else {
        *number = fresh;
        *said = token_span(token);
    }
    limits_reach(parser, span);
}

static void escape_wrong(void *context, size_t at)
{
    (void)context;
    (void)at;
}

/* Whether a string says nothing that can be seen. */
static bool is_blank(const struct parser *parser, struct token token)
{
    const char *text = parser->source->bytes + (token.at - parser->source->start) + 1;
    char *out = arena_room(parser->arena, token.length);

    return text_is_blank(out, literal_string(text, token.length - 2, out, escape_wrong, NULL));
}

void limits_because(struct parser *parser, struct token token, struct span span)
{
    struct span *because = &parser->limits.because;

    if (because->length != 0) {
        report_duplicate(parser, "because", span, *because);
    } else {
        *because = token_span(token);
        parser->limits.reason = build_reason(parser, token);
        /* What a support team grants has a reason; a blank one is none. */
        if (parser->source->delegation != NULL && is_blank(parser, token))
            parser->limits.reason = 0;
    }
    limits_reach(parser, span);
}

static struct ast_limits *limits_new(struct parser *parser)
{
    const struct limits_read *read = &parser->limits;
    struct ast_limits *limits = arena_alloc(parser->arena, sizeof *limits);

    limits->when = read->when;
    limits->starting = read->starting == 0 ? NULL : time_entry(parser, read->starting)->time;
    limits->until = read->until == 0 ? NULL : time_entry(parser, read->until)->time;
    return limits;
}

struct ast_limits *limits_end(struct parser *parser)
{
    const struct limits_read *read = &parser->limits;
    struct ast_limits **shared = NULL;

    if (read->when == NULL && read->starting == 0)
        shared = read->until == 0 ? &parser->ast->no_limits : &time_entry(parser, read->until)->until;
    else if (read->when == NULL && read->until == 0)
        shared = &time_entry(parser, read->starting)->starting;
    if (shared == NULL)
        return limits_new(parser);
    if (*shared == NULL)
        *shared = limits_new(parser);
    return *shared;
}
