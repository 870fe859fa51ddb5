/*
 * explain.c - the answer with its reason, and the statements that it rests on.
 *
 * "Why" of rolegate-policy(5): a denial's reason is the first obstacle without which the answer would be allow. The
 * same evaluator answers each "what if", with a setting that says what is out of the way.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "decide.h"
#include "node.h"

/* The reason that goes with each obstacle, by its bit's number. */
static const enum rolegate_reason obstacle_reason[OBSTACLES] = {
    ROLEGATE_DENIED, ROLEGATE_CONFLICT, ROLEGATE_UNDETERMINED, ROLEGATE_NOT_HERE, ROLEGATE_NOT_NOW};

/* Whether the request would be allowed with some obstacles out of the way; then *witness is a situation for it. */
static bool would_allow(struct decider *decider, const struct request *request, unsigned without,
                        struct situation *witness)
{
    bool allowed;

    decider->without = without;
    decider->situation = decider->asked;
    *witness = decider->asked;
    if ((without & (WITHOUT_PLACE | WITHOUT_TIME)) != 0)
        allowed = elsewhere_allowed(decider, request, witness);
    else
        allowed = request_allowed(decider, request);
    decider->without = 0;
    decider->situation = decider->asked;
    return allowed;
}

/* The reason of a denial. *without: what had to be out of the way to see it; *witness: where it would be allowed. */
static enum rolegate_reason denial_reason(struct decider *decider, const struct request *request, unsigned *without,
                                          struct situation *witness)
{
    struct situation ignored;
    unsigned i;

    for (i = 0; i < OBSTACLES; i++) {
        *without = 1u << i;
        if (would_allow(decider, request, *without, witness))
            return obstacle_reason[i];
    }
    *without = WITHOUT_ALL;
    if (!would_allow(decider, request, *without, witness))
        return ROLEGATE_NOT_GRANTED;
    for (i = 0; i < OBSTACLES; i++)
        if (!would_allow(decider, request, WITHOUT_ALL & ~(1u << i), &ignored))
            return obstacle_reason[i];
    return ROLEGATE_DENIED;
}

/* ---- statements ---- */

struct evidence {
    struct rolegate_answer *answer;
    const struct request *request;
    enum rolegate_reason reason;
    struct situation witness; /* under which grants are looked at */
    bool expired, not_started;
};

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

/* ---- missing permissions ---- */

#define MISSING_KEPT 64u

/* What is missing of each value on the stack: its permissions stand in list from start on; a true one has none. */
struct missing {
    uint32_t list[MISSING_KEPT];
    uint32_t count; /* may pass MISSING_KEPT */
    struct {
        bool holds;
        uint32_t start;
    } stack[STACK_MAX];
    unsigned depth;
};

static void missing_op(struct decider *decider, struct missing *missing, uint32_t op)
{
    unsigned depth = missing->depth;

    if (op >= REQUEST_PERMISSION) {
        missing->stack[depth].start = missing->count;
        missing->stack[depth].holds = permission_allowed(decider, op - REQUEST_PERMISSION);
        if (!missing->stack[depth].holds && missing->count++ < MISSING_KEPT)
            missing->list[missing->count - 1] = op - REQUEST_PERMISSION;
        missing->depth++;
        return;
    }
    missing->depth--;
    if (op == REQUEST_AND)
        missing->stack[depth - 2].holds = missing->stack[depth - 2].holds && missing->stack[depth - 1].holds;
    else
        missing->stack[depth - 2].holds = missing->stack[depth - 2].holds || missing->stack[depth - 1].holds;
    if (missing->stack[depth - 2].holds)
        missing->count = missing->stack[depth - 2].start;
}

static void missing_fill(struct decider *decider, const struct missing *missing, struct rolegate_answer *answer)
{
    uint32_t i;

    for (i = 0; i < missing->count && i < MISSING_KEPT; i++) {
        uint32_t place =
            table_field(decider->table, SECTION_PERMISSIONS, missing->list[i], PERMISSION_SIZE, 0, &decider->status);
        const char *name = table_string(decider->table, place, NULL, &decider->status);
        size_t j, kept = answer->missing_count < ROLEGATE_MISSING_MAX ? answer->missing_count : ROLEGATE_MISSING_MAX;
        for (j = 0; j < kept && answer->missing[j] != name; j++)
            ;
        if (j < kept)
            continue;
        if (answer->missing_count < ROLEGATE_MISSING_MAX)
            answer->missing[answer->missing_count] = name;
        answer->missing_count++;
    }
}

/* The permissions that the request requires and that are not allowed, less those that another makes up for. */
static void missing_find(struct decider *decider, const struct request *request, struct rolegate_answer *answer)
{
    struct missing missing = {.count = 0, .depth = 0};
    struct cursor program;
    uint32_t count;

    roles_find(decider);
    if (request->is_permission) {
        missing_op(decider, &missing, request->permission + REQUEST_PERMISSION);
    } else {
        cursor_open(&program, decider->table, SECTION_REQUESTS, request->request);
        count = cursor_uv(&program);
        while (count-- > 0 && cursor_ok(&program) && decider->status == ROLEGATE_OK) {
            uint32_t op = cursor_uv(&program);
            if (op < REQUEST_PERMISSION ? missing.depth < 2 : missing.depth == STACK_MAX)
                cursor_fail(&program, ROLEGATE_MALFORMED);
            else
                missing_op(decider, &missing, op);
        }
        if (!cursor_ok(&program))
            decider->status = program.status;
    }
    missing_fill(decider, &missing, answer);
}

/* ---- the answer ---- */

/* Collects what the answer rests on, under the setting and the situation that showed the reason. */
static void evidence_collect(struct decider *decider, struct evidence *evidence, unsigned without)
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

static void timing_fill(struct decider *decider, const struct request *request, const struct evidence *evidence,
                        struct rolegate_answer *answer)
{
    answer->timing = evidence->expired       ? ROLEGATE_EXPIRED
                     : evidence->not_started ? ROLEGATE_NOT_STARTED
                                             : ROLEGATE_OUTSIDE_WINDOW;
    answer->has_next = elsewhere_next(decider, request, &answer->next);
}

static void denial_explain(struct decider *decider, const struct request *request, struct rolegate_answer *answer)
{
    struct evidence evidence = {.answer = answer, .request = request};
    struct situation witness;
    unsigned without;

    answer->reason = denial_reason(decider, request, &without, &witness);
    evidence.reason = answer->reason;
    evidence.witness = witness;
    evidence_collect(decider, &evidence, without);
    if (answer->reason == ROLEGATE_NOT_NOW)
        timing_fill(decider, request, &evidence, answer);
    missing_find(decider, request, answer);
}

static void listed_explain(struct decider *decider, const struct request *request, struct rolegate_answer *answer)
{
    struct evidence evidence = {.answer = answer, .request = request, .reason = ROLEGATE_GRANTED};

    if (!request_allowed(decider, request)) {
        if (decider->status == ROLEGATE_OK)
            denial_explain(decider, request, answer);
        return;
    }
    answer->reason = ROLEGATE_GRANTED;
    evidence.witness = decider->asked;
    evidence_collect(decider, &evidence, 0);
    answer->verdict = ROLEGATE_ALLOW;
}

/* Room for the search for another time or place, once for a subject; false: no memory. */
static bool search_room_make(struct rolegate_subject *subject)
{
    if (subject->room == NULL)
        subject->room = malloc(sizeof *subject->room);
    return subject->room != NULL;
}

enum rolegate_status rolegate_explain(rolegate_table *table, rolegate_subject *subject,
                                      const struct rolegate_question *question, struct rolegate_answer *answer)
{
    enum rolegate_status status;
    int saved = errno;
    struct decider decider;
    struct request request;

    if (answer == NULL)
        return ROLEGATE_BAD_ARGUMENT;
    memset(answer, 0, sizeof *answer);
    status = decider_begin(&decider, table, subject, question);
    if (status == ROLEGATE_OK && !search_room_make(subject))
        status = ROLEGATE_NO_MEMORY;
    if (status != ROLEGATE_OK) {
        errno = saved;
        return status;
    }
    if (request_read(&decider, question, &request)) {
        if (!subject_knows(subject, &request))
            decider.status = ROLEGATE_NOT_RESOLVED;
        else
            listed_explain(&decider, &request, answer);
    } else if (decider.status == ROLEGATE_OK) {
        answer->reason = ROLEGATE_REASON_UNLISTED;
        answer->verdict = (table->flags & FLAG_UNLISTED_IGNORE) != 0 ? ROLEGATE_UNLISTED : ROLEGATE_DENY;
    }
    if (decider.status != ROLEGATE_OK)
        memset(answer, 0, sizeof *answer);
    errno = saved;
    return decider.status;
}

const char *rolegate_contact(rolegate_table *table, size_t i)
{
    struct cursor meta;
    uint32_t count, place = 0;
    enum rolegate_status status = ROLEGATE_OK;
    const char *text;

    if (table == NULL)
        return NULL;
    cursor_open(&meta, table, SECTION_META, 0);
    cursor_skip(&meta, 4); /* policy, zone's name, zone, everyone */
    count = cursor_uv(&meta);
    if (!cursor_ok(&meta) || i >= count)
        return NULL;
    do
        place = cursor_uv(&meta);
    while (i-- > 0);
    if (!cursor_ok(&meta))
        return NULL;
    text = table_string(table, place, NULL, &status);
    return status == ROLEGATE_OK ? text : NULL;
}
