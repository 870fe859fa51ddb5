/*
 * past_table.c - finds the table of an instant in what install, grant and revoke have kept.
 */
#include "past_table.h"

#include <errno.h>
#include <string.h>

#include "machine/install/installation.h"
#include "machine/install/journal.h"
#include "support/datetime.h"
#include "table_source.h"

/* Says why it cannot be told what was in place. */
static void complain(const struct installation *installation, const char *command, const struct journal_past *past,
                     int error)
{
    char when[DATETIME_TEXT_MAX];

    datetime_print(past->at, 0, when);
    switch (past->answer) {
    case JOURNAL_BEFORE: message_error("the journal begins at %s: what was installed before is unknown", when); break;
    case JOURNAL_UNSURE:
        message_error("after %s another table was put in place by other means: what was in place then cannot be told",
                      when);
        break;
    case JOURNAL_TWICE:
        message_error("the clock was set back, to %s or before: what was in place then cannot be told", when);
        break;
    case JOURNAL_UNREAD:
        if (error == EACCES)
            message_error("%s/journal is root's: %s; try `sudo rolegate %s --at ...'", installation->folder,
                          strerror(error), command);
        else
            message_error("%s/journal: %s", installation->folder, strerror(error));
        break;
    case JOURNAL_KNOWN: message_error("there was no table in place then"); break;
    }
}

/* Reads the time by the clock of the table in place. False: a message was printed. */
static bool read_time(const struct installation *installation, const char *at, int64_t *instant)
{
    struct table_source now = {.table = NULL};
    const char *problem;
    bool read;

    if (!table_source_table(&now, installation->table, ROLEGATE_LAZY))
        return false;
    read = table_source_time(&now, at, instant, &problem);
    if (!read)
        message_error("--at: '%s' %s", at, problem);
    table_source_close(&now);
    return read;
}

const char *past_table(struct installation *installation, const char *command, const char *at, int64_t *instant)
{
    struct journal_past past;
    int error;

    if (!read_time(installation, at, instant))
        return NULL;
    past = journal_at(installation->arena, installation->folder, installation->now.sha256, *instant);
    error = errno;
    if (past.answer != JOURNAL_KNOWN || past.sha256[0] == '\0') {
        complain(installation, command, &past, error);
        return NULL;
    }
    return strcmp(past.sha256, installation->now.sha256) == 0
               ? installation->table
               : journal_table(installation->arena, installation->folder, past.sha256);
}
