/*
 * verify_rule.c - who has which rules: the lists in NODES and ROLE_DATA, RULE_LISTS, and OWNERS.
 *
 * An owner's rules are taken from where they stand, and what RULE_LISTS and OWNERS must say of them is made anew and
 * compared.
 */
#include <stdlib.h>

#include "verify_part.h"

/* A table has so many pairs at most, and PAIRS_EACH for each byte that could be a reference to a statement. */
#define PAIRS_MAX  ((uint64_t)1 << 25)
#define PAIRS_EACH 32u

/* A key of owned: pattern, whether it is an allow rule, owner. */
#define OWNED_ALLOW   ((uint64_t)1 << 32)
#define OWNED_PATTERN 33u

void verify_pairs(struct verify_walk *walk, uint64_t count)
{
    const struct section_range *sections = walk->verify->table->sections;
    uint64_t most = PAIRS_MAX + PAIRS_EACH * ((uint64_t)sections[SECTION_NODES].size +
                                              sections[SECTION_ROLE_DATA].size + sections[SECTION_RULE_LISTS].size);

    walk->verify->pairs += count;
    if (walk->verify->pairs > most)
        verify_walk_fail(walk, "statements make too many pairs of subjects with roles or patterns");
}

void verify_rule_lists(struct verify *verify)
{
    struct verify_walk walk;
    uint64_t before = 0, key;

    verify_walk_begin(&walk, verify, SECTION_RULE_LISTS);
    while (verify_walk_next(&walk)) {
        uint32_t owner = cursor_uv(&walk.cursor), pattern = cursor_uv(&walk.cursor);
        key = (uint64_t)owner << 32 | pattern;
        if (cursor_ok(&walk.cursor) && walk.start > 0 && key <= before)
            verify_walk_fail(&walk, "a list of rules does not come behind the one before it");
        before = key;
        if (verify_list(&walk, SECTION_STATEMENTS, 1, NULL, 0) == 0)
            verify_walk_fail(&walk, "an empty list of rules");
        verify_add(verify, &verify->lists, (uint64_t)owner << 32 | walk.start);
    }
}

/* The first of the lists of an owner, or of the next one. */
static size_t lists_of(const struct verify *verify, uint32_t owner)
{
    size_t low = 0, high = verify->lists.count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (verify->lists.list[middle] >> 32 < owner)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Reads an owner's lists: pattern and rule into pairs, as they stand; the rules into rules. */
static void lists_read(struct verify_walk *owner_walk, uint32_t owner, struct verify_numbers *pairs,
                       struct verify_numbers *rules)
{
    struct verify *verify = owner_walk->verify;
    size_t i, first = lists_of(verify, owner), j;

    for (i = first; i < verify->lists.count && verify->lists.list[i] >> 32 == owner && verify_ok(verify); i++) {
        struct verify_walk walk = {.verify = verify, .section = SECTION_RULE_LISTS};
        uint32_t pattern;
        walk.start = (uint32_t)verify->lists.list[i];
        cursor_open(&walk.cursor, verify->table, SECTION_RULE_LISTS, walk.start);
        cursor_uv(&walk.cursor);
        pattern = cursor_uv(&walk.cursor);
        j = pairs->count;
        verify_list(&walk, SECTION_STATEMENTS, 1, pairs, pattern);
        for (; j < pairs->count && verify_ok(verify); j++)
            verify_add(verify, rules, (uint32_t)pairs->list[j]);
        verify->lists_claimed++;
    }
}

/* False, and the walk fails, where a statement is an assignment. */
static bool rule_check(struct verify_walk *walk, uint32_t statement)
{
    return !verify_assigns(walk->verify, statement) || verify_walk_fail(walk, "an assignment among rules");
}

/* What a rule of an owner makes. */
struct noted {
    uint32_t owner, statement;
    bool allow, is_listed;
    struct verify_numbers *pairs; /* of pattern and rule, or NULL */
};

static void pattern_note(struct verify *verify, const struct noted *noted, uint64_t pattern)
{
    if (noted->pairs != NULL)
        verify_add(verify, noted->pairs, pattern << 32 | noted->statement);
    if (noted->is_listed)
        verify_add(verify, &verify->owned, pattern << OWNED_PATTERN | (noted->allow ? OWNED_ALLOW : 0) | noted->owner);
}

/* Notes what a rule of an owner makes: pairs of pattern and rule, if wanted, and an entry of OWNERS, if listed. */
static void rule_note(struct verify_walk *walk, uint32_t owner, uint32_t statement, bool is_listed,
                      struct verify_numbers *pairs)
{
    struct noted noted = {.owner = owner, .statement = statement, .is_listed = is_listed, .pairs = pairs};
    struct verify *verify = walk->verify;
    struct cursor cursor;
    uint32_t code, count;

    if (!rule_check(walk, statement))
        return;
    cursor_open(&cursor, verify->table, SECTION_STATEMENTS, statement);
    noted.allow = cursor_u8(&cursor) == STATEMENT_KIND_ALLOW;
    cursor_skip(&cursor, 4); /* file, line, limits, reason */
    code = cursor_uv(&cursor);
    if ((code & 1u) == 0) {
        verify_pairs(walk, 1);
        pattern_note(verify, &noted, code >> 1);
        return;
    }
    cursor_open(&cursor, verify->table, SECTION_SETS, code >> 1);
    count = cursor_uv(&cursor);
    verify_pairs(walk, count);
    for (; count > 0 && cursor_ok(&cursor) && verify_ok(verify); count--)
        pattern_note(verify, &noted, cursor_uv(&cursor));
}

/* The rules of an owner that stand in RULE_LISTS. */
static void rules_elsewhere(struct verify_walk *walk, uint32_t owner, uint32_t count, bool is_listed)
{
    struct verify_numbers listed = {0}, made = {0}, rules = {.unique = true};
    uint32_t before = 0;
    size_t i;

    lists_read(walk, owner, &listed, &rules);
    verify_sort(&rules);
    if (rules.count != count)
        verify_walk_fail(walk, "an owner's rules are not as many as it says");
    for (i = 0; i < rules.count && verify_ok(walk->verify) && made.count <= listed.count; i++) {
        verify_statement_order(walk, (uint32_t)rules.list[i], &before);
        rule_note(walk, owner, (uint32_t)rules.list[i], is_listed, &made);
    }
    verify_sort(&made);
    if (verify_ok(walk->verify) && !verify_same(&listed, &made))
        verify_walk_fail(walk, "an owner's rules by pattern are not its rules");
    free(listed.list);
    free(made.list);
    free(rules.list);
}

uint32_t verify_rules(struct verify_walk *walk, uint32_t owner, bool is_listed)
{
    uint32_t count = cursor_uv(&walk->cursor), before = 0, statement, i;
    uint64_t least = 0;

    if (!cursor_ok(&walk->cursor) || !verify_ok(walk->verify))
        return count;
    if (count > RULES_INLINE) {
        rules_elsewhere(walk, owner, count, is_listed);
        return count;
    }
    for (i = 0; i < count && verify_item(walk, SECTION_STATEMENTS, 1, &least, &statement); i++) {
        if (is_listed)
            rule_note(walk, owner, statement, true, NULL);
        else
            rule_check(walk, statement);
        verify_statement_order(walk, statement, &before);
    }
    return count;
}

/* Reads one half of a record of OWNERS. */
static uint32_t owners_read(struct verify_walk *walk, struct verify_numbers *listed, uint64_t key)
{
    uint32_t count = cursor_uv(&walk->cursor), owner = 0, i;

    for (i = 0; i < count && cursor_ok(&walk->cursor) && verify_ok(walk->verify); i++)
        verify_add(walk->verify, listed, key | cursor_step(&walk->cursor, &owner));
    return count;
}

void verify_pattern_owners(struct verify *verify)
{
    struct verify_numbers listed = {0};
    struct verify_walk walk;
    uint32_t number = 0, reference = 0;

    if (verify_ok(verify) && verify->lists_claimed != verify->lists.count)
        verify_fail(verify, SECTION_RULE_LISTS, 0, "rules of an owner who has them in its own record, or is none");
    verify_walk_begin(&walk, verify, SECTION_OWNERS);
    for (; verify_walk_next(&walk); number++) {
        for (; number < verify->pattern_count; number++) {
            reference = table_field(verify->table, SECTION_PATTERNS, number, PATTERN_SIZE, 16, &walk.cursor.status);
            if (reference != 0)
                break;
        }
        if (number >= verify->pattern_count || reference - 1 != walk.start) {
            verify_walk_fail(&walk, "owners are not in the patterns' order");
            break;
        }
        verify_refers(&walk, SECTION_OWNERS, walk.start);
        if ((owners_read(&walk, &listed, (uint64_t)number << OWNED_PATTERN) |
             owners_read(&walk, &listed, (uint64_t)number << OWNED_PATTERN | OWNED_ALLOW)) == 0)
            verify_walk_fail(&walk, "a record without owners");
    }
    for (; number < verify->pattern_count && verify_ok(verify); number++)
        if (table_field(verify->table, SECTION_PATTERNS, number, PATTERN_SIZE, 16, &verify->status) != 0)
            verify_fail(verify, SECTION_PATTERNS, number * PATTERN_SIZE, "a reference to owners that are not there");
    verify_sort(&verify->owned);
    if (verify_ok(verify) && !verify_same(&listed, &verify->owned))
        verify_fail(verify, SECTION_OWNERS, 0, "the patterns' owners are not those whose rules name them");
    free(listed.list);
}
