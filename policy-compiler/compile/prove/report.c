/*
 * report.c - says what came of the claims: each violation with a person and a situation that the evaluator confirms.
 *
 * What the table does not confirm is no verdict: it is said to be undecided, and why.
 */
#include <string.h>

#include "compile/ast/compilation.h"
#include "compile/suite/answer_notes.h"
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
    bool from_policy = report->compilation->sources.count > 0;

    return witness_command(&report->shown, from_policy ? "policy" : NULL, report->compilation->diag.policy);
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
    struct diag_report *entry = diag_at(diag, DIAG_CLAIM_VIOLATED, report->finding->target->span,
                                        "this \"%s\" does not hold: %s", claim_word(claim), violation_text(report));
    const struct witness *witness = report->finding->witness;

    diag_note_whole(diag, entry, "%s", facts_text(report));
    answer_notes(report->compilation, entry, answer);
    if (!claim->always && !claim->subject.is_role && claim->subject.kind == IR_GROUP && witness->group_count > 1)
        diag_note_whole(
            diag, entry, "a member of %s may also be in %s: if that cannot be, claim it of the role that the group has",
            claim->subject.name.bytes,
            strcmp(witness->groups[0], claim->subject.name.bytes) == 0 ? witness->groups[1] : witness->groups[0]);
    diag_note_whole(diag, entry, "to see it: %s", command_text(report));
}

static void finding_report(struct report *report)
{
    const struct finding *finding = report->finding;
    struct rolegate_answer answer = {.verdict = ROLEGATE_DENY};
    enum rolegate_status status;
    bool expected;

    if (finding->verdict == CLAIM_HOLDS)
        return;
    if (finding->verdict == CLAIM_UNDECIDED) {
        undecided(report, "there is too much to look at");
        return;
    }
    question_fill(report);
    status = subject_make(report);
    if (status == ROLEGATE_OK)
        status = rolegate_explain(report->table, report->subject, &report->question, &answer, sizeof answer);
    expected = status == ROLEGATE_OK && (answer.verdict == ROLEGATE_ALLOW) == !finding->claim->always;
    if (status != ROLEGATE_OK)
        undecided(report, rolegate_status_text(status));
    else if (!expected)
        undecided(report,
                  arena_printf(report->compilation->arena,
                               "the evaluator does not confirm what was found, which is a fault of rolegate (%s)",
                               command_text(report)));
    else
        violated(report, &answer);
    rolegate_subject_free(report->subject);
    report->subject = NULL;
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
