/*
 * ast.h - a policy as it is written: the parser's result, before any name means anything.
 *
 * Large policies are many small statements, so what a statement costs is what matters: a rule or an assignment is one
 * piece of memory with its names and subjects behind it, and equal dates are one. Lists of names and of subjects are
 * arrays of which each element says whether another follows; all others are singly linked, NULL for empty. All are in
 * source order. The resolver fills the fields marked "resolved"; every later pass takes the tree as const.
 */
#ifndef AST_H
#define AST_H

#include <stdbool.h>
#include <stdint.h>

#include "compile/source/source.h"

struct ast_role;
struct ast_condition;
struct ast_service;
struct ast_permission;

/* What a text means as a name. Most texts of a large policy are users and reasons, and mean nothing of this. */
struct meaning {
    struct ast_permission *permission; /* resolved, as all of it: the first declaration of each kind, or NULL */
    struct ast_role *role;
    struct ast_service *service;
    struct ast_condition *condition;
    uint32_t lo, hi;  /* the permissions lo <= p < hi that it matches as a pattern */
    uint32_t pattern; /* set by lower: as a pattern, its number in the IR, plus 1, where a rule names it */
    bool shared;      /* by all that mean nothing: not to be written to, see symbol_meaning() */
};

/*
 * An interned text: names, patterns, strings. Two equal texts are one symbol, so names compare by pointer.
 */
struct symbol {
    struct meaning *means; /* not NULL */
    uint32_t scratch[2];   /* for one pass at a time; a pass that uses it leaves it as it was, but lower, the last: 0 */
    uint32_t hash;
    uint32_t length;
    uint8_t good;     /* bit KIND: as a word it is a well-formed name of that enum name_kind */
    bool has_capital; /* one of A to Z */
    char text[];      /* length bytes and a 0 byte; never holds a 0 byte inside */
};

/* A name as it stands in the source, in a list or alone. */
struct ast_word {
    struct symbol *symbol;
    uint32_t at;
    uint32_t length : 31;
    uint32_t more : 1; /* the list's next is behind it */
};

static inline struct span word_span(const struct ast_word *word)
{
    return (struct span){word->at, word->length};
}

/* The next of the list, or NULL. */
static inline const struct ast_word *word_next(const struct ast_word *word)
{
    return word->more ? word + 1 : NULL;
}

/* A text that names nothing: a reason, a description. */
struct ast_string {
    const char *bytes; /* length of them, no 0 byte; NULL where nothing is said */
    uint32_t length;
    struct span span;
};

/* gid N; out of range numbers are reported by check, so value is 64 bits and saturates. */
struct ast_number {
    uint64_t value;
    struct span span;
    bool present;
};

enum ast_subject_kind { SUBJECT_USER, SUBJECT_GROUP, SUBJECT_GID, SUBJECT_EVERYONE, SUBJECT_ROLE };

struct ast_subject {
    union {
        struct symbol *symbol; /* user, group, role */
        uint64_t gid;          /* gid; saturates, since those that are out of range are reported by check */
    };
    uint32_t at; /* from the word `user` to the name's end */
    uint32_t length : 31;
    uint32_t more : 1;  /* the list's next is behind it */
    uint32_t name : 29; /* where its name or number begins, behind at */
    uint32_t kind : 3;  /* enum ast_subject_kind */
};

static inline struct span subject_span(const struct ast_subject *subject)
{
    return (struct span){subject->at, subject->length};
}

/* The name as a word by itself; for a gid, its number's place alone. */
static inline struct ast_word subject_word(const struct ast_subject *subject)
{
    return (struct ast_word){
        .symbol = subject->symbol, .at = subject->at + subject->name, .length = subject->length - subject->name};
}

/* The next of the list, or NULL. */
static inline const struct ast_subject *subject_next(const struct ast_subject *subject)
{
    return subject->more ? subject + 1 : NULL;
}

/* A TIME: a date (midnight in the policy's zone, resolved when the zone is known) or an instant. One for each text. */
struct ast_time {
    bool is_date;
    bool resolved;
    short year, month, day; /* a date */
    int64_t instant;        /* an instant; of a date: resolved, its day's first instant */
    int64_t day_end;        /* the same instant; of a date: resolved, the next day's first instant */
};

/* A zone's IANA name, or "utc", "local" with quoted == false. */
struct ast_zone_name {
    struct symbol *symbol; /* NULL where none is said */
    struct span span;
    bool quoted;
};

enum ast_cond_kind {
    COND_KIND_AND,
    COND_KIND_OR,
    COND_KIND_NOT,
    COND_KIND_NAME,
    COND_KIND_TIME,
    COND_KIND_FROM,
    COND_KIND_HOST,
    COND_KIND_TTY,
    COND_KIND_DATE
};

struct ast_date {        /* days in a row */
    int32_t first, last; /* since 1970-01-01 */
    struct ast_date *next;
};

struct ast_net {
    bool local;
    bool is_v6;
    unsigned char address[16]; /* IPv4 in the first 4; a mapped prefix of 96 bits or more is IPv4 already */
    unsigned length;           /* prefix length: to 32 or 128 */
    struct span span;
    struct ast_net *next;
};

struct ast_cond {
    enum ast_cond_kind kind;
    unsigned depth; /* of the tree below, itself included */
    struct span span;
    struct ast_cond *next; /* among its parent's children */
    union {
        struct { /* and, or: two or more, never of the same kind; not: one */
            struct ast_cond *children, *last;
        };
        struct ast_word name;                 /* name */
        struct {                              /* time */
            const struct ast_zone_name *zone; /* where it was said here; NULL: nowhere */
            uint16_t days;                    /* bit 0 monday */
            uint16_t start, end;              /* minutes of the day, end to 1440 */
        };
        struct ast_net *nets;         /* from */
        const struct ast_word *globs; /* host, tty; of tty, the empty text is the bare word `none` */
        struct {                      /* date */
            struct ast_date *dates;
            int64_t dates_end; /* resolved: when the last of them ends in the policy's zone */
        };
    };
};

/* The first of its operands; NULL for an atom. */
static inline struct ast_cond *cond_operands(const struct ast_cond *cond)
{
    return cond->kind <= COND_KIND_NOT ? cond->children : NULL;
}

/* What limits a statement. Many share one, so it does not know where it was said; see statement_source.h. */
struct ast_limits {
    struct ast_cond *when;
    struct ast_time *starting, *until;
    uint32_t number; /* set by lower: the IR's, plus 1, where it has been asked for */
};

static inline bool limits_none(const struct ast_limits *limits)
{
    return limits->when == NULL && limits->starting == NULL && limits->until == NULL;
}

struct ast_permission {
    struct ast_word name;
    struct ast_string description;
    struct ast_permission *next;
    uint32_t index;  /* resolved: place in the order by name */
    bool of_service; /* a service without `requires` declares it: the name is the service's */
    bool required;   /* set by check: a service asks for it, or a test or claim names it */
};

/* A rule, within a role or on its own. */
struct ast_rule {
    struct ast_rule *next;
    struct ast_limits *limits; /* not NULL */
    struct span span;          /* the whole statement */
    uint32_t because;          /* number of its reason, from 1; 0: there is none */
    uint32_t limits_at;        /* where they begin; they end with the statement */
    uint32_t except;           /* number of the first excepted pattern among the words; 0: none */
    uint32_t word_count : 30;
    uint32_t allow : 1;
    uint32_t in_role : 1;
    struct ast_word words[]; /* patterns, then those that are excepted; behind all of them the subjects, or the role */
};

/* Where what comes behind the words lies. */
static inline const void *rule_behind(const struct ast_rule *rule)
{
    return rule->words + rule->word_count;
}

/* The role that it stands in, or NULL. */
static inline struct ast_role *rule_role(const struct ast_rule *rule)
{
    return rule->in_role ? *(struct ast_role *const *)rule_behind(rule) : NULL;
}

static inline const struct ast_word *rule_patterns(const struct ast_rule *rule)
{
    return rule->words;
}

static inline const struct ast_word *rule_except(const struct ast_rule *rule)
{
    return rule->except == 0 ? NULL : rule->words + rule->except;
}

/* NULL for a rule of a role. */
static inline const struct ast_subject *rule_subjects(const struct ast_rule *rule)
{
    return rule->in_role ? NULL : rule_behind(rule);
}

struct ast_role {
    struct span keyword;
    struct ast_word name;
    struct ast_string description;
    struct ast_number gid;
    const struct ast_word *extends;
    struct ast_rule *rules;
    struct ast_role *next;
    uint32_t index; /* resolved: number in the table */
    uint32_t mark;  /* for one pass at a time */
};

enum ast_expr_kind { EXPR_AND, EXPR_OR, EXPR_PERMISSION };

struct ast_expr {
    enum ast_expr_kind kind;
    struct span span;
    unsigned depth;            /* of the tree below, itself included */
    struct ast_expr *children; /* two or more, never of the same kind */
    struct ast_expr *last;     /* of the children */
    struct ast_expr *next;
    struct ast_word permission;
};

/*
 * One statement may declare several services: they share expr and when. What `unlisted requires` says is one more, of
 * which the name is empty.
 */
struct ast_service {
    struct span keyword;
    struct ast_word name;
    struct ast_expr *requires;
    struct ast_cond *when;
    struct ast_string description;
    struct ast_service *next;
    uint32_t number;  /* set by lower: the IR's */
    bool tested;      /* set by check */
    bool unreachable; /* set by check: that has been reported */
};

static inline bool service_is_unlisted(const struct ast_service *service)
{
    return service->name.symbol->length == 0;
}

struct ast_assign {
    struct ast_assign *next;
    struct ast_limits *limits; /* not NULL */
    struct span span;
    uint32_t because, limits_at; /* as of a rule */
    uint32_t word_count;
    struct ast_word words[]; /* roles; behind them the subjects */
};

static inline const struct ast_word *assign_roles(const struct ast_assign *assign)
{
    return assign->words;
}

static inline const struct ast_subject *assign_subjects(const struct ast_assign *assign)
{
    return (const void *)(assign->words + assign->word_count);
}

#define RULES_AHEAD 8u

struct ast_condition {
    struct span keyword;
    struct ast_word name;
    struct ast_cond *cond;
    struct ast_condition *next;
    uint32_t mark; /* for one pass at a time */
    bool used;     /* set by check */
};

struct ast_exclusive {
    struct span span;
    const struct ast_word *roles;
    struct ast_exclusive *next;
};

struct ast_roster {
    struct span span;
    struct ast_subject *subjects;
    struct ast_roster *next;
};

/* ---- bounded includes: what others may write, and in which files ---- */

enum bound_verb { BOUND_ALLOW, BOUND_DENY, BOUND_ASSIGN };

/* Whom a bound lets be named. */
enum bound_kind { KIND_USERS = 1, KIND_GROUPS = 2, KIND_EVERYONE = 4 };

/* `for N days` or `for N hours`. */
struct ast_length {
    struct ast_number number;
    bool hours;
    struct span span;
};

struct ast_bound {
    struct ast_bound *next;
    struct span span;
    const struct ast_word *things;   /* patterns, or roles */
    const struct ast_word *except;   /* patterns, or NULL */
    const struct ast_length *length; /* NULL: a statement need not end */
    enum bound_verb verb;
    unsigned kinds; /* of KIND_... */
};

/* `include … only …` */
struct ast_delegation {
    struct ast_delegation *next;
    struct span span, text;       /* the statement; what it names */
    const char *path;             /* that, as it is written; of `<NAME>`, with its brackets */
    bool named;                   /* it is `<NAME>` */
    const struct ast_subject *by; /* who may write what it admits; NULL: root alone */
    struct ast_number quorum;     /* `N of`; not present: one is enough */
    struct ast_bound *bounds, **bounds_end;
    bool incomplete; /* one of its bounds could not be read */
    uint32_t number; /* in the order of their places, from 0 */
};

struct ast_target {
    bool is_permission; /* `permission PATTERN`, else a service */
    struct ast_word name;
    struct ast_target *next;
};

struct ast_proof { /* never, always */
    bool always;
    bool delegated; /* under delegation */
    struct span span;
    struct ast_subject subject;
    struct ast_target *targets;
    struct ast_proof *next;
};

/* A `given`: one situation. Group lists mix names and numbers, so they are subjects of kind GROUP or GID. */
struct ast_given {
    struct span span;
    struct ast_word user;
    const struct ast_subject *groups;
    const struct ast_subject *unknown;
    struct ast_time *at;
    struct ast_word from; /* symbol NULL: not said, or `local` */
    struct ast_word tty, host;
    struct ast_expect *expects;
    struct ast_given *next;
};

struct ast_expect {
    bool may; /* false: may not */
    struct span span;
    struct ast_target *targets;
    struct ast_expect *next;
};

struct ast_test {
    struct span keyword;
    struct ast_word name;
    struct ast_given *givens;
    struct ast_test *next;
};

struct ast_zone {
    struct span keyword, span;
    struct ast_zone_name name;
};

struct ast_contact {
    struct ast_string text;
    struct ast_contact *next;
};

/* The whole policy, all files together. Each list has its end beside it, for appending. */
struct ast {
    struct ast_string policy;
    struct ast_zone zone;
    bool unlisted_said, unlisted_ignore, unlisted_requires;
    struct span unlisted_span;
    struct ast_contact *contacts, **contacts_end;
    struct ast_permission *permissions, **permissions_end;
    struct ast_role *roles, **roles_end;
    struct ast_service *services, **services_end;
    struct ast_assign *assigns, **assigns_end;
    struct ast_rule *rules, **rules_end; /* those outside roles */
    struct ast_condition *conditions, **conditions_end;
    struct ast_exclusive *exclusives, **exclusives_end;
    struct ast_roster *rosters, **rosters_end;
    struct ast_proof *proofs, **proofs_end;
    struct ast_delegation *delegations, **delegations_end;
    struct ast_test *tests, **tests_end;
    struct ast_limits *no_limits; /* of statements that have none; NULL where there are no such */
    size_t statements;            /* how many statements there are, rules in roles included */
    size_t assign_count;          /* how many of them are assignments */
    bool has_capitals;            /* a user or a group has a capital letter, A to Z */
    bool has_globs;               /* a user's or group's name has * or ? */
    /* resolved: permissions by name, bytewise; roles with parents before children (by level, then name) */
    struct ast_permission **permission_order;
    uint32_t permission_count;
    struct ast_role **role_order;
    uint32_t role_count;
};

/* Conditions, expressions and nested parentheses go no deeper than this; more is an error. */
#define AST_DEPTH_MAX 500

#endif
