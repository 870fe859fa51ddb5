/*
 * group_file.h - the lines of /etc/group, each once, in order.
 *
 * Internal to lib/. NSS answers for the first line of a name alone; who wants to know whether there is a second one has
 * to read the file.
 */
#ifndef ROLEGATE_GROUP_FILE_H
#define ROLEGATE_GROUP_FILE_H

#include <grp.h>
#include <stdbool.h>

#define GROUP_RECORD_MAX ((size_t)64 << 20) /* a larger one is not read */

/*
 * Calls visit with each line, until it says false. Lines that send on to another source (+, -) are passed over, as the
 * source `files` does. Of a line over GROUP_RECORD_MAX the name is given, the gid -1 and no list of members (NULL).
 * 0, or an errno; ENOENT: there is no such file. Keeps errno.
 */
int group_file_each(bool (*visit)(void *context, const struct group *group), void *context);

#endif
