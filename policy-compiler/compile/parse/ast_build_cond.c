/*
 * ast_build_cond.c - conditions and expressions of the tree.
 */
#include "ast_build.h"

#include <string.h>

#include "support/arena.h"
#include "form_note.h"
#include "table/format.h"

#define DAY_MINUTES 1440u
#define DAY_LAST    2932896 /* 9999-12-31 */

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
        bad_form_note(parser, token, problem, days_note);
    return days;
}

struct ast_cond *cond_time(struct parser *parser, struct days days, struct token window, struct token zone,
                           struct span span)
{
    struct ast_cond *cond = cond_new(parser, COND_KIND_TIME, span);
    struct ast_zone_name said = build_zone(parser, zone);
    unsigned start = 0, end = DAY_MINUTES;
    const char *problem = window.length == 0 ? NULL : literal_window(token_text(parser, window), &start, &end);

    if (problem != NULL)
        bad_form_note(parser, window, problem, window_note);
    cond->days = (uint16_t)days.days;
    cond->start = (uint16_t)start;
    cond->end = (uint16_t)end;
    if (said.symbol != NULL) {
        struct ast_zone_name *kept = arena_alloc(parser->arena, sizeof *kept);
        *kept = said;
        cond->zone = kept;
    }
    return cond;
}

struct dates dates_add(struct parser *parser, struct dates dates, struct token token)
{
    struct ast_date *date = arena_alloc(parser->arena, sizeof *date);
    const char *problem = literal_dates(token_text(parser, token), &date->first, &date->last);

    if (problem != NULL || token.quoted) {
        bad_form(parser, token, problem);
        date->first = date->last = DAY_LAST; /* nobody is told that it is past as well */
    }
    if (dates.first == NULL)
        dates.first = date;
    else
        *dates.end = date;
    dates.end = &date->next;
    return dates;
}

struct nets nets_add(struct parser *parser, struct nets nets, struct token token, bool local)
{
    struct ast_net *net = arena_alloc(parser->arena, sizeof *net);
    const char *problem = local ? NULL : literal_net(token_text(parser, token), net);

    net->local = local;
    net->span = token_span(token);
    if (problem != NULL || token.quoted)
        bad_form_note(parser, token, problem, net_note);
    if (nets.first == NULL)
        nets.first = net;
    else
        *nets.end = net;
    nets.end = &net->next;
    return nets;
}

struct ast_expr *expr_permission(struct parser *parser, struct token token)
{
    struct ast_expr *expr = arena_alloc(parser->arena, sizeof *expr);

    expr->kind = EXPR_PERMISSION;
    expr->span = token_span(token);
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
