/*
 * desk.c - opens the policy in force for a change of its exceptions, and looks who may write where.
 */
#include "desk.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/calendar.h"
#include "compile/parse/statement_source.h"
#include "explain/policy_text.h"
#include "machine/install/installation.h"
#include "support/arena.h"
#include "support/datetime.h"
#include "support/message.h"

/* ---- what is said ---- */

static void add_sentence(struct desk *desk, struct sentences *to, const char *format, va_list arguments)
{
    char *text;

    if (vasprintf(&text, format, arguments) < 0)
        message_fatal("out of memory");
    arena_own(desk->arena, text);
    to->list = arena_grow(desk->arena, to->list, to->count, &to->capacity, sizeof *to->list);
    to->list[to->count++] = text;
}

void desk_add(struct desk *desk, struct sentences *to, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    add_sentence(desk, to, format, arguments);
    va_end(arguments);
}

enum desk_answer desk_refuse(struct desk *desk, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    add_sentence(desk, &desk->against, format, arguments);
    va_end(arguments);
    return DESK_REFUSED;
}

const char *desk_place(const struct desk *desk, struct span span)
{
    struct place place = source_place(&desk->policy->sources, span.at);

    return arena_printf(desk->arena, "%s:%u", place.source->name, place.line);
}

const char *desk_text(const struct desk *desk, struct span span)
{
    return statement_source_line(&desk->policy->sources, span, false);
}

/* Seconds east of UTC on the policy's clock; without a table, UTC's. */
static int32_t east_at(const struct desk *desk, int64_t instant)
{
    const char *zone;
    int32_t east = 0;

    if (desk->table == NULL || rolegate_local_time(desk->table, instant, &east, &zone) != ROLEGATE_OK || east % 60 != 0)
        return 0;
    return east;
}

const char *desk_instant(const struct desk *desk, int64_t instant)
{
    char *text = arena_alloc(desk->arena, DATETIME_TEXT_MAX);

    datetime_print(instant, east_at(desk, instant), text);
    return text;
}

const char *desk_minute(const struct desk *desk, int64_t instant)
{
    char text[DATETIME_TEXT_MAX];

    datetime_print(instant, east_at(desk, instant), text);
    return arena_printf(desk->arena, "%.10s %.5s", text, text + 11);
}

struct word_buffer {
    struct arena *arena;
    const char *text;
};

static void word_put(void *to, const char *bytes, size_t length)
{
    struct word_buffer *buffer = to;

    buffer->text = arena_printf(buffer->arena, "%s%.*s", buffer->text, (int)length, bytes);
}

const char *desk_word(const struct desk *desk, const char *word)
{
    struct word_buffer buffer = {desk->arena, ""};
    const struct policy_text out = {word_put, &buffer};

    policy_text_word(&out, word, (uint32_t)strlen(word));
    return buffer.text;
}

const char *desk_grantors(const struct desk *desk, const struct identity *agreed, size_t count)
{
    const char *text = desk_word(desk, desk->caller.is.name);
    size_t i;

    if (desk->caller.is_two)
        text = arena_printf(desk->arena, "%s as %s", desk_word(desk, desk->caller.login.name), text);
    for (i = 0; i < count; i++)
        text = arena_printf(desk->arena, "%s and %s", text, desk_word(desk, agreed[i].name));
    return text;
}

const char *desk_signature(const struct desk *desk, const struct identity *agreed, size_t count)
{
    return arena_printf(desk->arena, "%s, %s", desk_grantors(desk, agreed, count), desk_minute(desk, desk->now));
}

/* ---- opening ---- */

/* Whether what is installed may be changed by anybody but root at all. */
static enum desk_answer check_installation(struct desk *desk)
{
    const struct installation *installation = desk->installation;

    if (installation->damaged)
        return desk_refuse(desk, "the record of the installed table is invalid; `rolegate status' says "
                                 "more");
    if (!installation->usable)
        return desk_refuse(desk, "no usable table is installed: root must run `rolegate install'");
    if (installation->unconfirmed.there)
        return desk_refuse(desk, "the installed table is not confirmed yet: root must run `rolegate confirm' or "
                                 "`rolegate revert' first");
    if (installation->now.source[0] == '\0' || installation->now.by[0] == '\0')
        return desk_refuse(desk, "the table in place was not put there by `rolegate install': root has to install the "
                                 "policy");
    return DESK_READY;
}

/* Whether what was installed is a table, and no policy. */
static bool is_table(const char *path)
{
    rolegate_table *table = NULL;
    enum rolegate_status status = rolegate_table_open(path, ROLEGATE_LAZY, &table);

    rolegate_table_close(table);
    return status == ROLEGATE_OK;
}

/* Says the first error of a policy that cannot be read as it stands. */
static enum desk_answer refuse_policy(struct desk *desk)
{
    const struct diag *diag = &desk->policy->diag;
    const struct diag_report *report = NULL;
    size_t i;

    if (is_table(desk->path))
        return desk_refuse(desk,
                           "%s, which was installed, is a table: exceptions are written into a policy's files, so root "
                           "has to install the policy itself",
                           desk->path);
    for (i = 0; i < diag->count && report == NULL; i++)
        if (diag->reports[i]->severity == DIAG_ERROR)
            report = diag->reports[i];
    desk_refuse(desk, "the policy does not compile, so nothing can be added to it");
    if (report != NULL && report->has_span)
        desk_refuse(desk, "%s: %s", desk_place(desk, report->span), report->text);
    else if (report != NULL)
        desk_refuse(desk, "%s", report->text);
    return DESK_REFUSED;
}

unsigned desk_wanted(const struct desk *desk, const struct desk_include *include)
{
    const struct ast_number *quorum = &include->delegation->quorum;

    return quorum->present && !desk->caller.is_root && quorum->value > 1 ? (unsigned)quorum->value : 1;
}

unsigned desk_agreeing(const struct desk *desk, const struct desk_include *include, const struct identity *agreed,
                       size_t count, uid_t whom)
{
    unsigned agree = 1;
    size_t i, j;

    for (i = 0; i < count; i++) {
        uid_t uid = agreed[i].uid;
        bool counted = uid == whom || uid == desk->caller.is.uid || uid == desk->caller.login.uid;
        for (j = 0; j < i && !counted; j++)
            counted = agreed[j].uid == uid;
        agree += !counted && identity_is_among(desk->arena, &agreed[i], include->delegation->by);
    }
    return agree;
}

/* Root may write everywhere, for he could by hand; others where `by` says so, under each name that they came by. */
static bool may_write(const struct desk *desk, const struct ast_delegation *delegation)
{
    const struct caller *caller = &desk->caller;

    if (caller->is_root)
        return true;
    return identity_is_among(desk->arena, &caller->is, delegation->by) &&
           (!caller->is_two || caller->login.uid == 0 ||
            identity_is_among(desk->arena, &caller->login, delegation->by));
}

static void find_includes(struct desk *desk)
{
    const struct ast_delegation *delegation;

    for (delegation = desk->policy->ast->delegations; delegation != NULL; delegation = delegation->next)
        desk->include_count++;
    desk->includes = arena_array(desk->arena, desk->include_count, sizeof *desk->includes);
    desk->include_count = 0;
    for (delegation = desk->policy->ast->delegations; delegation != NULL; delegation = delegation->next)
        desk->includes[desk->include_count++] =
            (struct desk_include){.delegation = delegation,
                                  .bounds = bounds_new(desk->arena, delegation),
                                  .open = desk->installation == NULL || may_write(desk, delegation)};
}

/* The table in place or, where nothing is installed, the one of the policy as it stands. */
static enum desk_answer open_table(struct desk *desk)
{
    const struct compile_options options = {.unproved = true};
    enum rolegate_status status;

    if (desk->installation != NULL) {
        status = rolegate_table_open(desk->installation->table, ROLEGATE_WHOLE, &desk->table);
    } else {
        desk->whole = compile_file(desk->path, &options, false);
        if (desk->whole->table == NULL)
            return desk_refuse(desk, "%s does not compile: `rolegate check' says why", desk->path);
        status = compilation_open(desk->whole, &desk->table);
    }
    return status == ROLEGATE_OK
               ? DESK_READY
               : desk_refuse(desk, "the table in place cannot be used: %s", rolegate_status_text(status));
}

void desk_locate(const struct installation *installation, struct compile_options *options)
{
    options->include_dirs = installation->now.include_dirs;
    options->include_dir_count = installation->now.include_dir_count;
    options->include_anywhere = installation->now.include_anywhere;
}

enum desk_answer desk_open(struct desk *desk, struct installation *installation, const char *path)
{
    struct compile_options options = {.keep_statements = true, .unchecked = true};
    enum desk_answer answer = DESK_READY;

    *desk = (struct desk){.arena = arena_new(), .installation = installation, .path = path, .now = time(NULL)};
    if (!caller_find(desk->arena, &desk->caller))
        return DESK_FAILED;
    if (installation != NULL) {
        answer = check_installation(desk);
        desk->path = installation->now.source;
        desk_locate(installation, &options);
    }
    if (answer == DESK_READY)
        answer = open_table(desk);
    if (answer != DESK_READY)
        return answer;
    desk->policy = compile_file(desk->path, &options, false);
    if (desk->policy->unreadable || desk->policy->diag.errors > 0)
        return refuse_policy(desk);
    find_includes(desk);
    return DESK_READY;
}

void desk_close(struct desk *desk)
{
    rolegate_table_close(desk->table);
    if (desk->policy != NULL)
        compilation_free(desk->policy);
    if (desk->whole != NULL)
        compilation_free(desk->whole);
    arena_free(desk->arena);
}
