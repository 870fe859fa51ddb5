/*
 * cmd_revert.c - `rolegate revert`: the table before comes back.
 *
 * --unconfirmed is what a timer and the start of the machine run: it acts only where a table was to be confirmed and
 * was not.
 */
#include "command.h"

#include <syslog.h>

#include "support/syslog_event.h"
#include "machine/findings/change_findings.h"
#include "machine/install/rollback.h"
#include "machine/install/preflight.h"
#include "rolegate.h"
#include "table_change.h"

enum { OPTION_UNCONFIRMED = OPTION_LONG, OPTION_ROOT, OPTION_FORCE };

struct revert {
    bool unconfirmed, force;
    const char *root;
};

static const struct command_option options[] = {
    {OPTION_UNCONFIRMED, "unconfirmed", NULL, "only where the table was not confirmed in time"},
    {OPTION_FORCE, "force", NULL, "revert although root, you or everybody would be locked out of a service"},
    {OPTION_ROOT, "root", "DIR", "in DIR, the image of a machine"},
    {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    struct revert *revert = context;

    switch (key) {
    case OPTION_ROOT: revert->root = value; break;
    case OPTION_FORCE: revert->force = true; break;
    default: revert->unconfirmed = true; break;
    }
    return true;
}

const struct command command_revert = {
    "revert", "[options]",
    "Puts the table back that was in place before the one that is there now. Said again, it goes back further; the\n"
    "last three are kept. The table that is taken away is not: its policy is where you have it.\n"
    "A table that would shut root, you or everybody out is refused as `rolegate install' does.\n"
    "Exit status: 0 done, 1 no previous table, or it is refused, 2 it could not be done.\n",
    options, set_option};

static int revert_unconfirmed(struct installation *installation)
{
    int64_t left;

    if (!installation->unconfirmed.there)
        return EXIT_YES;
    left = installation_time_left(installation);
    if (left > 0) {
        printf("%lld seconds left to confirm the installed table\n", (long long)left);
        return EXIT_YES;
    }
    if (rollback(installation, installation->unconfirmed.back_to, "not confirmed"))
        return EXIT_YES;
    syslog_event_send(LOG_ALERT, "revert-failed",
                      (struct syslog_field[]){{"table", installation->now.sha256},
                                              {"back-to", installation->unconfirmed.back_to},
                                              {"reason", "not confirmed; retrying"},
                                              {NULL, NULL}});
    return EXIT_NO_ANSWER;
}

/*
 * What the table that comes back would do, as `install` looks at it and says it; it is not asked for. Without one,
 * nobody gets in, as before it.
 */
static bool is_safe(const struct installation *installation, const char *sha256)
{
    rolegate_table *table = NULL;
    bool safe = true;

    if (sha256[0] != '\0' &&
        rolegate_table_open(installation_kept(installation, sha256), ROLEGATE_WHOLE, &table) == ROLEGATE_OK) {
        if (installation->root[0] == '\0') {
            safe = preflight(table, installation->table, NULL);
            safe = change_findings(table, installation->table) && safe;
        }
        table_change_print(installation, table);
    }
    rolegate_table_close(table);
    return safe;
}

static int revert_now(const struct revert *revert, struct installation *installation)
{
    const char *to =
        installation->unconfirmed.there ? installation->unconfirmed.back_to : installation->before[0].sha256;
    bool safe;

    if (installation->damaged && !installation->unconfirmed.there)
        return EXIT_NO_ANSWER;
    if (!installation->unconfirmed.there && installation->before_count == 0) {
        message_error("no previous table");
        return EXIT_NO;
    }
    safe = is_safe(installation, to);
    if (!safe && !revert->force) {
        message_error("nothing was changed; --force reverts anyway");
        return EXIT_NO;
    }
    return rollback(installation, to, safe ? "asked for" : "asked for, forced") ? EXIT_YES : EXIT_NO_ANSWER;
}

int cmd_revert(int argc, char **argv)
{
    struct revert revert = {.unconfirmed = false};
    struct installation installation;
    int first, status = EXIT_NO_ANSWER;

    switch (command_parse(&command_revert, &revert, argc, argv, 0, 0, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    if (installation_open(&installation, revert.root, true))
        status = revert.unconfirmed ? revert_unconfirmed(&installation) : revert_now(&revert, &installation);
    installation_close(&installation);
    return command_finish(status);
}
