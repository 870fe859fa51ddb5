/*
 * membership.c - asks /etc/group and NSS whether an account is in a group; see membership.h.
 *
 * getgrouplist() answers with a short list and no error when a source is down, so a group whose gid is not on the list
 * is a no only where the group database says so itself. Looks up no group but those that it is asked for, with the one
 * exception of memberships_disambiguate(). Never looks at the calling process's own groups.
 */
#include "membership.h"

#include <errno.h>
#include <grp.h>
#include <stdlib.h>
#include <string.h>

#include "group_file.h"

#define LOOKUP_FIRST ((size_t)1024)

/* ---- the account's gids ---- */

/* Where a gid stands among the account's, which are sorted; gid_count: nowhere. */
static size_t gid_place(const struct rolegate_subject *subject, gid_t gid)
{
    size_t low = 0, high = subject->gid_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (subject->gids[middle] < gid)
            low = middle + 1;
        else
            high = middle;
    }
    return low < subject->gid_count && subject->gids[low] == gid ? low : subject->gid_count;
}

static bool has_gid(const struct rolegate_subject *subject, gid_t gid)
{
    return gid_place(subject, gid) < subject->gid_count;
}

/* ---- /etc/group ---- */

struct file_scan {
    struct rolegate_subject *subject;
    struct membership *names, *gids;
    size_t name_count, gid_count;
};

static int name_compare(const void *name, const void *membership)
{
    return strcmp(name, ((const struct membership *)membership)->name);
}

static int gid_compare(const void *gid, const void *membership)
{
    uint32_t left = *(const uint32_t *)gid, right = ((const struct membership *)membership)->gid;

    return left < right ? -1 : left > right;
}

/* One more line for a group. */
static void line_add(struct membership *membership, enum kleene member)
{
    if (!membership->in_file)
        membership->member = member;
    else if (member != NO)
        membership->second_line = true;
    membership->in_file = true;
}

/* A gid leads to the name of the first line that has it. */
static bool line_visit(void *context, const struct group_line *line)
{
    struct file_scan *scan = context;
    struct rolegate_subject *subject = scan->subject;
    size_t place = gid_place(subject, line->gid);
    bool mine = place < subject->gid_count, leads_back = mine && !subject->gid_in_file[place];
    uint32_t gid = line->gid;
    struct membership *found;

    if (mine)
        subject->gid_in_file[place] = true;
    found = bsearch(line->name, scan->names, scan->name_count, sizeof *found, name_compare);
    if (found != NULL)
        line_add(found, leads_back                                                          ? YES
                        : mine || gid == (gid_t)-1 || group_line_lists(line, subject->user) ? MAYBE
                                                                                            : NO);
    found = bsearch(&gid, scan->gids, scan->gid_count, sizeof *found, gid_compare);
    if (found != NULL && !found->settled)
        line_add(found, group_line_lists(line, subject->user) ? MAYBE : NO);
    return true;
}

/* Reads /etc/group into the list; false: it cannot be read. */
static bool table_file_read(struct rolegate_subject *subject, struct membership *list, size_t count, int *error)
{
    struct file_scan scan = {.subject = subject, .names = list};

    while (scan.name_count < count && list[scan.name_count].name != NULL)
        scan.name_count++;
    scan.gids = list + scan.name_count;
    scan.gid_count = count - scan.name_count;
    memset(subject->gid_in_file, 0, subject->gid_count * sizeof *subject->gid_in_file);
    *error = group_file_each(line_visit, &scan);
    return *error == 0 || *error == ENOENT;
}

/* The answer where a line of /etc/group, or NSS for the same name, says no. */
static enum kleene second_line_counted(const struct membership *membership, enum kleene member)
{
    return member == NO && membership->second_line ? MAYBE : member;
}

enum rolegate_status memberships_of_file(struct rolegate_subject *subject, struct membership *list, size_t count)
{
    bool readable = true;
    int error = 0;
    size_t i;

    if (!subject->sources_known)
        group_sources_find(&subject->sources);
    subject->sources_known = true;
    for (i = 0; i < count; i++)
        if (list[i].name == NULL && has_gid(subject, list[i].gid)) {
            list[i].member = YES;
            list[i].settled = true;
        }
    if (subject->sources.files)
        readable = table_file_read(subject, list, count, &error);
    if (error == ENOMEM)
        return ROLEGATE_NO_MEMORY;
    if (!readable)
        subject->sources = (struct group_sources){.local = false};
    for (i = 0; i < count; i++) {
        struct membership *one = &list[i];
        if (one->settled || !one->in_file)
            continue;
        one->second_line = one->second_line || (!subject->sources.files_first && one->member != NO);
        one->member = second_line_counted(one, one->member);
        one->settled = subject->sources.files_first;
    }
    return ROLEGATE_OK;
}

/* ---- NSS ---- */

/* A group's record, by name or, with name NULL, by number; 0, or an errno. *found as getgrnam_r() says. */
static int group_find(const char *name, gid_t gid, struct group *group, char **buffer, bool *found)
{
    size_t size;
    int error = ERANGE;

    *found = false;
    for (size = LOOKUP_FIRST; size <= GROUP_RECORD_MAX && error == ERANGE; size *= 4) {
        struct group *result = NULL;
        *buffer = malloc(size);
        if (*buffer == NULL)
            return ENOMEM;
        error = name != NULL ? getgrnam_r(name, group, *buffer, size, &result)
                             : getgrgid_r(gid, group, *buffer, size, &result);
        *found = error == 0 && result != NULL;
        if (!*found) {
            free(*buffer);
            *buffer = NULL;
        }
    }
    return error;
}

/* Whether a gid is that of the name, for NSS as well. */
static bool gid_leads_to(gid_t gid, const char *name)
{
    struct group group;
    bool found, same;
    char *buffer;

    if (group_find(NULL, gid, &group, &buffer, &found) != 0 || !found)
        return false;
    same = strcmp(group.gr_name, name) == 0;
    free(buffer);
    return same;
}

/* Whether a record lists the account; one without a list may. */
static bool is_listed(const struct rolegate_subject *subject, const struct group *group)
{
    char **member;

    if (group->gr_mem == NULL)
        return true;
    for (member = group->gr_mem; *member != NULL; member++)
        if (strcmp(*member, subject->user) == 0)
            return true;
    return false;
}

static enum kleene member_of_record(const struct rolegate_subject *subject, const struct membership *membership,
                                    const struct group *group)
{
    if (group->gr_gid == (gid_t)-1)
        return MAYBE;
    if (membership->name == NULL)
        return is_listed(subject, group) ? MAYBE : NO;
    if (has_gid(subject, group->gr_gid))
        return gid_leads_to(group->gr_gid, group->gr_name) ? YES : MAYBE;
    return is_listed(subject, group) ? MAYBE : NO;
}

void membership_find(const struct rolegate_subject *subject, struct membership *membership)
{
    struct group group;
    int saved = errno, error;
    bool found;
    char *buffer;

    membership->settled = true;
    membership->member = MAYBE;
    if (subject->local_only)
        return;
    error = group_find(membership->name, membership->gid, &group, &buffer, &found);
    if (found) {
        membership->member = second_line_counted(membership, member_of_record(subject, membership, &group));
        free(buffer);
    } else if (error == 0 && subject->sources.local) {
        membership->member = second_line_counted(membership, NO);
    }
    errno = saved;
}

/* ---- one name in two sources ---- */

static bool is_ambiguous(const struct membership *membership)
{
    return membership->sure && membership->in_file && membership->name != NULL && membership->member == NO;
}

bool memberships_ambiguous(const struct rolegate_subject *subject, const struct membership *list, size_t count)
{
    bool foreign = false, ambiguous = false;
    size_t i;

    if (subject->sources.local || subject->local_only || !subject->sources.files_first)
        return false;
    for (i = 0; i < subject->gid_count && !foreign; i++)
        foreign = !subject->gid_in_file[i];
    for (i = 0; i < count && foreign && !ambiguous; i++)
        ambiguous = is_ambiguous(&list[i]);
    return ambiguous;
}

/* The groups of the list that a gid, whose record is given or NULL, may be. */
static void gid_may_be(struct membership *list, size_t count, const struct group *group)
{
    size_t i;

    for (i = 0; i < count; i++)
        if (is_ambiguous(&list[i]) && (group == NULL || strcmp(group->gr_name, list[i].name) == 0))
            list[i].member = MAYBE;
}

void memberships_disambiguate(const struct rolegate_subject *subject, struct membership *list, size_t count)
{
    int saved = errno;
    size_t i;

    for (i = 0; i < subject->gid_count && memberships_ambiguous(subject, list, count); i++) {
        struct group group;
        bool found;
        char *buffer;
        if (subject->gid_in_file[i])
            continue;
        group_find(NULL, subject->gids[i], &group, &buffer, &found);
        gid_may_be(list, count, found ? &group : NULL);
        free(buffer);
    }
    errno = saved;
}
