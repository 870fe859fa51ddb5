/*
 * decide.c - the verdict: permissions from rules, a service from its permissions.
 *
 * Allocates nothing, asks nobody, and starts from a denial. The reference is "What a policy decides" in
 * rolegate-policy(5); step numbers below are those of that section.
 */
#include "decide.h"

#include <errno.h>
#include <string.h>

#include "budget.h"
#include "table/name_index.h"
#include "verdict_cache.h"

/* Step 7: the postfix program of a requirement. */
static bool requirement_holds(struct decider *decider, uint32_t ref)
{
    bool stack[STACK_MAX];
    unsigned depth = 0;
    struct cursor program;
    uint32_t count, place;

    cursor_open(&program, decider->table, SECTION_REQUESTS, ref);
    count = cursor_uv(&program);
    for (place = 0; place < count && cursor_ok(&program) && decider->status == ROLEGATE_OK; place++) {
        uint32_t op = cursor_uv(&program);
        if (!steps_spend(decider, 1))
            break;
        if (op < REQUEST_PERMISSION ? depth < 2 : depth == STACK_MAX) {
            cursor_fail(&program, ROLEGATE_MALFORMED);
            break;
        }
        if (op >= REQUEST_PERMISSION) {
            stack[depth] = cursor_ok(&program) && permission_allowed(decider, op - REQUEST_PERMISSION);
            if (place < decider->held_size)
                decider->held[place] = stack[depth];
            depth++;
            continue;
        }
        depth--;
        stack[depth - 1] = op == REQUEST_AND ? stack[depth - 1] && stack[depth] : stack[depth - 1] || stack[depth];
    }
    if (cursor_ok(&program) && decider->status == ROLEGATE_OK && depth != 1)
        cursor_fail(&program, ROLEGATE_MALFORMED);
    if (!cursor_ok(&program))
        decider->status = program.status;
    if (decider->held_size > 0)
        decider->held_known = decider->held_size >= count;
    return decider->status == ROLEGATE_OK && stack[0];
}

bool request_allowed(struct decider *decider, const struct request *request)
{
    bool allowed;

    if (!request->is_permission) {
        if (!counts_for(decider, condition_met(decider, request->when)))
            return false;
    }
    roles_find(decider, request);
    if (decider->status != ROLEGATE_OK)
        return false;
    allowed = request->is_permission ? permission_allowed(decider, request->permission)
                                     : requirement_holds(decider, request->request);
    return allowed && decider->status == ROLEGATE_OK;
}

/* Reads the name of what is asked for. */
static const char *name_read(struct cursor *record, struct request *request)
{
    const char *name = cursor_str(record, &request->name_length);

    request->name = cursor_place(record) - request->name_length - 1;
    return name;
}

/* Finds a permission, by binary search; false: not declared. */
static bool permission_find(struct decider *decider, const char *name, struct request *request)
{
    uint32_t low = 0, high = table_count(decider->table, SECTION_PERMISSIONS, PERMISSION_SIZE);

    while (low < high && decider->status == ROLEGATE_OK) {
        uint32_t middle = low + (high - low) / 2;
        uint32_t place = table_field(decider->table, SECTION_PERMISSIONS, middle, PERMISSION_SIZE, 0, &decider->status);
        struct cursor string;
        int order;
        cursor_open(&string, decider->table, SECTION_STRINGS, place);
        order = strcmp(name_read(&string, request), name);
        if (!cursor_ok(&string))
            decider->status = string.status;
        if (order == 0) {
            request->permission = middle;
            return decider->status == ROLEGATE_OK;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/*
 * The service of a name, or what the policy requires of those that it does not list, which stands first; false:
 * nothing.
 */
static bool service_find(struct decider *decider, const char *name, uint32_t *found)
{
    if (index_find_name(decider->table, KEY_SERVICE, name, found, &decider->status))
        return true;
    *found = 0;
    return decider->status == ROLEGATE_OK && (decider->table->flags & FLAG_UNLISTED) != 0;
}

bool request_read(struct decider *decider, const struct rolegate_question *question, struct request *request)
{
    struct cursor record;
    uint32_t found;

    memset(request, 0, sizeof *request);
    if (question->service == NULL) {
        request->is_permission = true;
        if (permission_find(decider, question->permission, request))
            return true;
        if (decider->status == ROLEGATE_OK)
            decider->status = ROLEGATE_NO_PERMISSION;
        return false;
    }
    if (!service_find(decider, question->service, &found))
        return false;
    request->service = found;
    cursor_open(&record, decider->table, SECTION_SERVICES, found);
    name_read(&record, request);
    cursor_skip(&record, 3); /* file, line, description */
    request->request = cursor_uv(&record);
    request->when = cursor_uv(&record);
    if (!cursor_ok(&record))
        decider->status = record.status;
    return cursor_ok(&record);
}

/* Whether a question is one that can be read: one thing asked for, the host's name ended, no fact of a later version.
 */
static bool question_valid(const struct rolegate_question *question)
{
    const void *const *later = question->reserved;
    const char *host = question->host, *last = host + sizeof question->host - 1;

    _Static_assert(sizeof question->reserved == 4 * sizeof *later, "each of them is looked at");
    return later[0] == NULL && later[1] == NULL && later[2] == NULL && later[3] == NULL &&
           (question->service == NULL) != (question->permission == NULL) &&
           (*last == '\0' || memchr(host, '\0', sizeof question->host) != NULL);
}

static enum rolegate_status arguments_check(const struct rolegate_table *table, const struct rolegate_subject *subject,
                                            const struct rolegate_question *question)
{
    bool resolved;

    if (table == NULL || subject == NULL || question == NULL)
        return ROLEGATE_BAD_ARGUMENT;
    resolved = subject->table == table && subject->identity == table->identity;
    if (!question_valid(question))
        return ROLEGATE_BAD_ARGUMENT;
    return resolved ? ROLEGATE_OK : ROLEGATE_NOT_RESOLVED;
}

enum rolegate_status decider_begin(struct decider *decider, struct rolegate_table *table,
                                   struct rolegate_subject *subject, const struct rolegate_question *question)
{
    enum rolegate_status status = arguments_check(table, subject, question);

    if (status != ROLEGATE_OK)
        return status;
    decider->table = table;
    decider->subject = subject;
    memset(&decider->asked, 0, sizeof decider->asked);
    decider->asked.now = question->now;
    decider->asked.origin = origin_parse(question->origin);
    decider->asked.tty = tty_parse(question->tty);
    decider->asked.host = question->host[0] == '\0' ? NULL : question->host;
    decider->situation = decider->asked;
    decider->assume = 0;
    decider->from = INT64_MIN;
    decider->until = INT64_MAX;
    decider->conditional = false;
    decider->standing = false;
    decider->met = 0;
    decider->held = NULL;
    decider->held_size = 0;
    decider->held_known = false;
    decider->chosen = false;
    decider->steps = STEPS_DECISION;
    decider->pieces = table->piece_count;
    decider->status = ROLEGATE_OK;
    return ROLEGATE_OK;
}

/* The verdict on a question that nothing is kept for, into *verdict, which is a denial on any error. Its frame is
 * large. */
__attribute__((noinline)) static enum rolegate_status question_judge(struct rolegate_table *table,
                                                                     struct rolegate_subject *subject,
                                                                     const struct rolegate_question *question,
                                                                     enum rolegate_verdict *verdict)
{
    enum rolegate_verdict found = ROLEGATE_DENY;
    int saved = errno;
    struct decider decider;
    struct request request;
    enum rolegate_status status = decider_begin(&decider, table, subject, question);

    if (status != ROLEGATE_OK)
        return status;
    if (request_read(&decider, question, &request)) {
        if (!subject_knows(subject, &request))
            decider.status = ROLEGATE_NOT_RESOLVED;
        else if (request_allowed(&decider, &request))
            found = ROLEGATE_ALLOW;
        verdict_cache_keep(&decider, question, &request, found);
    } else if (decider.status == ROLEGATE_OK && (table->flags & FLAG_UNLISTED_IGNORE) != 0) {
        found = ROLEGATE_UNLISTED;
    }
    errno = saved;
    if (decider.status == ROLEGATE_OK)
        *verdict = found;
    return decider.status;
}

enum rolegate_status rolegate_decide(rolegate_table *table, rolegate_subject *subject,
                                     const struct rolegate_question *question, enum rolegate_verdict *verdict)
{
    enum rolegate_status status;

    if (verdict == NULL)
        return ROLEGATE_BAD_ARGUMENT;
    *verdict = ROLEGATE_DENY;
    status = arguments_check(table, subject, question);
    if (status != ROLEGATE_OK || verdict_cache_find(table, subject, question, verdict))
        return status;
    return question_judge(table, subject, question, verdict);
}

enum rolegate_verdict rolegate_check(rolegate_table *table, rolegate_subject *subject,
                                     const struct rolegate_question *question)
{
    enum rolegate_verdict verdict;

    (void)rolegate_decide(table, subject, question, &verdict);
    return verdict;
}
