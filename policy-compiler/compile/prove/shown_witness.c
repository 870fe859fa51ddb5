/*
 * shown_witness.c - puts a witness as a question, in words, and as a command.
 */
#include "shown_witness.h"

#include <arpa/inet.h>
#include <string.h>

#include "compile/ast/compilation.h"
#include "support/arena.h"
#include "support/datetime.h"
#include "support/shell_word.h"

static const char *address_text(struct arena *arena, const struct origin *origin)
{
    char text[INET6_ADDRSTRLEN];

    inet_ntop(origin->kind == ORIGIN_V4 ? AF_INET : AF_INET6, origin->address, text, sizeof text);
    return arena_printf(arena, "%s", text);
}

static const char *origin_text(struct arena *arena, const struct origin *origin)
{
    switch (origin->kind) {
    case ORIGIN_LOCAL: return NULL;
    case ORIGIN_NAME: return "a-name.example";
    default: return address_text(arena, origin);
    }
}

/* A terminal below /dev/, where its text alone would say something else. */
static const char *tty_text(struct arena *arena, const char *text)
{
    if (text != NULL && (strncmp(text, "/dev/", 5) == 0 || strcmp(text, "none") == 0))
        return arena_printf(arena, "/dev/%s", text);
    return text;
}

struct shown_witness witness_show(struct arena *arena, const struct witness *witness, rolegate_table *table,
                                  const char *service, const char *permission)
{
    struct shown_witness shown = {.arena = arena, .witness = witness};
    struct rolegate_question *question = &shown.question;
    char time[DATETIME_TEXT_MAX];
    const char *zone;
    int32_t east = 0;

    question->service = service;
    question->permission = service == NULL ? permission : NULL;
    question->now = witness->facts[AXIS_CLOCK].instant;
    question->origin = origin_text(arena, &witness->facts[AXIS_ORIGIN].origin);
    question->tty = tty_text(arena, witness->facts[AXIS_TTY].text);
    rolegate_question_set_host(question, witness->facts[AXIS_HOST].text);
    rolegate_local_time(table, question->now, &east, &zone);
    datetime_print(question->now, east, time);
    shown.at = witness->matters[AXIS_CLOCK] ? arena_printf(arena, "%s", time) : NULL;
    shown.from = witness->matters[AXIS_ORIGIN] ? (question->origin == NULL ? "local" : question->origin) : NULL;
    shown.tty = witness->matters[AXIS_TTY] ? (question->tty == NULL ? "none" : question->tty) : NULL;
    shown.host = witness->matters[AXIS_HOST] ? arena_printf(arena, "%s", question->host) : NULL;
    return shown;
}

enum rolegate_status witness_subject(const struct shown_witness *shown, rolegate_table *table,
                                     rolegate_subject **subject)
{
    const struct witness *witness = shown->witness;
    enum rolegate_status status = rolegate_subject_new(witness->user, subject);
    uint32_t i;

    for (i = 0; i < witness->group_count && status == ROLEGATE_OK; i++)
        status = rolegate_subject_add_group(*subject, witness->groups[i], ROLEGATE_MEMBER);
    for (i = 0; i < witness->gid_count && status == ROLEGATE_OK; i++)
        status = rolegate_subject_add_gid(*subject, witness->gids[i], ROLEGATE_MEMBER);
    if (status == ROLEGATE_OK)
        status = rolegate_resolve(table, *subject, NULL);
    return status;
}

/* ---- words ---- */

const char *witness_facts(const struct shown_witness *shown)
{
    const struct witness *witness = shown->witness;
    struct arena *arena = shown->arena;
    const char *text = arena_printf(arena, "user %s", witness->user);
    uint32_t i;

    for (i = 0; i < witness->group_count; i++)
        text = arena_printf(arena, "%s%s group %s", text, i == 0 ? ", in" : ",", witness->groups[i]);
    for (i = 0; i < witness->gid_count; i++)
        text = arena_printf(arena, "%s%s gid %u", text, i + witness->group_count == 0 ? ", in" : ",",
                            (unsigned)witness->gids[i]);
    if (witness->group_count + witness->gid_count == 0)
        text = arena_printf(arena, "%s, in no group", text);
    if (shown->at != NULL)
        text = arena_printf(arena, "%s, at %s", text, shown->at);
    if (shown->from != NULL)
        text = arena_printf(arena, "%s, from %s", text, shown->from);
    if (shown->tty != NULL)
        text = strcmp(shown->tty, "none") == 0 ? arena_printf(arena, "%s, without a terminal", text)
                                               : arena_printf(arena, "%s, on terminal %s", text, shown->tty);
    if (shown->host != NULL)
        text = *shown->host == '\0' ? arena_printf(arena, "%s, on a host whose name cannot be read", text)
                                    : arena_printf(arena, "%s, on host %s", text, shown->host);
    return text;
}

/* " --option WORD" behind a command. */
static const char *with_option(struct arena *arena, const char *command, const char *option, const char *word)
{
    return word == NULL ? command : arena_printf(arena, "%s --%s %s", command, option, shell_word(arena, word));
}

/* What is asked, and what it takes to read it. */
static const char *with_files(struct arena *arena, const char *command, const struct asked_file *asked)
{
    size_t i;

    if (asked->option == NULL)
        return command;
    command = with_option(arena, command, asked->option, asked->path);
    if (strcmp(asked->option, "policy") != 0)
        return command;
    for (i = 0; i < asked->options->include_dir_count; i++)
        command = arena_printf(arena, "%s -I %s", command, shell_word(arena, asked->options->include_dirs[i]));
    return asked->options->include_anywhere ? arena_printf(arena, "%s --include-anywhere", command) : command;
}

/* Whom and what it is about, as operands. */
static const char *operands_text(const struct shown_witness *shown)
{
    struct arena *arena = shown->arena;
    const char *user = shell_word(arena, shown->witness->user), *service = shown->question.service;

    return service == NULL ? user : arena_printf(arena, "%s %s", user, shell_word(arena, service));
}

/* Whether an operand would be taken for an option. */
static bool is_behind_options(const struct shown_witness *shown)
{
    const char *service = shown->question.service;

    return shown->witness->user[0] == '-' || (service != NULL && service[0] == '-');
}

const char *witness_command(const struct shown_witness *shown, const struct asked_file *asked)
{
    const struct witness *witness = shown->witness;
    const struct rolegate_question *question = &shown->question;
    struct arena *arena = shown->arena;
    bool behind = is_behind_options(shown);
    const char *text = behind ? "rolegate can" : arena_printf(arena, "rolegate can %s", operands_text(shown));
    uint32_t i;

    text = with_option(arena, text, "permission", question->permission);
    text = with_files(arena, text, asked);
    for (i = 0; i < witness->group_count; i++)
        text = with_option(arena, text, "group", witness->groups[i]);
    for (i = 0; i < witness->gid_count; i++)
        text = arena_printf(arena, "%s --gid %u", text, (unsigned)witness->gids[i]);
    if (witness->group_count + witness->gid_count == 0)
        text = arena_printf(arena, "%s --no-groups", text);
    text = with_option(arena, text, "at", shown->at);
    text = with_option(arena, text, "from", shown->from);
    text = with_option(arena, text, "tty", shown->tty);
    text = with_option(arena, text, "host", shown->host);
    return behind ? arena_printf(arena, "%s --why -- %s", text, operands_text(shown))
                  : arena_printf(arena, "%s --why", text);
}
