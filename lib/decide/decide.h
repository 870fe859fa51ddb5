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
    ASSUME_NO_DENIES = 1,    /* deny rules that are certain */
    ASSUME_NO_CONFLICTS = 2, /* exclusive sets */
    ASSUME_NO_DOUBT = 4,     /* what is unknown counts in the person's favour */
    ASSUME_ANY_PLACE = 8,    /* any origin, terminal, host will do */
    ASSUME_ANY_TIME = 16     /* any time will do */
};
#define OBSTACLES      5u
#define OBSTACLES_HERE 3u /* the first of them: those that neither place nor time can take out of the way */
#define ASSUME_ALL     31u

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
    unsigned assume;            /* enum obstacle */
    int64_t from, until;        /* spans that were looked at say the same from `from` to before `until` */
    bool conditional;           /* a condition was looked at */
    unsigned met;               /* obstacles that were met: without them it may come out otherwise */
    bool *held;                 /* where whether each permission is allowed is noted, by its place in the program */
    uint32_t held_size;         /* 0: nowhere */
    bool held_known;            /* it has been, for all of them */
    uint32_t steps;             /* of work that are left; status is ROLEGATE_TOO_COSTLY when they are spent */
    bool chosen;                /* choosing the roles that bear on the request has been paid for */
    uint32_t pieces;            /* of a lazy table that have been paid for */
    bool standing;              /* whether a condition is met is not known: only what stands without one counts */
    enum rolegate_status status;
};

/* ---- budget.c ---- */

/* Takes steps of work (budget.h); false, and status says so: there are not so many left. */
bool steps_spend(struct decider *decider, uint64_t steps);
/* The same for count numbers that the cursor stands at, each one step for so many; of no more than there can be. */
bool steps_spend_list(struct decider *decider, const struct cursor *list, uint32_t count, uint32_t each);

/* ---- role_choice.c ---- */

/*
 * Finds the roles that the subject holds under the decider's situation and setting: all, or, with a request, at least
 * those that bear on it. Errors go to status.
 */
void roles_find(struct decider *decider, const struct request *request);

/* ---- held_roles.c ---- */

/* Of a role in held: hold(r), and whether it grants. */
struct bounds role_hold(const struct decider *decider, uint32_t role);
bool role_grants(const struct decider *decider, uint32_t role);
/* Of any role: its entry in held; NULL: it is not held. */
const struct held *role_held(const struct decider *decider, uint32_t role);
/* Puts a role that is held in a queue, once; takes out the one with the highest number; forgets those left. */
void role_queue(struct decider *decider, uint32_t role);
bool role_next(struct decider *decider, uint32_t *role);
void role_queue_clear(struct decider *decider);
/* Marks a role that is held, and then, of all that are held, those that have a marked role in their up(). */
void role_mark_wanted(struct decider *decider, uint32_t role);
void roles_mark_below(struct decider *decider);
bool role_is_marked(const struct decider *decider, uint32_t role);
void roles_unmark(struct decider *decider);
/* The first assignment, from place *at on, of a role with a mark, or of several roles; NULL: none. *at is behind it. */
const struct assigned *assigned_next(const struct decider *decider, uint32_t *at);
/* Whether the role is in conflict with another (after roles_find without ASSUME_NO_CONFLICTS). */
bool role_conflicts(const struct decider *decider, uint32_t role);

/* ---- statement.c ---- */

/* The fields of an allow, deny or assign statement; the cursor stands behind them: at the set, or the roles. */
struct statement {
    uint8_t kind;
    uint32_t file, line, limit, because;
    struct cursor rest;
};
bool statement_read(struct decider *decider, uint32_t ref, struct statement *statement);
/* Whether a statement's limits are met: its span AND its when. */
struct bounds limit_bounds(struct decider *decider, uint32_t ref);
/* The same of a condition alone. */
struct bounds condition_met(struct decider *decider, uint32_t ref);
/*
 * Whether a value counts as met for something that lets in, or keeps out, under the decider's setting; where facts are
 * open, whether it can count for, and whether it must count against.
 */
bool counts_for(struct decider *decider, struct bounds value);
bool counts_against(struct decider *decider, struct bounds value);

/* ---- permission.c ---- */

/* One allow or deny rule that names a permission, and whom it speaks of. */
struct rule_sight {
    uint32_t ref;
    struct statement statement;
    bool is_role;
    uint32_t owner;       /* offset in NODES, or role */
    bool grants;          /* its subject counts, for an allow */
    struct bounds member; /* its subject's value, for a deny */
};
/* Which rules are looked for; others may be seen as well. */
enum rules_wanted { RULES_DENY = 1, RULES_ALLOW = 2, RULES_ALL = 3 };
/*
 * The value of a deny that the sight has, all of its subjects taken together: its list is one OR, and stands once with
 * each subject. permission is one that it names.
 */
struct bounds deny_bounds(struct decider *decider, const struct rule_sight *sight, uint32_t permission);
/*
 * Calls see for each rule on the permission that is wanted, of everyone who is active and every role that is held,
 * until it says false.
 */
void rules_visit(struct decider *decider, uint32_t permission, enum rules_wanted wanted,
                 bool (*callback)(struct decider *, struct rule_sight *, void *), void *context);

/* Whether the permission is allowed by the rules that name it, after roles_find; false on any error. */
bool permission_allowed(struct decider *decider, uint32_t permission);

/* ---- decide.c ---- */

/* Reads what a question asks for; false: the service is not listed (or status is an error). */
bool request_read(struct decider *decider, const struct rolegate_question *question, struct request *request);
/* Whether the request is allowed; roles_find is done within. false on any error. */
bool request_allowed(struct decider *decider, const struct request *request);
/* Begins a decider: everything but `without`, which is 0. */
enum rolegate_status decider_begin(struct decider *decider, struct rolegate_table *table,
                                   struct rolegate_subject *subject, const struct rolegate_question *question);

/* ---- rule_owners.c ---- */

/*
 * Calls see for each role with a rule on the permission that is wanted, for some more than once, in no order, until it
 * says false. Returns false where the table's lists of them are longer than `most`: some have been seen then.
 */
bool rule_owners_each(struct decider *decider, uint32_t permission, enum rules_wanted wanted, uint32_t most,
                      bool (*see)(struct decider *, uint32_t, void *), void *context);

/* ---- subject_facts.c ---- */

/* Whether the subject's groups were found out as far as the request needs them. */
bool subject_knows(const struct rolegate_subject *subject, const struct request *request);
/* Notes that they were; request NULL: for every one. */
enum rolegate_status subject_knows_now(struct rolegate_subject *subject, const struct request *request);

#endif
