/*
 * decide.c - the verdict: permissions from rules, a service from its permissions.
 *
 * Allocates nothing, asks nobody, and starts from a denial. The reference is "What a policy decides" in
 * rolegate-policy(5); step numbers below are those of that section.
 */
#include "decide.h"

#include <errno.h>
#include <string.h>

#include "budget.h"
#include "table/name_index.h"
#include "verdict_cache.h"

static bool pattern_holds(struct decider *decider, uint32_t pattern, uint32_t permission, enum rolegate_status *status)
{
    return permission >= table_field(decider->table, SECTION_PATTERNS, pattern, PATTERN_SIZE, 4, status) &&
           permission < table_field(decider->table, SECTION_PATTERNS, pattern, PATTERN_SIZE, 8, status);
}

/* Whether one of the count patterns that follow holds the permission; the cursor ends behind them. */
static bool patterns_hold(struct decider *decider, struct cursor *set, uint32_t permission)
{
    uint32_t count = cursor_uv(set);
    bool hold = false;

    steps_spend_list(decider, set, count, 1);
    while (decider->status == ROLEGATE_OK && count-- > 0 && cursor_ok(set)) {
        uint32_t pattern = cursor_uv(set);
        if (hold || !cursor_ok(set))
            continue;
        hold = pattern_holds(decider, pattern, permission, &set->status);
    }
    return hold;
}

/* Whether a rule's set of permissions, patterns less exceptions, holds the permission. */
static bool rule_names(struct decider *decider, struct statement *statement, uint32_t permission)
{
    uint32_t code = cursor_uv(&statement->rest);
    enum rolegate_status status = statement->rest.status;
    struct cursor set;
    bool named;

    if ((code & 1u) == 0) {
        named = status == ROLEGATE_OK && pattern_holds(decider, code >> 1, permission, &status);
    } else {
        cursor_open(&set, decider->table, SECTION_SETS, code >> 1);
        named = patterns_hold(decider, &set, permission) && !patterns_hold(decider, &set, permission);
        status = set.status;
    }
    if (status != ROLEGATE_OK)
        decider->status = status;
    return named && status == ROLEGATE_OK;
}

struct visit {
    uint32_t permission;
    enum rules_wanted wanted;
    uint32_t only; /* the one statement that is looked for, plus 1; 0: all */
    bool (*callback)(struct decider *, struct rule_sight *, void *);
    void *context;
    bool stopped;
};

/* Looks at count rules, whose references the list holds. */
static void rules_scan(struct decider *decider, struct cursor *list, uint32_t count, struct rule_sight *sight,
                       struct visit *visit)
{
    sight->ref = 0;
    while (count-- > 0 && cursor_ok(list) && !visit->stopped && decider->status == ROLEGATE_OK) {
        cursor_step(list, &sight->ref);
        if (visit->only != 0 && visit->only - 1 != sight->ref) {
            steps_spend(decider, 1);
            continue;
        }
        if (cursor_ok(list) && statement_read(decider, sight->ref, &sight->statement) &&
            rule_names(decider, &sight->statement, visit->permission))
            visit->stopped = !visit->callback(decider, sight, visit->context);
    }
    if (!cursor_ok(list))
        decider->status = list->status;
}

/* The rules of an owner with many: those under each pattern that holds the permission. */
static void rules_indexed(struct decider *decider, struct rule_sight *sight, struct visit *visit)
{
    struct rolegate_table *table = decider->table;
    uint32_t owner = sight->owner << 1 | (sight->is_role ? 1u : 0u);
    uint32_t next = table_field(table, SECTION_PERMISSIONS, visit->permission, PERMISSION_SIZE, 8, &decider->status);

    while (next != 0 && !visit->stopped && decider->status == ROLEGATE_OK) {
        uint32_t pattern = next - 1, found, wider;
        if (!steps_spend(decider, 4))
            break;
        if (index_find_rules(table, owner, pattern, &found, &decider->status)) {
            struct cursor list;
            cursor_open(&list, table, SECTION_RULE_LISTS, found);
            cursor_skip(&list, 2);
            rules_scan(decider, &list, cursor_uv(&list), sight, visit);
        }
        wider = table_field(table, SECTION_PATTERNS, pattern, PATTERN_SIZE, 12, &decider->status);
        if (wider > pattern) /* a wider pattern comes before: so this ends */
            decider->status = ROLEGATE_MALFORMED;
        next = wider;
    }
}

static void owner_rules(struct decider *decider, struct rule_sight *sight, uint32_t rules, struct visit *visit)
{
    struct cursor list;
    uint32_t count;

    if (!steps_spend(decider, 1))
        return;
    cursor_open(&list, decider->table, sight->is_role ? SECTION_ROLE_DATA : SECTION_NODES, rules);
    count = cursor_uv(&list);
    if (count > RULES_INLINE)
        rules_indexed(decider, sight, visit);
    else
        rules_scan(decider, &list, count, sight, visit);
    if (!cursor_ok(&list))
        decider->status = list.status;
}

static bool visit_goes_on(const struct decider *decider, const struct visit *visit)
{
    return !visit->stopped && decider->status == ROLEGATE_OK;
}

/* The rules of all who are active. */
static void actives_visit(struct decider *decider, struct visit *visit)
{
    const struct rolegate_subject *subject = decider->subject;
    size_t i;

    for (i = 0; i < subject->ruled_count && visit_goes_on(decider, visit); i++) {
        const struct active *active = &subject->actives[subject->ruled[i]];
        struct rule_sight sight = {.owner = active->node, .member = bounds_of(active->member)};
        sight.grants = counts_for(decider, sight.member);
        owner_rules(decider, &sight, active->rules, visit);
    }
}

static void role_visit(struct decider *decider, const struct held *held, struct visit *visit)
{
    struct rule_sight sight = {.is_role = true,
                               .owner = held->role,
                               .member = role_hold(decider, held->role),
                               .grants = role_grants(decider, held->role)};

    owner_rules(decider, &sight, held->rules, visit);
}

/* The rules of all roles that are held. */
static void roles_visit(struct decider *decider, struct visit *visit)
{
    const struct role_work *work = &decider->subject->roles;
    uint32_t i;

    for (i = 0; i < work->held_count && visit_goes_on(decider, visit); i++)
        role_visit(decider, &work->held[i], visit);
}

static bool owner_visit(struct decider *decider, uint32_t role, void *context)
{
    const struct held *held = role_held(decider, role);
    struct visit *visit = context;

    if (held != NULL)
        role_visit(decider, held, visit);
    return visit_goes_on(decider, visit);
}

/* The same, in no order, and some more than once: of those only that have such a rule, where they are few enough. */
static void owners_visit(struct decider *decider, struct visit *visit)
{
    uint32_t held = decider->subject->roles.held_count;

    if (held < ROLES_MANY || !rule_owners_each(decider, visit->permission, visit->wanted, held, owner_visit, visit))
        roles_visit(decider, visit);
}

static bool owner_queue(struct decider *decider, uint32_t role, void *context)
{
    (void)context;
    if (role_held(decider, role) != NULL)
        role_queue(decider, role);
    return true;
}

void rules_visit(struct decider *decider, uint32_t permission, enum rules_wanted wanted,
                 bool (*callback)(struct decider *, struct rule_sight *, void *), void *context)
{
    struct visit visit = {.permission = permission, .wanted = wanted, .callback = callback, .context = context};
    uint32_t held = decider->subject->roles.held_count, role;

    actives_visit(decider, &visit);
    if (held < ROLES_MANY || !rule_owners_each(decider, permission, wanted, held / 4, owner_queue, NULL)) {
        role_queue_clear(decider);
        roles_visit(decider, &visit);
        return;
    }
    while (visit_goes_on(decider, &visit) && role_next(decider, &role))
        role_visit(decider, role_held(decider, role), &visit);
    role_queue_clear(decider);
}

static bool subject_add(struct decider *decider, struct rule_sight *sight, void *context)
{
    struct bounds *member = context;

    (void)decider;
    *member = bounds_or(*member, sight->member);
    return member->low != YES;
}

struct bounds deny_bounds(struct decider *decider, const struct rule_sight *sight, uint32_t permission)
{
    struct bounds limit = limit_bounds(decider, sight->statement.limit), member = sight->member;
    struct visit visit = {.permission = permission,
                          .wanted = RULES_DENY,
                          .only = sight->ref + 1,
                          .callback = subject_add,
                          .context = &member};

    if (limit.high == YES && member.low == MAYBE) {
        actives_visit(decider, &visit);
        owners_visit(decider, &visit);
    }
    return bounds_and(member, limit);
}

struct permission_state {
    uint32_t permission;
    bool allowed, denied;
    bool denies_seen; /* all of them */
};

/*
 * Whether a deny counts. Only without denies that are certain it matters whether it is certain by another of its
 * subjects: the one at hand keeps out whether it is or not.
 */
static bool deny_counts(struct decider *decider, const struct rule_sight *sight, uint32_t permission)
{
    bool assume = (decider->assume & ASSUME_NO_DENIES) != 0;
    struct bounds value = assume ? deny_bounds(decider, sight, permission)
                                 : bounds_and(sight->member, limit_bounds(decider, sight->statement.limit));

    if (value.high != NO)
        decider->met |= ASSUME_NO_DENIES;
    if (value.high == YES && assume)
        return false;
    return counts_against(decider, value);
}

/* Step 6, for one rule. */
static bool permission_visit(struct decider *decider, struct rule_sight *sight, void *context)
{
    struct permission_state *state = context;

    if (sight->statement.kind == STATEMENT_KIND_ALLOW) {
        if (!state->allowed && sight->grants)
            state->allowed = counts_for(decider, limit_bounds(decider, sight->statement.limit));
        return !state->allowed || !state->denies_seen;
    }
    state->denied = deny_counts(decider, sight, state->permission);
    return !state->denied;
}

bool permission_allowed(struct decider *decider, uint32_t permission)
{
    struct permission_state state = {.permission = permission};
    struct visit visit = {
        .permission = permission, .wanted = RULES_DENY, .callback = permission_visit, .context = &state};

    actives_visit(decider, &visit);
    if (visit_goes_on(decider, &visit))
        owners_visit(decider, &visit);
    state.denies_seen = true;
    visit.wanted = RULES_ALLOW;
    if (visit_goes_on(decider, &visit) && !state.allowed && decider->subject->roles.held_count >= ROLES_MANY)
        owners_visit(decider, &visit);
    return state.allowed && !state.denied && decider->status == ROLEGATE_OK;
}

/* Step 7: the postfix program of a requirement. */
static bool requirement_holds(struct decider *decider, uint32_t ref)
{
    bool stack[STACK_MAX];
    unsigned depth = 0;
    struct cursor program;
    uint32_t count, place;

    cursor_open(&program, decider->table, SECTION_REQUESTS, ref);
    count = cursor_uv(&program);
    for (place = 0; place < count && cursor_ok(&program) && decider->status == ROLEGATE_OK; place++) {
        uint32_t op = cursor_uv(&program);
        if (!steps_spend(decider, 1))
            break;
        if (op < REQUEST_PERMISSION ? depth < 2 : depth == STACK_MAX) {
            cursor_fail(&program, ROLEGATE_MALFORMED);
            break;
        }
        if (op >= REQUEST_PERMISSION) {
            stack[depth] = cursor_ok(&program) && permission_allowed(decider, op - REQUEST_PERMISSION);
            if (place < decider->held_size)
                decider->held[place] = stack[depth];
            depth++;
            continue;
        }
        depth--;
        stack[depth - 1] = op == REQUEST_AND ? stack[depth - 1] && stack[depth] : stack[depth - 1] || stack[depth];
    }
    if (cursor_ok(&program) && decider->status == ROLEGATE_OK && depth != 1)
        cursor_fail(&program, ROLEGATE_MALFORMED);
    if (!cursor_ok(&program))
        decider->status = program.status;
    if (decider->held_size > 0)
        decider->held_known = decider->held_size >= count;
    return decider->status == ROLEGATE_OK && stack[0];
}

bool request_allowed(struct decider *decider, const struct request *request)
{
    bool allowed;

    if (!request->is_permission) {
        if (!counts_for(decider, condition_met(decider, request->when)))
            return false;
    }
    roles_find(decider);
    if (decider->status != ROLEGATE_OK)
        return false;
    allowed = request->is_permission ? permission_allowed(decider, request->permission)
                                     : requirement_holds(decider, request->request);
    return allowed && decider->status == ROLEGATE_OK;
}

/* Reads the name of what is asked for. */
static const char *name_read(struct cursor *record, struct request *request)
{
    const char *name = cursor_str(record, &request->name_length);

    request->name = cursor_place(record) - request->name_length - 1;
    return name;
}

/* Finds a permission, by binary search; false: not declared. */
static bool permission_find(struct decider *decider, const char *name, struct request *request)
{
    uint32_t low = 0, high = table_count(decider->table, SECTION_PERMISSIONS, PERMISSION_SIZE);

    while (low < high && decider->status == ROLEGATE_OK) {
        uint32_t middle = low + (high - low) / 2;
        uint32_t place = table_field(decider->table, SECTION_PERMISSIONS, middle, PERMISSION_SIZE, 0, &decider->status);
        struct cursor string;
        int order;
        cursor_open(&string, decider->table, SECTION_STRINGS, place);
        order = strcmp(name_read(&string, request), name);
        if (!cursor_ok(&string))
            decider->status = string.status;
        if (order == 0) {
            request->permission = middle;
            return decider->status == ROLEGATE_OK;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/*
 * The service of a name, or what the policy requires of those that it does not list, which stands first; false:
 * nothing.
 */
static bool service_find(struct decider *decider, const char *name, uint32_t *found)
{
    if (index_find_name(decider->table, KEY_SERVICE, name, found, &decider->status))
        return true;
    *found = 0;
    return decider->status == ROLEGATE_OK && (decider->table->flags & FLAG_UNLISTED) != 0;
}

bool request_read(struct decider *decider, const struct rolegate_question *question, struct request *request)
{
    struct cursor record;
    uint32_t found;

    memset(request, 0, sizeof *request);
    if (question->service == NULL) {
        request->is_permission = true;
        if (permission_find(decider, question->permission, request))
            return true;
        if (decider->status == ROLEGATE_OK)
            decider->status = ROLEGATE_NO_PERMISSION;
        return false;
    }
    if (!service_find(decider, question->service, &found))
        return false;
    request->service = found;
    cursor_open(&record, decider->table, SECTION_SERVICES, found);
    name_read(&record, request);
    cursor_skip(&record, 3); /* file, line, description */
    request->request = cursor_uv(&record);
    request->when = cursor_uv(&record);
    if (!cursor_ok(&record))
        decider->status = record.status;
    return cursor_ok(&record);
}

/* Whether a question is one that can be read: one thing asked for, the host's name ended, no fact of a later version.
 */
static bool question_valid(const struct rolegate_question *question)
{
    size_t i;

    for (i = 0; i < sizeof question->reserved / sizeof question->reserved[0]; i++)
        if (question->reserved[i] != NULL)
            return false;
    return (question->service == NULL) != (question->permission == NULL) &&
           memchr(question->host, '\0', sizeof question->host) != NULL;
}

static enum rolegate_status arguments_check(const struct rolegate_table *table, const struct rolegate_subject *subject,
                                            const struct rolegate_question *question)
{
    if (table == NULL || subject == NULL || question == NULL || !question_valid(question))
        return ROLEGATE_BAD_ARGUMENT;
    if (subject->table != table || subject->identity != table->identity)
        return ROLEGATE_NOT_RESOLVED;
    return ROLEGATE_OK;
}

enum rolegate_status decider_begin(struct decider *decider, struct rolegate_table *table,
                                   struct rolegate_subject *subject, const struct rolegate_question *question)
{
    enum rolegate_status status = arguments_check(table, subject, question);

    if (status != ROLEGATE_OK)
        return status;
    decider->table = table;
    decider->subject = subject;
    memset(&decider->asked, 0, sizeof decider->asked);
    decider->asked.now = question->now;
    decider->asked.origin = origin_parse(question->origin);
    decider->asked.tty = tty_parse(question->tty);
    decider->asked.host = question->host[0] == '\0' ? NULL : question->host;
    decider->situation = decider->asked;
    decider->assume = 0;
    decider->from = INT64_MIN;
    decider->until = INT64_MAX;
    decider->conditional = false;
    decider->standing = false;
    decider->met = 0;
    decider->held = NULL;
    decider->held_size = 0;
    decider->held_known = false;
    decider->steps = STEPS_DECISION;
    decider->pieces = table->piece_count;
    decider->status = ROLEGATE_OK;
    return ROLEGATE_OK;
}

/* The verdict on a question that nothing is kept for, into *verdict, which is a denial on any error. */
static enum rolegate_status question_judge(struct rolegate_table *table, struct rolegate_subject *subject,
                                           const struct rolegate_question *question, enum rolegate_verdict *verdict)
{
    enum rolegate_verdict found = ROLEGATE_DENY;
    int saved = errno;
    struct decider decider;
    struct request request;
    enum rolegate_status status = decider_begin(&decider, table, subject, question);

    if (status != ROLEGATE_OK)
        return status;
    if (request_read(&decider, question, &request)) {
        if (!subject_knows(subject, &request))
            decider.status = ROLEGATE_NOT_RESOLVED;
        else if (request_allowed(&decider, &request))
            found = ROLEGATE_ALLOW;
        verdict_cache_keep(&decider, question, &request, found);
    } else if (decider.status == ROLEGATE_OK && (table->flags & FLAG_UNLISTED_IGNORE) != 0) {
        found = ROLEGATE_UNLISTED;
    }
    errno = saved;
    if (decider.status == ROLEGATE_OK)
        *verdict = found;
    return decider.status;
}

enum rolegate_status rolegate_decide(rolegate_table *table, rolegate_subject *subject,
                                     const struct rolegate_question *question, enum rolegate_verdict *verdict)
{
    enum rolegate_status status;

    if (verdict == NULL)
        return ROLEGATE_BAD_ARGUMENT;
    *verdict = ROLEGATE_DENY;
    status = arguments_check(table, subject, question);
    if (status != ROLEGATE_OK || verdict_cache_find(table, subject, question, verdict))
        return status;
    return question_judge(table, subject, question, verdict);
}

enum rolegate_verdict rolegate_check(rolegate_table *table, rolegate_subject *subject,
                                     const struct rolegate_question *question)
{
    enum rolegate_verdict verdict;

    (void)rolegate_decide(table, subject, question, &verdict);
    return verdict;
}
