/*
 * nobody.c - the account database, for a module that is part of it: it asks nobody.
 *
 * The library looks memberships up in the account database for subjects that come from there. Here there are none, and
 * asking would come back to this module.
 */
#include "decide/membership.h"

enum rolegate_status memberships_of_file(struct rolegate_subject *subject, struct membership *list, size_t count)
{
    (void)subject;
    (void)list;
    (void)count;
    return ROLEGATE_OK;
}

void membership_find(const struct rolegate_subject *subject, struct membership *membership)
{
    (void)subject;
    membership->settled = true;
    membership->member = MAYBE;
}

bool memberships_ambiguous(const struct rolegate_subject *subject, const struct membership *list, size_t count)
{
    (void)subject;
    (void)list;
    (void)count;
    return false;
}

void memberships_disambiguate(const struct rolegate_subject *subject, struct membership *list, size_t count)
{
    (void)subject;
    (void)list;
    (void)count;
}
