/*
 * can_all.c - all that a user may, in words and as JSON: what is open now, then what opens at another time or place.
 */
#include "can_all.h"

#include <string.h>

#include "analysis/abilities.h"
#include "answer/answer.h"
#include "support/arena.h"
#include "support/datetime.h"
#include "support/json_text.h"
#include "support/print_text.h"

/* Whether a statement is one that lets somebody in, with a reason that none before it has said. */
static bool says_reason(const struct rolegate_answer *answer, size_t i)
{
    const struct rolegate_statement *statement = &answer->statements[i];
    size_t j;

    if ((statement->kind != ROLEGATE_STATEMENT_ALLOW && statement->kind != ROLEGATE_STATEMENT_ASSIGN) ||
        statement->because[0] == '\0')
        return false;
    for (j = 0; j < i; j++)
        if (answer->statements[j].kind == statement->kind &&
            strcmp(answer->statements[j].because, statement->because) == 0)
            return false;
    return true;
}

static void print_reasons(const struct rolegate_answer *answer)
{
    bool first = true;
    size_t i;

    for (i = 0; i < answer->statement_count; i++) {
        if (!says_reason(answer, i))
            continue;
        fputs(first ? " because \"" : ", \"", stdout);
        print_text(stdout, answer->statements[i].because);
        putchar('"');
        first = false;
    }
}

static void print_ability(const struct can_all *asked, const struct ability *ability)
{
    struct rolegate_question question = *asked->question;

    fputs(ability->is_permission ? "  permission " : "  ", stdout);
    print_text(stdout, ability->target);
    if (ability->undecided)
        fputs(": there are too many kinds of situations to say when", stdout);
    else if (ability->text[0] != '\0')
        printf(": %s", ability->text);
    print_reasons(&ability->grounds);
    putchar('\n');
    question.service = ability->is_permission ? NULL : ability->target;
    question.permission = ability->is_permission ? ability->target : NULL;
    if (asked->why)
        print_statements(stdout, "    ", asked->source->table, &question, &ability->answer, true);
}

static void print_page(const struct can_all *asked, const struct abilities *abilities)
{
    bool later = abilities->count > abilities->now_count;
    size_t i;

    print_text(stdout, rolegate_subject_user(asked->subject));
    puts(abilities->now_count > 0 ? " may now:" : " may do nothing now");
    for (i = 0; i < abilities->count; i++)
        if (abilities->list[i].now)
            print_ability(asked, &abilities->list[i]);
    if (later)
        puts("at other times and places:");
    for (i = 0; i < abilities->count; i++)
        if (!abilities->list[i].now)
            print_ability(asked, &abilities->list[i]);
}

static json_t *ability_json(const struct can_all *asked, const struct ability *ability)
{
    struct rolegate_question question = *asked->question;
    json_t *object = json_object(), *pieces = json_array(), *reasons = json_array();
    size_t i;

    for (i = 0; i < ability->when.count; i++)
        json_array_append_new(pieces, json_text(ability->when.pieces[i]));
    for (i = 0; i < ability->grounds.statement_count; i++)
        if (says_reason(&ability->grounds, i))
            json_array_append_new(reasons, json_text(ability->grounds.statements[i].because));
    json_object_set_new(object, ability->is_permission ? "permission" : "service", json_text(ability->target));
    json_object_set_new(object, "when", pieces);
    json_object_set_new(object, "exact", json_boolean(ability->when.exact && !ability->undecided));
    json_object_set_new(object, "because", reasons);
    question.service = ability->is_permission ? NULL : ability->target;
    question.permission = ability->is_permission ? ability->target : NULL;
    answer_json(object, asked->source->table, &ability->answer, asked->why ? &question : NULL);
    return object;
}

static bool print_object(const struct can_all *asked, const struct abilities *abilities)
{
    char at[DATETIME_TEXT_MAX];
    json_t *object = json_object(), *list = json_array();
    size_t i;

    datetime_print(asked->question->now, 0, at);
    json_object_set_new(object, "user", json_text(rolegate_subject_user(asked->subject)));
    json_object_set_new(object, "at", json_string(at));
    for (i = 0; i < abilities->count; i++)
        json_array_append_new(list, ability_json(asked, &abilities->list[i]));
    json_object_set_new(object, "may", list);
    json_object_set_new(object, "complete", json_boolean(!abilities->undecided));
    return print_json(stdout, object);
}

static int print(const struct can_all *asked, const struct abilities *abilities)
{
    if (!asked->json)
        print_page(asked, abilities);
    else if (!print_object(asked, abilities))
        return EXIT_NO_ANSWER;
    if (abilities->undecided)
        return EXIT_NO_ANSWER;
    return abilities->now_count > 0 ? EXIT_YES : EXIT_NO;
}

int can_all(const struct can_all *asked)
{
    struct arena *arena = arena_new();
    enum rolegate_status status = rolegate_resolve(asked->source->table, asked->subject, NULL);
    struct abilities abilities;
    int result = EXIT_NO_ANSWER;
    const struct ir *ir;

    if (status == ROLEGATE_OK && !table_source_ir(asked->source, arena, &ir)) {
        arena_free(arena);
        return EXIT_NO_ANSWER;
    }
    if (status == ROLEGATE_OK)
        status = abilities_of(asked->source->table, ir, asked->subject, asked->question, asked->permissions, arena,
                              &abilities);
    if (status != ROLEGATE_OK)
        message_error("%s: %s", asked->source->name, rolegate_status_text(status));
    else
        result = print(asked, &abilities);
    arena_free(arena);
    return result;
}
