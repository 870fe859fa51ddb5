/*
 * command_examples.c - what the help of each command ends with: how it is used.
 */
#include "command.h"

#include <string.h>

static const struct {
    const char *name, *text;
} examples[] = {
    {"init", "  rolegate init\n"
             "  rolegate init --ci github main.rg       # and .github/workflows/policy.yml\n"
             "  rolegate init --from-accounts /etc/rolegate/main.rg\n"},
    {"edit", "  rolegate edit main.rg\n"
             "  sudo rolegate edit                               # the installed policy\n"},
    {"check", "  rolegate check main.rg -Werror                   # in CI: warnings count\n"
              "  rolegate check main.rg --fix --unsafe --diff     # what could be fixed, for a look at it\n"
              "  rolegate check /etc/rolegate/main.rg --expiring 14d\n"},
    {"compile", "  rolegate compile main.rg -o main.rgt\n"},
    {"can", "  rolegate can maria billing-tool --why\n"
            "  rolegate can maria                               # all of it, as of now\n"
            "  rolegate can kim --group agents --at 2026-12-31  # of somebody who has no account here\n"},
    {"shell", "  rolegate shell main.rg\n"
              "  printf '%s\\n' 'user maria' 'group billing' 'can refund' why | rolegate shell main.rg\n"},
    {"replay", "  rolegate replay requests.jsonl\n"
               "  journalctl -t sshd -o cat | rolegate replay - --against new.rgt\n"},
    {"test", "  rolegate test main.rg\n"
             "  rolegate test main.rg --format junit >junit.xml\n"
             "  rolegate test main.rg --run \"weekend|holiday\" --watch\n"},
    {"fmt", "  rolegate fmt --check *.rg       # in CI\n"
            "  rolegate fmt --write main.rg\n"
            "  rolegate fmt <old.rg >new.rg\n"},
    {"who", "  rolegate who refund\n"
            "  rolegate who refund --policy main.rg\n"
            "  sudo rolegate who broadcast-job --at 2026-12-01T14:00:00+05:30   # by the table of that time\n"},
    {"matrix", "  rolegate matrix --policy main.rg --format markdown\n"},
    {"graph", "  rolegate graph main.rg | dot -Tsvg >roles.svg\n"},
    {"diff", "  rolegate diff old.rg new.rg\n"
             "  rolegate diff old.rg new.rg --fail-on widen      # in CI: nobody gains anything\n"},
    {"verify", "  rolegate verify /etc/security/rolegate.rgt\n"},
    {"dump", "  rolegate dump /etc/security/rolegate.rgt\n"},
    {"install", "  rolegate install main.rg --confirm 300           # and from a new login: rolegate confirm\n"},
    {"confirm", "  rolegate confirm\n"},
    {"revert", "  rolegate revert\n"},
    {"status", "  rolegate status\n"
               "  rolegate status --json\n"},
    {"request", "  rolegate request broadcast-job --for 8h --because \"spring campaign\"\n"
                "  rolegate request analytics.view --for 14d --because \"quarterly report, HELP-4711\"\n"},
    {"requests", "  rolegate requests                                    # what became of mine\n"
                 "  sudo rolegate requests                               # what waits\n"
                 "  sudo rolegate requests approve 4f1d... --because HELP-4711\n"
                 "  sudo rolegate requests deny 4f1d... not before the campaign is signed off\n"},
    {"notify", "  rolegate notify requests\n"
               "  rolegate notify expiring --within 14d\n"},
    {"stack", "  rolegate stack sshd sudo\n"},
    {"enable", "  rolegate enable sshd permissive                  # logged, and nobody is shut out\n"
               "  rolegate enable sshd\n"},
    {"disable", "  rolegate disable sshd\n"
                "  rolegate disable --all\n"},
    {"grant", "  sudo rolegate grant kim broadcast.send --for 8h --because \"SUP-7: spring campaign\"\n"
              "  sudo rolegate grant kim role night-lead --until 2026-12-31 --because \"SUP-9\"\n"
              "  rolegate grant kim broadcast.send --for 8h --because SUP-7 --print --policy main.rg "
              ">exceptions.d/granted.rg\n"},
    {"revoke", "  sudo rolegate revoke kim broadcast.send --because \"SUP-7 is done\"\n"
               "  rolegate revoke kim\n"},
    {"exceptions", "  rolegate exceptions\n"
                   "  rolegate exceptions --expiring 7d\n"
                   "  rolegate exceptions kim --at 2026-12-01T14:00:00Z\n"},
    {"import", "  rolegate import --service sshd >sshd.rg\n"
               "  rolegate import access /etc/security/access.conf -s login -s su -a nodefgroup\n"
               "  rolegate import listfile /etc/ftpusers -s ftp -a item=user -a sense=deny\n"
               "  rolegate import succeed_if -s su -a user -a ingroup -a wheel\n"},
    {"lsp", "  rolegate lsp                                     # what an editor starts\n"},
    {"help", "  rolegate help unknown-role\n"
             "  rolegate help never\n"
             "  rolegate help --schema check >check.schema.json\n"},
};

const char *command_examples(const char *name)
{
    size_t i;

    for (i = 0; i < sizeof examples / sizeof examples[0]; i++)
        if (strcmp(examples[i].name, name) == 0)
            return examples[i].text;
    return NULL;
}
