/*
 * permission.c - whether one permission is allowed: the rules that name it, of everybody who counts for the subject.
 *
 * Allocates nothing, asks nobody, and starts from a denial. Step 6 of "What a policy decides" in rolegate-policy(5).
 */
#include "decide.h"

#include "budget.h"
#include "table/name_index.h"

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
