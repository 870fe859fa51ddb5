/*
 * verify_part.h - what the parts of verify share: where records start, which are used, and how a failure is said.
 *
 * Internal to verify*.c. Each part looks at the sections that its function names, in the order in which table_verify()
 * calls them: a reference can only be looked at when the section that it leads to has been. INDEX and PAGES alone are
 * looked at by themselves.
 *
 * What two places of a table say of one thing is compared as it goes by wherever both are in the same order, and
 * collected and sorted only where they are not.
 */
#ifndef ROLEGATE_VERIFY_PART_H
#define ROLEGATE_VERIFY_PART_H

#include "table/table.h"
#include "verify_reader.h"

struct verify_walk; /* verify_walk.h */

/* Numbers in an array that grows. */
struct verify_numbers {
    uint64_t *list;
    size_t count, capacity;
};

/* A list that ascends, of which what a walk meets, in the same order, must be the whole; see verify_owner_lists.c. */
struct verify_roster {
    uint32_t at, left; /* the entries that have not been read: offset in the section, how many */
    uint32_t last;     /* the one before them */
    bool met;          /* it is one, and has been met */
};

struct verify {
    struct rolegate_table *table;
    enum rolegate_status status; /* the first failure's */
    char *where;
    size_t where_size;
    uint64_t *starts[SECTION_COUNT]; /* a bit for each byte of a section: a record starts there */
    uint64_t *used[SECTION_COUNT];   /* the same: something refers to it; of some sections alone */
    uint64_t *marks;                 /* a bit for each byte of STATEMENTS: see verify_statement.h */
    uint32_t file_count, permission_count, pattern_count, role_count;
    struct verify_roster *owners;     /* of each pattern two: those of its deny rules, and of its allow rules */
    struct verify_roster *subjects;   /* of each role: the groups and gids that have it */
    struct verify_numbers exclusives; /* role and exclusive set, by the sets */
    struct verify_numbers named;      /* name and tree of each named condition, two numbers each */
    uint64_t pairs;                   /* of owners and what their statements name */
    uint32_t everyone;                /* offset of the node, plus 1 */
    uint32_t statements_next;         /* where the first statement begins that no owner has had yet */
    uint32_t lists_next;              /* where the first record of RULE_LISTS begins that may be the next owner's */
    uint32_t lists, lists_claimed;    /* how many of those there are, and have turned out to be an owner's */
};

/* Says what is wrong, unless something was wrong already; false, always. */
bool verify_fail(struct verify *verify, enum table_section section, uint32_t offset, const char *text);
bool verify_no_memory(struct verify *verify);
static inline bool verify_ok(const struct verify *verify)
{
    return verify->status == ROLEGATE_OK;
}

/* How many bytes a section has. */
static inline uint32_t verify_size(const struct verify *verify, enum table_section section)
{
    return verify->table->sections[section].size;
}

/* ---- bits and numbers: verify_tool.c ---- */

/* Room for size bits and one more, all 0; NULL, and verify has failed, if there is none. */
uint64_t *verify_bits_new(struct verify *verify, size_t size);
static inline bool verify_bit(const uint64_t *bits, uint32_t i)
{
    return (bits[i / 64] >> (i % 64) & 1) != 0;
}
static inline void verify_bit_set(uint64_t *bits, uint32_t i)
{
    bits[i / 64] |= (uint64_t)1 << (i % 64);
}

bool verify_add(struct verify *verify, struct verify_numbers *numbers, uint64_t number);
/* Sorts, and leaves each number once. */
void verify_sort(struct verify_numbers *numbers);
bool verify_same(const struct verify_numbers *a, const struct verify_numbers *b);
/* Bytes of names, as memcmp() orders them, the shorter first. */
int verify_compare(const char *a, uint32_t a_length, const char *b, uint32_t b_length);

/* ---- the parts ---- */

/* STRINGS. PERMISSIONS, PATTERNS and SETS. verify_text.c */
void verify_strings(struct verify *verify);
void verify_patterns(struct verify *verify);
/* What may be a name. */
bool verify_identifier(const char *text, uint32_t length);
bool verify_account(const char *text, uint32_t length, bool digits_allowed);
/* Whether the pattern matches the permissions lo <= p < hi and no others. */
bool verify_range(struct verify *verify, const char *text, uint32_t length, uint32_t lo, uint32_t hi);
/* DELEGATIONS; behind roles and files. verify_delegation.c */
void verify_delegations(struct verify *verify);
/* ZONES, CONDITIONS, LIMITS, REQUESTS. verify_condition.c */
void verify_conditions(struct verify *verify);
/* EXCLUSIVES, NODES, ROLES, ROLE_DATA, and what they lead to. verify_owner.c */
void verify_owners(struct verify *verify);
/* Sorted by place, then by bytes. */
void verify_place_ascends(struct verify_walk *walk, uint64_t place, uint64_t *before);

/* STATEMENTS. verify_statement.c; what owners ask of them: verify_statement.h */
void verify_statements(struct verify *verify);
/* Every statement has had an owner. */
void verify_statements_owned(struct verify *verify);

/* RULE_LISTS' records; then the rules of every owner, first nodes, then roles, each in their order. verify_rule.c */
void verify_rule_lists(struct verify *verify);
void verify_rules_begin(struct verify *verify);
/* Reads an owner's rules; owner as the format has it; is_listed: it stands in OWNERS. */
uint32_t verify_rules(struct verify_walk *walk, uint32_t owner, bool is_listed);
void verify_rules_end(struct verify *verify);
/* Counts pairs of an owner and what its statements name: a table has them in proportion. */
void verify_pairs(struct verify_walk *walk, uint64_t count);

/* OWNERS' records, and the end of each of ROLE_DATA's: what they list is met by the owners. verify_owner_lists.c */
void verify_owners_begin(struct verify *verify);
void verify_owners_meet(struct verify *verify, uint32_t pattern, bool allow, uint32_t owner);
/* All owners of one kind have been met: those of nodes, or of roles. */
void verify_owners_end(struct verify *verify, bool roles);
void verify_subjects_begin(struct verify *verify);
void verify_subjects_meet(struct verify *verify, uint32_t role, uint32_t node);
void verify_subjects_end(struct verify *verify);

/* INDEX, PAGES. verify_index.c */
void verify_index(struct verify *verify);

#endif
