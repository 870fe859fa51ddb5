/*
 * lens.c - what stands above and within the lines of an editor: who reaches a service, a test to be run, how many
 * permissions a pattern matches, how far away an end is.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "compile/ast/ast.h"
#include "compile/suite/suite.h"
#include "who_reaches.h"
#include "request.h"
#include "support/arena.h"
#include "support/datetime.h"

/* A command that does nothing: its title is the message. */
static json_t *words_alone(const char *title)
{
    return json_pack("{s:s,s:s}", "title", title, "command", "");
}

json_t *answer_lenses(struct server *server, const json_t *params, struct fault *fault)
{
    struct subject_of_request subject;
    json_t *lenses = json_array();
    size_t i;

    if (!request_subject(server, params, false, &subject, fault) || subject.file == NULL)
        return lenses;
    for (i = 0; i < subject.file->mentions.count; i++) {
        const struct mention *mention = &subject.file->mentions.list[i];
        const char *name;
        json_t *lens;
        if (!mention->declares || (mention->kind != MENTION_SERVICE && mention->kind != MENTION_TEST))
            continue;
        name = mention_name(subject.analysis->arena, subject.file->source->bytes, mention);
        lens = json_pack(
            "{s:o}", "range",
            text_range(&subject.file->text, server->units, mention->at, (size_t)mention->at + mention->length));
        if (mention->kind == MENTION_TEST)
            json_object_set_new(lens, "command",
                                json_pack("{s:s,s:s,s:[s,s]}", "title", "run this test", "command", "rolegate.runTest",
                                          "arguments", subject.document->uri, name));
        else
            json_object_set_new(lens, "data", json_pack("{s:s,s:s}", "uri", subject.document->uri, "service", name));
        json_array_append_new(lenses, lens);
    }
    return lenses;
}

/* How many subjects of each kind get to a service. */
static const char *reach_text(struct analysis *analysis, const char *service, struct arena *arena)
{
    size_t counts[ROW_KINDS] = {0}, i, j;
    struct who who;

    if (!who_reaches_service(analysis, service, arena, &who))
        return "who reaches this is not known yet";
    for (i = 0; i < who.line_count; i++)
        for (j = 0; j < who.lines[i].count; j++)
            counts[who.lines[i].rows[j]->kind]++;
    if (who.undecided)
        return "who reaches this could not be determined whole";
    if (counts[ROW_EVERYBODY] > 0)
        return "everybody reaches this";
    if (who.line_count + who.pair_count == 0)
        return "nobody reaches this";
    return arena_printf(arena, "%zu group%s, %zu user%s, %zu role%s reach this%s", counts[ROW_GROUP] + counts[ROW_GID],
                        counts[ROW_GROUP] + counts[ROW_GID] == 1 ? "" : "s", counts[ROW_USER],
                        counts[ROW_USER] == 1 ? "" : "s", counts[ROW_ROLE], counts[ROW_ROLE] == 1 ? "" : "s",
                        who.pair_count > 0 ? ", and some together only" : "");
}

json_t *answer_lens(struct server *server, const json_t *params, struct fault *fault)
{
    const json_t *data = json_object_get(params, "data");
    const char *uri = json_string_value(json_object_get(data, "uri"));
    const char *service = json_string_value(json_object_get(data, "service"));
    struct document *document = uri == NULL ? NULL : document_find(&server->documents, uri);
    json_t *lens = json_deep_copy(params);
    struct arena *arena;

    if (document == NULL || service == NULL) {
        *fault = (struct fault){FAULT_PARAMETERS, "this lens is of no document that is open"};
        return lens;
    }
    arena = arena_new();
    json_object_set_new(lens, "command",
                        words_alone(reach_text(root_of_document(server, document)->good, service, arena)));
    arena_free(arena);
    return lens;
}

/* ---- hints within lines ---- */

/* How many declared permissions a pattern with `*` matches. */
static const char *matches_text(const struct analysis *analysis, const char *pattern)
{
    const struct ast_permission *permission = analysis->compilation->ast->permissions;
    size_t length = strlen(pattern), count = 0;

    if (length == 0 || pattern[length - 1] != '*')
        return NULL;
    for (; permission != NULL; permission = permission->next)
        count += strncmp(permission->name.symbol->text, pattern, length - 1) == 0;
    return arena_printf(analysis->arena, "%zu permission%s", count, count == 1 ? "" : "s");
}

/* How many days it is to a date. */
static const char *distance_text(const struct analysis *analysis, const char *text)
{
    struct datetime moment;
    struct tm parts;
    long long days;

    if (!datetime_parse(text, &moment))
        return NULL;
    parts = (struct tm){.tm_year = moment.year - 1900, .tm_mon = moment.month - 1, .tm_mday = moment.day};
    days = (moment.is_date ? (long long)timegm(&parts) : (long long)moment.instant) / 86400 - time(NULL) / 86400;
    if (days == 0)
        return "today";
    return arena_printf(analysis->arena, days > 0 ? "in %lld day%s" : "%lld day%s ago", llabs(days),
                        llabs(days) == 1 ? "" : "s");
}

static const char *hint_text(const struct analysis *analysis, const struct file *file, const struct mention *mention)
{
    const char *name;

    if (mention->kind != MENTION_PERMISSION && mention->kind != MENTION_DATE)
        return NULL;
    name = mention_name(analysis->arena, file->source->bytes, mention);
    return mention->kind == MENTION_DATE ? distance_text(analysis, name) : matches_text(analysis, name);
}

json_t *answer_hints(struct server *server, const json_t *params, struct fault *fault)
{
    const json_t *range = json_object_get(params, "range");
    struct subject_of_request subject;
    json_t *hints = json_array();
    size_t i, begin, end;

    if (!request_subject(server, params, false, &subject, fault) || subject.file == NULL ||
        !text_offset(&subject.file->text, server->units, json_object_get(range, "start"), &begin) ||
        !text_offset(&subject.file->text, server->units, json_object_get(range, "end"), &end))
        return hints;
    for (i = 0; i < subject.file->mentions.count; i++) {
        const struct mention *mention = &subject.file->mentions.list[i];
        const char *text =
            mention->at < begin || mention->at > end ? NULL : hint_text(subject.analysis, subject.file, mention);
        if (text != NULL)
            json_array_append_new(hints, json_pack("{s:o,s:s,s:b}", "position",
                                                   text_position(&subject.file->text, server->units,
                                                                 (size_t)mention->at + mention->length),
                                                   "label", text, "paddingLeft", 1));
    }
    return hints;
}

/* ---- commands ---- */

struct run {
    struct arena *arena;
    size_t passed, failed;
    const char *first; /* what was wrong first */
};

static void checked(void *context, const struct suite_result *result)
{
    struct run *run = context;

    run->passed += result->passed;
    run->failed += !result->passed;
    if (!result->passed && run->first == NULL)
        run->first = suite_describe(run->arena, result);
}

/* Runs the tests of that title, and says what came of them. */
static void test_run(struct server *server, struct analysis *analysis, const char *title)
{
    struct run run = {.arena = analysis->arena};
    const struct suite_listener listener = {&run, NULL, checked};
    const struct ast_test *test = analysis->compilation->ast->tests;
    rolegate_table *table = NULL;
    const char *words = "the test cannot be run while the policy has errors";

    if (analysis->compilation->table != NULL && compilation_open(analysis->compilation, &table) == ROLEGATE_OK) {
        for (; test != NULL; test = test->next)
            if (strcmp(test->name.symbol->text, title) == 0)
                suite_run(analysis->compilation, table, test, &listener);
        words = arena_printf(analysis->arena, "%s: %zu passed, %zu failed%s%s", title, run.passed, run.failed,
                             run.first == NULL ? "" : "; ", run.first == NULL ? "" : run.first);
        rolegate_table_close(table);
    }
    transport_notify(&server->transport, "window/showMessage",
                     json_pack("{s:i,s:s}", "type", run.failed > 0 || table == NULL ? 1 : 3, "message", words));
}

json_t *answer_command(struct server *server, const json_t *params, struct fault *fault)
{
    const char *command = json_string_value(json_object_get(params, "command"));
    const json_t *arguments = json_object_get(params, "arguments");
    const char *uri = json_string_value(json_array_get(arguments, 0));
    const char *text = json_string_value(json_array_get(arguments, 1));
    struct document *document = uri == NULL ? NULL : document_find(&server->documents, uri);

    if (command == NULL || document == NULL || text == NULL)
        *fault = (struct fault){FAULT_PARAMETERS, "the command needs an open document and a text"};
    else if (strcmp(command, "rolegate.runTest") == 0)
        test_run(server, root_of_document(server, document)->now, text);
    else if (strcmp(command, "rolegate.showWitness") == 0)
        transport_notify(&server->transport, "window/showMessage", json_pack("{s:i,s:s}", "type", 3, "message", text));
    else
        *fault = (struct fault){FAULT_PARAMETERS, "unknown command"};
    return NULL;
}
