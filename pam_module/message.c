/*
 * message.c - a denial in words, for the person at the terminal.
 *
 * Says what is missing and whom to ask, never who else may, nor the `because` of a rule: that is for the log. What
 * comes from outside is shown with control characters escaped; the whole is at most MESSAGE_MAX bytes.
 */
#include "message.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <security/pam_ext.h>

#include "text.h"

#define MESSAGE_MAX 1024u
#define MESSAGE_CUT "..."

#define HOUR        3600
#define HOURS_ASKED 8 /* a working day, where the bound admits as much */

/* The next time, by the clock that the policy goes by. */
static void add_next(struct text *text, const struct inquiry *inquiry)
{
    int64_t next = inquiry->answer.next;
    const char *zone;
    int32_t east;

    if (!inquiry->answer.has_next)
        return;
    text_add(text, "; the next time is ");
    if (rolegate_local_time(inquiry->table, next, &east, &zone) != ROLEGATE_OK) {
        text_time(text, next);
        return;
    }
    text_clock(text, next + east);
    text_add(text, " ");
    text_show(text, strcmp(zone, "local") == 0 ? "local time" : zone);
}

static void add_timing(struct text *text, const struct inquiry *inquiry)
{
    switch (inquiry->answer.timing) {
    case ROLEGATE_EXPIRED: text_add(text, "your permission has expired"); break;
    case ROLEGATE_NOT_STARTED: text_add(text, "your permission has not started yet"); break;
    case ROLEGATE_OUTSIDE_WINDOW: text_add(text, "it is not allowed at this time"); break;
    default: text_add(text, "it is not allowed now"); break; /* not reached: not-now comes with one of these */
    }
    add_next(text, inquiry);
}

/* Whether a name is that of a group which the account is or may be in. */
static bool is_group(const struct inquiry *inquiry, const char *name)
{
    struct rolegate_group group;

    for (size_t i = 0; rolegate_subject_group(inquiry->table, inquiry->subject, i, &group) == ROLEGATE_OK; i++)
        if (group.name != NULL && group.membership != ROLEGATE_NOT_MEMBER && strcmp(group.name, name) == 0)
            return true;
    return false;
}

/* The deny rules of an answer: how many are listed, and whether one of them is about the person by name. */
struct denials {
    size_t count;
    bool named;
};

static struct denials denials_of(const struct inquiry *inquiry)
{
    const struct rolegate_answer *answer = &inquiry->answer;
    const char *user = rolegate_subject_user(inquiry->subject);
    struct denials denials = {0};

    if (answer->reason != ROLEGATE_DENIED)
        return denials;
    for (size_t i = 0; i < answer->statement_count && i < ROLEGATE_STATEMENTS_MAX; i++) {
        const struct rolegate_statement *statement = &answer->statements[i];
        if (statement->kind != ROLEGATE_STATEMENT_DENY)
            continue;
        denials.count++;
        denials.named = denials.named || (statement->role[0] == '\0' && strcmp(statement->subject, user) == 0);
    }
    denials.named = denials.named && !is_group(inquiry, user);
    return denials;
}

/* What would do, for somebody whom a rule denies by name: it is about nobody else, so it tells nothing of others. */
static void add_remedy(struct text *text, const struct denials *denials)
{
    if (denials->named)
        text_add(text, denials->count == 1 ? "\nIf that rule is lifted, you may."
                                           : "\nIf the rules that deny it are lifted, you may.");
}

/* Whether it is certain that the account holds the roles of a conflict. */
static bool is_certain(const struct rolegate_answer *answer)
{
    for (size_t i = 0; i < answer->statement_count && i < ROLEGATE_STATEMENTS_MAX; i++)
        if (answer->statements[i].kind == ROLEGATE_STATEMENT_ASSIGN && answer->statements[i].certain == 0)
            return false;
    return true;
}

static void add_conflict(struct text *text, const struct rolegate_answer *answer)
{
    if (is_certain(answer))
        text_add(text, "you hold mutually exclusive roles");
    else
        text_add(text, "you may hold mutually exclusive roles; your groups could not be determined");
}

static void add_reason(struct text *text, const struct inquiry *inquiry, const struct denials *denials)
{
    const struct rolegate_answer *answer = &inquiry->answer;

    switch (answer->reason) {
    case ROLEGATE_REASON_UNLISTED: text_add(text, "the policy does not list it"); break;
    case ROLEGATE_DENIED:
        text_add(text, denials->named ? "a rule of the policy names you" : "a rule of the policy denies it");
        break;
    case ROLEGATE_CONFLICT: add_conflict(text, answer); break;
    case ROLEGATE_UNDETERMINED: text_add(text, "your access could not be determined; try again later"); break;
    case ROLEGATE_NOT_HERE: text_add(text, "it is not allowed from here"); break;
    case ROLEGATE_NOT_NOW: add_timing(text, inquiry); break;
    case ROLEGATE_NONE: text_add(text, "the policy denies it; the reason could not be determined"); break;
    default:
        text_add(text, answer->incomplete ? "no rule of the policy was found that allows it"
                                          : "no rule of the policy allows it");
        break;
    }
}

static void add_missing(struct text *text, const struct rolegate_answer *answer)
{
    size_t listed = answer->missing_count < ROLEGATE_MISSING_MAX ? answer->missing_count : ROLEGATE_MISSING_MAX;

    if (listed == 0)
        return;
    text_add(text, answer->missing_count == 1 ? "\nMissing permission: " : "\nMissing permissions: ");
    for (size_t i = 0; i < listed; i++) {
        text_add(text, i == 0 ? "" : ", ");
        text_show(text, answer->missing[i]);
    }
    if (answer->missing_count > listed)
        text_add(text, " and more");
}

/* Whether a shell takes a word for itself, as it stands. */
static bool is_plain(const char *word)
{
    return word[0] != '\0' && word[0] != '-' &&
           word[strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+@-")] == '\0';
}

/* Whether an exception would do, and nothing else stands in the way. */
static bool lacks_grant(const struct rolegate_answer *answer)
{
    return answer->reason == ROLEGATE_NOT_GRANTED ||
           (answer->reason == ROLEGATE_NOT_NOW && answer->timing != ROLEGATE_OUTSIDE_WINDOW);
}

/*
 * How to ask for what is missing, where a bounded include of the policy could give it and no deny stands against that.
 * Nobody is told who asks for another: the command asks for whoever types it.
 */
static void add_request(struct text *text, const struct inquiry *inquiry, const char *caller)
{
    const struct rolegate_answer *answer = &inquiry->answer;
    const char *user = rolegate_subject_user(inquiry->subject), *service = inquiry->question->service;
    size_t count = answer->missing_count < ROLEGATE_MISSING_MAX ? answer->missing_count : ROLEGATE_MISSING_MAX;
    int64_t seconds, hours;

    if (!lacks_grant(answer) || count == 0 || count < answer->missing_count || !is_plain(service) ||
        (caller != NULL && caller[0] != '\0' && strcmp(caller, user) != 0))
        return;
    seconds = rolegate_grantable(inquiry->table, user, answer->missing, count);
    hours = seconds / HOUR < HOURS_ASKED ? seconds / HOUR : HOURS_ASKED;
    if (hours == 0 || rolegate_denied(inquiry->table, inquiry->subject, inquiry->question, answer->missing, count))
        return;
    text_add(text, "\nTo ask for it: rolegate request ");
    text_add(text, service);
    text_add(text, " --for ");
    text_number(text, hours);
    text_add(text, "h --because \"...\"");
}

void message_denied(pam_handle_t *pamh, const struct inquiry *inquiry, const char *caller)
{
    const struct rolegate_answer *answer = &inquiry->answer;
    struct denials denials = denials_of(inquiry);
    char buffer[MESSAGE_MAX];
    struct text text;
    const char *contact;

    text_open(&text, buffer, sizeof buffer - (sizeof MESSAGE_CUT - 1));
    text_add(&text, "You may not use ");
    text_show(&text, inquiry->question->service);
    text_add(&text, ": ");
    add_reason(&text, inquiry, &denials);
    text_add(&text, ".");
    add_missing(&text, answer);
    add_remedy(&text, &denials);
    add_request(&text, inquiry, caller);
    for (size_t i = 0; !text.full && (contact = rolegate_contact(inquiry->table, i)) != NULL; i++) {
        text_add(&text, "\n");
        text_show(&text, contact);
    }
    if (text.full) {
        text.full = false;
        text.size = sizeof buffer;
        text_add(&text, MESSAGE_CUT);
    }
    (void)pam_error(pamh, "%s", buffer);
}
