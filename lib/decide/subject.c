/*
 * subject.c - who a question is about, as the caller states it; and the question.
 */
#include "subject.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define NAME_BYTES_MAX 255u

bool subject_name_fits(const char *name)
{
    size_t length = name == NULL ? 0 : strnlen(name, NAME_BYTES_MAX + 1);

    return length > 0 && length <= NAME_BYTES_MAX;
}

enum rolegate_status rolegate_subject_new(const char *user, rolegate_subject **subject)
{
    struct rolegate_subject *fresh;
    int saved = errno;

    if (subject == NULL || !subject_name_fits(user))
        return ROLEGATE_BAD_ARGUMENT;
    fresh = calloc(1, sizeof *fresh);
    if (fresh != NULL)
        fresh->user = strdup(user);
    if (fresh == NULL || fresh->user == NULL) {
        free(fresh);
        errno = saved;
        return ROLEGATE_NO_MEMORY;
    }
    *subject = fresh;
    return ROLEGATE_OK;
}

void subject_unbind(struct rolegate_subject *subject)
{
    free(subject->facts);
    free(subject->actives);
    free(subject->ruled);
    free(subject->roles.assigned);
    free(subject->roles.choice.assigned);
    free(subject->resolved);
    free(subject->roles.state);
    free(subject->roles.heap);
    free(subject->roles.held);
    free(subject->settled);
    free(subject->scratch);
    subject->table = NULL;
    subject->facts = NULL;
    subject->actives = NULL;
    subject->ruled = NULL;
    subject->resolved = NULL;
    subject->settled = NULL;
    subject->scratch = NULL;
    subject->fact_count = subject->fact_capacity = subject->active_count = subject->ruled_count = 0;
    subject->resolved_count = 0;
    subject->resolved_all = subject->settled_any = subject->off_roster = subject->ruled_out = false;
    memset(&subject->roles, 0, sizeof subject->roles);
}

void rolegate_subject_free(rolegate_subject *subject)
{
    int saved = errno;
    size_t i;

    if (subject == NULL)
        return;
    subject_unbind(subject);
    for (i = 0; i < subject->stated_count; i++)
        free(subject->stated[i].name);
    free(subject->stated);
    free(subject->gids);
    free(subject->gid_in_file);
    free(subject->user);
    free(subject);
    errno = saved;
}

const char *rolegate_subject_user(const rolegate_subject *subject)
{
    return subject == NULL ? "" : subject->user;
}

/* Adds a statement on a group; takes name over, also on failure. */
static enum rolegate_status subject_state(struct rolegate_subject *subject, char *name, uint32_t gid,
                                          enum rolegate_membership membership)
{
    if (subject->stated_count == subject->stated_capacity) {
        size_t capacity = subject->stated_capacity == 0 ? 8 : subject->stated_capacity * 2;
        struct stated *grown = reallocarray(subject->stated, capacity, sizeof *grown);
        if (grown == NULL) {
            free(name);
            return ROLEGATE_NO_MEMORY;
        }
        subject->stated = grown;
        subject->stated_capacity = capacity;
    }
    subject->stated[subject->stated_count].name = name;
    subject->stated[subject->stated_count].gid = gid;
    subject->stated[subject->stated_count++].membership = membership;
    subject_unbind(subject);
    return ROLEGATE_OK;
}

static bool membership_valid(enum rolegate_membership membership)
{
    return membership == ROLEGATE_NOT_MEMBER || membership == ROLEGATE_MEMBER || membership == ROLEGATE_MEMBER_UNKNOWN;
}

enum rolegate_status rolegate_subject_add_group(rolegate_subject *subject, const char *group,
                                                enum rolegate_membership membership)
{
    enum rolegate_status status;
    int saved = errno;
    char *name;

    if (subject == NULL || subject->from_nss || !subject_name_fits(group) || !membership_valid(membership))
        return ROLEGATE_BAD_ARGUMENT;
    name = strdup(group);
    status = name == NULL ? ROLEGATE_NO_MEMORY : subject_state(subject, name, 0, membership);
    errno = saved;
    return status;
}

enum rolegate_status rolegate_subject_add_gid(rolegate_subject *subject, uint32_t gid,
                                              enum rolegate_membership membership)
{
    enum rolegate_status status;
    int saved = errno;

    if (subject == NULL || subject->from_nss || gid > GID_MAX || !membership_valid(membership))
        return ROLEGATE_BAD_ARGUMENT;
    status = subject_state(subject, NULL, gid, membership);
    errno = saved;
    return status;
}

enum rolegate_status rolegate_question_init(struct rolegate_question *question, const char *service)
{
    struct timespec now;
    int saved = errno;

    if (question == NULL || service == NULL)
        return ROLEGATE_BAD_ARGUMENT;
    memset(question, 0, sizeof *question);
    question->service = service;
    if (gethostname(question->host, sizeof question->host - 1) != 0)
        question->host[0] = '\0';
    if (clock_gettime(CLOCK_REALTIME, &now) != 0) {
        errno = saved;
        return ROLEGATE_NO_CLOCK;
    }
    question->now = now.tv_sec;
    errno = saved;
    return ROLEGATE_OK;
}

enum rolegate_status rolegate_question_set_host(struct rolegate_question *question, const char *host)
{
    size_t length = host == NULL ? 0 : strnlen(host, ROLEGATE_HOST_MAX);

    if (question == NULL || length == ROLEGATE_HOST_MAX)
        return ROLEGATE_BAD_ARGUMENT;
    memset(question->host, 0, sizeof question->host);
    if (length > 0)
        memcpy(question->host, host, length);
    return ROLEGATE_OK;
}
