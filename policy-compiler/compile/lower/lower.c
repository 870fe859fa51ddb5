/*
 * lower.c - tree to IR: every statement flat, every name a number, every default written out.
 *
 * Owns the order of the work, roles, services and statements. Trusts that the tree has no errors; reports only what
 * the table has no room for. Of the tree it sets the numbers of limits, of patterns and, in the symbols' scratch, of
 * nodes, and uses the marks of conditions, which it leaves as 0.
 */
#include "lower_internal.h"

#include <string.h>

#include "support/arena.h"
#include "lower_policy.h"
#include "compile/ir/reasons.h"
#include "support/sort.h"

static void lower_header(struct lower *lower)
{
    const struct ast *ast = lower->ast;
    struct ir *ir = lower->ir;
    ir->policy = text_of_string(ast->policy);
    ir->zone_name = text_of(NULL);
    ir->zone = IR_NONE;
    ir->unlisted_ignore = ast->unlisted_ignore;
    ir->unlisted_requires = ast->unlisted_requires;
    if (ast->zone.name.symbol)
        ir->zone = lower_zone(lower, &ast->zone.name);
    if (ir->zone != IR_NONE)
        ir->zone_name = text_of(ast->zone.name.symbol);
    for (const struct ast_contact *contact = ast->contacts; contact; contact = contact->next)
        ir->contact_count++;
    ir->contacts = arena_array(lower->arena, ir->contact_count, sizeof *ir->contacts);
    size_t i = 0;
    for (const struct ast_contact *contact = ast->contacts; contact; contact = contact->next)
        ir->contacts[i++] = text_of_string(contact->text);
}

static void lower_permissions(struct lower *lower)
{
    const struct ast *ast = lower->ast;
    struct ir *ir = lower->ir;
    ir->permission_count = ast->permission_count;
    ir->permissions = arena_array(lower->arena, ir->permission_count, sizeof *ir->permissions);
    for (size_t i = 0; i < ir->permission_count; i++) {
        const struct ast_permission *permission = ast->permission_order[i];
        ir->permissions[i] =
            (struct ir_permission){text_of(permission->name.symbol), text_of_string(permission->description)};
    }
}

static void lower_roles(struct lower *lower)
{
    const struct ast *ast = lower->ast;
    struct ir *ir = lower->ir;
    ir->role_count = ast->role_count;
    ir->roles = arena_array(lower->arena, ir->role_count, sizeof *ir->roles);
    for (size_t i = 0; i < ir->role_count; i++) {
        const struct ast_role *from = ast->role_order[i];
        struct ir_role *role = &ir->roles[i];
        role->name = text_of(from->name.symbol);
        role->description = text_of_string(from->description);
        role->gid = from->gid.present ? (uint32_t)from->gid.value : 0;
        role->parents = lower_role_numbers(lower, from->extends, &role->parent_count);
    }
    for (const struct ast_role *from = ast->roles; from; from = from->next) /* in the source's order, as lines are */
        ir->roles[from->index].place = lower_place(lower, from->keyword);
}

static struct ir_statement *add_statement(struct lower *lower, enum ir_statement_kind kind, struct span span,
                                          struct ast_limits *limits, uint32_t because)
{
    lower->ir->spans[lower->ir->statement_count] = span;
    struct ir_statement *statement = &lower->ir->statements[lower->ir->statement_count++];
    struct ir_place place = lower_place(lower, span);
    *statement = (struct ir_statement){.kind = kind & 3,
                                       .file = place.file & IR_FILES_MAX,
                                       .line = place.line,
                                       .because = lower->compilation->strip_reasons ? 0 : because};
    statement->limit = lower_limits(lower, limits);
    return statement;
}

static void lower_rule(struct lower *lower, const struct ast_rule *rule)
{
    struct ir_statement *statement =
        add_statement(lower, rule->allow ? IR_ALLOW : IR_DENY, rule->span, rule->limits, rule->because);
    bool several_things, several_owners = false;
    statement->things = lower_set(lower, rule_patterns(rule), rule_except(rule), &several_things);
    statement->owners = rule->in_role ? IR_OWNER_ROLE(rule_role(rule)->index)
                                      : lower_owners(lower, rule_subjects(rule), &several_owners);
    statement->several_things = several_things;
    statement->several_owners = several_owners;
}

static void lower_assign(struct lower *lower, const struct ast_assign *assign)
{
    struct ir_statement *statement = add_statement(lower, IR_ASSIGN, assign->span, assign->limits, assign->because);
    bool several_things = false, several_owners;
    statement->things = assign_roles(assign)->symbol->means->role->index;
    if (assign_roles(assign)->more) {
        collect_roles(lower, assign_roles(assign));
        statement->things = lists_few(lower, &lower->first, &several_things);
    }
    statement->owners = lower_owners(lower, assign_subjects(assign), &several_owners);
    statement->several_things = several_things;
    statement->several_owners = several_owners;
}

/* The first rule of a role or of those behind it, or NULL. */
static const struct ast_rule *first_role_rule(const struct ast_role *role)
{
    while (role && !role->rules)
        role = role->next;
    return role ? role->rules : NULL;
}

static bool is_before(struct span span, const struct ast_rule *rule)
{
    return !rule || span.at < rule->span.at;
}

/* In source order, which mostly is the table's. */
static void lower_statements(struct lower *lower)
{
    const struct ast *ast = lower->ast;
    const struct ast_rule *inner = first_role_rule(ast->roles), *outer = ast->rules;
    const struct ast_assign *assign = ast->assigns;
    lower->ir->statements = arena_array_room(lower->arena, ast->statements, sizeof *lower->ir->statements);
    lower->ir->spans = arena_array_room(lower->arena, ast->statements, sizeof *lower->ir->spans);
    while (inner || outer || assign) {
        if (assign && is_before(assign->span, inner) && is_before(assign->span, outer)) {
            lower_assign(lower, assign);
            assign = assign->next;
        } else if (outer && is_before(outer->span, inner)) {
            lower_rule(lower, outer);
            outer = outer->next;
        } else {
            lower_rule(lower, inner);
            inner = inner->next ? inner->next : first_role_rule(rule_role(inner)->next);
        }
    }
}

/* The term of a service's expression. The parser bounds how deep it is. */
static struct term *request_term(struct lower *lower, const struct ast_expr *expr)
{
    size_t count = 0;
    if (expr->kind == EXPR_PERMISSION)
        return term_atom(&lower->requests, IR_REQUEST_PERMISSION + expr->permission.symbol->means->permission->index,
                         0);
    for (const struct ast_expr *child = expr->children; child; child = child->next)
        count++;
    struct term **operands = arena_array(lower->arena, count, sizeof *operands);
    count = 0;
    for (const struct ast_expr *child = expr->children; child; child = child->next)
        operands[count++] = request_term(lower, child);
    return term_join(&lower->requests, expr->kind == EXPR_AND ? TERM_AND : TERM_OR, operands, count);
}

static uint32_t lower_request(struct lower *lower, const struct ast_expr *expr)
{
    struct ir *ir = lower->ir;
    struct term *term = request_term(lower, expr);
    if (term->program == 0) {
        ir->requests =
            arena_grow(lower->arena, ir->requests, ir->request_count, &lower->request_capacity, sizeof *ir->requests);
        ir->requests[ir->request_count++] =
            (struct ir_request){term_program(&lower->requests, term), (uint32_t)term->operations};
        term->program = (uint32_t)ir->request_count;
    }
    return term->program - 1;
}

static void lower_services(struct lower *lower)
{
    struct ir *ir = lower->ir;
    for (struct ast_service *service = lower->ast->services; service; service = service->next)
        service->number = (uint32_t)ir->service_count++;
    ir->services = arena_array(lower->arena, ir->service_count, sizeof *ir->services);
    struct ir_service *to = ir->services;
    for (const struct ast_service *service = lower->ast->services; service; service = service->next)
        *to++ = (struct ir_service){.name = text_of(service->name.symbol),
                                    .description = text_of_string(service->description),
                                    .place = lower_place(lower, service->keyword),
                                    .request = lower_request(lower, service->requires),
                                    .cond = lower_cond(lower, service->when)};
}

static void lower_exclusives(struct lower *lower)
{
    struct ir *ir = lower->ir;
    for (const struct ast_exclusive *exclusive = lower->ast->exclusives; exclusive; exclusive = exclusive->next)
        ir->exclusive_count++;
    ir->exclusives = arena_array(lower->arena, ir->exclusive_count, sizeof *ir->exclusives);
    struct ir_exclusive *to = ir->exclusives;
    for (const struct ast_exclusive *from = lower->ast->exclusives; from; from = from->next, to++) {
        to->place = lower_place(lower, from->span);
        to->roles = lower_role_numbers(lower, from->roles, &to->role_count);
    }
}

static void lower_rosters(struct lower *lower)
{
    struct ir *ir = lower->ir;
    for (const struct ast_roster *roster = lower->ast->rosters; roster; roster = roster->next)
        ir->roster_count++;
    ir->rosters = arena_array(lower->arena, ir->roster_count, sizeof *ir->rosters);
    struct ir_roster *to = ir->rosters;
    for (const struct ast_roster *from = lower->ast->rosters; from; from = from->next, to++) {
        to->place = lower_place(lower, from->span);
        to->nodes = lower_nodes(lower, from->subjects, &to->node_count);
    }
}

/* and, or, not are operations 0 to 2 of every policy, so that programs can name them. */
static void begin(struct lower *lower)
{
    static const enum ir_op_kind connectives[] = {IR_AND, IR_OR, IR_NOT};
    struct ir *ir = lower->ir;
    lower->ops = interner_new(lower->scratch);
    lower->limits = interner_new(lower->scratch);
    lower->sets = interner_new(lower->scratch);
    /* no text takes more room there than in the source, with what stands around it */
    lower->names = string_pool_new(lower->arena, lower->scratch, lower->compilation->sources.end);
    lower->gids = interner_new(lower->scratch);
    lower->conditions = terms_new(lower->arena, 0, 1, 2);
    lower->requests = terms_new(lower->arena, IR_REQUEST_AND, IR_REQUEST_OR, 0);
    for (uint32_t i = 0; i < 3; i++) {
        ir->ops = arena_grow(lower->arena, ir->ops, ir->op_count, &lower->op_capacity, sizeof *ir->ops);
        ir->ops[ir->op_count++] = (struct ir_op){.kind = connectives[i], .name = {"", 0}, .zone = IR_NONE};
    }
    lower->ops.count = (uint32_t)ir->op_count;
}

static void reset_marks(struct lower *lower)
{
    for (struct ast_condition *condition = lower->ast->conditions; condition; condition = condition->next)
        condition->mark = 0;
}

static void end(struct lower *lower)
{
    struct compilation *compilation = lower->compilation;
    struct string_pool none = string_pool_new(lower->arena, lower->arena, 0);
    struct ir *ir = lower->ir;
    ir->names = (struct ir_texts){lower->names.bytes, lower->names.size, lower->names.count};
    ir->files = source_table_files(&compilation->sources, &ir->file_count);
    lower_bounded_files(lower);
    ir->reasons = reasons_of(lower->arena, compilation->strip_reasons ? &none : &compilation->because);
    ir->full = ir->full || lower->names.full || ir->reasons.full;
    lower_zones(lower);
    reset_marks(lower);
}

struct ir *lower_policy(struct compilation *compilation, struct zones *zones, struct arena *arena)
{
    struct lower lower = {.compilation = compilation,
                          .arena = arena,
                          .scratch = arena_within(arena),
                          .ast = compilation->ast,
                          .is_refused = compilation->diag.errors > 0,
                          .zones = zones};
    lower.ir = arena_alloc(arena, sizeof *lower.ir);
    begin(&lower);
    reset_marks(&lower);
    lower_header(&lower);
    lower_permissions(&lower);
    lower_roles(&lower);
    lower_statements(&lower);
    lower_services(&lower);
    lower_exclusives(&lower);
    lower_rosters(&lower);
    lower_delegations(&lower);
    lower_claims(&lower);
    end(&lower);
    arena_free(lower.scratch);
    return lower.ir;
}
