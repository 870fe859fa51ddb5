/*
 * status.c - numbers of the public header as words. Static strings, nothing else.
 */
#include "rolegate.h"

const char *rolegate_status_text(enum rolegate_status status)
{
    switch (status) {
#define TEXT(name, number, text)                                                                                       \
    case ROLEGATE_##name: return text;
        ROLEGATE_STATUS_LIST(TEXT)
#undef TEXT
    }
    return "unknown status";
}

const char *rolegate_verdict_text(enum rolegate_verdict verdict)
{
    if (verdict == ROLEGATE_ALLOW)
        return "allow";
    return verdict == ROLEGATE_UNLISTED ? "unlisted" : "deny";
}

const char *rolegate_reason_text(enum rolegate_reason reason)
{
    switch (reason) {
#define TEXT(name, number, text)                                                                                       \
    case ROLEGATE_##name: return text;
        ROLEGATE_REASON_LIST(TEXT)
#undef TEXT
    }
    return "none";
}

const char *rolegate_timing_text(enum rolegate_timing timing)
{
    switch (timing) {
    case ROLEGATE_EXPIRED: return "expired";
    case ROLEGATE_NOT_STARTED: return "not-started";
    case ROLEGATE_OUTSIDE_WINDOW: return "outside-window";
    case ROLEGATE_TIMING_NONE: break;
    }
    return "none";
}

const char *rolegate_statement_kind_text(enum rolegate_statement_kind kind)
{
    switch (kind) {
    case ROLEGATE_STATEMENT_ALLOW: return "allow";
    case ROLEGATE_STATEMENT_DENY: return "deny";
    case ROLEGATE_STATEMENT_ASSIGN: return "assign";
    case ROLEGATE_STATEMENT_SERVICE: return "service";
    case ROLEGATE_STATEMENT_EXCLUSIVE: return "exclusive";
    }
    return "none";
}

const char *rolegate_version(void)
{
    return ROLEGATE_VERSION;
}
