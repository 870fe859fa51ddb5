/*
 * answer_tree.c - an answer's reasons as a tree.
 *
 * What decided a permission is asked of the library, permission by permission; nothing is worked out here.
 */
#include "answer_tree.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "inspect/inspect.h"
#include "support/print_text.h"
#include "support/json_text.h"

#define SHOWN_MAX 256u /* of a longer expression only the permissions are shown */

/* ---- what a service requires, as it is written ---- */

/* A part of an expression: its text, and its operation (REQUEST_PERMISSION for a name). */
struct part {
    char *text;
    uint32_t operation;
};

static void join(struct part *left, struct part *right, uint32_t operation)
{
    bool and = operation == REQUEST_AND;
    bool wrap_left = and&&left->operation == REQUEST_OR;
    bool wrap_right = and&&right->operation == REQUEST_OR;
    char *text;

    if (asprintf(&text, "%s%s%s %s %s%s%s", wrap_left ? "(" : "", left->text ? left->text : "", wrap_left ? ")" : "",
                 and? "and" : "or", wrap_right ? "(" : "", right->text ? right->text : "", wrap_right ? ")" : "") < 0)
        text = NULL;
    free(left->text);
    free(right->text);
    *left = (struct part){text, operation};
    right->text = NULL;
}

/* The expression of a service as text, the caller's to free; NULL where it is too long to show, or on an error. */
static char *expression(rolegate_table *table, struct inspect_service service)
{
    struct part stack[STACK_MAX] = {{NULL, 0}};
    unsigned depth = 0;
    const char *name;
    char *text = NULL;

    if (service.operations > SHOWN_MAX)
        return NULL;
    while (service.operations-- > 0) {
        uint32_t operation = cursor_uv(&service.requires);

        if (!cursor_ok(&service.requires) || (operation < REQUEST_PERMISSION ? depth < 2 : depth == STACK_MAX))
            goto out;
        if (operation < REQUEST_PERMISSION) {
            join(&stack[depth - 2], &stack[depth - 1], operation);
            depth--;
        } else if (inspect_permission(table, operation - REQUEST_PERMISSION, &name) == ROLEGATE_OK) {
            stack[depth++] = (struct part){strdup(name), REQUEST_PERMISSION};
        } else {
            goto out;
        }
    }
    if (depth == 1) {
        text = stack[0].text;
        stack[0].text = NULL;
    }
out:
    while (depth > 0)
        free(stack[--depth].text);
    return text;
}

/* ---- its permissions, each once ---- */

typedef enum rolegate_status permission_visitor(void *context, const char *permission);

static bool is_repeated(struct inspect_service service, uint32_t operation, uint32_t position)
{
    while (position-- > 0)
        if (cursor_uv(&service.requires) == operation)
            return true;
    return false;
}

static enum rolegate_status each_permission(rolegate_table *table, const struct inspect_service *service,
                                            permission_visitor *visit, void *context)
{
    struct cursor at = service->requires;
    enum rolegate_status status = ROLEGATE_OK;
    uint32_t i;

    for (i = 0; i < service->operations && status == ROLEGATE_OK; i++) {
        uint32_t operation = cursor_uv(&at);
        const char *name;

        if (!cursor_ok(&at))
            return at.status;
        if (operation < REQUEST_PERMISSION || (i < SHOWN_MAX && is_repeated(*service, operation, i)))
            continue;
        status = inspect_permission(table, operation - REQUEST_PERMISSION, &name);
        if (status == ROLEGATE_OK)
            status = visit(context, name);
    }
    return status;
}

struct answer_tree {
    FILE *out;
    json_t *list;
    rolegate_table *table;
    rolegate_subject *subject;
    const struct rolegate_question *question;
};

/* Asks the same question for one permission. */
static enum rolegate_status explain(const struct answer_tree *tree, const char *permission,
                                    struct rolegate_answer *answer)
{
    struct rolegate_question question = *tree->question;
    enum rolegate_status status;

    question.service = NULL;
    question.permission = permission;
    status = rolegate_resolve(tree->table, tree->subject, &question);
    return status == ROLEGATE_OK ? rolegate_explain(tree->table, tree->subject, &question, answer, sizeof *answer)
                                 : status;
}

/* ---- the tree ---- */

static enum rolegate_status print_permission(void *context, const char *permission)
{
    const struct answer_tree *tree = context;
    struct rolegate_answer answer;
    enum rolegate_status status = explain(tree, permission, &answer);

    if (status != ROLEGATE_OK)
        return status;
    fputs("    ", tree->out);
    print_text(tree->out, permission);
    fputs(": ", tree->out);
    answer.missing_count = 0; /* it would only name itself */
    print_reason(tree->out, tree->table, &answer);
    putc('\n', tree->out);
    print_statements(tree->out, "      ", tree->table, tree->question, &answer, false);
    return ROLEGATE_OK;
}

/* The answer's statement on the service itself, or NULL. */
static const struct rolegate_statement *service_of(const struct rolegate_answer *answer)
{
    size_t i;

    for (i = 0; i < answer->statement_count; i++)
        if (answer->statements[i].kind == ROLEGATE_STATEMENT_SERVICE)
            return &answer->statements[i];
    return NULL;
}

static void print_service(FILE *out, rolegate_table *table, const struct rolegate_question *question,
                          const struct rolegate_answer *answer, const struct inspect_service *service)
{
    const struct rolegate_statement *statement = service_of(answer);
    char *text = expression(table, *service);

    fputs("  service ", out);
    print_text(out, question->service);
    fputs(service->unlisted ? ", which is not listed (" : " (", out);
    print_text(out, service->file);
    fprintf(out, ":%u) requires ", service->line);
    print_text(out, text ? text : "the following");
    if (statement != NULL)
        print_condition(out, table, question, statement);
    putc('\n', out);
    free(text);
}

enum rolegate_status answer_tree_print(FILE *out, rolegate_table *table, rolegate_subject *subject,
                                       const struct rolegate_question *question, const struct rolegate_answer *answer)
{
    struct answer_tree tree = {.out = out, .table = table, .subject = subject, .question = question};
    struct inspect_service service;
    enum rolegate_status status;
    bool found;

    if (question->service == NULL) {
        print_statements(out, "  ", table, question, answer, false);
        return ROLEGATE_OK;
    }
    status = inspect_service(table, question->service, &found, &service);
    if (status != ROLEGATE_OK || !found)
        return status;
    print_service(out, table, question, answer, &service);
    return each_permission(table, &service, print_permission, &tree);
}

/* ---- and as JSON ---- */

static enum rolegate_status add_permission(void *context, const char *permission)
{
    const struct answer_tree *tree = context;
    struct rolegate_answer answer;
    enum rolegate_status status = explain(tree, permission, &answer);
    json_t *object;

    if (status != ROLEGATE_OK)
        return status;
    object = json_object();
    json_object_set_new(object, "permission", json_text(permission));
    answer_json(object, tree->table, &answer, tree->question);
    json_array_append_new(tree->list, object);
    return ROLEGATE_OK;
}

enum rolegate_status answer_tree_json(json_t *object, rolegate_table *table, rolegate_subject *subject,
                                      const struct rolegate_question *question)
{
    struct answer_tree tree = {.list = json_array(), .table = table, .subject = subject, .question = question};
    struct inspect_service service = {.file = NULL};
    enum rolegate_status status = ROLEGATE_OK;
    bool found = false;
    char *text;

    if (question->service != NULL)
        status = inspect_service(table, question->service, &found, &service);
    if (status == ROLEGATE_OK && found) {
        text = expression(table, service);
        if (text != NULL)
            json_object_set_new(object, "requires", json_text(text));
        free(text);
        status = each_permission(table, &service, add_permission, &tree);
    }
    json_object_set_new(object, "permissions", tree.list);
    return status;
}
