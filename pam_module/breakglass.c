/*
 * breakglass.c - root's way in where the table cannot be used, or denies because a group could not be determined.
 *
 * Compares the service that the application named, not the one that service= puts in its place, because that is the
 * door which the administrator comes through. Under a setuid program the real uid is the caller's: su, and sudo with
 * `rootpw`, say root for anybody. A grant that is in doubt opens nothing.
 */
#include "breakglass.h"

#include <unistd.h>

#include "options.h"

bool breakglass_is_of_table(enum rolegate_status status)
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
    case ROLEGATE_TRAILING_BYTES:
    case ROLEGATE_TOO_COSTLY: return true;
    default: return false; /* memory, descriptors, the clock: the doing of whoever asks, or of others */
    }
}

bool breakglass_may(const char *list, const char *service, const struct identity *identity)
{
    return identity->name != NULL && identity->uid == 0 && getuid() == 0 && options_list_has(list, service);
}

enum rolegate_status breakglass_allows(rolegate_table *table, rolegate_subject *subject,
                                       const struct rolegate_question *question, bool *allows)
{
    enum rolegate_status status = rolegate_subject_rule_out_unknown(table, subject);
    bool allowed = status == ROLEGATE_OK && rolegate_check(table, subject, question) == ROLEGATE_ALLOW;

    if (status == ROLEGATE_OK)
        status = rolegate_resolve(table, subject, question);
    *allows = status == ROLEGATE_OK && allowed;
    return status;
}
