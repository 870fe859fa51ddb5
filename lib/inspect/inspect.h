/*
 * inspect.h - looks into a table for people: what it was made from, what a service asks for, what its zone's clock
 * says.
 *
 * Internal to the static library: the command uses it, the shared library does not export it. Nothing here decides.
 * Strings belong to the table and end with it. Any bytes at all are safe to look into.
 */
#ifndef ROLEGATE_INSPECT_H
#define ROLEGATE_INSPECT_H

#include "table/table.h"

/* What a table says of itself as a whole. */
struct inspect_summary {
    const char *policy; /* its name, or "" */
    const char *zone;   /* as the policy says it: "" for utc, "local", or an IANA name */
    uint32_t zone_ref;  /* for lib/zone.h */
    bool unlisted_ignore, unlisted_requires;
    uint32_t version, size;
    uint32_t files, permissions, patterns, roles, services, statements, subjects, exclusives, rosters, contacts;
};

enum rolegate_status inspect_summary(struct rolegate_table *table, struct inspect_summary *summary);

/* The i-th source file, from 0, in the order read: its name, and 32 bytes of SHA-256. */
enum rolegate_status inspect_file(struct rolegate_table *table, uint32_t i, const char **name,
                                  const unsigned char **digest);

/* A service as the policy declares it. requires is postfix: REQUEST_AND, REQUEST_OR, REQUEST_PERMISSION + p. */
struct inspect_service {
    const char *file, *description;
    bool unlisted; /* it is what the policy requires of services that it does not list */
    uint32_t line;
    uint32_t condition; /* ref? CONDITIONS */
    uint32_t operations;
    struct cursor requires; /* at the first operation: each is a cursor_uv() */
};

/* Finds the service of that name, or what is required of one that is not listed; *found false: neither is there. */
enum rolegate_status inspect_service(struct rolegate_table *table, const char *name, bool *found,
                                     struct inspect_service *service);

/* Calls see for each user that the table names, in its order. */
enum rolegate_status inspect_users(struct rolegate_table *table, void (*see)(void *context, const char *name),
                                   void *context);
/* Whether the table names the user. */
enum rolegate_status inspect_find_user(struct rolegate_table *table, const char *name, bool *found);
/* Calls see for each group and gid that the table names, in its order; name is NULL for a gid. */
enum rolegate_status inspect_groups(struct rolegate_table *table,
                                    void (*visit)(void *context, const char *name, uint32_t gid), void *context);
/* Whether the table names the group, or, where name is NULL, the gid. */
enum rolegate_status inspect_find_group(struct rolegate_table *table, const char *name, uint32_t gid, bool *found);

/* The name of a permission by its number. */
enum rolegate_status inspect_permission(struct rolegate_table *table, uint32_t number, const char **name);
/* Whether the policy declares a permission of that name. */
enum rolegate_status inspect_find_permission(struct rolegate_table *table, const char *name, bool *found);

/* The first instant of a calendar day on the clock of the policy's zone; for a day that the zone skipped, of the skip.
 */
enum rolegate_status inspect_day(struct rolegate_table *table, int year, int month, int day, int64_t *first);

#endif
