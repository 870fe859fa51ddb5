/*
 * name_sources.h - which sources answer for users and groups on this machine, and in which order.
 */
#ifndef NAME_SOURCES_H
#define NAME_SOURCES_H

#include <stddef.h>

#include "decide/nsswitch.h"

struct arena;

enum name_database { DATABASE_PASSWD, DATABASE_GROUP, DATABASE_INITGROUPS, DATABASE_COUNT };

/* One source of a line. */
struct name_source {
    const char *name;
    bool local; /* it answers from this machine alone */
    bool returns_success, returns_notfound, returns_unavailable, returns_tryagain, merges;
    bool mute; /* not to be asked any more: it is not installed, or it does not answer */
    bool down; /* it did not answer */
};

/* The line of a database; count 0: there is none. Of several lines the last one counts. */
struct name_line {
    unsigned line;
    struct name_source *sources;
    size_t count, capacity;
};

struct name_sources {
    struct name_line lines[DATABASE_COUNT];
    enum nsswitch_result result;
    unsigned broken; /* NSSWITCH_NOT_UNDERSTOOD: the line where reading ended */
    bool local;      /* every group comes from this machine: "no such group" is a no */
    bool files;      /* /etc/group is one of the sources of groups */
};

struct name_sources name_sources_find(struct arena *arena);
/* "passwd", "group" or "initgroups". */
const char *name_database_text(enum name_database database);

#endif
