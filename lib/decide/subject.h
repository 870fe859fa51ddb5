/*
 * subject.h - a user with his groups, and the room that deciding about him takes.
 *
 * Internal to lib/. Made by subject.c, bound to a table by subject_bind.c, read by everything that decides. All memory
 * that a decision writes to is here, so a decision allocates nothing, and a table can be shared.
 */
#ifndef ROLEGATE_SUBJECT_H
#define ROLEGATE_SUBJECT_H

#include "condition.h"
#include "group_sources.h"
#include "table/table.h"

/* What the caller said of a group. */
struct stated {
    char *name; /* NULL: a number */
    uint32_t gid;
    enum rolegate_membership membership;
};

/* What is known of the subject's membership in a group or gid that the table names. */
struct fact {
    uint32_t node; /* offset in NODES */
    enum kleene member;
};

/* Somebody whose statements count for the subject: himself, everyone, a group that he is or may be in. */
struct active {
    uint32_t node;    /* offset in NODES */
    uint32_t assigns; /* where in NODES the steps to its assignments begin */
    uint32_t assign_count;
    uint32_t rules; /* where in NODES its rules begin */
    bool has_rules;
    enum kleene member;
};

/* In place of a role's number: there is none, or there are several. */
#define ROLE_NONE    UINT32_MAX
#define ROLE_SEVERAL (UINT32_MAX - 1)

/* A role that the subject holds or may hold. */
struct held {
    uint32_t role;
    uint32_t rules;  /* where in ROLE_DATA its rules begin */
    uint32_t parent; /* its only one, ROLE_NONE or ROLE_SEVERAL */
    uint32_t before; /* how many stand up to the last before it that has a parent, itself included; 0: none has */
};

/* An assignment by which the subject holds roles, or may hold them. */
struct assigned {
    uint32_t ref;    /* in STATEMENTS */
    uint32_t limit;  /* ref? LIMITS */
    uint32_t role;   /* the only one that it assigns, or ROLE_SEVERAL */
    uint32_t active; /* whose it is, by its place in actives */
};

/* Under what the roles were found: see role_cache.c. */
struct roles_kept {
    bool valid, chosen;   /* by all assignments, or by those that are chosen */
    unsigned assume, met; /* enum obstacle */
    int64_t from, until;
    uint32_t steps; /* that finding them took */
};

/* The assignments that bear on the request that was asked last: see role_choice.c. */
struct role_choice {
    bool plain; /* no assignment has limits, and nothing is chosen */
    bool made;
    bool whole; /* all bear on it, or too many */
    bool is_permission;
    uint32_t request; /* a permission, or an offset in REQUESTS */
    uint32_t steps;   /* that choosing took */
    struct assigned *assigned;
    uint32_t count;
};

/* Role states, by role number: see roles.c. */
struct role_work {
    uint32_t count;  /* roles in the table */
    uint16_t *state; /* 0 but for the roles that are held */
    uint32_t *heap;  /* roles still to be looked at */
    uint32_t heap_count;
    struct held *held; /* children before parents */
    uint32_t held_count;
    uint32_t extending;        /* as before in struct held, of the whole list */
    struct assigned *assigned; /* in the order of actives; there is room for all of theirs */
    uint32_t assigned_count;
    uint32_t assigned_room;
    struct role_choice choice;
    bool marked; /* some of them have a mark */
    struct roles_kept kept;
    uint32_t searches; /* how often roles were found: for tests */
};

#define SETTLED_SLOTS 64u

/* A verdict that holds from `from` to before `until`, wherever the question comes from. */
struct settled {
    uint32_t name, length; /* of a service or a permission, by its place in the table; length 0: nothing is kept */
    bool is_permission;
    enum rolegate_verdict verdict;
    int64_t from, until;
};

struct search_scratch; /* explain/scratch.h */

struct rolegate_subject {
    char *user;
    bool from_nss;
    bool local_only; /* from NSS, but of the sources of groups only /etc/group counts */
    gid_t *gids;     /* from NSS: ascending, each once */
    size_t gid_count;
    bool *gid_in_file; /* by place in gids: a line of /etc/group has it */
    bool sources_known;
    struct group_sources sources;
    struct stated *stated;
    size_t stated_count, stated_capacity;

    const struct rolegate_table *table; /* bound to this one, or NULL */
    uint64_t identity;
    struct fact *facts; /* ascending by node */
    size_t fact_count, fact_capacity;
    struct active *actives;
    size_t active_count;
    uint32_t *ruled; /* those that have rules, by their place in actives, ascending */
    size_t ruled_count;
    uint32_t *resolved; /* REQUESTS offsets that the facts are enough for */
    size_t resolved_count;
    bool resolved_all;
    bool off_roster; /* some roster of the table vouches for none of the facts */
    bool ruled_out;  /* what is unknown counts as no: rolegate_subject_rule_out_unknown() */
    struct role_work roles;
    struct settled *settled;        /* SETTLED_SLOTS of them */
    bool settled_any;               /* one of them is in use */
    struct search_scratch *scratch; /* NULL until an answer is explained */
    uint32_t steps;                 /* of work that the last explanation took, its decision included: for tests */
};

/* Whether it can be the name of a user or a group: 1 to 255 bytes. */
bool subject_name_fits(const char *name);

/* ---- subject_facts.c ---- */

/* What is known of a node: NULL where nothing is. */
const struct fact *fact_find(const struct rolegate_subject *subject, uint32_t node);
/* Notes what the subject's membership in a node is. */
enum rolegate_status fact_set(struct rolegate_subject *subject, uint32_t node, enum kleene member);
/* What the subject's fact on a node counts as: the roster and rolegate_subject_rule_out_unknown() included. */
enum kleene fact_counted(const struct rolegate_subject *subject, const struct fact *fact);

/*
 * Makes a subject that is bound to the table, and that the table names, another user that it names, by its node. What
 * is known of groups stays, and so must be true of both.
 */
enum rolegate_status subject_become(struct rolegate_table *table, struct rolegate_subject *subject, uint32_t node);
/* Forgets everything that was found out for a table. */
void subject_unbind(struct rolegate_subject *subject);

#endif
