/*
 * nobody.c - the account database, for a module that is part of it: it asks nobody.
 *
 * The library looks memberships up in the account database for subjects that come from there. Here there are none, and
 * asking would come back to this module.
 */
#include "subject.h"

enum kleene nss_member_of_group(const struct rolegate_subject *subject, const char *name)
{
    (void)subject;
    (void)name;
    return MAYBE;
}

enum kleene nss_member_of_gid(const struct rolegate_subject *subject, uint32_t gid)
{
    (void)subject;
    (void)gid;
    return MAYBE;
}

bool nss_group_name(const struct rolegate_subject *subject, size_t i, char *buffer, size_t size)
{
    (void)subject;
    (void)i;
    (void)buffer;
    (void)size;
    return false;
}
