/*
 * can_ask.c - one question about one user: the subject, the question, the answer, and how it is printed.
 */
#include "can_ask.h"

#include <string.h>

#include "answer/answer.h"
#include "answer/answer_tree.h"
#include "answer/near_name.h"
#include "can_all.h"
#include "support/json_text.h"
#include "support/print_text.h"

static enum rolegate_status make_subject(const struct can_ask *can, rolegate_subject **subject)
{
    enum rolegate_status status;
    size_t i;

    if (!can->no_groups && can->group_count == 0)
        return rolegate_subject_from_nss(can->user, subject);
    status = rolegate_subject_new(can->user, subject);
    for (i = 0; i < can->group_count && status == ROLEGATE_OK; i++) {
        const struct stated_group *group = &can->groups[i];

        status = group->name ? rolegate_subject_add_group(*subject, group->name, group->membership)
                             : rolegate_subject_add_gid(*subject, group->gid, group->membership);
    }
    return status;
}

/* Fills the question. False: a message was printed. */
static bool make_question(const struct can_ask *can, const struct table_source *source,
                          struct rolegate_question *question)
{
    const char *name = can->service ? can->service : can->permission ? can->permission : "";
    enum rolegate_status status = rolegate_question_init(question, name);
    const char *problem;

    if (status != ROLEGATE_OK && (status != ROLEGATE_NO_CLOCK || can->at == NULL)) {
        message_error("%s", rolegate_status_text(status));
        return false;
    }
    question->service = can->service;
    question->permission = can->permission;
    if (can->from != NULL && strcmp(can->from, "local") != 0)
        question->origin = can->from;
    question->tty = can->tty;
    if (can->host != NULL && rolegate_question_set_host(question, can->host) != ROLEGATE_OK)
        return command_usage_error(can->command, "--host: a host's name has at most 255 bytes");
    if (can->at != NULL && !table_source_time(source, can->at, &question->now, &problem))
        return command_usage_error(can->command, "--at: '%s' %s", can->at, problem);
    return true;
}

static void warn_near(const struct table_source *opened, bool is_user, const char *name)
{
    const char *near = near_name(opened->table, is_user, name);

    if (near != NULL)
        message_error("warning: unknown %s '%s'; did you mean '%s'?", is_user ? "user" : "group", name, near);
}

/* Names that this machine was not asked about may be mistyped, and a denial then says nothing. */
static void warn_names(const struct can_ask *can, const struct table_source *opened)
{
    size_t i;

    if (can->group_count > 0 || can->no_groups)
        warn_near(opened, true, can->user);
    for (i = 0; i < can->group_count; i++)
        if (can->groups[i].name != NULL)
            warn_near(opened, false, can->groups[i].name);
}

static void print_sentence(const struct can_ask *can, rolegate_table *table, const char *user,
                           const struct rolegate_answer *answer)
{
    const char *what = can->service ? can->service : can->permission;

    if (answer->verdict == ROLEGATE_UNLISTED) {
        fputs("unlisted: the policy does not list ", stdout);
        print_text(stdout, what);
        putchar('\n');
        return;
    }
    printf("%s: ", rolegate_verdict_text(answer->verdict));
    print_text(stdout, user);
    printf(answer->verdict == ROLEGATE_ALLOW ? " may %s" : " may not %s", can->service ? "use " : "do ");
    print_text(stdout, what);
    if (answer->verdict != ROLEGATE_ALLOW) {
        fputs(": ", stdout);
        print_reason(stdout, table, answer);
    }
    putchar('\n');
}

static void print_contact(rolegate_table *table)
{
    const char *contact = rolegate_contact(table, 0);

    if (contact == NULL)
        return;
    fputs("  contact: ", stdout);
    print_text(stdout, contact);
    putchar('\n');
}

/* Prints the answer; false: it could not be worked out after all. */
static bool print_answer(const struct can_ask *can, rolegate_table *table, rolegate_subject *subject,
                         const struct rolegate_question *question, const struct rolegate_answer *answer)
{
    enum rolegate_status status = ROLEGATE_OK;
    json_t *object;

    if (can->json) {
        object = json_object();
        json_object_set_new(object, "user", json_text(rolegate_subject_user(subject)));
        json_object_set_new(object, can->service ? "service" : "permission",
                            json_text(can->service ? can->service : can->permission));
        answer_json(object, table, answer, question);
        if (can->why)
            status = answer_tree_json(object, table, subject, question);
        if (!print_json(stdout, object) && status == ROLEGATE_OK)
            status = ROLEGATE_NO_MEMORY;
    } else {
        print_sentence(can, table, rolegate_subject_user(subject), answer);
        if (can->why)
            status = answer_tree_print(stdout, table, subject, question, answer);
        if (can->why && answer->verdict == ROLEGATE_DENY)
            print_contact(table);
    }
    if (status != ROLEGATE_OK)
        message_error("%s", rolegate_status_text(status));
    return status == ROLEGATE_OK;
}

static int exit_of(enum rolegate_verdict verdict)
{
    if (verdict == ROLEGATE_ALLOW)
        return EXIT_YES;
    return verdict == ROLEGATE_UNLISTED ? EXIT_UNLISTED : EXIT_NO;
}

static int answer_one(const struct can_ask *can, const struct table_source *source, rolegate_subject *subject,
                      const struct rolegate_question *question)
{
    struct rolegate_answer answer;
    enum rolegate_status status = rolegate_resolve(source->table, subject, question);

    if (status == ROLEGATE_OK)
        status = rolegate_explain(source->table, subject, question, &answer, sizeof answer);
    if (status != ROLEGATE_OK) {
        message_error("%s: %s", status == ROLEGATE_NO_PERMISSION ? can->permission : source->name,
                      rolegate_status_text(status));
        return EXIT_NO_ANSWER;
    }
    return print_answer(can, source->table, subject, question, &answer) ? exit_of(answer.verdict) : EXIT_NO_ANSWER;
}

bool can_ask_is_of_all(const struct can_ask *can)
{
    return can->service == NULL && can->permission == NULL;
}

int can_ask(const struct can_ask *can, const struct table_source *source)
{
    struct rolegate_question question;
    rolegate_subject *subject = NULL;
    enum rolegate_status status;
    int result = EXIT_NO_ANSWER;

    if (!make_question(can, source, &question))
        return EXIT_NO_ANSWER;
    warn_names(can, source);
    status = make_subject(can, &subject);
    if (status == ROLEGATE_NO_USER || status == ROLEGATE_USER_UNKNOWN)
        message_error("%s: %s; --group or --no-groups asks without an account", can->user,
                      rolegate_status_text(status));
    else if (status != ROLEGATE_OK)
        message_error("%s: %s", source->name, rolegate_status_text(status));
    else if (can_ask_is_of_all(can))
        result = can_all(&(struct can_all){source, subject, &question, can->permissions, can->why, can->json});
    else
        result = answer_one(can, source, subject, &question);
    rolegate_subject_free(subject);
    return result;
}
