/*
 * evidence.c - the statements that an answer rests on.
 *
 * Which they are depends on the reason: for an allow all grants that count, for a denial those that stand in the way,
 * or that would count if something else did not.
 */
#include "evidence.h"
#include "node.h"

/* The place of a statement, as the answer gives it. */
static void place_fill(struct decider *decider, uint32_t file, uint32_t line, uint32_t because,
                       struct rolegate_statement *out)
{
    enum rolegate_status *status = &decider->status;

    out->line = line;
    out->file = table_string(decider->table, table_field(decider->table, SECTION_FILES, file, FILE_SIZE, 0, status),
                             NULL, status);
    out->because = table_string(decider->table, because, NULL, status);
}

static const char *role_name(struct decider *decider, uint32_t role)
{
    struct cursor record;
    uint32_t offset = table_field(decider->table, SECTION_ROLES, role, ROLE_SIZE, 0, &decider->status);

    cursor_open(&record, decider->table, SECTION_ROLE_DATA, offset);
    return table_string(decider->table, cursor_uv(&record), NULL, &decider->status);
}

static const char *node_name(struct decider *decider, uint32_t at)
{
    struct cursor record;
    struct node node;

    cursor_open(&record, decider->table, SECTION_NODES, at);
    node_read(&record, &node);
    if (!cursor_ok(&record))
        decider->status = record.status;
    return node.kind == NODE_EVERYONE ? "everyone" : node.name;
}

/* Adds a statement to the answer, once. */
static void evidence_add(struct evidence *evidence, const struct rolegate_statement *statement)
{
    struct rolegate_answer *answer = evidence->answer;
    size_t i,
        kept = answer->statement_count < ROLEGATE_STATEMENTS_MAX ? answer->statement_count : ROLEGATE_STATEMENTS_MAX;

    for (i = 0; i < kept; i++)
        if (answer->statements[i].kind == statement->kind && answer->statements[i].line == statement->line &&
            answer->statements[i].file == statement->file && answer->statements[i].subject == statement->subject &&
            answer->statements[i].role == statement->role)
            return;
    if (answer->statement_count < ROLEGATE_STATEMENTS_MAX)
        answer->statements[answer->statement_count] = *statement;
    answer->statement_count++;
}

static void sight_add(struct decider *decider, struct evidence *evidence, const struct rule_sight *sight)
{
    struct rolegate_statement out = {.subject = "", .role = ""};

    out.kind = sight->statement.kind == STATEMENT_KIND_ALLOW ? ROLEGATE_STATEMENT_ALLOW : ROLEGATE_STATEMENT_DENY;
    place_fill(decider, sight->statement.file, sight->statement.line, sight->statement.because, &out);
    if (sight->is_role)
        out.role = role_name(decider, sight->owner);
    else
        out.subject = node_name(decider, sight->owner);
    evidence_add(evidence, &out);
}

/* How a limit stands to the question's time. */
static void timing_see(struct decider *decider, struct evidence *evidence, uint32_t ref)
{
    struct cursor limit;
    uint32_t flags;

    if (ref == 0)
        return;
    cursor_open(&limit, decider->table, SECTION_LIMITS, ref - 1);
    flags = cursor_uv(&limit);
    if ((flags & LIMIT_STARTING) != 0 && decider->asked.now < cursor_sv(&limit))
        evidence->not_started = true;
    if ((flags & LIMIT_UNTIL) != 0 && decider->asked.now >= cursor_sv(&limit))
        evidence->expired = true;
}

/* The value of a limit in the question's own situation. */
static enum kleene limit_asked(struct decider *decider, uint32_t ref)
{
    struct situation kept = decider->situation;
    enum kleene value;

    decider->situation = decider->asked;
    value = limit_value(decider, ref);
    decider->situation = kept;
    return value;
}

/*
 * Whether a grant that counts under the setting is part of the reason: for an allow every one is; for a denial those
 * that do not hold here and now as they stand.
 */
static bool grant_matters(struct decider *decider, struct evidence *evidence, enum kleene subject, uint32_t limit)
{
    enum kleene value = limit_asked(decider, limit);

    if (evidence->reason == ROLEGATE_NOT_NOW && value != YES)
        timing_see(decider, evidence, limit);
    return evidence->reason == ROLEGATE_GRANTED || kleene_and(subject, value) != YES;
}

/* The assignments by which a role is held, where they matter. */
static void assigns_add(struct decider *decider, struct evidence *evidence, const struct active *active, uint32_t role)
{
    struct cursor list;
    uint32_t count = active->assign_count, ref = 0;

    cursor_open(&list, decider->table, SECTION_NODES, active->assigns);
    while (count-- > 0 && cursor_ok(&list) && decider->status == ROLEGATE_OK) {
        struct statement statement;
        uint32_t roles;
        enum kleene value;
        if (!statement_read(decider, cursor_step(&list, &ref), &statement))
            break;
        value = kleene_and(active->member, limit_value(decider, statement.limit));
        if (!counts_for(decider, value))
            continue;
        roles = cursor_uv(&statement.rest);
        while (roles-- > 0 && cursor_ok(&statement.rest)) {
            uint32_t assigned = cursor_uv(&statement.rest);
            struct rolegate_statement out = {.kind = ROLEGATE_STATEMENT_ASSIGN};
            if (!cursor_ok(&statement.rest) || assigned >= decider->subject->roles.count ||
                !role_reaches(decider, assigned, role) ||
                !grant_matters(decider, evidence, active->member, statement.limit))
                continue;
            place_fill(decider, statement.file, statement.line, statement.because, &out);
            out.subject = node_name(decider, active->node);
            out.role = role_name(decider, assigned);
            evidence_add(evidence, &out);
        }
    }
}

static void role_assigns_add(struct decider *decider, struct evidence *evidence, uint32_t role)
{
    const struct rolegate_subject *subject = decider->subject;
    size_t i;

    for (i = 0; i < subject->active_count && decider->status == ROLEGATE_OK; i++)
        assigns_add(decider, evidence, &subject->actives[i], role);
}

/* A rule on a required permission: is it part of the reason? */
static bool evidence_see(struct decider *decider, struct rule_sight *sight, void *context)
{
    struct evidence *evidence = context;
    enum kleene value = limit_value(decider, sight->statement.limit);

    if (sight->statement.kind == STATEMENT_KIND_DENY) {
        value = kleene_and(sight->member, value);
        if ((evidence->reason == ROLEGATE_DENIED && value == YES) ||
            (evidence->reason == ROLEGATE_UNDETERMINED && value == MAYBE)) {
            sight_add(decider, evidence, sight);
            if (sight->is_role && value == MAYBE)
                role_assigns_add(decider, evidence, sight->owner);
        }
        return true;
    }
    if (evidence->reason == ROLEGATE_DENIED || evidence->reason == ROLEGATE_CONFLICT || !sight->grants ||
        !counts_for(decider, value))
        return true;
    if (grant_matters(decider, evidence, sight->is_role ? YES : sight->member, sight->statement.limit))
        sight_add(decider, evidence, sight);
    if (sight->is_role)
        role_assigns_add(decider, evidence, sight->owner);
    return true;
}

/* Walks the permissions that the request asks for. */
static void permissions_each(struct decider *decider, const struct request *request,
                             void (*each)(struct decider *, uint32_t, void *), void *context)
{
    struct cursor program;
    uint32_t count;

    if (request->is_permission) {
        each(decider, request->permission, context);
        return;
    }
    cursor_open(&program, decider->table, SECTION_REQUESTS, request->request);
    count = cursor_uv(&program);
    while (count-- > 0 && cursor_ok(&program) && decider->status == ROLEGATE_OK) {
        uint32_t op = cursor_uv(&program);
        if (op >= REQUEST_PERMISSION)
            each(decider, op - REQUEST_PERMISSION, context);
    }
    if (!cursor_ok(&program))
        decider->status = program.status;
}

static void permission_evidence(struct decider *decider, uint32_t permission, void *context)
{
    rules_visit(decider, permission, evidence_see, context);
}

/* The exclusive sets of which two roles are held. */
static void conflicts_add(struct decider *decider, struct evidence *evidence)
{
    const struct role_work *work = &decider->subject->roles;
    uint32_t i;

    for (i = 0; i < work->held_count && decider->status == ROLEGATE_OK; i++) {
        struct cursor record;
        uint32_t sets;
        if (!role_conflicts(decider, work->held[i].role))
            continue;
        role_open(&record, decider->table, work->held[i].role);
        cursor_skip(&record, cursor_uv(&record)); /* parents */
        sets = cursor_uv(&record);
        while (sets-- > 0 && cursor_ok(&record) && decider->status == ROLEGATE_OK) {
            struct rolegate_statement out = {.kind = ROLEGATE_STATEMENT_EXCLUSIVE, .subject = ""};
            struct cursor set;
            uint32_t file, line;
            cursor_open(&set, decider->table, SECTION_EXCLUSIVES, cursor_uv(&record));
            file = cursor_uv(&set);
            line = cursor_uv(&set);
            place_fill(decider, file, line, 0, &out);
            out.role = role_name(decider, work->held[i].role);
            evidence_add(evidence, &out);
        }
    }
}

static void service_add(struct decider *decider, struct evidence *evidence)
{
    struct rolegate_statement out = {.kind = ROLEGATE_STATEMENT_SERVICE, .role = ""};
    struct cursor record;
    uint32_t file, line;

    if (evidence->request->is_permission)
        return;
    cursor_open(&record, decider->table, SECTION_SERVICES, evidence->request->service);
    out.subject = "";
    cursor_str(&record, NULL);
    file = cursor_uv(&record);
    line = cursor_uv(&record);
    place_fill(decider, file, line, 0, &out);
    evidence_add(evidence, &out);
}

void evidence_collect(struct decider *decider, struct evidence *evidence, unsigned without)
{
    decider->without = without;
    decider->situation = evidence->witness;
    if (evidence->reason == ROLEGATE_CONFLICT || evidence->reason == ROLEGATE_DENIED) {
        decider->without = 0;
        decider->situation = decider->asked;
    }
    roles_find(decider);
    if (evidence->reason == ROLEGATE_CONFLICT)
        conflicts_add(decider, evidence);
    else if (evidence->reason != ROLEGATE_NOT_GRANTED)
        permissions_each(decider, evidence->request, permission_evidence, evidence);
    service_add(decider, evidence);
    decider->without = 0;
    decider->situation = decider->asked;
}
