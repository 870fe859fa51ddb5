/*
 * cmd_confirm.c - `rolegate confirm`: the table in place stays.
 *
 * Whoever can say so from a new login has shown that the table lets him in.
 */
#include "command.h"

#include <stdlib.h>
#include <syslog.h>

#include "support/syslog_event.h"
#include "machine/install/rollback.h"
#include "machine/install/login.h"

enum { OPTION_HERE = OPTION_LONG };

struct confirm {
    bool here;
};

static const struct command_option options[] = {
    {OPTION_HERE, "here", NULL, "confirm from this session, after testing a login by other means"},
    {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    struct confirm *confirm = context;

    (void)key;
    (void)value;
    confirm->here = true;
    return true;
}

const struct command command_confirm = {
    "confirm", "[options]",
    "Says that the table that was installed with --confirm stays. It must come from a login that is newer than the\n"
    "table, since that shows that one can still get in.\n"
    "Exit status: 0 it stays, 1 this is no new login, or the time is over, 2 it could not be confirmed.\n",
    options, set_option};

static void log_confirmation(const struct installation *installation, const struct login *login)
{
    char *by = login_name(login->uid);
    const struct syslog_field fields[] = {{"table", installation->now.sha256}, {"by", by ? by : ""}, {NULL, NULL}};

    syslog_event_send(LOG_NOTICE, "confirm", fields);
    puts("confirmed: the table stays");
    free(by);
}

static int confirm_it(const struct confirm *confirm, struct installation *installation)
{
    struct login login;

    if (!installation->unconfirmed.there) {
        puts("nothing to confirm: the installed table is permanent");
        return EXIT_YES;
    }
    if (installation_time_left(installation) <= 0) {
        message_error("the time to confirm is over: the previous table is restored");
        return rollback(installation, installation->unconfirmed.back_to, "not confirmed") ? EXIT_NO : EXIT_NO_ANSWER;
    }
    login_find(&login);
    if (!confirm->here && !login_is_new(&login, installation->unconfirmed.since)) {
        message_error("this session is older than the table: log in again and run `rolegate confirm' there (--here "
                      "confirms from any session)");
        return EXIT_NO;
    }
    if (!installation_confirm(installation))
        return EXIT_NO_ANSWER;
    log_confirmation(installation, &login);
    return EXIT_YES;
}

int cmd_confirm(int argc, char **argv)
{
    struct confirm confirm = {.here = false};
    struct installation installation;
    int first, status = EXIT_NO_ANSWER;

    switch (command_parse(&command_confirm, &confirm, argc, argv, 0, 0, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    if (installation_open(&installation, NULL, true))
        status = confirm_it(&confirm, &installation);
    installation_close(&installation);
    return command_finish(status);
}
