/*
 * hover.c - what there is to say of the word under the cursor: who gets to a service, what a role may use, what a
 * pattern matches, when a grant ends.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "analysis/row.h"
#include "analysis/who.h"
#include "compile/ast/ast.h"
#include "who_reaches.h"
#include "request.h"
#include "support/arena.h"
#include "support/datetime.h"

#define LISTED_MAX  20u  /* names that are shown of a list */
#define SERVICE_MAX 500u /* of a policy, up to which a role's services are looked for */

/* A text that grows, as Markdown. */
struct words {
    FILE *out;
    char *bytes;
    size_t length;
};

/* The policy as it last had a table, or as it is where it never had one: the people of the former are worth showing. */
static struct analysis *people_known(const struct subject_of_request *subject)
{
    return subject->root->good;
}

/* A block in which nothing is Markdown; a fence in it would end it, and does not occur in what is printed. */
static void block_begin(FILE *out)
{
    fputs("```\n", out);
}

static void block_end(FILE *out)
{
    fputs("```\n", out);
}

/* The description that stands behind a declaration. */
static void describe(FILE *out, const struct subject_of_request *subject, const struct mention *mention,
                     const char *name)
{
    const struct mention *declared, *next;
    struct file *file;

    if (!analysis_declared(subject->analysis, mention->kind, name, &file, &declared))
        return;
    next = declared + 1;
    if (next < file->mentions.list + file->mentions.count && next->kind == MENTION_TEXT &&
        next->depth == declared->depth)
        fprintf(out, "%s\n\n", mention_name(subject->analysis->arena, file->source->bytes, next));
}

static void hover_service(FILE *out, struct analysis *analysis, const char *name)
{
    struct arena *arena = arena_new();
    struct who who;

    if (who_reaches_service(analysis, name, arena, &who)) {
        block_begin(out);
        who_print(&who, out);
        block_end(out);
    } else {
        fputs("Who gets there is not known: the policy has errors, or this is new in it.\n", out);
    }
    arena_free(arena);
}

/* The permissions that a pattern matches, of those that are declared. */
static void hover_pattern(FILE *out, const struct analysis *analysis, const char *name)
{
    const struct ast *ast = analysis->compilation->ast;
    const struct ast_permission *permission;
    size_t length = strlen(name), count = 0;

    if (length > 0 && name[length - 1] == '*')
        length--;
    for (permission = ast->permissions; permission != NULL; permission = permission->next)
        count += strncmp(permission->name.symbol->text, name, length) == 0;
    fprintf(out, "matches %zu permission%s:\n\n", count, count == 1 ? "" : "s");
    count = 0;
    for (permission = ast->permissions; permission != NULL && count <= LISTED_MAX; permission = permission->next)
        if (strncmp(permission->name.symbol->text, name, length) == 0 && ++count <= LISTED_MAX)
            fprintf(out, "- `%s`\n", permission->name.symbol->text);
    if (count > LISTED_MAX)
        fputs("- and more\n", out);
}

static void hover_permission(FILE *out, struct analysis *analysis, const char *name)
{
    struct arena *arena = arena_new();
    struct who who;

    if (strchr(name, '*') != NULL) {
        hover_pattern(out, analysis, name);
    } else if (who_reaches_permission(analysis, name, arena, &who)) {
        block_begin(out);
        who_print(&who, out);
        block_end(out);
    }
    arena_free(arena);
}

/* The services that a role alone may use, and when. */
static void hover_role(FILE *out, struct analysis *analysis, const char *name)
{
    struct arena *arena = arena_new();
    struct model *model = analysis_model(analysis);
    const struct role_service *services = NULL;
    size_t count = 0, i;

    if (model == NULL) {
        fputs("What it may use is not known while the policy has errors.\n", out);
    } else if (model->ir->service_count <= SERVICE_MAX) {
        services = services_of_role(model, name, arena, &count);
        fputs(count == 0 ? "By itself it leads to no service.\n" : "Whoever holds it, and no other role, may use:\n\n",
              out);
    }
    for (i = 0; i < count; i++)
        fprintf(out, "- `%s` %s\n", services[i].name, services[i].when);
    arena_free(arena);
}

/* How far away a date is. */
static void hover_date(FILE *out, const char *text)
{
    struct datetime moment;
    char local[64];
    int64_t now = time(NULL), at;
    struct tm parts;
    time_t clock;

    if (!datetime_parse(text, &moment))
        return;
    if (moment.is_date) {
        parts = (struct tm){.tm_year = moment.year - 1900, .tm_mon = moment.month - 1, .tm_mday = moment.day};
        at = timegm(&parts);
    } else {
        at = moment.instant;
    }
    clock = (time_t)at;
    if (!moment.is_date && localtime_r(&clock, &parts) != NULL &&
        strftime(local, sizeof local, "%a %Y-%m-%d %H:%M:%S %z", &parts) > 0)
        fprintf(out, "%s here; ", local);
    if (at / 86400 == now / 86400)
        fputs("today\n", out);
    else
        fprintf(out, at > now ? "in %lld days\n" : "%lld days ago\n",
                (long long)llabs((long long)(at / 86400 - now / 86400)));
}

/* A condition, as it is declared. */
static void hover_condition(FILE *out, const struct subject_of_request *subject, const char *name)
{
    const struct ast_condition *condition = subject->analysis->compilation->ast->conditions;
    const struct file *file;
    size_t begin;

    while (condition != NULL && strcmp(condition->name.symbol->text, name) != 0)
        condition = condition->next;
    if (condition == NULL || condition->cond == NULL)
        return;
    file = analysis_place(subject->analysis, condition->cond->span.at, &begin);
    block_begin(out);
    fprintf(out, "%.*s\n", (int)condition->cond->span.length, file->source->bytes + begin);
    block_end(out);
}

static void hover_write(FILE *out, const struct subject_of_request *subject, const struct mention *mention,
                        const char *name)
{
    static const char *const kinds[MENTION_KINDS] = {
        [MENTION_ROLE] = "role",           [MENTION_SERVICE] = "service", [MENTION_PERMISSION] = "permission",
        [MENTION_CONDITION] = "condition", [MENTION_USER] = "user",       [MENTION_GROUP] = "group"};

    if (kinds[mention->kind] != NULL)
        fprintf(out, "**%s** `%s`\n\n", kinds[mention->kind], name);
    if (mention_is_name(mention->kind))
        describe(out, subject, mention, name);
    switch (mention->kind) {
    case MENTION_ROLE: hover_role(out, people_known(subject), name); break;
    case MENTION_SERVICE: hover_service(out, people_known(subject), name); break;
    case MENTION_PERMISSION: hover_permission(out, people_known(subject), name); break;
    case MENTION_CONDITION: hover_condition(out, subject, name); break;
    case MENTION_DATE: hover_date(out, name); break;
    default: break;
    }
}

json_t *answer_hover(struct server *server, const json_t *params, struct fault *fault)
{
    struct subject_of_request subject;
    const struct mention *mention;
    struct words words = {.bytes = NULL};
    json_t *hover = NULL;

    if (!request_subject(server, params, true, &subject, fault) || subject.file == NULL)
        return NULL;
    mention = mention_at(&subject.file->mentions, subject.offset);
    if (mention == NULL || (!mention_is_name(mention->kind) && mention->kind != MENTION_DATE))
        return NULL;
    words.out = open_memstream(&words.bytes, &words.length);
    if (words.out == NULL)
        return NULL;
    hover_write(words.out, &subject, mention,
                mention_name(subject.analysis->arena, subject.file->source->bytes, mention));
    if (fclose(words.out) == 0 && words.length > 0)
        hover = json_pack(
            "{s:{s:s,s:s},s:o}", "contents", "kind", "markdown", "value", words.bytes, "range",
            text_range(&subject.file->text, server->units, mention->at, (size_t)mention->at + mention->length));
    free(words.bytes);
    return hover;
}
