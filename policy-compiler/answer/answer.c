/*
 * answer.c - an answer of the library in words, and as JSON.
 */
#include "answer.h"

#include <stdlib.h>
#include <string.h>

#include "support/datetime.h"
#include "support/print_text.h"
#include "support/json_text.h"

static void print_place(FILE *out, const struct rolegate_statement *statement)
{
    fputs(" (", out);
    print_text(out, statement->file);
    fprintf(out, ":%u)", statement->line);
}

/* The first of the answer's statements of a kind, or NULL. */
static const struct rolegate_statement *first_of(const struct rolegate_answer *answer,
                                                 enum rolegate_statement_kind kind)
{
    size_t i;

    for (i = 0; i < answer->statement_count; i++)
        if (answer->statements[i].kind == kind)
            return &answer->statements[i];
    return NULL;
}

static void print_missing(FILE *out, const struct rolegate_answer *answer)
{
    size_t shown = answer->missing_count < ROLEGATE_MISSING_MAX ? answer->missing_count : ROLEGATE_MISSING_MAX;
    size_t i;

    if (shown == 0)
        return;
    fputs(" (", out);
    for (i = 0; i < shown; i++) {
        fputs(i == 0 ? "" : ", ", out);
        print_text(out, answer->missing[i]);
    }
    if (answer->missing_count > shown)
        fprintf(out, " and %zu more", answer->missing_count - shown);
    fputs(answer->missing_count == 1 ? " is missing)" : " are missing)", out);
}

/* Whether all that an answer rests on holds for certain. */
static bool certainly_held(const struct rolegate_answer *answer)
{
    size_t i;

    for (i = 0; i < answer->statement_count; i++)
        if (answer->statements[i].kind == ROLEGATE_STATEMENT_EXCLUSIVE && !answer->statements[i].certain)
            return false;
    return true;
}

static void print_culprit(FILE *out, const struct rolegate_answer *answer, enum rolegate_statement_kind kind)
{
    const struct rolegate_statement *statement = first_of(answer, kind);

    if (statement == NULL)
        return;
    print_place(out, statement);
    if (statement->because[0] == 0)
        return;
    fputs(" because \"", out);
    print_text(out, statement->because);
    fputs("\"", out);
}

/* An instant on the clock of the policy's zone. Returns the zone's name. */
static const char *instant_text(rolegate_table *table, int64_t instant, char text[DATETIME_TEXT_MAX])
{
    int32_t east = 0;
    const char *zone = "UTC";

    if (rolegate_local_time(table, instant, &east, &zone) != ROLEGATE_OK)
        east = 0;
    datetime_print(instant, east, text);
    return zone;
}

static void print_timing(FILE *out, rolegate_table *table, const struct rolegate_answer *answer)
{
    char text[DATETIME_TEXT_MAX];
    const char *zone;

    switch (answer->timing) {
    case ROLEGATE_EXPIRED: fputs("the grant has expired", out); break;
    case ROLEGATE_NOT_STARTED: fputs("the grant has not started yet", out); break;
    case ROLEGATE_OUTSIDE_WINDOW: fputs("outside the hours of the grant", out); break;
    case ROLEGATE_TIMING_NONE: fputs("not at this time", out); break;
    }
    if (!answer->has_next)
        return;
    zone = instant_text(table, answer->next, text);
    fprintf(out, "; next at %s ", text);
    print_text(out, zone);
}

void print_reason(FILE *out, rolegate_table *table, const struct rolegate_answer *answer)
{
    switch (answer->reason) {
    case ROLEGATE_GRANTED: fputs("granted", out); break;
    case ROLEGATE_REASON_UNLISTED: fputs("the policy does not list this service", out); break;
    case ROLEGATE_DENIED:
        fputs("a rule denies it", out);
        print_culprit(out, answer, ROLEGATE_STATEMENT_DENY);
        break;
    case ROLEGATE_CONFLICT:
        fputs(certainly_held(answer) ? "mutually exclusive roles are held" : "mutually exclusive roles may be held",
              out);
        print_culprit(out, answer, ROLEGATE_STATEMENT_EXCLUSIVE);
        break;
    case ROLEGATE_UNDETERMINED: fputs("a group or a condition could not be determined", out); break;
    case ROLEGATE_NOT_HERE: fputs("not from this origin, terminal or host", out); break;
    case ROLEGATE_NOT_NOW: print_timing(out, table, answer); break;
    case ROLEGATE_NOT_GRANTED:
        fputs("not granted", out);
        print_missing(out, answer);
        break;
    case ROLEGATE_NONE: fputs("no answer", out); break;
    }
    if (answer->incomplete)
        fputs("; the search for the reason reached its limit, so there may be a closer one", out);
}

static void print_statement(FILE *out, const struct rolegate_statement *statement)
{
    bool assigns = statement->kind == ROLEGATE_STATEMENT_ASSIGN;
    bool rules = statement->kind == ROLEGATE_STATEMENT_ALLOW || statement->kind == ROLEGATE_STATEMENT_DENY;

    fputs(rolegate_statement_kind_text(statement->kind), out);
    if (statement->role[0] != 0) {
        fputs(rules ? " in role " : " ", out);
        print_text(out, statement->role);
    }
    if (statement->subject[0] != 0 && (assigns || statement->role[0] == 0)) {
        fputs(" to ", out);
        print_text(out, statement->subject);
    }
    if (!statement->certain)
        fputs(", which may hold", out);
    print_place(out, statement);
    if (statement->because[0] == 0)
        return;
    fputs(" because \"", out);
    print_text(out, statement->because);
    fputs("\"", out);
}

static const char *met_text(enum rolegate_membership met)
{
    return met == ROLEGATE_MEMBER ? "yes" : met == ROLEGATE_NOT_MEMBER ? "no" : "unknown";
}

void print_condition(FILE *out, rolegate_table *table, const struct rolegate_question *question,
                     const struct rolegate_statement *statement)
{
    struct rolegate_condition condition;

    if (statement->when == 0 || rolegate_statement_condition(table, statement, question, &condition) != ROLEGATE_OK)
        return;
    fputs(" when ", out);
    print_text(out, condition.text);
    fputs(condition.met == ROLEGATE_MEMBER       ? ", which is met: "
          : condition.met == ROLEGATE_NOT_MEMBER ? ", which is not met: "
                                                 : ", which could not be determined: ",
          out);
    print_text(out, condition.fact);
    if (strcmp(condition.atom, condition.text) == 0)
        return;
    fputs(" for ", out);
    print_text(out, condition.atom);
}

void print_statements(FILE *out, const char *indent, rolegate_table *table, const struct rolegate_question *question,
                      const struct rolegate_answer *answer, bool services)
{
    size_t i;

    for (i = 0; i < answer->statement_count; i++) {
        const struct rolegate_statement *statement = &answer->statements[i];

        if (statement->kind == ROLEGATE_STATEMENT_SERVICE && !services)
            continue;
        fputs(indent, out);
        print_statement(out, statement);
        if (statement->when != 0) {
            fprintf(out, "\n%s ", indent);
            print_condition(out, table, question, statement);
        }
        putc('\n', out);
    }
    if (answer->more_statements)
        fprintf(out, "%sand more\n", indent);
}

static json_t *missing_json(const struct rolegate_answer *answer)
{
    json_t *list = json_array();
    size_t i;

    for (i = 0; i < answer->missing_count && i < ROLEGATE_MISSING_MAX; i++)
        json_array_append_new(list, json_text(answer->missing[i]));
    return list;
}

static json_t *condition_json(const struct rolegate_condition *condition)
{
    json_t *object = json_object();

    json_object_set_new(object, "text", json_text(condition->text));
    json_object_set_new(object, "met", json_string(met_text(condition->met)));
    json_object_set_new(object, "atom", json_text(condition->atom));
    json_object_set_new(object, "fact", json_text(condition->fact));
    return object;
}

static json_t *statements_json(rolegate_table *table, const struct rolegate_answer *answer,
                               const struct rolegate_question *question)
{
    json_t *list = json_array();
    size_t i;

    for (i = 0; i < answer->statement_count; i++) {
        const struct rolegate_statement *statement = &answer->statements[i];
        struct rolegate_condition condition;
        json_t *object = json_object();

        json_object_set_new(object, "kind", json_text(rolegate_statement_kind_text(statement->kind)));
        json_object_set_new(object, "file", json_text(statement->file));
        json_object_set_new(object, "line", json_integer(statement->line));
        json_object_set_new(object, "because", json_text(statement->because));
        json_object_set_new(object, "subject", json_text(statement->subject));
        json_object_set_new(object, "role", json_text(statement->role));
        if (!statement->certain)
            json_object_set_new(object, "certain", json_false());
        if (statement->when != 0 && rolegate_statement_condition(table, statement, question, &condition) == ROLEGATE_OK)
            json_object_set_new(object, "condition", condition_json(&condition));
        json_array_append_new(list, object);
    }
    return list;
}

void answer_json(json_t *object, rolegate_table *table, const struct rolegate_answer *answer,
                 const struct rolegate_question *question)
{
    char text[DATETIME_TEXT_MAX];
    const char *zone;

    json_object_set_new(object, "verdict", json_string(rolegate_verdict_text(answer->verdict)));
    json_object_set_new(object, "reason", json_string(rolegate_reason_text(answer->reason)));
    if (answer->timing != ROLEGATE_TIMING_NONE)
        json_object_set_new(object, "timing", json_string(rolegate_timing_text(answer->timing)));
    if (answer->has_next) {
        zone = instant_text(table, answer->next, text);
        json_object_set_new(object, "next", json_string(text));
        json_object_set_new(object, "next_zone", json_text(zone));
    }
    if (answer->incomplete)
        json_object_set_new(object, "incomplete", json_true());
    if (answer->missing_count > 0)
        json_object_set_new(object, "missing", missing_json(answer));
    if (answer->missing_count > ROLEGATE_MISSING_MAX)
        json_object_set_new(object, "missing_count", json_integer((json_int_t)answer->missing_count));
    if (question == NULL)
        return;
    json_object_set_new(object, "statements", statements_json(table, answer, question));
    if (answer->more_statements)
        json_object_set_new(object, "more_statements", json_true());
}
