/*
 * ir.h - a policy with every name bound and every default explicit: what emit turns into bytes.
 *
 * Flat arrays, numbers instead of pointers. emit knows nothing of the tree; it sorts and numbers what the format
 * wants sorted, so lower may fill the arrays in source order, except where an order is stated here.
 */
#ifndef IR_H
#define IR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IR_NONE UINT32_MAX

struct ir_text {
    const char *bytes; /* not NULL; "" for none */
    uint32_t length;
};

struct ir_file {
    struct ir_text name;
    unsigned char digest[32];
};

struct ir_permission {
    struct ir_text name, description;
};

struct ir_pattern { /* lo <= permission < hi, into the sorted permissions */
    struct ir_text text;
    uint32_t lo, hi;
};

struct ir_set { /* numbers of patterns; each once */
    uint32_t *patterns, *except;
    uint32_t pattern_count, except_count;
};

struct ir_zone_rule {
    unsigned kind; /* ZONE_RULE_... of format.h */
    unsigned a, b, c;
    int32_t second;
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
    int32_t standard, daylight;
    struct ir_zone_rule start, end;
};

enum ir_op_kind { IR_AND, IR_OR, IR_NOT, IR_NAME, IR_TIME, IR_FROM, IR_HOST, IR_TTY };

struct ir_net {
    unsigned char address[16];
    uint32_t length;
};

/* An operation of a condition; and, or are binary. Programs share them: no two are equal. */
struct ir_op {
    enum ir_op_kind kind;
    struct ir_text name;       /* IR_NAME */
    uint32_t days, start, end; /* IR_TIME */
    uint32_t zone;             /* IR_TIME: number of a zone, or IR_NONE for UTC */
    bool local;                /* IR_FROM */
    struct ir_net *v4, *v6;    /* IR_FROM: sorted by address, none inside another */
    uint32_t v4_count, v6_count;
    struct ir_text *globs; /* IR_HOST (lowered), IR_TTY: sorted bytewise, each once */
    uint32_t glob_count;
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

enum ir_node_kind { IR_USER = 1, IR_GROUP = 2, IR_GID = 3, IR_EVERYONE = 4 };

struct ir_node { /* a subject that a statement names; each once */
    enum ir_node_kind kind;
    struct ir_text name;
    uint32_t gid;
};

enum ir_statement_kind { IR_ALLOW = 1, IR_DENY = 2, IR_ASSIGN = 3 };

/* An owner is a node or, for allow and deny, a role. */
struct ir_owner {
    bool is_role;
    uint32_t number;
};

struct ir_statement {
    enum ir_statement_kind kind;
    struct ir_place place;
    uint32_t limit; /* or IR_NONE */
    struct ir_text because;
    uint32_t set;    /* allow, deny */
    uint32_t *roles; /* assign; each once, ascending */
    uint32_t role_count;
    struct ir_owner *owners; /* whom it speaks of; each once */
    uint32_t owner_count;
};

/* Requirements, postfix: IR_REQUEST_... */
#define IR_REQUEST_AND        0u
#define IR_REQUEST_OR         1u
#define IR_REQUEST_PERMISSION 2u /* plus the permission's number */

struct ir_request { /* no two are equal */
    uint32_t *ops;
    uint32_t op_count;
};

struct ir_service {
    struct ir_text name, description;
    struct ir_place place;
    uint32_t request;
    uint32_t cond; /* or IR_NONE */
};

struct ir_exclusive {
    struct ir_place place;
    uint32_t *roles; /* each once, ascending */
    uint32_t role_count;
};

struct ir {
    struct ir_text policy;
    struct ir_text zone_name; /* "" for utc; "local"; an IANA name */
    uint32_t zone;            /* or IR_NONE for UTC */
    bool unlisted_ignore;
    struct ir_text *contacts;
    size_t contact_count;
    struct ir_file *files; /* in the order read */
    size_t file_count;
    struct ir_permission *permissions; /* sorted by name, bytewise */
    size_t permission_count;
    struct ir_pattern *patterns; /* each text once; only used ones */
    size_t pattern_count;
    struct ir_set *sets; /* no two are equal */
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
    struct ir_request *requests;
    size_t request_count;
    struct ir_service *services;
    size_t service_count;
    struct ir_exclusive *exclusives;
    size_t exclusive_count;
};

#endif
