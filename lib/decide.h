/*
 * decide.h - the evaluator: one request, one table, one subject.
 *
 * "What a policy decides" of rolegate-policy(5). A setting says which obstacles are out of the way, so that the same
 * code answers both the question itself and what would be if (explain.c).
 */
#ifndef ROLEGATE_DECIDE_H
#define ROLEGATE_DECIDE_H

#include "condition.h"
#include "subject.h"

/* Obstacles, in the order in which they are named as reasons. */
enum obstacle {
    WITHOUT_DENIES = 1,    /* deny rules that are certain */
    WITHOUT_CONFLICTS = 2, /* exclusive sets */
    WITHOUT_DOUBT = 4,     /* what is unknown counts in the person's favour */
    WITHOUT_PLACE = 8,     /* any origin, terminal, host will do */
    WITHOUT_TIME = 16      /* any time will do */
};
#define OBSTACLES   5u
#define WITHOUT_ALL 31u

struct request {
    bool is_permission;
    uint32_t permission;        /* if is_permission */
    uint32_t request;           /* else: offset in REQUESTS */
    uint32_t when;              /* ref? CONDITIONS */
    uint32_t service;           /* offset in SERVICES */
    uint32_t name, name_length; /* of the service or the permission, by its place in the table */
};

struct decider {
    struct rolegate_table *table;
    struct rolegate_subject *subject;
    struct situation asked;     /* the facts of the question */
    struct situation situation; /* those that are evaluated now */
    unsigned without;           /* enum obstacle */
    int64_t from, until;        /* spans that were looked at say the same from `from` to before `until` */
    bool conditional;           /* a condition was looked at */
    bool standing;              /* whether a condition is met is not known: only what stands without one counts */
    enum rolegate_status status;
};

/* ---- roles.c ---- */

/* Finds the roles that the subject holds under the decider's situation and setting. Errors go to status. */
void roles_find(struct decider *decider);
/* Of a role in held: hold(r), and whether it grants. */
enum kleene role_hold(const struct decider *decider, uint32_t role);
bool role_grants(const struct decider *decider, uint32_t role);
/* Whether `to` is in up(from); both are held. */
bool role_reaches(struct decider *decider, uint32_t from, uint32_t to);
/* Whether the role is in conflict with another (after roles_find without WITHOUT_CONFLICTS). */
bool role_conflicts(const struct decider *decider, uint32_t role);
/* Opens a role's record behind its place: at the number of its parents. */
void role_open(struct cursor *cursor, struct rolegate_table *table, uint32_t role);

/* ---- decide.c ---- */

/* The fields of an allow, deny or assign statement; the cursor stands behind them: at the set, or the roles. */
struct statement {
    uint8_t kind;
    uint32_t file, line, limit, because;
    struct cursor rest;
};
bool statement_read(struct decider *decider, uint32_t ref, struct statement *statement);
/* Whether a statement's limits are met: its span AND its when. */
enum kleene limit_value(struct decider *decider, uint32_t ref);
/* Whether a value counts as met for something that lets in, or keeps out, under the decider's setting. */
bool counts_for(const struct decider *decider, enum kleene value);
bool counts_against(const struct decider *decider, enum kleene value);

/* One allow or deny rule that names a permission, and whom it speaks of. */
struct rule_sight {
    uint32_t ref;
    struct statement statement;
    bool is_role;
    uint32_t owner;     /* offset in NODES, or role */
    bool grants;        /* its subject counts, for an allow */
    enum kleene member; /* its subject's value, for a deny */
};
/* Calls see for each rule on the permission, of everyone who is active and every role that is held, until it says
 * false. */
void rules_visit(struct decider *decider, uint32_t permission,
                 bool (*see)(struct decider *, struct rule_sight *, void *), void *context);

/* Reads what a question asks for; false: the service is not listed (or status is an error). */
bool request_read(struct decider *decider, const struct rolegate_question *question, struct request *request);
/* Whether the request is allowed; roles_find is done within. false on any error. */
bool request_allowed(struct decider *decider, const struct request *request);
bool permission_allowed(struct decider *decider, uint32_t permission);
/* Begins a decider: everything but `without`, which is 0. */
enum rolegate_status decider_begin(struct decider *decider, struct rolegate_table *table,
                                   struct rolegate_subject *subject, const struct rolegate_question *question);

/* ---- resolve.c ---- */

/* Whether the subject's groups were found out as far as the request needs them. */
bool subject_knows(const struct rolegate_subject *subject, const struct request *request);

/* ---- elsewhere.c ---- */

/*
 * Whether the request is allowed under the decider's setting, WITHOUT_PLACE and WITHOUT_TIME meaning at some place and
 * time; *witness is the situation in which it is.
 */
bool elsewhere_allowed(struct decider *decider, const struct request *request, struct situation *witness);
/* With the reason not-now: the first later time at which it is allowed. */
bool elsewhere_next(struct decider *decider, const struct request *request, int64_t *next);

#endif
