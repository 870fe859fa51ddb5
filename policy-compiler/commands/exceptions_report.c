/*
 * exceptions_report.c - the words of `grant` and `revoke`.
 */
#include "exceptions_report.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "machine/exceptions/prune.h"
#include "machine/install/installation.h"
#include "support/arena.h"
#include "support/json_text.h"
#include "support/print_text.h"

#define LOCKED_MOST 120u /* seconds */

static void print_sentences(const struct sentences *sentences, const char *what)
{
    size_t i;

    for (i = 0; i < sentences->count; i++)
        message_error("%s: %s", what, sentences->list[i]);
}

void exceptions_print_refusal(const struct desk *desk, const char *what)
{
    print_sentences(&desk->against, what);
    print_sentences(&desk->instead, "instead");
}

/* Statements, one a line, each behind a sign. */
static void print_statements(const char *lines, const char *sign)
{
    const char *end;

    for (; *lines != '\0'; lines = *end == '\0' ? end : end + 1) {
        end = lines + strcspn(lines, "\n");
        print_words(stdout, "%s %.*s\n", sign, (int)(end - lines), lines);
    }
}

void exceptions_print_change(const struct change *change)
{
    print_words(stdout, "in %s:\n", change->name);
    print_statements(change->removed, "-");
    print_statements(change->added, "+");
    print_words(stdout, "so that:\n%s", change->diff);
    fflush(stdout);
}

bool exceptions_agreed(const char *question)
{
    char answer[16] = "";

    if (isatty(STDIN_FILENO) != 1) {
        message_error("%s There is no terminal to ask on: use --yes to skip the question", question);
        return false;
    }
    fprintf(stderr, "%s [y/N] ", question);
    return fgets(answer, sizeof answer, stdin) != NULL && (answer[0] == 'y' || answer[0] == 'Y');
}

static json_t *sentences_json(const struct sentences *sentences)
{
    json_t *list = json_array();
    size_t i;

    for (i = 0; i < sentences->count; i++)
        json_array_append_new(list, json_text(sentences->list[i]));
    return list;
}

static void set_text(json_t *object, const char *key, const char *text)
{
    if (text != NULL && text[0] != '\0')
        json_object_set_new(object, key, json_text(text));
}

json_t *exceptions_json(const struct desk *desk, const struct change *change, const char *word)
{
    json_t *object = json_object();

    set_text(object, "answer", word);
    set_text(object, "by", desk->caller.is.name);
    set_text(object, "login", desk->caller.is_two ? desk->caller.login.name : "");
    set_text(object, "user", change->user);
    set_text(object, "added", change->added);
    set_text(object, "removed", change->removed);
    set_text(object, "because", change->because);
    set_text(object, "file", change->name);
    set_text(object, "diff", change->diff);
    if (desk->against.count > 0)
        json_object_set_new(object, "against", sentences_json(&desk->against));
    if (desk->instead.count > 0)
        json_object_set_new(object, "instead", sentences_json(&desk->instead));
    return object;
}

int exceptions_status(enum desk_answer answer)
{
    switch (answer) {
    case DESK_READY:
    case DESK_SAME: return EXIT_YES;
    case DESK_REFUSED:
    case DESK_APPROVALS: return EXIT_NO;
    case DESK_FAILED: break;
    }
    return EXIT_NO_ANSWER;
}

bool exceptions_allowed(const char *command, bool own, bool prints)
{
    struct arena *arena = arena_new();
    struct caller caller;
    bool allowed = caller_find(arena, &caller);

    if (allowed && own && !caller.is_root && !caller_is_himself()) {
        message_error("%s takes --print and --policy from root, and from who has no rights but his own", command);
        allowed = false;
    } else if (allowed && !prints && geteuid() != 0) {
        message_error("%s changes what is installed, and needs root's rights for it: `sudo rolegate %s ...'", command,
                      command);
        allowed = false;
    }
    arena_free(arena);
    return allowed;
}

bool exceptions_lock(struct installation *installation)
{
    static const int stops[] = {SIGTSTP, SIGTTIN, SIGTTOU};
    sigset_t alarms;
    size_t i;

    if (!installation_open(installation, NULL, true))
        return false;
    for (i = 0; i < sizeof stops / sizeof stops[0]; i++)
        signal(stops[i], SIG_IGN);
    signal(SIGALRM, SIG_DFL);
    sigemptyset(&alarms);
    sigaddset(&alarms, SIGALRM);
    sigprocmask(SIG_UNBLOCK, &alarms, NULL);
    alarm(LOCKED_MOST);
    return true;
}

void exceptions_unlock(struct installation *installation)
{
    installation_close(installation);
    alarm(0);
}

const char *exceptions_policy(const struct installation *installation)
{
    const char *source = installation->now.source;

    if (source != NULL && source[0] != '\0')
        return source;
    message_error("no policy is installed here: name it with --policy");
    return NULL;
}

enum desk_answer exceptions_prune(struct installation *installation, const char *path, size_t *count)
{
    enum desk_answer answer = DESK_READY;

    *count = 0;
    while (answer == DESK_READY) {
        struct prune_plan plan;
        answer = prune_plan(&plan, installation, path);
        if (answer == DESK_READY)
            answer = prune_apply(&plan);
        if (answer == DESK_READY)
            *count += plan.count;
        else if (answer != DESK_SAME)
            exceptions_print_refusal(&plan.desk, "not pruned");
        prune_drop(&plan);
    }
    return answer == DESK_SAME ? DESK_READY : answer;
}
