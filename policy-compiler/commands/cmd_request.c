/*
 * cmd_request.c - `rolegate request`: whoever is denied asks for what is missing.
 *
 * Nothing is granted by asking, and nothing that is said here is believed by whoever approves: he sees the permissions.
 */
#include "command.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "answer/answer.h"
#include "inspect/inspect.h"
#include "machine/nss/account_lookup.h"
#include "machine/requests/spool.h"
#include "machine/requests/verdict.h"
#include "support/arena.h"
#include "support/duration.h"
#include "support/json_text.h"
#include "support/print_text.h"
#include "table_source.h"

enum { OPTION_FOR = OPTION_LONG, OPTION_BECAUSE, OPTION_JSON };

struct wish {
    struct arena *arena;
    struct table_source source;
    rolegate_subject *subject;
    struct access_request request;
    const char *const *words; /* what was typed */
    size_t word_count;
    bool json;
};

static const struct command_option options[] = {
    {OPTION_FOR, "for", "DURATION", "for how long, from the approval on: 30m, 8h, 14d, 2w"},
    {OPTION_BECAUSE, "because", "TEXT", "what it is needed for"},
    {OPTION_JSON, "json", NULL, "print what was asked for as JSON"},
    {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    struct wish *wish = context;

    switch (key) {
    case OPTION_FOR:
        return duration_parse(value, &wish->request.seconds) ||
               command_usage_error(&command_request, "--for: '%s' is not " DURATION_SYNTAX, value);
    case OPTION_BECAUSE: wish->request.because = value; return true;
    default: wish->json = true; return true;
    }
}

const struct command command_request = {
    "request", "(SERVICE | PERMISSION...) --for DURATION --because TEXT [options]",
    "Asks whoever may grant it for what you need and have not: for the permissions that are missing for a service, or\n"
    "for these permissions. Nothing is granted by asking: somebody else approves it (`rolegate requests'), or it ends\n"
    "after 7 days. `rolegate requests' shows what became of yours.\n"
    "Exit status: 0 it is asked for, 1 there is nothing to ask for, or nobody could grant it, 2 it could not be "
    "done.\n",
    options, set_option};

/* ---- what is missing ---- */

/* Prints why an exception is of no use; false. */
static bool explain_other(struct wish *wish, const struct rolegate_answer *answer)
{
    if (answer->verdict != ROLEGATE_DENY) {
        message_error("you may use %s already", wish->words[0]);
        return false;
    }
    fputs("rolegate: an exception would not open ", stderr);
    print_text(stderr, wish->words[0]);
    fputs(": ", stderr);
    print_reason(stderr, wish->source.table, answer);
    fputs("\n", stderr);
    return false;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool collect_missing(struct wish *wish, const struct rolegate_answer *answer)
{
    struct access_request *request = &wish->request;
    bool lacks = answer->reason == ROLEGATE_NOT_GRANTED ||
                 (answer->reason == ROLEGATE_NOT_NOW && answer->timing != ROLEGATE_OUTSIDE_WINDOW);

    if (answer->verdict != ROLEGATE_DENY || !lacks || answer->missing_count == 0)
        return explain_other(wish, answer);
    if (answer->missing_count > ROLEGATE_MISSING_MAX) {
        message_error("%s needs %zu more permissions: ask whoever answers for the policy", wish->words[0],
                      answer->missing_count);
        return false;
    }
    request->service = wish->words[0];
    for (request->permission_count = 0; request->permission_count < answer->missing_count; request->permission_count++)
        request->permissions[request->permission_count] = answer->missing[request->permission_count];
    qsort(request->permissions, request->permission_count, sizeof request->permissions[0], compare_names);
    return true;
}

/* Asks the table; false: a message was printed. */
static bool explain(struct wish *wish, const char *service, const char *permission, struct rolegate_answer *answer)
{
    struct rolegate_question question;
    enum rolegate_status status = rolegate_question_init(&question, service == NULL ? permission : service);

    question.service = service;
    question.permission = permission;
    if (status == ROLEGATE_OK)
        status = rolegate_resolve(wish->source.table, wish->subject, &question);
    if (status == ROLEGATE_OK)
        status = rolegate_explain(wish->source.table, wish->subject, &question, answer, sizeof *answer);
    if (status != ROLEGATE_OK)
        message_error("%s: %s", service == NULL ? permission : service, rolegate_status_text(status));
    return status == ROLEGATE_OK;
}

static bool read_permissions(struct wish *wish)
{
    struct access_request *request = &wish->request;
    struct rolegate_answer answer;
    size_t i;

    request->service = "";
    for (i = 0; i < wish->word_count; i++) {
        if (!explain(wish, NULL, wish->words[i], &answer))
            return false;
        if (answer.verdict == ROLEGATE_ALLOW)
            message_error("you have %s already", wish->words[i]);
        else
            request->permissions[request->permission_count++] = wish->words[i];
    }
    if (request->permission_count > 1)
        qsort(request->permissions, request->permission_count, sizeof request->permissions[0], compare_names);
    return request->permission_count > 0;
}

/* What is asked for: a service that the policy lists, or else permissions. */
static bool find_missing(struct wish *wish)
{
    struct inspect_service service;
    struct rolegate_answer answer;
    bool listed = false, declared = true;
    enum rolegate_status status = ROLEGATE_OK;

    if (wish->word_count == 1)
        status = inspect_service(wish->source.table, wish->words[0], &listed, &service);
    if (status == ROLEGATE_OK && listed && service.unlisted)
        status = inspect_find_permission(wish->source.table, wish->words[0], &declared);
    if (status != ROLEGATE_OK) {
        message_error("%s: %s", wish->source.name, rolegate_status_text(status));
        return false;
    }
    if (listed && (!service.unlisted || !declared))
        return explain(wish, wish->words[0], NULL, &answer) && collect_missing(wish, &answer);
    return read_permissions(wish);
}

/* Whether a deny would stand against it, so that nobody can approve it; a message was printed. */
static bool is_denied(const struct wish *wish)
{
    const struct access_request *request = &wish->request;
    struct rolegate_question question;
    bool denied = rolegate_question_init(&question, request->permissions[0]) != ROLEGATE_OK;
    size_t i;

    for (i = 0; i < request->permission_count && !denied; i++) {
        question.service = NULL;
        question.permission = request->permissions[i];
        denied = rolegate_resolve(wish->source.table, wish->subject, &question) != ROLEGATE_OK ||
                 rolegate_denied(wish->source.table, wish->subject, &question, &question.permission, 1);
    }
    if (denied)
        message_error("an exception would be of no use: a deny of the policy stands against it");
    return denied;
}

/* Whether a bound of the policy could give it at all, and for so long. */
static bool is_grantable(const struct wish *wish)
{
    const struct access_request *request = &wish->request;
    int64_t most = rolegate_grantable(wish->source.table, rolegate_subject_user(wish->subject), request->permissions,
                                      request->permission_count);
    const char *contact = rolegate_contact(wish->source.table, 0), *names = access_request_names(wish->arena, request);
    char longest[DURATION_TEXT_MAX];

    if (most >= request->seconds)
        return true;
    duration_print(most, longest);
    if (most > 0)
        message_error("%s can be granted for %s at most", names, longest);
    else
        message_error("nobody can grant %s as an exception: the policy must be changed%s%s", names,
                      contact == NULL ? "" : "; ", contact == NULL ? "" : contact);
    return false;
}

/* ---- asking ---- */

/* Makes room among one's own: what is answered goes. False: there are too many that wait, or this one does. */
static bool make_room(const struct wish *wish, struct spool *spool)
{
    struct spooled own;
    size_t waiting = 0, i;

    spool_list_own(spool, geteuid(), &own);
    for (i = 0; i < own.count; i++) {
        const struct access_request *other = &own.list[i];

        if (verdict_read(wish->arena, other->id).kind != VERDICT_NONE) {
            spool_remove(spool, other->name);
            continue;
        }
        waiting++;
        if (strcmp(access_request_names(wish->arena, other), access_request_names(wish->arena, &wish->request)) == 0) {
            message_error("you have asked for it already: run `rolegate requests withdraw %s' to withdraw it",
                          other->id);
            return false;
        }
    }
    if (waiting < SPOOL_OWN_MOST)
        return true;
    message_error("%u requests of yours wait already: `rolegate requests' lists them", SPOOL_OWN_MOST);
    return false;
}

static void print_submitted(const struct wish *wish)
{
    const struct access_request *request = &wish->request;
    char length[DURATION_TEXT_MAX];
    json_t *object, *names = json_array();
    size_t i;

    duration_print(request->seconds, length);
    if (!wish->json) {
        print_words(stdout, "asked for %s\n", access_request_text(wish->arena, request));
        print_words(stdout, "request %s: it is approved or denied within %d days, or ends\n", request->id,
                    ACCESS_REQUEST_DAYS);
        json_decref(names);
        return;
    }
    for (i = 0; i < request->permission_count; i++)
        json_array_append_new(names, json_text(request->permissions[i]));
    object = json_object();
    json_object_set_new(object, "id", json_string(request->id));
    json_object_set_new(object, "service", json_text(request->service));
    json_object_set_new(object, "permissions", names);
    json_object_set_new(object, "for", json_string(length));
    json_object_set_new(object, "because", json_text(request->because));
    print_json(stdout, object);
}

static int submit(struct wish *wish)
{
    struct spool spool = {.folder = -1};
    int result = EXIT_NO_ANSWER;

    if (!find_missing(wish) || !is_grantable(wish) || is_denied(wish)) {
        result = EXIT_NO;
    } else if (access_request_problem(&wish->request) != NULL) {
        message_error("this cannot be asked for: %s", access_request_problem(&wish->request));
    } else if (spool_open(&spool, wish->arena)) {
        if (!make_room(wish, &spool))
            result = EXIT_NO;
        else if (spool_add(&spool, &wish->request)) {
            print_submitted(wish);
            result = EXIT_YES;
        }
    }
    spool_close(&spool);
    return result;
}

/* Who asks: the process's own user, by the kernel. */
static bool find_asker(struct wish *wish)
{
    struct account account = account_uid(wish->arena, getuid());
    enum rolegate_status status;

    if (getuid() == 0 || geteuid() != getuid()) {
        message_error("ask as yourself, without sudo: the request is whose uid writes it");
        return false;
    }
    if (account.answer != ACCOUNT_FOUND) {
        message_error("your uid %lu has no account here", (unsigned long)getuid());
        return false;
    }
    status = rolegate_subject_from_nss(account.name, &wish->subject);
    if (status != ROLEGATE_OK)
        message_error("%s: %s", account.name, rolegate_status_text(status));
    return status == ROLEGATE_OK;
}

int cmd_request(int argc, char **argv)
{
    struct wish wish = {.request.because = NULL};
    int first, result = EXIT_NO_ANSWER;

    switch (command_parse(&command_request, &wish, argc, argv, 1, (int)ACCESS_REQUEST_NAMES_MOST, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    if (wish.request.seconds == 0 || wish.request.because == NULL) {
        command_usage_error(&command_request,
                            wish.request.seconds == 0 ? "missing option: --for DURATION" : "say why: --because TEXT");
        return EXIT_NO_ANSWER;
    }
    wish.words = (const char *const *)&argv[first];
    wish.word_count = (size_t)(argc - first);
    wish.arena = arena_new();
    if (find_asker(&wish) && table_source_table(&wish.source, NULL, ROLEGATE_LAZY))
        result = submit(&wish);
    rolegate_subject_free(wish.subject);
    table_source_close(&wish.source);
    arena_free(wish.arena);
    return command_finish(result);
}
