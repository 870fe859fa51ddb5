/*
 * ast.h - a policy as it is written: the parser's result, before any name means anything.
 *
 * Everything lies in the compilation's arena; lists are singly linked, in source order, NULL for empty.
 * The resolver fills the fields marked "resolved"; every later pass takes the tree as const.
 */
#ifndef AST_H
#define AST_H

#include <stdbool.h>
#include <stdint.h>

#include "source.h"

struct ast_role;
struct ast_condition;
struct ast_service;
struct ast_permission;

/*
 * An interned text: names, patterns, strings. Two equal texts are one symbol, so names compare by pointer.
 * The resolver hangs declarations on it: the first of each kind.
 */
struct symbol {
    struct ast_permission *permission; /* resolved */
    struct ast_role *role;             /* resolved */
    struct ast_service *service;       /* resolved */
    struct ast_condition *condition;   /* resolved */
    uint32_t lo, hi;                   /* resolved: the permissions lo <= p < hi that it matches as a pattern */
    uint32_t scratch[2];               /* for one pass at a time; a pass that uses it leaves it as it was: 0 */
    uint32_t hash;
    uint32_t length;
    uint8_t good; /* bit KIND: as a word it is a well-formed name of that enum name_kind */
    char text[];  /* length bytes and a 0 byte; never holds a 0 byte inside */
};

/* A name as it stands in the source, in a list or alone. */
struct ast_word {
    struct symbol *symbol;
    struct span span;
    struct ast_word *next;
};

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
    enum ast_subject_kind kind;
    uint32_t who;     /* set by check: its number, see who.h */
    struct span span; /* from the word `user` to the name's end */
    union {
        struct ast_word name;  /* user, group, role; next is unused */
        struct ast_number gid; /* gid */
    };
    struct ast_subject *next;
};

/* A TIME: a date (midnight in the policy's zone, resolved when the zone is known) or an instant. */
struct ast_time {
    bool is_date;
    short year, month, day; /* a date */
    struct span span;
    int64_t instant; /* an instant; of a date: resolved, its day's first instant */
    int64_t day_end; /* the same instant; of a date: resolved, the next day's first instant */
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
    COND_KIND_TTY
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
    struct span span;
    unsigned depth;            /* of the tree below, itself included */
    struct ast_cond *children; /* and, or: two or more, never of the same kind; not: one */
    struct ast_cond *last;     /* of the children */
    struct ast_cond *next;     /* among its parent's children */
    struct ast_word name;      /* name */
    unsigned days;             /* time: bit 0 monday */
    unsigned start, end;       /* time: minutes of the day, end to 1440 */
    struct ast_zone_name zone; /* time: where it was said here */
    struct ast_net *nets;      /* from */
    struct ast_word *globs;    /* host, tty */
};

struct ast_limits {
    struct span span; /* all of it; length 0 where there is none */
    struct ast_cond *when;
    struct ast_time *starting, *until;
    uint32_t number; /* set by check: the same for equal ones, whatever their reasons; 0 where they limit nothing */
    struct ast_string because;
};

struct ast_permission {
    struct ast_word name;
    struct ast_string description;
    struct ast_permission *next;
    uint32_t index; /* resolved: place in the order by name */
    bool required;  /* set by check: a service asks for it */
};

/* A rule, within a role (subjects NULL, role set) or on its own. */
struct ast_rule {
    bool allow;
    struct span span; /* the whole statement */
    struct ast_word *patterns;
    struct ast_word *except;
    struct ast_subject *subjects;
    struct ast_role *role;
    struct ast_limits limits;
    struct ast_rule *next;
};

struct ast_role {
    struct span keyword;
    struct ast_word name;
    struct ast_string description;
    struct ast_number gid;
    struct ast_word *extends;
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

/* One statement may declare several services: they share expr and when. */
struct ast_service {
    struct span keyword;
    struct ast_word name;
    struct ast_expr *requires;
    struct ast_cond *when;
    struct ast_string description;
    struct ast_service *next;
};

struct ast_assign {
    struct span span;
    struct ast_word *roles;
    struct ast_subject *subjects;
    struct ast_limits limits;
    struct ast_assign *next;
};

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
    struct ast_word *roles;
    struct ast_exclusive *next;
};

struct ast_target {
    bool is_permission; /* `permission PATTERN`, else a service */
    struct ast_word name;
    struct ast_target *next;
};

struct ast_proof { /* never, always */
    bool always;
    struct span span;
    struct ast_subject subject;
    struct ast_target *targets;
    struct ast_proof *next;
};

/* A `given`: one situation. Group lists mix names and numbers, so they are subjects of kind GROUP or GID. */
struct ast_given {
    struct span span;
    struct ast_word user;
    struct ast_subject *groups;
    struct ast_subject *unknown;
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
    bool unlisted_said, unlisted_ignore;
    struct span unlisted_span;
    struct ast_contact *contacts, **contacts_end;
    struct ast_permission *permissions, **permissions_end;
    struct ast_role *roles, **roles_end;
    struct ast_service *services, **services_end;
    struct ast_assign *assigns, **assigns_end;
    struct ast_rule *rules, **rules_end; /* those outside roles */
    struct ast_condition *conditions, **conditions_end;
    struct ast_exclusive *exclusives, **exclusives_end;
    struct ast_proof *proofs, **proofs_end;
    struct ast_test *tests, **tests_end;
    size_t statements; /* how many statements there are, rules in roles included */
    /* resolved: permissions by name, bytewise; roles with parents before children (by level, then name) */
    struct ast_permission **permission_order;
    uint32_t permission_count;
    struct ast_role **role_order;
    uint32_t role_count;
    /* set by check: the numbers of subjects, and of limits, are below */
    uint32_t who_count, limit_count;
};

/* Conditions, expressions and nested parentheses go no deeper than this; more is an error. */
#define AST_DEPTH_MAX 500

#endif
