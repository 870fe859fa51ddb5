/*
 * cmd_notify.c - `rolegate notify`: tells the machine's hooks what waits for an approval, and what ends soon.
 */
#include "command.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#include "answer/endings_list.h"
#include "machine/requests/hook.h"
#include "machine/requests/spool.h"
#include "machine/requests/verdict.h"
#include "support/arena.h"
#include "support/datetime.h"
#include "support/duration.h"
#include "support/json_text.h"
#include "table_source.h"

#define WEEK ((int64_t)7 * 86400)

enum { OPTION_WITHIN = OPTION_LONG };

struct notice {
    struct arena *arena;
    int64_t within;
};

static const struct command_option options[] = {
    {OPTION_WITHIN, "within", "DURATION", "expiring: what ends within this time (default: 7d)"}, {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    struct notice *notice = context;

    (void)key;
    return duration_parse(value, &notice->within) ||
           command_usage_error(&command_notify, "--within: '%s' is not " DURATION_SYNTAX, value);
}

const struct command command_notify = {
    "notify", "(requests | expiring) [options]",
    "Runs a hook of this machine, a program in " HOOK_FOLDER ": `request' for each request that has come\n"
    "since, `expiring' for all that ends within a week, each with a JSON object on its standard input. Units of "
    "systemd\n"
    "run this where somebody asks, and daily. What is left of old requests is removed. Needs root.\n"
    "Exit status: 0 done, 1 a hook failed, 2 it could not be done.\n",
    options, set_option};

static json_t *request_json(const struct access_request *request)
{
    json_t *object = json_object(), *names = json_array();
    char length[DURATION_TEXT_MAX], at[DATETIME_TEXT_MAX];
    size_t i;

    duration_print(request->seconds, length);
    datetime_print(request->at, 0, at);
    for (i = 0; i < request->permission_count; i++)
        json_array_append_new(names, json_text(request->permissions[i]));
    json_object_set_new(object, "event", json_string("request"));
    json_object_set_new(object, "request", json_string(request->id));
    json_object_set_new(object, "user", json_text(request->user));
    json_object_set_new(object, "service", json_text(request->service));
    json_object_set_new(object, "permissions", names);
    json_object_set_new(object, "for", json_string(length));
    json_object_set_new(object, "because", json_text(request->because));
    json_object_set_new(object, "at", json_string(at));
    return object;
}

/* Tells of one request, once; false: a hook failed. */
static bool notify_request(struct arena *arena, const struct access_request *request)
{
    bool before = true;

    if (request->user == NULL || verdict_read(arena, request->id).kind != VERDICT_NONE ||
        !verdict_is_notified(request->id, &before) || before)
        return true;
    return hook_run("request", request_json(request));
}

static int notify_requests(const struct notice *notice)
{
    struct spool spool;
    struct spooled all;
    int result = EXIT_NO_ANSWER;
    size_t i;

    if (spool_open(&spool, notice->arena) && spool_list(&spool, &all)) {
        result = EXIT_YES;
        for (i = 0; i < all.count; i++)
            if (!notify_request(notice->arena, &all.list[i]))
                result = EXIT_NO;
        spool_sweep(&spool);
        verdict_sweep(spool.now);
    }
    spool_close(&spool);
    return result;
}

static int notify_expiring(const struct notice *notice)
{
    struct table_source source;
    enum rolegate_status status;
    int64_t now = (int64_t)time(NULL);
    bool told = true;
    json_t *list;

    if (!table_source_table(&source, NULL, ROLEGATE_WHOLE))
        return EXIT_NO_ANSWER;
    list = endings_list(notice->arena, source.table, now, now + notice->within, &status);
    if (status != ROLEGATE_OK)
        message_error("%s: %s", source.name, rolegate_status_text(status));
    else if (json_array_size(list) > 0)
        told = hook_run("expiring", json_pack("{s:s, s:I, s:O}", "event", "expiring", "within",
                                              (json_int_t)notice->within, "ending", list));
    json_decref(list);
    table_source_close(&source);
    if (status != ROLEGATE_OK)
        return EXIT_NO_ANSWER;
    return told ? EXIT_YES : EXIT_NO;
}

int cmd_notify(int argc, char **argv)
{
    struct notice notice = {.within = WEEK};
    int first, result = EXIT_NO_ANSWER;

    switch (command_parse(&command_notify, &notice, argc, argv, 1, 1, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    notice.arena = arena_new();
    if (geteuid() != 0)
        message_error("notify runs hooks, and needs root's rights for it");
    else if (strcmp(argv[first], "requests") == 0)
        result = notify_requests(&notice);
    else if (strcmp(argv[first], "expiring") == 0)
        result = notify_expiring(&notice);
    else
        command_usage_error(&command_notify, "unknown event '%s'; use requests or expiring", argv[first]);
    arena_free(notice.arena);
    return command_finish(result);
}
