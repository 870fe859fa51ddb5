/*
 * breakglass.c - the way in for root when there is no table to ask.
 *
 * Asked only after a question has failed; an answer of a good table is never looked at here. Compares the service
 * that the application named, not the one that service= puts in its place, because that is the door which the
 * administrator comes through.
 */
#include "breakglass.h"

#include <string.h>
#include <unistd.h>

#include "options.h"

/* Whether the table is what failed. Anything else (memory, the clock) may be the doing of whoever is asking. */
static bool is_about_table(enum rolegate_status status)
{
    switch (status) {
    case ROLEGATE_ABSENT:
    case ROLEGATE_NOT_READABLE:
    case ROLEGATE_NOT_REGULAR:
    case ROLEGATE_WRONG_OWNER:
    case ROLEGATE_WRITABLE_BY_OTHERS:
    case ROLEGATE_TOO_SHORT:
    case ROLEGATE_NOT_A_TABLE:
    case ROLEGATE_NEWER_VERSION:
    case ROLEGATE_BAD_CHECKSUM:
    case ROLEGATE_MALFORMED:
    case ROLEGATE_TRAILING_BYTES: return true;
    default: return false;
    }
}

/* Anybody can start su for root; only root himself needs no password there. */
static bool is_su(const char *service)
{
    return strcmp(service, "su") == 0 || strcmp(service, "su-l") == 0;
}

bool breakglass_opens(const char *list, const char *service, const struct identity *identity,
                      enum rolegate_status status)
{
    if (identity->uid != 0 || !is_about_table(status) || !options_list_has(list, service))
        return false;
    return !is_su(service) || getuid() == 0;
}
