/*
 * log.c - one line of key=value for each event; line.h puts it together.
 *
 * What is needed to ask again comes first. `rolegate replay` reads these lines: a key whose meaning changes is a new
 * v=, a new key is not. Must not log a name that the account database does not know: people type passwords there.
 */
#include "log.h"

#include <stddef.h>
#include <syslog.h>

#include <security/pam_modutil.h>

#include "line.h"
#include "text.h"

#define LOG_RULES_MAX 3u
#define OPERATION_MAX 128u

#define RECORD_USER_ACCT 1101 /* AUDIT_USER_ACCT of linux/audit.h: a decision about an account */

static const char *result_word(int result)
{
    switch (result) {
    case PAM_SUCCESS: return "success";
    case PAM_PERM_DENIED: return "perm_denied";
    case PAM_IGNORE: return "ignore";
    case PAM_BUF_ERR: return "buf_err";
    default: return "system_err";
    }
}

/* "" is how a fact that is not there may be given as well. */
static const char *present(const char *fact)
{
    return fact == NULL || fact[0] == '\0' ? NULL : fact;
}

/* What is needed to ask again. */
static void fields_request(struct line *line, const struct log_facts *facts)
{
    const struct rolegate_question *question = facts->question;

    field_string(line, "user", facts->user);
    if (question != NULL) {
        field_string(line, "service", question->service);
        field_time(line, "at", question->now);
        field_string(line, "from", present(question->origin));
        field_string(line, "tty", present(question->tty));
        field_string(line, "host", question->host);
    }
}

static void fields_answer(struct line *line, const struct rolegate_answer *answer)
{
    if (answer->incomplete)
        field_word(line, "incomplete", "1");
    if (answer->timing != ROLEGATE_TIMING_NONE)
        field_word(line, "timing", rolegate_timing_text(answer->timing));
    if (answer->has_next)
        field_time(line, "next", answer->next);
    for (size_t i = 0; i < answer->missing_count && i < ROLEGATE_MISSING_MAX; i++)
        field_string(line, "missing", answer->missing[i]);
    for (size_t i = 0; i < answer->statement_count && i < LOG_RULES_MAX; i++) {
        field_place(line, "rule", &answer->statements[i]);
        field_string(line, "because", present(answer->statements[i].because));
    }
}

static void fields_status(struct line *line, enum rolegate_status status)
{
    if (status == ROLEGATE_OK)
        return;
    field_number(line, "status", (int64_t)status);
    field_string(line, "what", rolegate_status_text(status));
}

/* What the table that was asked went by. */
static void fields_table(struct line *line, const struct log_facts *facts, const struct log_outcome *outcome)
{
    if (outcome->table != NULL)
        line_groups(line, outcome->table, facts->groups ? outcome->subject : NULL);
}

void log_outcome(pam_handle_t *pamh, int priority, const struct log_facts *facts, const struct log_outcome *outcome)
{
    char room[LINE_ROOM];
    struct line line;

    line_open(&line, room, sizeof room, "verdict=");
    text_add(&line.text, outcome->verdict);
    field_word(&line, "result", result_word(outcome->result));
    field_word(&line, "reason", outcome->reason);
    fields_request(&line, facts);
    fields_status(&line, outcome->status);
    if (outcome->answer != NULL)
        fields_answer(&line, outcome->answer);
    field_string(&line, "ruser", present(facts->caller));
    fields_table(&line, facts, outcome);
    line_write(&line, pamh, priority);
}

/* libpam has it on systems with an audit system; the module loads without it as well. */
#pragma weak pam_modutil_audit_write

void log_audit(pam_handle_t *pamh, const struct log_outcome *outcome, bool is_known)
{
    char operation[OPERATION_MAX];
    struct text text;
    char room[LINE_FIELDS];
    struct line line;
    int sent = PAM_SYSTEM_ERR;

    text_open(&text, operation, sizeof operation);
    text_add(&text, "rolegate verdict=");
    text_add(&text, outcome->verdict);
    text_add(&text, " reason=");
    text_add(&text, outcome->reason);
    if (pam_modutil_audit_write != NULL)
        sent =
            pam_modutil_audit_write(pamh, RECORD_USER_ACCT, operation, is_known ? outcome->result : PAM_USER_UNKNOWN);
    if (sent != PAM_SYSTEM_ERR ||
        outcome->result == PAM_SYSTEM_ERR) /* where there is no audit system it is the result */
        return;
    line_open(&line, room, sizeof room, "audit=failed");
    line_write(&line, pamh, LOG_WARNING);
}

void log_option(pam_handle_t *pamh, const char *argument, const char *what)
{
    char room[LINE_FIELDS];
    struct line line;

    line_open(&line, room, sizeof room, "verdict=error result=system_err reason=bad-option");
    field_string(&line, "what", what);
    field_string(&line, "option", argument);
    line_write(&line, pamh, LOG_ERR);
}

void log_shadow(pam_handle_t *pamh, const struct log_facts *facts, enum rolegate_verdict verdict,
                const struct log_outcome *shadow)
{
    char room[LINE_ROOM];
    struct line line;

    line_open(&line, room, sizeof room, "shadow=");
    text_add(&line.text, shadow->verdict);
    field_word(&line, "against", rolegate_verdict_text(verdict));
    field_word(&line, "reason", shadow->reason);
    fields_request(&line, facts);
    fields_status(&line, shadow->status);
    if (shadow->answer != NULL)
        fields_answer(&line, shadow->answer);
    fields_table(&line, facts, shadow);
    line_write(&line, pamh, shadow->status == ROLEGATE_OK ? LOG_NOTICE : LOG_WARNING);
}

/* A statement's condition, and what decided it. Its room is not kept on the stack while the line is written. */
__attribute__((noinline)) static void fields_condition(struct line *line, rolegate_table *table,
                                                       const struct rolegate_question *question,
                                                       const struct rolegate_statement *statement)
{
    static const char *const met[] = {
        [ROLEGATE_NOT_MEMBER] = "no", [ROLEGATE_MEMBER] = "yes", [ROLEGATE_MEMBER_UNKNOWN] = "unknown"};
    struct rolegate_condition condition;

    if (statement->when == 0 || rolegate_statement_condition(table, statement, question, &condition) != ROLEGATE_OK)
        return;
    field_string(line, "when", condition.text);
    field_word(line, "met", met[condition.met]);
    field_string(line, "atom", present(condition.atom));
    field_string(line, "fact", present(condition.fact));
}

void log_statements(pam_handle_t *pamh, const char *path, rolegate_table *table,
                    const struct rolegate_question *question, const struct rolegate_answer *answer)
{
    char room[LINE_FIELDS];
    struct line line;

    line_open(&line, room, sizeof room, "debug=table");
    field_string(&line, "path", path);
    field_number(&line, "statements", (int64_t)answer->statement_count);
    if (answer->more_statements)
        field_word(&line, "more", "1");
    line_write(&line, pamh, LOG_DEBUG);
    for (size_t i = 0; i < answer->statement_count && i < ROLEGATE_STATEMENTS_MAX; i++) {
        const struct rolegate_statement *statement = &answer->statements[i];
        line_open(&line, room, sizeof room, "debug=statement");
        field_word(&line, "kind", rolegate_statement_kind_text(statement->kind));
        field_place(&line, "rule", statement);
        field_string(&line, "subject", present(statement->subject));
        field_string(&line, "role", present(statement->role));
        fields_condition(&line, table, question, statement);
        field_string(&line, "because", present(statement->because));
        line_write(&line, pamh, LOG_DEBUG);
    }
}
