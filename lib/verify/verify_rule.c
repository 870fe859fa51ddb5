/*
 * verify_rule.c - who has which rules: the lists in NODES and ROLE_DATA, and RULE_LISTS.
 *
 * An owner's rules are taken from where they stand. What RULE_LISTS must say of them is made anew and compared;
 * OWNERS is for verify_owner_lists.c. As RULE_LISTS has the owners in their order, nodes between roles, the next one's
 * lists are those that follow the lists of the one before it, but for those of the other kind of owner.
 */
#include <stdlib.h>

#include "verify_statement.h"

/* A table has so many pairs at most, and PAIRS_EACH for each byte that could be a reference to a statement. */
#define PAIRS_MAX  ((uint64_t)1 << 25)
#define PAIRS_EACH 32u

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
        uint32_t owner = reader_uv(&walk.reader), pattern = reader_uv(&walk.reader);
        key = (uint64_t)owner << 32 | pattern;
        if (reader_ok(&walk.reader) && walk.start > 0 && key <= before)
            verify_walk_fail(&walk, "a list of rules does not follow the one before it");
        before = key;
        if (verify_list(&walk, SECTION_STATEMENTS, NULL, 0) == 0)
            verify_walk_fail(&walk, "an empty list of rules");
        verify->lists++;
    }
}

void verify_rules_begin(struct verify *verify)
{
    verify->lists_next = 0;
    verify_owners_begin(verify);
}

void verify_rules_end(struct verify *verify)
{
    if (verify->lists_claimed != verify->lists)
        verify_fail(verify, SECTION_RULE_LISTS, 0, "rules of an owner who has them in its own record, or is none");
}

/* Reads the beginning of the next list of an owner's kind; false where it is not this owner's, or there is none. */
static bool list_next(struct verify_walk *walk, uint32_t owner)
{
    struct verify *verify = walk->verify;

    while (verify_record(verify, SECTION_RULE_LISTS, &verify->lists_next)) {
        uint32_t found;
        walk->start = verify->lists_next;
        walk->reader = verify_reader_at(verify, SECTION_RULE_LISTS, walk->start);
        found = reader_uv(&walk->reader);
        if (((found ^ owner) & 1u) == 0)
            return found == owner;
        verify->lists_next++;
    }
    return false;
}

/* Reads an owner's lists: pattern and rule into pairs, as they stand; the rules into rules. */
static void lists_read(struct verify *verify, uint32_t owner, struct verify_numbers *pairs,
                       struct verify_numbers *rules)
{
    struct verify_walk walk;

    verify_walk_begin(&walk, verify, SECTION_RULE_LISTS);
    while (verify_ok(verify) && list_next(&walk, owner)) {
        size_t i = pairs->count;
        uint32_t pattern = reader_uv(&walk.reader);
        verify_list(&walk, SECTION_STATEMENTS, pairs, pattern);
        for (; i < pairs->count && verify_ok(verify); i++)
            verify_add(verify, rules, (uint32_t)pairs->list[i]);
        verify->lists_claimed++;
        verify->lists_next++;
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

static void pattern_note(struct verify *verify, const struct noted *noted, uint32_t pattern)
{
    if (noted->pairs != NULL)
        verify_add(verify, noted->pairs, (uint64_t)pattern << 32 | noted->statement);
    if (noted->is_listed)
        verify_owners_meet(verify, pattern, noted->allow, noted->owner);
}

/* Notes what a rule of an owner makes: pairs of pattern and rule, if wanted, and an entry of OWNERS, if listed. */
static void rule_note(struct verify_walk *walk, uint32_t owner, uint32_t statement, bool is_listed,
                      struct verify_numbers *pairs)
{
    struct noted noted = {.owner = owner, .statement = statement, .is_listed = is_listed, .pairs = pairs};
    struct verify *verify = walk->verify;
    struct verify_reader reader;
    uint32_t code, count;

    if (!rule_check(walk, statement))
        return;
    reader = verify_reader_at(verify, SECTION_STATEMENTS, statement);
    noted.allow = (reader_uv(&reader) & KIND_MASK) == STATEMENT_KIND_ALLOW;
    reader = verify_statement_what(verify, statement);
    code = reader_uv(&reader);
    if ((code & 1u) == 0) {
        verify_pairs(walk, 1);
        pattern_note(verify, &noted, code >> 1);
        return;
    }
    reader = verify_reader_at(verify, SECTION_SETS, code >> 1);
    count = reader_uv(&reader);
    verify_pairs(walk, count);
    for (; count > 0 && reader_ok(&reader) && verify_ok(verify); count--)
        pattern_note(verify, &noted, reader_uv(&reader));
}

/* The rules of an owner that stand in RULE_LISTS. */
static void rules_elsewhere(struct verify_walk *walk, uint32_t owner, uint32_t count, bool is_listed)
{
    struct verify_numbers listed = {0}, made = {0}, rules = {0};
    struct verify_own own = {0};
    size_t i;

    lists_read(walk->verify, owner, &listed, &rules);
    verify_sort(&rules);
    if (rules.count != count)
        verify_walk_fail(walk, "an owner's rules are not as many as it says");
    for (i = 0; i < rules.count && verify_ok(walk->verify) && made.count <= listed.count; i++) {
        own.statement = (uint32_t)rules.list[i];
        verify_own_order(walk, &own);
        rule_note(walk, owner, own.statement, is_listed, &made);
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
    uint32_t count = reader_uv(&walk->reader), i;
    struct verify_own own = {0};

    if (!reader_ok(&walk->reader) || !verify_ok(walk->verify))
        return count;
    if (count > RULES_INLINE) {
        rules_elsewhere(walk, owner, count, is_listed);
        return count;
    }
    for (i = 0; i < count && verify_own_next(walk, &own); i++)
        if (is_listed)
            rule_note(walk, owner, own.statement, true, NULL);
        else
            rule_check(walk, own.statement);
    return count;
}
