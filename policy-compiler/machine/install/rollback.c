/*
 * rollback.c - goes back to a table that was in place before, and tells whoever should know: the log, nscd, the
 * terminal.
 */
#include "rollback.h"

#include <stdio.h>
#include <stdlib.h>
#include <syslog.h>

#include "support/syslog_event.h"
#include "support/spawn.h"
#include "support/print_text.h"

static void log_rollback(const struct installation *installation, const char *from, const char *why)
{
    syslog_event_send(LOG_WARNING, "revert",
                      (struct syslog_field[]){{"table", installation->there ? installation->now.sha256 : "none"},
                                              {"instead-of", from},
                                              {"by", installation->by},
                                              {"reason", why},
                                              {NULL, NULL}});
    if (!installation->there)
        print_words(stdout, "%s: removed, as there was no previous table\n", installation->shown);
    else
        print_words(stdout, "%s: restored the table from %s\n", installation->shown,
                    installation->now.source[0] ? installation->now.source : "before");
}

bool rollback(struct installation *installation, const char *sha256, const char *why)
{
    char from[DIGEST_TEXT], to[DIGEST_TEXT];

    snprintf(from, sizeof from, "%s", installation->there ? installation->now.sha256 : "none");
    snprintf(to, sizeof to, "%s", sha256);
    if (!installation_roll_back(installation, to))
        return false;
    if (installation->root[0] == '\0')
        spawn_nscd_forget();
    log_rollback(installation, from, why);
    return true;
}
