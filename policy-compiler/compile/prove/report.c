/*
 * report.c - says what came of the claims: each violation with a person and a situation that the evaluator confirms.
 *
 * What the table does not confirm is no verdict: it is said to be undecided, and why.
 */
#include <arpa/inet.h>
#include <string.h>

#include "compile/ast/compilation.h"
#include "compile/suite/answer_notes.h"
#include "prove.h"
#include "support/arena.h"
#include "support/datetime.h"
#include "support/shell_word.h"

struct report {
    struct compilation *compilation;
    const struct ir *ir;
    rolegate_table *table;
    const struct finding *finding;
    struct rolegate_question question;
    rolegate_subject *subject;
    const char *at, *from, *tty, *host; /* facts in words; NULL where they do not matter */
};

static const char *claim_word(const struct ir_claim *claim)
{
    return claim->always ? "always" : "never";
}

/* ---- the question ---- */

static const char *address_text(struct arena *arena, const struct origin *origin)
{
    char text[INET6_ADDRSTRLEN];

    inet_ntop(origin->kind == ORIGIN_V4 ? AF_INET : AF_INET6, origin->address, text, sizeof text);
    return arena_printf(arena, "%s", text);
}

static const char *origin_text(struct arena *arena, const struct origin *origin)
{
    switch (origin->kind) {
    case ORIGIN_LOCAL: return NULL;
    case ORIGIN_NAME: return "a-name.example";
    default: return address_text(arena, origin);
    }
}

/* A terminal below /dev/, where its text alone would say something else. */
static const char *tty_text(struct arena *arena, const char *text)
{
    if (text != NULL && (strncmp(text, "/dev/", 5) == 0 || strcmp(text, "none") == 0))
        return arena_printf(arena, "/dev/%s", text);
    return text;
}

static void question_fill(struct report *report)
{
    const struct witness *witness = report->finding->witness;
    struct arena *arena = report->compilation->arena;
    const struct ir_target *target = report->finding->target;
    struct rolegate_question *question = &report->question;
    char time[DATETIME_TEXT_MAX];
    const char *zone;
    int32_t east = 0;

    memset(question, 0, sizeof *question);
    question->service = target->is_service ? target->text.bytes : NULL;
    if (!target->is_service)
        question->permission = report->ir->permissions[witness->permission].name.bytes;
    question->now = witness->facts[AXIS_CLOCK].instant;
    question->origin = origin_text(arena, &witness->facts[AXIS_ORIGIN].origin);
    question->tty = tty_text(arena, witness->facts[AXIS_TTY].text);
    rolegate_question_set_host(question, witness->facts[AXIS_HOST].text);
    rolegate_local_time(report->table, question->now, &east, &zone);
    datetime_print(question->now, east, time);
    report->at = witness->matters[AXIS_CLOCK] ? arena_printf(arena, "%s", time) : NULL;
    report->from = witness->matters[AXIS_ORIGIN] ? (question->origin == NULL ? "local" : question->origin) : NULL;
    report->tty = witness->matters[AXIS_TTY] ? (question->tty == NULL ? "none" : question->tty) : NULL;
    report->host = witness->matters[AXIS_HOST] ? question->host : NULL;
}

static enum rolegate_status subject_make(struct report *report)
{
    const struct witness *witness = report->finding->witness;
    enum rolegate_status status = rolegate_subject_new(witness->user, &report->subject);
    uint32_t i;

    for (i = 0; i < witness->group_count && status == ROLEGATE_OK; i++)
        status = rolegate_subject_add_group(report->subject, witness->groups[i], ROLEGATE_MEMBER);
    for (i = 0; i < witness->gid_count && status == ROLEGATE_OK; i++)
        status = rolegate_subject_add_gid(report->subject, witness->gids[i], ROLEGATE_MEMBER);
    if (status == ROLEGATE_OK)
        status = rolegate_resolve(report->table, report->subject, NULL);
    return status;
}

/* ---- words ---- */

static const char *facts_text(const struct report *report)
{
    const struct witness *witness = report->finding->witness;
    struct arena *arena = report->compilation->arena;
    const char *text = arena_printf(arena, "for example: user %s", witness->user);
    uint32_t i;

    for (i = 0; i < witness->group_count; i++)
        text = arena_printf(arena, "%s%s group %s", text, i == 0 ? ", in" : ",", witness->groups[i]);
    for (i = 0; i < witness->gid_count; i++)
        text = arena_printf(arena, "%s%s gid %u", text, i + witness->group_count == 0 ? ", in" : ",",
                            (unsigned)witness->gids[i]);
    if (witness->group_count + witness->gid_count == 0)
        text = arena_printf(arena, "%s, in no group", text);
    if (report->at != NULL)
        text = arena_printf(arena, "%s, at %s", text, report->at);
    if (report->from != NULL)
        text = arena_printf(arena, "%s, from %s", text, report->from);
    if (report->tty != NULL)
        text = strcmp(report->tty, "none") == 0 ? arena_printf(arena, "%s, without a terminal", text)
                                                : arena_printf(arena, "%s, on terminal %s", text, report->tty);
    if (report->host != NULL)
        text = *report->host == '\0' ? arena_printf(arena, "%s, on a host whose name cannot be read", text)
                                     : arena_printf(arena, "%s, on host %s", text, report->host);
    return text;
}

/* " --option WORD" behind a command. */
static const char *with_option(struct arena *arena, const char *command, const char *option, const char *word)
{
    return word == NULL ? command : arena_printf(arena, "%s --%s %s", command, option, shell_word(arena, word));
}

/* The command that shows it. */
static const char *command_text(const struct report *report)
{
    const struct witness *witness = report->finding->witness;
    const struct rolegate_question *question = &report->question;
    struct arena *arena = report->compilation->arena;
    const char *text = arena_printf(arena, "rolegate can %s", shell_word(arena, witness->user));
    uint32_t i;

    if (question->service != NULL)
        text = arena_printf(arena, "%s %s", text, shell_word(arena, question->service));
    text = with_option(arena, text, "permission", question->permission);
    if (report->compilation->sources.count > 0)
        text = with_option(arena, text, "policy", report->compilation->diag.policy);
    for (i = 0; i < witness->group_count; i++)
        text = with_option(arena, text, "group", witness->groups[i]);
    for (i = 0; i < witness->gid_count; i++)
        text = arena_printf(arena, "%s --gid %u", text, (unsigned)witness->gids[i]);
    if (witness->group_count + witness->gid_count == 0)
        text = arena_printf(arena, "%s --no-groups", text);
    text = with_option(arena, text, "at", report->at);
    text = with_option(arena, text, "from", report->from);
    text = with_option(arena, text, "tty", report->tty);
    text = with_option(arena, text, "host", report->host);
    return arena_printf(arena, "%s --why", text);
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
