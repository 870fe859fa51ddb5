/*
 * delegation.c - makes a policy of what bounds admit: an option a bound, and the statements that it could stand for.
 *
 * The policy that is given is not changed: what grows is copied.
 */
#include "delegation.h"

#include <string.h>

#include "delegation_growth.h"
#include "support/arena.h"

#define HOUR_SECONDS 3600
#define TIME_LAST    INT64_C(253402300799)

/* ---- everything that could be written ---- */

static void option_add(struct growth *growth, struct desk *desk, size_t *capacity, struct desk_option option)
{
    desk->options = arena_grow(growth->arena, desk->options, desk->option_count, capacity, sizeof *desk->options);
    desk->options[desk->option_count++] = option;
}

/* A node for each user of whom an include may not speak, and for each that a claim names. */
static void nodes_named(struct growth *growth)
{
    const struct ir *ir = growth->ir;
    struct ir_claim *claims = arena_array(growth->arena, ir->claim_count, sizeof *claims);
    size_t i;
    uint32_t j;

    growth_node(growth, IR_USER, "root", 0);
    for (i = 0; i < ir->delegation_count; i++)
        for (j = 0; j < ir->delegations[i].approver_count; j++)
            if (ir->delegations[i].approvers[j].kind == IR_USER)
                growth_node(growth, IR_USER, ir->delegations[i].approvers[j].name.bytes, 0);
    for (i = 0; i < ir->claim_count; i++) {
        struct ir_claimant *subject = &claims[i].subject;
        claims[i] = ir->claims[i];
        if (claims[i].delegated && subject->owner == IR_NONE && !subject->is_role && subject->kind != IR_EVERYONE)
            subject->owner = IR_OWNER_NODE(growth_node(growth, subject->kind, subject->name.bytes, subject->gid));
    }
    growth->ir->claims = claims;
}

static void barred_find(struct growth *growth, struct desk_option *option)
{
    const struct ir_delegation *delegation = &growth->ir->delegations[option->delegation];
    uint32_t i;

    if (delegation->bounds[option->bound].kinds != IR_KIND_USERS)
        return;
    option->barred = arena_array(growth->arena, delegation->approver_count + 1, sizeof *option->barred);
    option->barred[option->barred_count++] = node_find(growth->ir, IR_USER, "root", 0);
    for (i = 0; i < delegation->approver_count; i++)
        if (delegation->approvers[i].kind == IR_USER)
            option->barred[option->barred_count++] =
                node_find(growth->ir, IR_USER, delegation->approvers[i].name.bytes, 0);
}

static void bound_options(struct growth *growth, struct desk *desk, size_t *capacity, struct desk_option option,
                          bool always)
{
    const struct ir_bound *bound = &growth->ir->delegations[option.delegation].bounds[option.bound];
    uint32_t i;

    barred_find(growth, &option);
    for (i = 0; i < bound->role_count; i++) {
        option.role = bound->roles[i];
        option_add(growth, desk, capacity, option);
    }
    if (bound->kind == (always ? IR_DENY : IR_ALLOW))
        option_add(growth, desk, capacity, option);
}

static void option_write(struct growth *growth, const struct desk_option *option)
{
    const struct ir_bound *bound = &growth->ir->delegations[option->delegation].bounds[option->bound];
    struct ir_statement statement = {.kind = bound->kind, .limit = IR_NONE, .things = option->role};

    statement.owners = IR_OWNER_NODE(growth_node_add(growth, IR_OPTION, 0));
    if (option->role == IR_NONE) {
        statement.several_things = true;
        statement.things = growth_set_of_bound(growth, bound);
    }
    growth_statement_add(growth, option->delegation, statement);
}

struct desk *desk_new(struct arena *arena, const struct ir *ir, bool always)
{
    struct desk *desk = arena_alloc(arena, sizeof *desk);
    struct growth growth = growth_begin(arena, ir);
    size_t capacity = 0;
    uint32_t i, j;

    growth_drop_bounded(&growth);
    nodes_named(&growth);
    for (i = 0; i < ir->delegation_count; i++)
        for (j = 0; j < ir->delegations[i].bound_count; j++)
            bound_options(&growth, desk, &capacity, (struct desk_option){i, j, IR_NONE, NULL, 0}, always);
    desk->option_first = (uint32_t)growth.ir->node_count;
    for (i = 0; i < desk->option_count; i++)
        option_write(&growth, &desk->options[i]);
    desk->ir = growth.ir;
    return desk;
}

static bool is_barred(const struct desk_option *option, uint32_t user)
{
    uint32_t i;

    for (i = 0; i < option->barred_count; i++)
        if (option->barred[i] == user)
            return true;
    return false;
}

bool desk_admits(const struct desk *desk, uint32_t option, uint32_t user)
{
    return !is_barred(&desk->options[option - desk->option_first], user);
}

uint32_t desk_trait(const struct desk *desk, uint32_t node)
{
    uint32_t i;

    if (node >= desk->option_first)
        return node + 1;
    for (i = 0; i < desk->option_count; i++)
        if (is_barred(&desk->options[i], node))
            return node + 1;
    return 0;
}

/* ---- one statement ---- */

static bool in_patterns(const struct ir_pattern *patterns, uint32_t count, uint32_t permission)
{
    uint32_t i;

    for (i = 0; i < count; i++)
        if (permission >= patterns[i].lo && permission < patterns[i].hi)
            return true;
    return false;
}

bool desk_option_names(const struct ir *ir, const struct desk_option *option, uint32_t permission)
{
    const struct ir_bound *bound = &ir->delegations[option->delegation].bounds[option->bound];

    return option->role == IR_NONE && in_patterns(bound->patterns, bound->pattern_count, permission) &&
           !in_patterns(bound->except, bound->except_count, permission);
}

/* Whether the include itself may speak of the user, where it may of users. */
static bool may_name(const struct ir *ir, uint32_t delegation, const char *user)
{
    const struct ir_delegation *of = &ir->delegations[delegation];
    uint32_t i;

    if (strcmp(user, "root") == 0)
        return false;
    for (i = 0; i < of->approver_count; i++)
        if (of->approvers[i].kind == IR_USER && strcmp(of->approvers[i].name.bytes, user) == 0)
            return false;
    return true;
}

struct desk_statement desk_statement_of(const struct ir *ir, const struct desk_option *option, uint32_t permission,
                                        const char *user, const char *group, int64_t instant)
{
    const struct ir_bound *bound = &ir->delegations[option->delegation].bounds[option->bound];
    struct desk_statement statement = {.delegation = option->delegation,
                                       .bound = option->bound,
                                       .kind = bound->kind,
                                       .thing = option->role == IR_NONE ? permission : option->role,
                                       .to = IR_EVERYONE,
                                       .name = "",
                                       .ends = bound->amount > 0,
                                       .starting = instant,
                                       .until = instant};

    if ((bound->kinds & IR_KIND_USERS) != 0 && may_name(ir, option->delegation, user)) {
        statement.to = IR_USER;
        statement.name = user;
    } else if ((bound->kinds & IR_KIND_GROUPS) != 0) {
        statement.to = IR_GROUP;
        statement.name = group;
    }
    if (statement.until > TIME_LAST - HOUR_SECONDS)
        statement.starting = TIME_LAST - HOUR_SECONDS;
    statement.until = statement.starting + HOUR_SECONDS;
    return statement;
}

static uint32_t limit_of(struct growth *growth, const struct desk_statement *statement)
{
    struct ir *ir = growth->ir;
    size_t i;

    if (!statement->ends)
        return IR_NONE;
    for (i = 0; i < ir->limit_count; i++) {
        const struct ir_limit *limit = &ir->limits[i];
        if (limit->cond == IR_NONE && limit->has_starting && limit->has_until &&
            limit->starting == statement->starting && limit->until == statement->until)
            return (uint32_t)i;
    }
    ir->limits = arena_grow(growth->arena, ir->limits, ir->limit_count, &growth->limits, sizeof *ir->limits);
    ir->limits[ir->limit_count] = (struct ir_limit){IR_NONE, true, true, statement->starting, statement->until};
    return (uint32_t)ir->limit_count++;
}

static void statement_write(struct growth *growth, const struct desk_statement *from)
{
    struct ir_statement statement = {.kind = from->kind, .limit = limit_of(growth, from), .things = from->thing};
    struct ir_pattern pattern;

    if (from->kind != IR_ASSIGN) {
        pattern = (struct ir_pattern){growth->ir->permissions[from->thing].name, from->thing, from->thing + 1};
        statement.things = growth_pattern(growth, &pattern);
    }
    statement.owners = IR_OWNER_NODE(growth_node(growth, from->to, from->name, 0));
    growth_statement_add(growth, from->delegation, statement);
}

struct ir *desk_policy(struct arena *arena, const struct ir *ir, const struct desk_statement *statements, size_t count)
{
    struct growth growth = growth_begin(arena, ir);
    size_t i;

    growth_drop_bounded(&growth);
    for (i = 0; i < count; i++)
        statement_write(&growth, &statements[i]);
    return growth.ir;
}

const char *desk_fresh_group(struct arena *arena, const struct ir *ir)
{
    const char *name = "some-group";
    uint32_t number = 1, i, j;
    bool used = true;

    while (used) {
        used = node_find(ir, IR_GROUP, name, 0) != IR_NONE;
        for (i = 0; i < ir->delegation_count; i++)
            for (j = 0; j < ir->delegations[i].approver_count; j++)
                used = used || (ir->delegations[i].approvers[j].kind == IR_GROUP &&
                                strcmp(ir->delegations[i].approvers[j].name.bytes, name) == 0);
        if (used)
            name = arena_printf(arena, "some-group%u", ++number);
    }
    return name;
}
