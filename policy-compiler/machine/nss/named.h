/*
 * named.h - whom a policy names, and where it does: what this machine is asked about.
 *
 * A plain list, made from a policy's text (check_accounts.c) or from a table (table_named.h), so that the same is said
 * of both. Knows nothing of either.
 */
#ifndef NAMED_H
#define NAMED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "account_lookup.h"
#include "compile/source/source.h"

struct arena;

enum named_kind { NAMED_USER, NAMED_GROUP, NAMED_GID };

/* A user, a group or a gid. */
struct named {
    enum named_kind kind;
    const char *name; /* NULL for a gid */
    uint32_t gid;     /* of a gid */
    /* What this machine says; see machine_check.c */
    struct account account;
    bool in_file;          /* it is in /etc/passwd or /etc/group */
    bool in_network;       /* a source of the network knows the group, or could not be asked */
    const char *shared;    /* NULL, or how it is shared with another account */
    bool shared_undecided; /* so that nobody can tell whose the name is */
};

/* Where something stands: in a source of the compiler's, or in a line of a file. */
struct named_place {
    struct span span;
    const char *file; /* NULL: the span counts */
    uint32_t line;
    uint64_t order; /* ascends as the policy is read */
};

enum named_use_kind {
    NAMED_ALLOW,
    NAMED_DENY,
    NAMED_ASSIGN,
    NAMED_EXCLUSIVE, /* it is assigned a role that takes away: one of an exclusive set, or with a deny */
    NAMED_NEVER,
    NAMED_ALWAYS,
    NAMED_ROSTER
};

/* Whether somebody may be let in who should not be, if a name means nobody, or somebody else. */
static inline bool named_is_strict(enum named_use_kind kind)
{
    return kind == NAMED_DENY || kind == NAMED_EXCLUSIVE || kind == NAMED_NEVER;
}

/* One statement that names it. */
struct named_use {
    size_t named; /* its number in the list */
    enum named_use_kind kind;
    uint32_t roster; /* NAMED_ROSTER: the number of the statement, from 0 */
    struct named_place place;
};

/* A role that is a group of the system. */
struct named_role {
    const char *name;
    uint32_t gid;
    struct named_place name_place, gid_place;
};

struct named_list {
    struct arena *arena; /* all of it is there, and what is found out */
    struct named *list;  /* each user, group and gid once */
    size_t count, capacity;
    struct named_use *uses;
    size_t use_count, use_capacity;
    struct named_role *roles;
    size_t role_count, role_capacity;
    uint32_t roster_count; /* roster statements */
    const char **services; /* the names of listed services */
    size_t service_count, service_capacity;
};

/* Adds a user, a group, or, with name NULL, a gid that is not there yet; its number. The name must last. */
size_t named_add(struct named_list *list, enum named_kind kind, const char *name, uint32_t gid);
void named_use(struct named_list *list, size_t named, enum named_use_kind kind, struct named_place place);
void named_role(struct named_list *list, const struct named_role *role);
void named_service(struct named_list *list, const char *name);

#endif
