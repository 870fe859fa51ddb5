/*
 * membership_world.h - one subject whose memberships are asked of a made-up account database.
 */
#ifndef MEMBERSHIP_WORLD_H
#define MEMBERSHIP_WORLD_H

#include "accounts.h"

#include "decide/membership.h"

static inline rolegate_subject *kim(void)
{
    rolegate_subject *subject = NULL;

    assert_int_equal(rolegate_subject_from_nss("kim", &subject), ROLEGATE_OK);
    accounts.asked_groups = 0;
    return subject;
}

static inline void gids_are(int count, const gid_t *gids)
{
    if (count > 0)
        memcpy(accounts.gids, gids, (size_t)count * sizeof *gids);
    accounts.gid_count = count;
}

#define GIDS(...)                                                                                                      \
    (int)(sizeof((gid_t[]){__VA_ARGS__}) / sizeof(gid_t)), (gid_t[])                                                   \
    {                                                                                                                  \
        __VA_ARGS__                                                                                                    \
    }

/* Asks as a question would; sure: something is denied to the group. */
static inline enum kleene member_of(const char *name, gid_t gid, bool sure)
{
    struct membership list[1] = {{.name = name, .gid = gid, .early = sure, .sure = sure, .member = NO}};
    rolegate_subject *subject = kim();

    assert_int_equal(memberships_of_file(subject, list, 1), ROLEGATE_OK);
    if (!list[0].settled) {
        errno = EILSEQ;
        membership_find(subject, list);
        assert_int_equal(errno, EILSEQ);
    }
    assert_true(list[0].settled);
    if (memberships_ambiguous(subject, list, 1)) {
        errno = EILSEQ;
        memberships_disambiguate(subject, list, 1);
        assert_int_equal(errno, EILSEQ);
    }
    rolegate_subject_free(subject);
    return list[0].member;
}

/* By name, where something is allowed or denied to the group: the same. */
static inline void is(const char *name, enum kleene member)
{
    assert_int_equal(member_of(name, 0, false), member);
    assert_int_equal(member_of(name, 0, true), member);
}

static inline void gid_is(gid_t gid, enum kleene member)
{
    assert_int_equal(member_of(NULL, gid, false), member);
    assert_int_equal(member_of(NULL, gid, true), member);
}

#endif
