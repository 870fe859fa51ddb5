/*
 * empty.c - whether a table says anything at all; see empty.h.
 */
#include "empty.h"

#include <stdlib.h>

#include "inspect.h"
#include "statement_owners.h"

enum rolegate_status inspect_empty(struct rolegate_table *table, bool *empty)
{
    struct inspect_summary summary;
    enum rolegate_status status = inspect_summary(table, &summary);
    uint64_t *owners = NULL;
    size_t count = 0, i = 0;

    if (status == ROLEGATE_OK)
        status = statement_owners(table, &owners, &count);
    if (status != ROLEGATE_OK)
        return status;
    while (i < count && (owners[i] & OWNER_ROLE) != 0)
        i++;
    free(owners);
    *empty = i == count && summary.services == 0 && !summary.unlisted_requires;
    return ROLEGATE_OK;
}
