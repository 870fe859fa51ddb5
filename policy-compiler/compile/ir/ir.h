/*
 * ir.h - a policy with every name bound and every default explicit: what emit turns into bytes.
 *
 * Flat arrays, numbers instead of pointers, but to texts. emit knows nothing of the tree; it sorts and numbers what the
 * format wants sorted, so lower may fill the arrays in source order, except where an order is stated here.
 */
#ifndef IR_H
#define IR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"
#include "compile/source/source.h"

#define IR_NONE UINT32_MAX

struct ir_text {
    const char *bytes; /* not NULL; "" for none */
    uint32_t length;
};

/*
 * Many texts, one after the other, each as a str of the table: uv length, bytes, 0. A text's number is the offset of
 * its str.
 */
struct ir_texts {
    unsigned char *bytes;
    uint32_t size, count;
};

/* In front of each reason lies a word of 4 bytes that mean nothing in the IR: emit notes there where it has put it. */
#define IR_TEXT_WORD 4u

/* What statements say behind `because`, one text for each that does: a statement has its number, from 1, in `texts`. */
struct reasons {
    struct ir_texts texts;
    uint32_t *sorted; /* the texts' numbers in order, bytewise */
    bool full;        /* they did not find room */
};

struct ir_file {
    struct ir_text name;
    const struct source *source; /* what the table gives the SHA-256 of; NULL where that is known: */
    unsigned char digest[32];    /* then this is it */
    uint32_t delegation;         /* the bounded include that it belongs to, plus 1; 0: none */
};

struct ir_permission {
    struct ir_text name, description;
};

struct ir_pattern { /* lo <= permission < hi, into the sorted permissions */
    struct ir_text text;
    uint32_t lo, hi;
};

struct ir_set { /* lists[at]: numbers of patterns, each once and ascending; then of those behind except, the same */
    uint32_t at, pattern_count, except_count;
};

struct ir_zone {
    struct ir_text name;
    int32_t *types; /* seconds east of UTC; each once */
    uint32_t type_count;
    uint32_t first; /* the type before the first transition */
    int64_t *times;
    uint32_t *time_types;
    uint32_t time_count;
    bool has_rule;
    struct calendar_rule rule; /* if has_rule */
};

enum ir_op_kind { IR_AND, IR_OR, IR_NOT, IR_NAME, IR_TIME, IR_FROM, IR_HOST, IR_TTY, IR_DATE };

struct ir_days { /* first <= day <= last, in days since 1970-01-01 */
    int32_t first, last;
};

struct ir_net {
    unsigned char address[16];
    uint32_t length;
};

/* An operation of a condition; and, or are binary. Programs share them: no two are equal. */
struct ir_op {
    enum ir_op_kind kind;
    struct ir_text name;       /* IR_NAME */
    uint32_t days, start, end; /* IR_TIME */
    uint32_t zone;             /* IR_TIME, IR_DATE: number of a zone, or IR_NONE for UTC; of a date, the policy's */
    bool local;                /* IR_FROM */
    struct ir_net *v4, *v6;    /* IR_FROM: sorted by address, none inside another */
    uint32_t v4_count, v6_count;
    struct ir_text *globs; /* IR_HOST (lowered), IR_TTY (the empty one: none): sorted bytewise, each once */
    uint32_t glob_count;
    struct ir_days *dates; /* IR_DATE: sorted, with a day between any two */
    uint32_t date_count;
};

struct ir_cond { /* numbers of operations, postfix; stack depth at most STACK_MAX of format.h */
    uint32_t *ops;
    uint32_t op_count;
};

struct ir_limit {  /* no two are equal; a limit that limits nothing is IR_NONE */
    uint32_t cond; /* or IR_NONE */
    bool has_starting, has_until;
    int64_t starting, until;
};

struct ir_place {
    uint32_t file, line;
};

struct ir_role { /* parents before children; emit may rely on parents[i] < its own number */
    struct ir_text name, description;
    uint32_t gid; /* 0: none */
    struct ir_place place;
    uint32_t *parents; /* each once, ascending */
    uint32_t parent_count;
};

/* The last is no policy's: it stands for what a bound could give to somebody, for the proofs. */
enum ir_node_kind { IR_USER, IR_GROUP, IR_GID, IR_EVERYONE, IR_OPTION };

struct ir_node { /* a subject that a statement or a roster names; each once */
    enum ir_node_kind kind;
    uint32_t name; /* user, group: number of the text in names; gid: the gid; else 0 */
};

static inline bool ir_is_named(const struct ir_node *node)
{
    return node->kind == IR_USER || node->kind == IR_GROUP;
}

enum ir_statement_kind { IR_ALLOW = 1, IR_DENY = 2, IR_ASSIGN = 3 };

/* An owner is a node or, for allow and deny, a role: its number times 2, plus 1 for a role. */
#define IR_OWNER_NODE(number) ((uint32_t)(number) << 1)
#define IR_OWNER_ROLE(number) ((uint32_t)(number) << 1 | 1)

#define IR_FILES_MAX (((uint32_t)1 << 28) - 1) /* no table has room for so many */

/*
 * There is one for each line of the policy, so it is small: what most have one of stands in it; where there are
 * several, lists[...] has their count and, behind it, them, each once, the one that is named first in front.
 */
struct ir_statement {
    uint32_t kind : 2; /* enum ir_statement_kind */
    bool several_owners : 1;
    bool several_things : 1;
    uint32_t file : 28;
    uint32_t line;
    uint32_t limit;   /* or IR_NONE */
    uint32_t because; /* number of its reason, from 1, or 0 */
    uint32_t things;  /* allow, deny: a pattern, or, several_things, a set; assign: a role, or where its roles are */
    uint32_t owners;  /* whom it speaks of: an owner, or where they are */
};

/* Requirements, postfix: IR_REQUEST_... */
#define IR_REQUEST_AND        0u
#define IR_REQUEST_OR         1u
#define IR_REQUEST_PERMISSION 2u /* plus the permission's number */

struct ir_request { /* no two are equal */
    uint32_t *ops;
    uint32_t op_count;
};

/* One without a name is what the policy requires of services that it does not list: `*` where it is shown. */
struct ir_service {
    struct ir_text name, description;
    struct ir_place place;
    uint32_t request;
    uint32_t cond; /* or IR_NONE */
};

static inline const char *ir_service_text(const struct ir_service *service)
{
    return service->name.length == 0 ? "*" : service->name.bytes;
}

struct ir_exclusive {
    struct ir_place place;
    uint32_t *roles; /* each once, ascending */
    uint32_t role_count;
};

struct ir_roster {
    struct ir_place place;
    uint32_t *nodes; /* each once, ascending */
    uint32_t node_count;
};

/* Whom a claim speaks of. The table knows nothing of claims, so one may name whom no statement names. */
struct ir_claimant {
    uint32_t owner; /* IR_OWNER_...; IR_NONE: no statement and no roster names the subject, and it is no role */
    bool is_role;   /* else: */
    enum ir_node_kind kind;
    uint32_t gid;        /* IR_GID; else 0 */
    struct ir_text name; /* user, group, role; "" for the others */
};

struct ir_target {
    bool is_service;
    uint32_t service; /* its number; IR_NONE for a pattern */
    uint32_t lo, hi;  /* a pattern: lo <= permission < hi, not empty */
    struct ir_text text;
    struct span span;
};

struct ir_claim { /* never, always */
    bool always;
    bool delegated; /* whatever the files of bounded includes say, as long as it is admitted */
    struct ir_claimant subject;
    struct ir_target *targets; /* one or more, as they are written */
    uint32_t target_count;
    struct ir_place place;
    struct span span; /* the whole statement */
};

/* Kinds of subjects that a bound lets be named. */
#define IR_KIND_USERS    1u
#define IR_KIND_GROUPS   2u
#define IR_KIND_EVERYONE 4u

/* What a bounded include admits. Its patterns stand here, and not among those of rules. */
struct ir_bound {
    enum ir_statement_kind kind;
    unsigned kinds;  /* of IR_KIND_... */
    uint32_t amount; /* days or hours; 0: a statement need not end */
    bool hours;
    struct ir_pattern *patterns, *except; /* allow, deny */
    uint32_t pattern_count, except_count;
    uint32_t *roles; /* assign: each once, ascending */
    uint32_t role_count;
};

struct ir_approver { /* who may write there */
    enum ir_node_kind kind;
    struct ir_text name; /* user, group; else "" */
    uint32_t gid;        /* gid; else 0 */
};

struct ir_delegation { /* a bounded include; its files are those that say so */
    struct ir_place place;
    struct ir_text path;
    bool named;      /* it is `<NAME>` */
    uint32_t quorum; /* how many must agree; 0: that is not said */
    struct ir_approver *approvers;
    uint32_t approver_count;
    struct ir_bound *bounds;
    uint32_t bound_count;
};

struct ir {
    bool full;              /* something did not find room: nothing below may be trusted */
    struct ir_texts names;  /* of nodes */
    struct reasons reasons; /* of statements */
    uint32_t *lists;
    size_t list_size;
    struct ir_text policy;
    struct ir_text zone_name;                /* "" for utc; "local"; an IANA name */
    uint32_t zone;                           /* or IR_NONE for UTC */
    bool unlisted_ignore, unlisted_requires; /* the latter: one of the services has no name */
    struct ir_text *contacts;
    size_t contact_count;
    struct ir_file *files; /* in the order read */
    size_t file_count;
    struct ir_permission *permissions; /* sorted by name, bytewise */
    size_t permission_count;
    struct ir_pattern *patterns; /* each text once; only used ones */
    size_t pattern_count;
    struct ir_set *sets; /* no two are equal; none has one pattern and nothing behind except */
    size_t set_count;
    struct ir_zone *zones;
    size_t zone_count;
    struct ir_op *ops;
    size_t op_count;
    struct ir_cond *conds; /* no two are equal */
    size_t cond_count;
    struct ir_limit *limits;
    size_t limit_count;
    struct ir_role *roles;
    size_t role_count;
    struct ir_node *nodes;
    size_t node_count;
    struct ir_statement *statements;
    size_t statement_count;
    struct span *spans; /* beside statements: where each is written, for reports; the table knows nothing of it */
    struct ir_request *requests;
    size_t request_count;
    struct ir_service *services;
    size_t service_count;
    struct ir_exclusive *exclusives;
    size_t exclusive_count;
    struct ir_roster *rosters;
    size_t roster_count;
    struct ir_delegation *delegations; /* in source order */
    size_t delegation_count;
    struct ir_claim *claims; /* in source order; emit leaves them out */
    size_t claim_count;
};

/* Whether a limit ends in the past. */
static inline bool ir_limit_over(const struct ir *ir, uint32_t limit, int64_t now)
{
    return limit != IR_NONE && ir->limits[limit].has_until && ir->limits[limit].until <= now;
}

/* Numbers in the IR. */
struct ir_numbers {
    const uint32_t *list;
    uint32_t count;
};

static inline struct ir_numbers ir_list(const struct ir *ir, uint32_t at)
{
    return (struct ir_numbers){ir->lists + at + 1, ir->lists[at]};
}

static inline struct ir_numbers ir_owners(const struct ir *ir, const struct ir_statement *statement)
{
    return statement->several_owners ? ir_list(ir, statement->owners) : (struct ir_numbers){&statement->owners, 1};
}

/* What an assignment gives. */
static inline struct ir_numbers ir_roles(const struct ir *ir, const struct ir_statement *statement)
{
    return statement->several_things ? ir_list(ir, statement->things) : (struct ir_numbers){&statement->things, 1};
}

/* The patterns that a rule names as positive ones. */
static inline struct ir_numbers ir_patterns(const struct ir *ir, const struct ir_statement *statement)
{
    const struct ir_set *set;

    if (!statement->several_things)
        return (struct ir_numbers){&statement->things, 1};
    set = &ir->sets[statement->things];
    return (struct ir_numbers){ir->lists + set->at, set->pattern_count};
}

/* Whether a rule excepts something from what it names. */
static inline bool ir_excepts(const struct ir *ir, const struct ir_statement *rule)
{
    return rule->several_things && ir->sets[rule->things].except_count > 0;
}

static inline struct ir_numbers ir_things(const struct ir *ir, const struct ir_statement *statement)
{
    return statement->kind == IR_ASSIGN ? ir_roles(ir, statement) : ir_patterns(ir, statement);
}

#endif
