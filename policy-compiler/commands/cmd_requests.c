/*
 * cmd_requests.c - `rolegate requests`: what has been asked for, and what becomes of it.
 */
#include "command.h"

#include <string.h>
#include <unistd.h>

#include "machine/requests/spool.h"
#include "machine/requests/verdict.h"
#include "requests_answer.h"
#include "support/arena.h"
#include "support/datetime.h"
#include "support/duration.h"
#include "support/json_text.h"
#include "support/print_text.h"

#define WORDS_MOST 200

enum { OPTION_FOR = OPTION_LONG, OPTION_BECAUSE, OPTION_FILE, OPTION_YES, OPTION_ALL, OPTION_JSON };

struct requests {
    struct arena *arena;
    struct requests_answer answer;
    bool all, json;
};

static const struct command_option options[] = {
    {OPTION_FOR, "for", "DURATION", "approve: for another time than was asked for"},
    {OPTION_BECAUSE, "because", "TEXT", "approve: with this reason, such as a ticket, instead of the asker's"},
    {OPTION_FILE, "file", "NAME", "approve: write it into this file of the bounded include"},
    {OPTION_YES, "yes", NULL, "approve: do not ask"},
    {OPTION_ALL, "all", NULL, "list those that are answered as well"},
    {OPTION_JSON, "json", NULL, "print the list as JSON"},
    {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    struct requests *requests = context;

    switch (key) {
    case OPTION_FOR:
        return duration_parse(value, &requests->answer.seconds) ||
               command_usage_error(&command_requests, "--for: '%s' is not " DURATION_SYNTAX, value);
    case OPTION_BECAUSE: requests->answer.because = value; return true;
    case OPTION_FILE: requests->answer.file = value; return true;
    case OPTION_YES: requests->answer.yes = true; return true;
    case OPTION_ALL: requests->all = true; return true;
    default: requests->json = true; return true;
    }
}

const struct command command_requests = {
    "requests",
    "[--all] [--json]\n"
    "       rolegate requests approve ID [--for DURATION] [--because TEXT] [--file NAME] [--yes]\n"
    "       rolegate requests deny ID WORD...\n"
    "       rolegate requests withdraw ID",
    "Lists what has been asked for (`rolegate request'): as root, or through sudo, what waits, of everybody; else "
    "one's\n"
    "own, with what became of it. Whoever the policy lets grant it approves it, or denies it with a word for the "
    "asker; "
    "it\n"
    "is granted as `rolegate grant' does, with all that is looked at there, and nobody approves what he asks for "
    "himself.\n"
    "Where the include says `by 2 of', it is granted when the second person approves.\n"
    "Exit status: 0 done, 1 refused, 2 it could not be done, or there is no such request.\n",
    options, set_option};

/* ---- the list ---- */

static const char *time_text(struct arena *arena, int64_t instant)
{
    char *text = arena_alloc(arena, DATETIME_TEXT_MAX);

    datetime_print(instant, 0, text);
    return text;
}

static const char *agreed_text(struct arena *arena, const struct access_request *request)
{
    struct agreement list[VERDICT_AGREED_MOST];
    size_t count = agreements_read(arena, request->id, list), i;
    const char *text = "";

    for (i = 0; i < count; i++)
        text = arena_printf(arena, "%s%s%s", text, i == 0 ? "" : ", ", list[i].name);
    return text;
}

static void print_verdict(struct arena *arena, const struct access_request *request, const struct verdict *verdict)
{
    const char *agreed = agreed_text(arena, request);

    if (verdict->kind == VERDICT_NONE) {
        print_words(stdout, "  waits since %s, and ends at %s", time_text(arena, request->at),
                    time_text(arena, request->at + (int64_t)ACCESS_REQUEST_DAYS * 86400));
        print_words(stdout, agreed[0] == '\0' ? "%s\n" : "; agreed: %s\n", agreed);
        return;
    }
    print_words(stdout, "  %s by %s at %s", verdict_word(verdict->kind), verdict->by, time_text(arena, verdict->at));
    if (verdict->kind == VERDICT_GRANTED)
        print_words(stdout, ", until %s", time_text(arena, verdict->until));
    print_words(stdout, verdict->text[0] == '\0' ? "%s\n" : ": %s\n", verdict->text);
}

static void print_one(struct arena *arena, const struct access_request *request, const struct verdict *verdict)
{
    print_words(stdout, "%s  %s asks for %s\n", request->id,
                request->user == NULL ? arena_printf(arena, "uid %lu", (unsigned long)request->uid) : request->user,
                access_request_text(arena, request));
    print_verdict(arena, request, verdict);
}

static json_t *one_json(struct arena *arena, const struct access_request *request, const struct verdict *verdict)
{
    json_t *object = json_object(), *names = json_array();
    size_t i;

    for (i = 0; i < request->permission_count; i++)
        json_array_append_new(names, json_text(request->permissions[i]));
    json_object_set_new(object, "id", json_string(request->id));
    json_object_set_new(object, "user", request->user == NULL ? json_null() : json_text(request->user));
    json_object_set_new(object, "uid", json_integer((json_int_t)request->uid));
    json_object_set_new(object, "service", json_text(request->service));
    json_object_set_new(object, "permissions", names);
    json_object_set_new(object, "seconds", json_integer(request->seconds));
    json_object_set_new(object, "because", json_text(request->because));
    json_object_set_new(object, "at", json_string(time_text(arena, request->at)));
    json_object_set_new(object, "ends",
                        json_string(time_text(arena, request->at + (int64_t)ACCESS_REQUEST_DAYS * 86400)));
    json_object_set_new(object, "state", json_string(verdict_word(verdict->kind)));
    json_object_set_new(object, "agreed", json_text(agreed_text(arena, request)));
    if (verdict->kind == VERDICT_NONE)
        return object;
    json_object_set_new(object, "by", json_text(verdict->by));
    json_object_set_new(object, "text", json_text(verdict->text));
    if (verdict->kind == VERDICT_GRANTED)
        json_object_set_new(object, "until", json_string(time_text(arena, verdict->until)));
    return object;
}

static void print_end(const struct spooled *spooled, size_t shown)
{
    if (shown == 0)
        puts("nothing waits");
    if (spooled->others > 0)
        fprintf(stderr, "rolegate: %zu files in %s are nobody's request, and were passed over\n", spooled->others,
                SPOOL_PATH);
    if (spooled->more)
        message_error("more than %u: not all are listed", SPOOL_MOST);
}

static int print_list(const struct requests *requests, const struct spooled *spooled, bool answered)
{
    json_t *list = json_array();
    size_t shown = 0, i;

    for (i = 0; i < spooled->count; i++) {
        struct verdict verdict = verdict_read(requests->arena, spooled->list[i].id);

        if (verdict.kind != VERDICT_NONE && !answered)
            continue;
        shown++;
        if (requests->json)
            json_array_append_new(list, one_json(requests->arena, &spooled->list[i], &verdict));
        else
            print_one(requests->arena, &spooled->list[i], &verdict);
    }
    if (requests->json)
        print_json(stdout, json_incref(list));
    else
        print_end(spooled, shown);
    json_decref(list);
    return EXIT_YES;
}

static int list(const struct requests *requests)
{
    struct spool spool;
    struct spooled spooled;
    bool everybody = geteuid() == 0;
    int result = EXIT_NO_ANSWER;

    if (!spool_open(&spool, requests->arena))
        ;
    else if (!everybody) {
        spool_list_own(&spool, geteuid(), &spooled);
        result = print_list(requests, &spooled, true);
    } else if (spool_list(&spool, &spooled)) {
        result = print_list(requests, &spooled, requests->all);
    }
    spool_close(&spool);
    return result;
}

/* ---- one's own ---- */

static int withdraw(struct arena *arena, const char *id)
{
    struct spool spool;
    struct spooled own;
    int result = EXIT_NO_ANSWER;
    size_t i;

    if (spool_open(&spool, arena)) {
        spool_list_own(&spool, geteuid(), &own);
        for (i = 0; i < own.count && strcmp(own.list[i].id, id) != 0;)
            i++;
        if (i < own.count && spool_remove(&spool, own.list[i].name)) {
            puts("withdrawn");
            result = EXIT_YES;
        } else {
            message_error("you have no request %s", id);
        }
    }
    spool_close(&spool);
    return result;
}

/* The words of a denial as one text. */
static const char *join(struct arena *arena, char *const *words, int count)
{
    const char *text = "";
    int i;

    for (i = 0; i < count; i++)
        text = arena_printf(arena, "%s%s%s", text, i == 0 ? "" : " ", words[i]);
    return text;
}

static int act(struct requests *requests, char *const *words, int count)
{
    const char *what = count > 0 ? words[0] : "";

    if (count == 0)
        return list(requests);
    requests->answer.id = count > 1 ? words[1] : NULL;
    if (count == 2 && strcmp(what, "approve") == 0)
        return requests_approve(requests->arena, &requests->answer);
    if (count == 2 && strcmp(what, "withdraw") == 0)
        return withdraw(requests->arena, words[1]);
    if (count > 2 && strcmp(what, "deny") == 0) {
        requests->answer.text = join(requests->arena, words + 2, count - 2);
        return requests_deny(requests->arena, &requests->answer);
    }
    command_incomplete(&command_requests, count == 2 && strcmp(what, "deny") == 0
                                              ? "missing argument: why, for whoever asks"
                                              : "missing argument: ID");
    return EXIT_NO_ANSWER;
}

int cmd_requests(int argc, char **argv)
{
    struct requests requests = {.all = false};
    int first, result;

    switch (command_parse(&command_requests, &requests, argc, argv, 0, WORDS_MOST, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    requests.arena = arena_new();
    result = act(&requests, argv + first, argc - first);
    arena_free(requests.arena);
    return command_finish(result);
}
