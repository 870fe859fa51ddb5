/*
 * group_file.h - the lines of /etc/group, each once, in order.
 *
 * Internal to lib/. NSS answers for the first line of a name alone, and reads the file anew for each name; who wants to
 * know of many names, or whether there is a second line, has to read the file.
 */
#ifndef ROLEGATE_GROUP_FILE_H
#define ROLEGATE_GROUP_FILE_H

#include <stdbool.h>
#include <sys/types.h>

#define GROUP_RECORD_MAX ((size_t)64 << 20) /* of a larger one the members are not looked at */

struct group_line {
    const char *name;
    gid_t gid;           /* (gid_t)-1 where it is none */
    const char *members; /* joined by commas; NULL: the line is too long, and lists whoever is asked for or not */
};

/*
 * Calls visit with each line, until it says false. A line is read as the source `files` reads it (group(5)): those that
 * send on to another source (+, -) are passed over, as are those that are not well formed. 0, or an errno; ENOENT:
 * there is no such file. Keeps errno.
 */
int group_file_each(bool (*visit)(void *context, const struct group_line *line), void *context);

/* Whether a line lists the user among its members; for a line that is too long: true. */
bool group_line_lists(const struct group_line *line, const char *user);

#endif
