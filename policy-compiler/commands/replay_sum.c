/*
 * replay_sum.c - what a replay has counted, and what is said of it at the end.
 */
#include "replay_sum.h"

#include <stdio.h>
#include <string.h>

#include "support/print_text.h"

/* Whether a line tells what its table said: not where that could not be used, nor where root broke the glass. */
static bool is_verdict(const struct question_input *input)
{
    return input->logged != NULL && strcmp(input->logged, "error") != 0 &&
           (input->reason == NULL || strcmp(input->reason, "breakglass") != 0);
}

void replay_count_answers(struct replay_run *run, const struct question_input *input,
                          const struct rolegate_answer answers[2])
{
    enum rolegate_verdict first = answers[0].verdict, second = answers[1].verdict;

    run->decided += input->repeated;
    if (is_verdict(input) && strcmp(input->logged, rolegate_verdict_text(first)) != 0)
        run->drifted += input->repeated;
    if (first == second)
        return;
    if (second == ROLEGATE_ALLOW)
        run->widened += input->repeated;
    else if (first == ROLEGATE_ALLOW)
        run->narrowed += input->repeated;
    else
        run->otherwise += input->repeated;
}

/* A number as people read it: 41,202. */
static const char *grouped(size_t number, char text[32])
{
    char digits[24];
    size_t length = (size_t)snprintf(digits, sizeof digits, "%zu", number), i, to = 0;

    for (i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            text[to++] = ',';
        text[to++] = digits[i];
    }
    text[to] = '\0';
    return text;
}

void replay_print_sum(const struct replay_run *run)
{
    size_t changed = run->widened + run->narrowed + run->otherwise;
    char text[2][32];

    print_words(stderr, "rolegate: with %s, %s of %s decisions would have differed", run->replay->against,
                grouped(changed, text[0]), grouped(run->decided, text[1]));
    if (changed > 0)
        fprintf(stderr, ": %s allowed that were not, %s not allowed that were", grouped(run->widened, text[0]),
                grouped(run->narrowed, text[1]));
    if (run->drifted > 0)
        fprintf(
            stderr,
            "\nrolegate: of the log's own verdicts, %s are not what %s says today: accounts or the policy have changed "
            "since",
            grouped(run->drifted, text[0]), run->replayed[0]->source.name);
    putc('\n', stderr);
}

static void print_gone(const struct replay_run *run)
{
    char text[32];

    fprintf(stderr, "rolegate: %s of the log's decisions are of accounts that no longer exist\n",
            grouped(run->gone, text));
}

static void print_cut(const struct replay_run *run)
{
    char text[32];

    fprintf(stderr, "rolegate: %s of the log's decisions cannot be replayed: their lines omit groups\n",
            grouped(run->cut, text));
}

/* What a log cannot say of groups that the table which wrote it does not name. */
static void print_unnamed(const struct replay_run *run)
{
    size_t beyond =
        run->listed > 0 && run->replayed[1] ? replay_table_groups_beyond(run->replayed[1], run->replayed[0]) : 0;
    char text[32];

    if (run->foreign > 0)
        fprintf(stderr,
                "rolegate: %s of the log's decisions are of another table than %s: a group that such a "
                "line does not list counts as one that the account was not in\n",
                grouped(run->foreign, text), run->replayed[0]->source.name);
    if (beyond > 0)
        fprintf(stderr,
                "rolegate: %s group%s that only %s names: the log does not say who is in %s, nobody is taken to be\n",
                grouped(beyond, text), beyond == 1 ? "" : "s", run->replay->against, beyond == 1 ? "it" : "them");
}

/* What of the input was no question, so that silence is never taken for "nothing would change". */
static void print_passed_over(const struct replay_run *run)
{
    char text[32];

    if (run->others > 0)
        fprintf(stderr, "rolegate: %s line%s not a question: skipped\n", grouped(run->others, text),
                run->others == 1 ? " is" : "s are");
    if (run->strays > 0)
        fprintf(stderr,
                "rolegate: %s line%s what the PAM module writes, in a place or a form in which it does not write it: "
                "not understood, and not replayed\n",
                grouped(run->strays, text), run->strays == 1 ? " holds" : "s hold");
    if (run->strangers > 0)
        fprintf(stderr,
                "rolegate: %s line%s not sent by a PAM module, as the journal knows (_UID, _EXE): not replayed\n",
                grouped(run->strangers, text), run->strangers == 1 ? " was" : "s were");
}

void replay_count_listed(struct replay_run *run, const struct question_input *input)
{
    run->listed += input->repeated;
    if (!replay_table_wrote(run->replayed[0], input))
        run->foreign += input->repeated;
}

void replay_print_omitted(const struct replay_run *run)
{
    if (run->gone > 0)
        print_gone(run);
    if (run->cut > 0)
        print_cut(run);
    print_unnamed(run);
    print_passed_over(run);
}
