/*
 * verify_part.h - what the parts of verify share: where records start, which are used, and how a failure is said.
 *
 * Internal to verify*.c. Each part looks at the sections that its function names, in the order in which table_verify()
 * calls them: a reference can only be looked at when the section that it leads to has been.
 */
#ifndef ROLEGATE_VERIFY_PART_H
#define ROLEGATE_VERIFY_PART_H

#include "table.h"

/* Numbers in an array that grows. */
struct verify_numbers {
    uint64_t *list;
    size_t count, capacity;
    bool unique; /* a number that is there already may be left out: many come again and again */
};

struct verify {
    struct rolegate_table *table;
    enum rolegate_status status; /* the first failure's */
    char *where;
    size_t where_size;
    unsigned char *starts[SECTION_COUNT]; /* a bit for each byte of a section: a record starts there */
    unsigned char *used[SECTION_COUNT];   /* the same: something refers to it */
    unsigned char *assigns;               /* a bit for each byte of STATEMENTS: an assignment starts there */
    uint32_t file_count, permission_count, pattern_count, role_count;
    struct verify_numbers lists;      /* owner of each record of RULE_LISTS, and where it starts */
    size_t lists_claimed;             /* how many of them an owner has turned out to have */
    struct verify_numbers owned;      /* pattern, kind and owner of the rules of groups, gids and roles */
    struct verify_numbers assigned;   /* role and node, by the statements */
    struct verify_numbers exclusives; /* role and exclusive set, by the sets */
    struct verify_numbers named;      /* name and tree of each named condition, two numbers each */
    uint64_t pairs;                   /* of owners and what their statements name */
    uint32_t everyone;                /* offset of the node, plus 1 */
    uint32_t statements_next;         /* where the first statement begins that no owner has had yet */
};

/* Says what is wrong, unless something was wrong already; false, always. */
bool verify_fail(struct verify *verify, enum table_section section, uint32_t offset, const char *text);
bool verify_no_memory(struct verify *verify);
static inline bool verify_ok(const struct verify *verify)
{
    return verify->status == ROLEGATE_OK;
}

/* A walk over the records of a section: begin, next until it is false; next notes where each record starts. */
struct verify_walk {
    struct verify *verify;
    enum table_section section;
    struct cursor cursor;
    uint32_t start, before, before_end; /* this record; the one before and its end, equal where there is none */
};
void verify_walk_begin(struct verify_walk *walk, struct verify *verify, enum table_section section);
bool verify_walk_next(struct verify_walk *walk);
/* Of the record that has just been read: it fails the walk. */
bool verify_walk_fail(struct verify_walk *walk, const char *text);
/* Whether the record's bytes from this record's own byte `from` on come behind those of the one before. */
void verify_walk_ascends(struct verify_walk *walk);
/* How many bytes a section has. */
uint32_t verify_size(const struct verify *verify, enum table_section section);
/* Whether something has turned out to refer to every record of a section. */
void verify_all_used(struct verify *verify, enum table_section section);
/* The next record of a section that has been walked, from an offset on; false: there is none. */
bool verify_record(const struct verify *verify, enum table_section section, uint32_t *offset);

/* Reads a reference and looks whether a record starts there. 0 on failure. */
uint32_t verify_ref(struct verify_walk *walk, enum table_section section);
/* ref?: *there tells whether there is one. */
uint32_t verify_maybe(struct verify_walk *walk, enum table_section section, bool *there);
/* The same for an offset that was read. */
bool verify_refers(struct verify_walk *walk, enum table_section section, uint32_t offset);
/* The same for the number of an element of size bytes. */
bool verify_element(struct verify_walk *walk, enum table_section section, uint32_t size, uint32_t number);
/* Reads a STR; "" on failure. */
const char *verify_str(struct verify_walk *walk, uint32_t *length);
/* Reads a place: file << 32 | line. */
uint64_t verify_place(struct verify_walk *walk);
/*
 * Reads the next item of a list: the number of an element of size bytes in a section, or with size 1 the offset of one
 * of its records, which for STATEMENTS and NODES stands as a step. It must be there, and not below *least, which is 0
 * at a list's beginning. False: the walk has failed.
 */
bool verify_item(struct verify_walk *walk, enum table_section section, uint32_t size, uint64_t *least,
                 uint32_t *number);
/* A whole list with its count, which is returned. Each item goes to numbers, if that is not NULL, as high << 32 | it.
 */
uint32_t verify_list(struct verify_walk *walk, enum table_section section, uint32_t size,
                     struct verify_numbers *numbers, uint32_t high);

bool verify_add(struct verify *verify, struct verify_numbers *numbers, uint64_t number);
/* Sorts, and leaves each number once. */
void verify_sort(struct verify_numbers *numbers);
bool verify_same(const struct verify_numbers *a, const struct verify_numbers *b);

/* Notes that a statement is an assignment; whether one that is there is. */
void verify_assigns_set(struct verify *verify, uint32_t statement);
bool verify_assigns(const struct verify *verify, uint32_t statement);

/* Bytes of names, as memcmp() orders them, the shorter first. */
int verify_compare(const char *a, uint32_t a_length, const char *b, uint32_t b_length);

/* STRINGS. PERMISSIONS, PATTERNS and SETS. verify_text.c */
void verify_strings(struct verify *verify);
void verify_patterns(struct verify *verify);
/* What may be a name; both end with a 0 byte. */
bool verify_identifier(const char *text, uint32_t length);
bool verify_account(const char *text, uint32_t length, bool digits_allowed);
/* ZONES, CONDITIONS, LIMITS, REQUESTS. verify_condition.c */
void verify_conditions(struct verify *verify);
/* EXCLUSIVES, STATEMENTS, NODES, ROLES, ROLE_DATA. verify_owner.c */
void verify_owners(struct verify *verify);
/*
 * Of the next statement in a list of an owner's: those that no owner before it has come in the table's order, and by
 * their places, then their bytes. *before is the last such one of the list plus 1, 0 at the list's beginning.
 */
void verify_statement_order(struct verify_walk *walk, uint32_t statement, uint32_t *before);
/* RULE_LISTS' starts; then the rules of every owner; then OWNERS and what is left of RULE_LISTS. verify_rule.c */
void verify_rule_lists(struct verify *verify);
/* Reads an owner's rules; owner as the format has it; is_listed: it stands in OWNERS. */
uint32_t verify_rules(struct verify_walk *walk, uint32_t owner, bool is_listed);
void verify_pattern_owners(struct verify *verify);
/* Counts pairs of an owner and what its statements name: a table has them in proportion. */
void verify_pairs(struct verify_walk *walk, uint64_t count);
/* INDEX, PAGES. verify_index.c */
void verify_index(struct verify *verify);

#endif
