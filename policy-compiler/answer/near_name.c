/*
 * near_name.c - the user or group of a table for which the name of a question is likely to be a slip of the pen.
 */
#include "near_name.h"

#include "inspect/inspect.h"
#include "support/suggest.h"

struct search {
    const char *name, *near;
};

static void offer_user(void *context, const char *name)
{
    struct search *search = context;

    if (search->near == NULL && suggest_is_slip(search->name, name))
        search->near = name;
}

static void offer_group(void *context, const char *name, uint32_t gid)
{
    (void)gid;
    if (name != NULL)
        offer_user(context, name);
}

const char *near_name(rolegate_table *table, bool is_user, const char *name)
{
    struct search search = {.name = name};
    bool found = false;

    if ((is_user ? inspect_find_user(table, name, &found) : inspect_find_group(table, name, 0, &found)) !=
            ROLEGATE_OK ||
        found)
        return NULL;
    if ((is_user ? inspect_users(table, offer_user, &search) : inspect_groups(table, offer_group, &search)) !=
        ROLEGATE_OK)
        return NULL;
    return search.near;
}
