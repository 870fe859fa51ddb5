/*
 * install_report.c - what is said of an install that was done, to the person and to the log.
 */
#include "install_candidate.h"

#include <syslog.h>
#include <unistd.h>

#include "support/print_text.h"
#include "support/syslog_event.h"

/* Whether the unit that goes back when the machine starts is switched on. */
static bool goes_back_after_restart(void)
{
    return access("/etc/systemd/system/sysinit.target.wants/rolegate-unconfirmed.service", F_OK) == 0;
}

static const char *add_word(struct arena *arena, const char *text, const char *word)
{
    return arena_printf(arena, "%s%s%s", text, text[0] != '\0' ? "," : "", word);
}

/* What --force has passed, for the log: words of its own, and the ids of the errors, each once. */
static const char *forced_text(const struct candidate *candidate)
{
    const char *text = "";
    bool named[DIAG_LIMIT] = {false};
    size_t i;

    if (candidate->shuts_out)
        text = add_word(candidate->arena, text, "lock-out");
    if (candidate->undecides)
        text = add_word(candidate->arena, text, "undecided-service");
    if (candidate->untrusted)
        text = add_word(candidate->arena, text, "untrusted-source");
    if (candidate->empty)
        text = add_word(candidate->arena, text, "empty-policy");
    for (i = 0; i < candidate->machine.count; i++) {
        const struct diag_report *report = candidate->machine.reports[i];

        if (report->severity != DIAG_ERROR || named[report->id])
            continue;
        named[report->id] = true;
        text = add_word(candidate->arena, text, diag_name(report->id));
    }
    return text;
}

const char *candidate_left_out(const struct candidate *candidate)
{
    const char *file = candidate->compilation == NULL ? NULL : candidate->compilation->left_out;

    return file == NULL ? "" : file;
}

void install_report(const struct install *install, const struct installation *installation,
                    enum installation_result result, const struct candidate *candidate)
{
    static const char *const words[] = {[INSTALLATION_SAME] = ": already installed",
                                        [INSTALLATION_BACK] = ": it was confirmed before, so no confirmation is needed",
                                        [INSTALLATION_REPLACED] = ""};

    bool waits = install->seconds > 0 && installation->unconfirmed.there;
    const char *forced = forced_text(candidate), *without = candidate_left_out(candidate);
    char seconds[32] = "";
    const struct syslog_field fields[] = {{"table", installation->now.sha256},
                                          {"from", installation->now.source},
                                          {"by", installation->now.by},
                                          {"because", installation->now.because},
                                          {"confirm", seconds},
                                          {"change", table_change_word(&candidate->change)},
                                          {"forced", forced},
                                          {"without", without},
                                          {NULL, NULL}};

    if (waits)
        snprintf(seconds, sizeof seconds, "%us", install->seconds);
    syslog_event_send(LOG_NOTICE, "install", fields);
    print_words(stdout, "installed %s as %s%s\n", installation->now.source, installation->shown, words[result]);
    if (forced[0] != '\0')
        print_words(stdout, "forced: %s\n", forced);
    if (without[0] != '\0')
        print_words(stdout, "without %s\n", without);
    if (waits)
        printf("rolls back in %u seconds unless confirmed: log in again and run `rolegate confirm' there\n",
               install->seconds);
    if (waits && !goes_back_after_restart())
        puts("no rollback after a restart: run `systemctl enable rolegate-unconfirmed' to have one");
}
