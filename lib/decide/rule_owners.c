/*
 * rule_owners.c - the roles that have a rule on a permission, as the table lists them.
 *
 * Of a person with many roles, few have a rule on the permission that is asked for: these are found without a look at
 * the others.
 */
#include "budget.h"
#include "decide.h"

/* Which roles are looked for, and what is done with them. */
struct owner_search {
    enum rules_wanted wanted;
    uint32_t left; /* of the owners that may be read */
    bool (*see)(struct decider *, uint32_t, void *);
    void *context;
    bool stopped;
};

/* One list of owners, shown or passed; false: it is longer than what is left. */
static bool list_visit(struct decider *decider, struct cursor *owners, bool shown, struct owner_search *search)
{
    uint32_t count = cursor_uv(owners), owner = 0;

    if (count > search->left)
        return false;
    search->left -= count;
    while (count-- > 0 && cursor_ok(owners) && !search->stopped && steps_spend(decider, 1)) {
        cursor_step(owners, &owner);
        if (shown && (owner & 1u) != 0 && cursor_ok(owners))
            search->stopped = !search->see(decider, owner >> 1, search->context);
    }
    return true;
}

/* The two lists of one pattern. */
static bool lists_visit(struct decider *decider, uint32_t ref, struct owner_search *search)
{
    struct cursor owners;
    bool read;

    cursor_open(&owners, decider->table, SECTION_OWNERS, ref);
    read = list_visit(decider, &owners, (search->wanted & RULES_DENY) != 0, search);
    if (read && !search->stopped && (search->wanted & RULES_ALLOW) != 0)
        read = list_visit(decider, &owners, true, search);
    if (!cursor_ok(&owners))
        decider->status = owners.status;
    return read;
}

bool rule_owners_each(struct decider *decider, uint32_t permission, enum rules_wanted wanted, uint32_t most,
                      bool (*see)(struct decider *, uint32_t, void *), void *context)
{
    struct owner_search search = {.wanted = wanted, .left = most, .see = see, .context = context};
    enum rolegate_status *status = &decider->status;
    uint32_t next = table_field(decider->table, SECTION_PERMISSIONS, permission, PERMISSION_SIZE, 8, status);

    while (next != 0 && !search.stopped && steps_spend(decider, 1) && *status == ROLEGATE_OK) {
        uint32_t pattern = next - 1;
        uint32_t ref = table_field(decider->table, SECTION_PATTERNS, pattern, PATTERN_SIZE, 16, status);
        if (ref != 0 && *status == ROLEGATE_OK && !lists_visit(decider, ref - 1, &search))
            return false;
        next = table_field(decider->table, SECTION_PATTERNS, pattern, PATTERN_SIZE, 12, status);
        if (next > pattern) /* a wider pattern comes before: so this ends */
            *status = ROLEGATE_MALFORMED;
    }
    return true;
}
