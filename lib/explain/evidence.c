/*
 * evidence.c - the statements that an answer rests on.
 *
 * Which they are depends on the reason: for an allow all grants that count, for a denial those that stand in the way,
 * or that would count if something else did not.
 */
#include "evidence.h"
#include "table/record.h"

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

/* The ref? of a limit's condition. */
static uint32_t limit_when(struct decider *decider, uint32_t ref)
{
    struct cursor limit;
    uint32_t head;

    if (ref == 0)
        return 0;
    cursor_open(&limit, decider->table, SECTION_LIMITS, ref - 1);
    head = cursor_uv(&limit);
    if (!cursor_ok(&limit))
        decider->status = limit.status;
    return head >> KIND_BITS;
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
    node_record_read(&record, &node);
    if (!cursor_ok(&record))
        decider->status = record.status;
    return node.kind == NODE_EVERYONE ? "everyone" : node.name;
}

/* Adds a statement to the answer, once; false: there is no room, and the answer says so. */
static bool evidence_add(struct evidence *evidence, const struct rolegate_statement *statement)
{
    struct rolegate_answer *answer = evidence->answer;
    size_t i;

    for (i = 0; i < answer->statement_count; i++)
        if (answer->statements[i].kind == statement->kind && answer->statements[i].line == statement->line &&
            answer->statements[i].file == statement->file && answer->statements[i].subject == statement->subject &&
            answer->statements[i].role == statement->role)
            return true;
    if (answer->statement_count == ROLEGATE_STATEMENTS_MAX) {
        answer->more_statements = 1;
        return false;
    }
    answer->statements[answer->statement_count++] = *statement;
    return true;
}

/* Of roles with rules so many are shown that there is room for the assignments by which they are held. */
#define ROLES_SHOWN (ROLEGATE_STATEMENTS_MAX / 2)

static bool sight_add(struct decider *decider, struct evidence *evidence, const struct rule_sight *sight, bool certain)
{
    struct rolegate_statement out = {.subject = "", .role = "", .certain = certain};

    if (sight->is_role && evidence->roles++ == ROLES_SHOWN) {
        evidence->answer->more_statements = 1;
        return false;
    }
    out.kind = sight->statement.kind == STATEMENT_KIND_ALLOW ? ROLEGATE_STATEMENT_ALLOW : ROLEGATE_STATEMENT_DENY;
    out.when = limit_when(decider, sight->statement.limit);
    place_fill(decider, sight->statement.file, sight->statement.line, sight->statement.because, &out);
    if (sight->is_role)
        out.role = role_name(decider, sight->owner);
    else
        out.subject = node_name(decider, sight->owner);
    return evidence_add(evidence, &out);
}

/* How a limit stands to the question's time. */
static void timing_note(struct decider *decider, struct evidence *evidence, uint32_t ref)
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
static enum kleene limit_value(struct decider *decider, uint32_t ref)
{
    struct situation kept = decider->situation;
    enum kleene value;

    decider->situation = decider->asked;
    value = limit_bounds(decider, ref).low;
    decider->situation = kept;
    return value;
}

/*
 * Whether a grant that counts under the setting is part of the reason: for an allow every one is; for a denial those
 * that do not hold here and now as they stand. *asked: its value here and now.
 */
static bool grant_matters(struct decider *decider, struct evidence *evidence, enum kleene subject, uint32_t limit,
                          enum kleene *asked)
{
    enum kleene value = limit_value(decider, limit);

    if (evidence->reason == ROLEGATE_NOT_NOW && value != YES)
        timing_note(decider, evidence, limit);
    *asked = kleene_and(subject, value);
    return evidence->reason == ROLEGATE_GRANTED || evidence->reason == ROLEGATE_CONFLICT || *asked != YES;
}

/* An assignment by which a marked role is held, where it matters; false: no more room. */
static bool assign_add(struct decider *decider, struct evidence *evidence, const struct assigned *assigned)
{
    const struct active *active = &decider->subject->actives[assigned->active];
    struct statement statement;
    uint32_t roles;
    struct bounds value;
    enum kleene asked;

    if (!statement_read(decider, assigned->ref, &statement))
        return false;
    value = bounds_and(bounds_of(active->member), limit_bounds(decider, statement.limit));
    if (evidence->reason == ROLEGATE_CONFLICT ? !counts_against(decider, value) : !counts_for(decider, value))
        return true;
    roles = cursor_uv(&statement.rest);
    while (roles-- > 0 && cursor_ok(&statement.rest) && steps_spend(decider, 1)) {
        uint32_t role = cursor_uv(&statement.rest);
        struct rolegate_statement out = {.kind = ROLEGATE_STATEMENT_ASSIGN};
        if (!cursor_ok(&statement.rest) || role >= decider->subject->roles.count || !role_is_marked(decider, role) ||
            !grant_matters(decider, evidence, active->member, statement.limit, &asked))
            continue;
        place_fill(decider, statement.file, statement.line, statement.because, &out);
        out.when = limit_when(decider, statement.limit);
        out.certain = evidence->reason == ROLEGATE_CONFLICT ? value.low == YES : asked != MAYBE;
        out.subject = node_name(decider, active->node);
        out.role = role_name(decider, role);
        if (!evidence_add(evidence, &out))
            return false;
    }
    return true;
}

/* Marks a role by whose assignments the answer stands. */
static void role_want(struct decider *decider, struct evidence *evidence, uint32_t role)
{
    evidence->wanted = true;
    role_mark_wanted(decider, role);
}

/* The assignments by which the roles that are wanted are held. */
static void marked_assigns_add(struct decider *decider, struct evidence *evidence)
{
    const struct assigned *assigned;
    uint32_t at = 0;

    if (!evidence->wanted)
        return;
    roles_mark_below(decider);
    while (decider->status == ROLEGATE_OK && (assigned = assigned_next(decider, &at)) != NULL)
        if (!assign_add(decider, evidence, assigned))
            break;
    roles_unmark(decider);
}

/* A deny on a required permission that is part of the reason. */
static bool deny_visit(struct decider *decider, struct rule_sight *sight, struct evidence *evidence)
{
    enum kleene value = kleene_and(sight->member.low, limit_bounds(decider, sight->statement.limit).low);

    if (evidence->reason == ROLEGATE_DENIED)
        return value != YES || sight_add(decider, evidence, sight, true);
    if (evidence->reason != ROLEGATE_UNDETERMINED || value != MAYBE ||
        deny_bounds(decider, sight, evidence->permission).low != MAYBE)
        return true;
    if (sight->is_role)
        role_want(decider, evidence, sight->owner);
    return sight_add(decider, evidence, sight, false);
}

/* A rule on a required permission: is it part of the reason? False: there is no more room. */
static bool evidence_visit(struct decider *decider, struct rule_sight *sight, void *context)
{
    struct evidence *evidence = context;
    enum kleene asked;

    if (sight->statement.kind == STATEMENT_KIND_DENY)
        return deny_visit(decider, sight, evidence);
    if (evidence->reason == ROLEGATE_DENIED || !sight->grants ||
        !counts_for(decider, limit_bounds(decider, sight->statement.limit)))
        return true;
    if (sight->is_role && evidence->roles < ROLES_SHOWN)
        role_want(decider, evidence, sight->owner);
    if (!grant_matters(decider, evidence, sight->is_role ? YES : sight->member.low, sight->statement.limit, &asked))
        return true;
    return sight_add(decider, evidence, sight, asked != MAYBE);
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
        if (op >= REQUEST_PERMISSION && steps_spend(decider, 1))
            each(decider, op - REQUEST_PERMISSION, context);
    }
    if (!cursor_ok(&program))
        decider->status = program.status;
}

static void permission_evidence(struct decider *decider, uint32_t permission, void *context)
{
    struct evidence *evidence = context;

    evidence->permission = permission;
    evidence->roles = 0;
    rules_visit(decider, permission,
                evidence->reason == ROLEGATE_DENIED         ? RULES_DENY
                : evidence->reason == ROLEGATE_UNDETERMINED ? RULES_ALL
                                                            : RULES_ALLOW,
                evidence_visit, evidence);
}

/* Whether two roles of the set, at whose number the cursor stands, are held. */
static bool set_is_broken(struct decider *decider, struct cursor set)
{
    uint32_t count = cursor_uv(&set), held = 0;

    while (count-- > 0 && cursor_ok(&set) && held < 2 && steps_spend(decider, 1)) {
        uint32_t role = cursor_uv(&set);
        held += role < decider->subject->roles.count && role_conflicts(decider, role);
    }
    return held == 2;
}

/* The exclusive sets of which a role and another are held; false: no more room. */
static bool sets_add(struct decider *decider, struct evidence *evidence, uint32_t role)
{
    struct cursor record;
    uint32_t sets;
    bool scratch = true;

    role_record_open(&record, decider->table, role);
    cursor_skip(&record, cursor_uv(&record)); /* parents */
    sets = cursor_uv(&record);
    while (sets-- > 0 && cursor_ok(&record) && scratch && steps_spend(decider, 1)) {
        struct rolegate_statement out = {.kind = ROLEGATE_STATEMENT_EXCLUSIVE, .subject = ""};
        struct cursor set;
        uint32_t file, line;
        cursor_open(&set, decider->table, SECTION_EXCLUSIVES, cursor_uv(&record));
        file = cursor_uv(&set);
        line = cursor_uv(&set);
        if (!set_is_broken(decider, set))
            continue;
        place_fill(decider, file, line, 0, &out);
        out.role = role_name(decider, role);
        out.certain = role_hold(decider, role).low == YES;
        scratch = evidence_add(evidence, &out);
    }
    return scratch;
}

/* The exclusive sets of which two roles are held, and the assignments by which they are. */
static void conflicts_add(struct decider *decider, struct evidence *evidence)
{
    const struct role_work *work = &decider->subject->roles;
    uint32_t i;

    for (i = 0; i < work->held_count && steps_spend(decider, 1); i++) {
        if (!role_conflicts(decider, work->held[i].role))
            continue;
        if (evidence->roles++ == ROLES_SHOWN) {
            evidence->answer->more_statements = 1;
            break;
        }
        role_want(decider, evidence, work->held[i].role);
        if (!sets_add(decider, evidence, work->held[i].role))
            break;
    }
}

static void service_add(struct decider *decider, struct evidence *evidence)
{
    struct rolegate_statement out = {.kind = ROLEGATE_STATEMENT_SERVICE, .subject = "", .role = ""};
    struct cursor record;
    uint32_t file, line;

    if (evidence->request->is_permission)
        return;
    cursor_open(&record, decider->table, SECTION_SERVICES, evidence->request->service);
    cursor_str(&record, NULL);
    file = cursor_uv(&record);
    line = cursor_uv(&record);
    place_fill(decider, file, line, 0, &out);
    out.when = evidence->request->when;
    decider->situation = decider->asked;
    out.certain = condition_met(decider, out.when).low != MAYBE;
    if (evidence->answer->statement_count == ROLEGATE_STATEMENTS_MAX) {
        evidence->answer->more_statements = 1;
        evidence->answer->statement_count--;
    }
    evidence_add(evidence, &out);
}

void evidence_collect(struct decider *decider, struct evidence *evidence, unsigned assume)
{
    decider->assume = assume;
    decider->situation = evidence->witness;
    if (evidence->reason == ROLEGATE_CONFLICT || evidence->reason == ROLEGATE_DENIED) {
        decider->assume = 0;
        decider->situation = decider->asked;
    }
    if (evidence->reason != ROLEGATE_GRANTED) /* then they are as the decision has left them */
        roles_find(decider, evidence->request);
    if (evidence->reason == ROLEGATE_CONFLICT)
        conflicts_add(decider, evidence);
    else if (evidence->reason != ROLEGATE_NOT_GRANTED)
        permissions_each(decider, evidence->request, permission_evidence, evidence);
    marked_assigns_add(decider, evidence);
    service_add(decider, evidence);
    decider->assume = 0;
    decider->situation = decider->asked;
}
