/*
 * nsswitch.h - the sources that /etc/nsswitch.conf names, in their order.
 *
 * Internal to lib/ and the command. The form of the file is that of nsswitch.conf(5).
 */
#ifndef ROLEGATE_NSSWITCH_H
#define ROLEGATE_NSSWITCH_H

#include <stdbool.h>

#define NSSWITCH_PATH     "/etc/nsswitch.conf"
#define NSSWITCH_SIZE_MAX 65536u

/* One source of a line. What it returns at is what its actions, or the defaults, say. */
struct nsswitch_source {
    const char *database; /* "group" */
    const char *name;     /* "sss" */
    unsigned line;        /* from 1 */
    bool returns_success, returns_notfound, returns_unavailable, returns_tryagain;
    bool merges; /* [SUCCESS=merge] */
};

enum nsswitch_result {
    NSSWITCH_READ,
    NSSWITCH_ABSENT,        /* there is no such file: every database is that of files */
    NSSWITCH_UNREADABLE,    /* it cannot be read, is no regular file, or is over NSSWITCH_SIZE_MAX bytes */
    NSSWITCH_NOT_UNDERSTOOD /* it has a line that is not well formed; those before it have been visited */
};

/*
 * Calls visit with each source of each line, in order, until it says false. A line without sources is visited once,
 * with the name "". Texts end with the visit. Keeps errno. *line, which may be NULL: where reading ended.
 */
enum nsswitch_result nsswitch_each(bool (*visit)(void *context, const struct nsswitch_source *source), void *context,
                                   unsigned *line);

/* The same for a text, which it writes to. */
enum nsswitch_result nsswitch_parse(char *text, bool (*visit)(void *context, const struct nsswitch_source *source),
                                    void *context, unsigned *line);

/* Whether a source of this name answers from this machine alone. `compat` and `systemd` need a look: group_sources.h */
bool nsswitch_source_is_local(const char *name);

#endif
