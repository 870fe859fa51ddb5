/*
 * build.c - words, subjects, limits, conditions and expressions of the tree.
 */
#include "build.h"

#include <string.h>

#include "arena.h"
#include "format.h"
#include "moment.h"

static struct ast_word word_of(struct parser *parser, struct token token)
{
    return (struct ast_word){.symbol = token_symbol(parser, token), .span = token.span};
}

struct ast_word build_name(struct parser *parser, enum name_kind kind, struct token token)
{
    struct ast_word word = word_of(parser, token);
    uint8_t known = (uint8_t)(1u << kind);
    const char *problem;

    if (!token.quoted && (word.symbol->good & known) != 0)
        return word;
    problem = literal_name(kind, word.symbol->text, word.symbol->length, token.quoted);
    if (problem != NULL)
        diag_at(parser->diag, DIAG_BAD_NAME, token.span, "the %s \"%s\" %s", literal_kind(kind), word.symbol->text,
                problem);
    else if (!token.quoted)
        word.symbol->good |= known;
    return word;
}

static void check_length(struct parser *parser, struct span span, size_t length)
{
    if (length > STRING_MAX)
        diag_at(parser->diag, DIAG_TOO_LARGE, span, "a string may be at most %u bytes long", STRING_MAX);
}

struct ast_string build_string(struct parser *parser, struct token token)
{
    struct ast_string string = token_string(parser, token);

    check_length(parser, token.span, string.length);
    return string;
}

struct ast_word build_word(struct parser *parser, struct token token)
{
    struct ast_word word = word_of(parser, token);

    check_length(parser, token.span, word.symbol->length);
    return word;
}

struct ast_zone_name build_zone(struct parser *parser, struct token token)
{
    struct ast_word word = build_word(parser, token);

    return (struct ast_zone_name){.symbol = word.symbol, .span = word.span, .quoted = token.quoted};
}

struct words words_add(struct parser *parser, struct words words, struct ast_word word)
{
    struct ast_word *node = arena_alloc(parser->arena, sizeof *node);

    *node = word;
    *words.end = node;
    words.end = &node->next;
    return words;
}

struct words words_one(struct parser *parser, struct ast_word word)
{
    struct words words;

    words.first = arena_alloc(parser->arena, sizeof *words.first);
    *words.first = word;
    words.end = &words.first->next;
    return words;
}

/* Reports a word that has not the form it must have here. A string is a name, and nothing else. */
static void bad_form(struct parser *parser, struct token token, const char *problem)
{
    diag_at(parser->diag, DIAG_BAD_NUMBER, token.span, "\"%s\" %s", token_text(parser, token),
            token.quoted ? "is a string, which is always a name; write it without quotes" : problem);
}

struct ast_number build_number(struct parser *parser, struct token token)
{
    struct ast_number number = {.value = 1, .span = token.span}; /* one that is bad is not reported again as such */
    const char *problem = literal_number(token_text(parser, token), &number.value);

    if (problem != NULL || token.quoted)
        bad_form(parser, token, problem);
    else
        number.present = true;
    return number;
}

struct ast_subject *build_subject(struct parser *parser, enum ast_subject_kind kind, struct span keyword,
                                  struct token token)
{
    struct ast_subject *subject = arena_alloc(parser->arena, sizeof *subject);

    subject->kind = kind;
    subject->span = kind == SUBJECT_EVERYONE ? keyword : span_join(keyword, token.span);
    switch (kind) {
    case SUBJECT_USER: subject->name = build_name(parser, NAME_USER, token); break;
    case SUBJECT_GROUP: subject->name = build_name(parser, NAME_GROUP, token); break;
    case SUBJECT_ROLE: subject->name = build_name(parser, NAME_ROLE, token); break;
    case SUBJECT_GID: subject->gid = build_number(parser, token); break;
    case SUBJECT_EVERYONE: break;
    }
    return subject;
}

struct subjects subjects_add(struct subjects subjects, struct ast_subject *subject)
{
    if (subjects.first == NULL)
        subjects.first = subject;
    else
        *subjects.end = subject;
    subjects.end = &subject->next;
    return subjects;
}

struct targets targets_add(struct parser *parser, struct targets targets, struct ast_word name, bool is_permission)
{
    struct ast_target *target = arena_alloc(parser->arena, sizeof *target);

    target->is_permission = is_permission;
    target->name = name;
    if (targets.first == NULL)
        targets.first = target;
    else
        *targets.end = target;
    targets.end = &target->next;
    return targets;
}

struct ast_time *build_time(struct parser *parser, struct token token)
{
    struct ast_time *time = arena_alloc(parser->arena, sizeof *time);
    struct moment moment;

    time->span = token.span;
    if (token.quoted || !moment_parse(token_text(parser, token), &moment)) {
        bad_form(parser, token, "is no date such as 2026-12-31 and no instant such as 2026-12-31T18:00:00Z");
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

void limits_begin(struct parser *parser)
{
    parser->limits = (struct ast_limits){0};
}

static void limits_span(struct parser *parser, struct span span)
{
    struct span *all = &parser->limits.span;

    *all = all->length == 0 ? span : span_join(*all, span);
}

static void said_twice(struct parser *parser, const char *what, struct span span, struct span first)
{
    struct diag_report *report = diag_at(parser->diag, DIAG_DUPLICATE_LIMIT, span, "%s is said twice", what);

    diag_note(parser->diag, report, first, "it was said here first");
}

void limits_when(struct parser *parser, struct ast_cond *when, struct span span)
{
    struct ast_limits *limits = &parser->limits;

    if (limits->when != NULL)
        said_twice(parser, "when", span, limits->when->span);
    else
        limits->when = when;
    limits_span(parser, span);
}

void limits_time(struct parser *parser, bool until, struct token token, struct span span)
{
    struct ast_time **time = until ? &parser->limits.until : &parser->limits.starting;
    struct ast_time *fresh = build_time(parser, token);

    if (*time != NULL)
        said_twice(parser, until ? "until" : "starting", span, (*time)->span);
    else
        *time = fresh;
    limits_span(parser, span);
}

void limits_because(struct parser *parser, struct token token, struct span span)
{
    struct ast_string *because = &parser->limits.because;

    if (because->bytes != NULL)
        said_twice(parser, "because", span, because->span);
    else
        *because = build_string(parser, token);
    limits_span(parser, span);
}

/*
 * Whether a node of that depth would be too deep. It is then not made, so that no pass meets it; its operands count on
 * as if it were, so that it is reported once.
 */
static bool too_deep(struct parser *parser, unsigned depth, unsigned left, unsigned right, struct span span)
{
    if (depth > AST_DEPTH_MAX && left <= AST_DEPTH_MAX && right <= AST_DEPTH_MAX)
        diag_at(parser->diag, DIAG_TOO_DEEP, span, "this is nested more than %d levels deep", AST_DEPTH_MAX);
    return depth > AST_DEPTH_MAX;
}

static unsigned larger(unsigned a, unsigned b)
{
    return a > b ? a : b;
}

struct ast_cond *cond_new(struct parser *parser, enum ast_cond_kind kind, struct span span)
{
    struct ast_cond *cond = arena_alloc(parser->arena, sizeof *cond);

    cond->kind = kind;
    cond->span = span;
    cond->depth = 1;
    return cond;
}

/* Hangs a child, or if it is of the same kind its children, under a node. */
static void cond_hang(struct ast_cond *parent, struct ast_cond *child)
{
    bool joins = child->kind == parent->kind && child->kind != COND_KIND_NOT;

    if (parent->last == NULL)
        parent->children = joins ? child->children : child;
    else
        parent->last->next = joins ? child->children : child;
    parent->last = joins ? child->last : child;
}

struct ast_cond *cond_join(struct parser *parser, enum ast_cond_kind kind, struct ast_cond *left,
                           struct ast_cond *right)
{
    unsigned depth = larger(left->depth + (left->kind != kind), right->depth + (right->kind != kind));
    struct ast_cond *node = left;

    if (too_deep(parser, depth, left->depth, right->depth, right->span)) {
        left->depth = depth;
        return left;
    }
    if (left->kind != kind) {
        node = cond_new(parser, kind, left->span);
        cond_hang(node, left);
    }
    cond_hang(node, right);
    node->depth = depth;
    node->span = span_join(left->span, right->span);
    return node;
}

struct ast_cond *cond_not(struct parser *parser, struct ast_cond *of, struct span span)
{
    struct ast_cond *node;

    if (too_deep(parser, of->depth + 1, of->depth, 0, span)) {
        of->depth++;
        return of;
    }
    node = cond_new(parser, COND_KIND_NOT, span);
    cond_hang(node, of);
    node->depth = of->depth + 1;
    return node;
}

struct days build_days(struct parser *parser, struct token token)
{
    struct days days = {0};
    const char *problem = literal_days(token_text(parser, token), &days.days);

    if (problem != NULL || token.quoted)
        bad_form(parser, token, problem);
    return days;
}

struct ast_cond *cond_time(struct parser *parser, struct days days, struct token window, struct ast_zone_name zone,
                           struct span span)
{
    struct ast_cond *cond = cond_new(parser, COND_KIND_TIME, span);
    const char *problem = literal_window(token_text(parser, window), &cond->start, &cond->end);

    if (problem != NULL || window.quoted)
        bad_form(parser, window, problem);
    cond->days = days.days;
    cond->zone = zone;
    return cond;
}

struct nets nets_add(struct parser *parser, struct nets nets, struct token token, bool local)
{
    struct ast_net *net = arena_alloc(parser->arena, sizeof *net);
    const char *problem = local ? NULL : literal_net(token_text(parser, token), net);

    net->local = local;
    net->span = token.span;
    if (problem != NULL || token.quoted)
        bad_form(parser, token, problem);
    if (nets.first == NULL)
        nets.first = net;
    else
        *nets.end = net;
    nets.end = &net->next;
    return nets;
}

struct ast_word build_text(struct parser *parser, const char *what, struct token token)
{
    struct ast_word word = word_of(parser, token);

    if (word.symbol->length == 0)
        diag_at(parser->diag, DIAG_BAD_NAME, token.span, "the %s is empty", what);
    else if (word.symbol->length > STRING_MAX)
        diag_at(parser->diag, DIAG_TOO_LARGE, token.span, "the %s is longer than %u bytes", what, STRING_MAX);
    return word;
}

struct ast_expr *expr_permission(struct parser *parser, struct token token)
{
    struct ast_expr *expr = arena_alloc(parser->arena, sizeof *expr);

    expr->kind = EXPR_PERMISSION;
    expr->span = token.span;
    expr->depth = 1;
    expr->permission = build_name(parser, NAME_PERMISSION, token);
    return expr;
}

static void expr_hang(struct ast_expr *parent, struct ast_expr *child)
{
    bool joins = child->kind == parent->kind;

    if (parent->last == NULL)
        parent->children = joins ? child->children : child;
    else
        parent->last->next = joins ? child->children : child;
    parent->last = joins ? child->last : child;
}

struct ast_expr *expr_join(struct parser *parser, enum ast_expr_kind kind, struct ast_expr *left,
                           struct ast_expr *right)
{
    unsigned depth = larger(left->depth + (left->kind != kind), right->depth + (right->kind != kind));
    struct ast_expr *node = left;

    if (too_deep(parser, depth, left->depth, right->depth, right->span)) {
        left->depth = depth;
        return left;
    }
    if (left->kind != kind) {
        node = arena_alloc(parser->arena, sizeof *node);
        node->kind = kind;
        expr_hang(node, left);
    }
    expr_hang(node, right);
    node->depth = depth;
    node->span = span_join(left->span, right->span);
    return node;
}
