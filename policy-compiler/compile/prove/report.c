/*
 * report.c - says what came of the claims: each violation with a person and a situation that the evaluator confirms.
 *
 * What the table does not confirm is no verdict: it is said to be undecided, and why.
 */
#include <string.h>

#include "compile/ast/compilation.h"
#include "compile/suite/answer_notes.h"
#include "desk_witness.h"
#include "shown_witness.h"
#include "support/arena.h"

struct report {
    struct compilation *compilation;
    const struct ir *ir;
    rolegate_table *table;
    const struct finding *finding;
    struct rolegate_question question;
    rolegate_subject *subject;
    struct shown_witness shown;
    struct desk_case desk; /* of a claim under delegation: what is written in bounded files */
};

static const char *claim_word(const struct ir_claim *claim)
{
    return claim->always ? "always" : "never";
}

/* ---- the question ---- */

static void question_fill(struct report *report)
{
    const struct witness *witness = report->finding->witness;
    const struct ir_target *target = report->finding->target;

    report->shown =
        witness_show(report->compilation->arena, witness, report->table, target->is_service ? target->text.bytes : NULL,
                     target->is_service ? NULL : report->ir->permissions[witness->permission].name.bytes);
    report->question = report->shown.question;
}

static enum rolegate_status subject_make(struct report *report)
{
    return witness_subject(&report->shown, report->table, &report->subject);
}

static const char *facts_text(const struct report *report)
{
    return arena_printf(report->compilation->arena, "for example: %s", witness_facts(&report->shown));
}

/* The command that shows it. */
static const char *command_text(const struct report *report)
{
    const struct compilation *compilation = report->compilation;
    const struct asked_file asked = {compilation->sources.count > 0 ? "policy" : NULL, compilation->diag.policy,
                                     compilation->options};

    return witness_command(&report->shown, &asked);
}

/* What bounded files must say for it. */
static void note_desk(const struct report *report, struct diag_report *entry)
{
    struct arena *arena = report->compilation->arena;
    const struct ir *ir = report->ir;
    size_t i;

    for (i = 0; i < report->desk.count; i++) {
        const struct desk_statement *statement = &report->desk.list[i];
        const struct ir_delegation *of = &ir->delegations[statement->delegation];
        diag_note_whole(&report->compilation->diag, entry, "the include in %s:%u admits: %s",
                        ir->files[of->place.file].name.bytes, (unsigned)of->place.line,
                        desk_statement_text(arena, ir, statement));
    }
}

/* ---- reports ---- */

static void undecided(struct report *report, const char *why)
{
    const struct ir_target *target = report->finding->target;

    report->compilation->undecided++;
    diag_at(&report->compilation->diag, DIAG_CLAIM_UNDECIDED, target->span,
            "whether this \"%s\" holds for %s could not be decided: %s", claim_word(report->finding->claim),
            target->text.bytes, why);
}

/* Somebody of whom the claim speaks. */
static const char *claimant_text(struct arena *arena, const struct ir_claimant *subject)
{
    if (subject->is_role)
        return arena_printf(arena, "somebody who holds role %s and nothing more", subject->name.bytes);
    switch (subject->kind) {
    case IR_USER: return arena_printf(arena, "user %s", subject->name.bytes);
    case IR_GROUP: return arena_printf(arena, "somebody in group %s", subject->name.bytes);
    case IR_GID: return arena_printf(arena, "somebody in gid %u", (unsigned)subject->gid);
    default: return "somebody";
    }
}

/* The violation in words, without the example. */
static const char *violation_text(const struct report *report)
{
    const struct rolegate_question *question = &report->question;
    struct arena *arena = report->compilation->arena;

    return arena_printf(arena, "%s may %s%s %s", claimant_text(arena, &report->finding->claim->subject),
                        report->finding->claim->always ? "not " : "", question->service != NULL ? "use" : "do",
                        question->service != NULL ? question->service : question->permission);
}

static void violated(struct report *report, const struct rolegate_answer *answer)
{
    const struct ir_claim *claim = report->finding->claim;
    struct diag *diag = &report->compilation->diag;
    struct diag_report *entry =
        diag_at(diag, DIAG_CLAIM_VIOLATED, report->finding->target->span, "%sthis \"%s\" does not hold: %s",
                claim->delegated ? "under delegation " : "", claim_word(claim), violation_text(report));
    const struct witness *witness = report->finding->witness;

    diag_note_whole(diag, entry, "%s", facts_text(report));
    note_desk(report, entry);
    answer_notes(report->compilation, entry, answer);
    if (!claim->always && !claim->subject.is_role && claim->subject.kind == IR_GROUP && witness->group_count > 1)
        diag_note_whole(
            diag, entry, "a member of %s may also be in %s: if that cannot be, claim it of the role that the group has",
            claim->subject.name.bytes,
            strcmp(witness->groups[0], claim->subject.name.bytes) == 0 ? witness->groups[1] : witness->groups[0]);
    diag_note_whole(diag, entry, report->desk.count > 0 ? "reproduce, with that written: %s" : "reproduce: %s",
                    command_text(report));
}

/* Asks a table, *answer; whether it answers, and as the witness says. Why may cost too much to be said. */
static bool is_confirmed(struct report *report, rolegate_table *table, struct rolegate_answer *answer,
                         enum rolegate_status *status)
{
    report->table = table;
    question_fill(report);
    rolegate_subject_free(report->subject);
    report->subject = NULL;
    *status = subject_make(report);
    if (*status == ROLEGATE_OK)
        *status = rolegate_explain(table, report->subject, &report->question, answer, sizeof *answer);
    if (*status == ROLEGATE_TOO_COSTLY && rolegate_check(table, report->subject, &report->question) == ROLEGATE_ALLOW) {
        answer->verdict = ROLEGATE_ALLOW;
        *status = ROLEGATE_OK;
    }
    return *status == ROLEGATE_OK && (answer->verdict == ROLEGATE_ALLOW) == !report->finding->claim->always;
}

/* Whether the witness is one with what is written now in bounded files; the table that says so is left in the report.
 */
static bool is_confirmed_by_desk(struct report *report, struct rolegate_answer *answer, enum rolegate_status *status)
{
    rolegate_table *table = NULL;
    bool confirmed;

    *status = desk_case_table(report->compilation->arena, report->ir, &report->desk, &table);
    confirmed = *status == ROLEGATE_OK && is_confirmed(report, table, answer, status);
    rolegate_table_close(report->desk.table);
    report->desk.table = table;
    return confirmed;
}

/* Whether a claim may fit the witness by this statement alone, which no answer shows. */
static bool is_claimed_by(const struct report *report, const struct desk_statement *statement)
{
    return report->finding->claim->subject.is_role && statement->kind == IR_ASSIGN;
}

/* Writes as few statements into bounded files as the witness needs. */
static bool desk_confirms(struct report *report, struct rolegate_answer *answer, enum rolegate_status *status)
{
    size_t i;

    report->desk = desk_case_new(report->compilation->arena, report->ir, report->finding);
    if (!is_confirmed_by_desk(report, answer, status))
        return false;
    for (i = report->desk.count; i-- > 0;) {
        struct desk_statement left_out;
        if (is_claimed_by(report, &report->desk.list[i]))
            continue;
        left_out = desk_case_drop(&report->desk, i);
        if (!is_confirmed_by_desk(report, answer, status))
            desk_case_restore(&report->desk, i, left_out);
    }
    return is_confirmed_by_desk(report, answer, status);
}

static void witness_report(struct report *report)
{
    struct rolegate_answer answer = {.verdict = ROLEGATE_DENY};
    enum rolegate_status status;
    rolegate_table *own = report->table;
    bool confirmed = report->finding->claim->delegated ? desk_confirms(report, &answer, &status)
                                                       : is_confirmed(report, own, &answer, &status);

    if (status != ROLEGATE_OK)
        undecided(report, rolegate_status_text(status));
    else if (!confirmed)
        undecided(report, arena_printf(report->compilation->arena,
                                       "internal error: the evaluator does not confirm the counterexample (%s)",
                                       command_text(report)));
    else
        violated(report, &answer);
    rolegate_subject_free(report->subject);
    report->subject = NULL;
    rolegate_table_close(report->desk.table);
    report->desk = (struct desk_case){.list = NULL};
    report->table = own;
}

static void finding_report(struct report *report)
{
    if (report->finding->verdict == CLAIM_UNDECIDED)
        undecided(report, "it exceeds the limit of work");
    else if (report->finding->verdict == CLAIM_VIOLATED)
        witness_report(report);
}

static void unfit_report(struct compilation *compilation, const struct ir_claim *claim)
{
    if (claim->subject.is_role)
        diag_at(&compilation->diag, DIAG_CLAIM_UNFIT, claim->span,
                "nobody holds role %s and nothing more, so this holds whatever the policy says",
                claim->subject.name.bytes);
    else
        diag_at(&compilation->diag, DIAG_CLAIM_UNFIT, claim->span,
                "no statement names user %s, so this speaks of anybody", claim->subject.name.bytes);
}

void report_claims(struct compilation *compilation, rolegate_table *table, const struct ir *ir,
                   const struct findings *findings)
{
    struct report report = {.compilation = compilation, .ir = ir, .table = table};
    size_t i;

    for (i = 0; i < findings->unfit_count; i++)
        unfit_report(compilation, findings->unfit[i]);
    for (i = 0; i < findings->count; i++) {
        report.finding = &findings->list[i];
        finding_report(&report);
    }
}
