/*
 * cmd_replay.c - `rolegate replay`: many questions in, one a line, and as many answers out.
 *
 * Memory does not grow with the input. Groups are what the line says; those of a log line that says none are asked of
 * this machine, as the PAM module does.
 */
#include "command.h"

#include <errno.h>
#include <string.h>

#include "answer/answer.h"
#include "replay_table.h"
#include "support/line_reader.h"
#include "compile/ast/name_syntax.h"
#include "support/progress.h"
#include "support/json_text.h"
#include "support/print_text.h"

enum { OPTION_TABLE = OPTION_LONG, OPTION_POLICY, OPTION_AGAINST, OPTION_WHY };

#define DEFAULT_NOW 1767225600 /* 2026-01-01T00:00:00Z */

struct replay {
    struct policy_options policy;
    const char *table, *policy_path, *against;
    bool why;
};

static const struct command_option options[] = {
    {OPTION_TABLE, "table", "TABLE", "the table to ask (default: " ROLEGATE_TABLE_PATH ")"},
    {OPTION_POLICY, "policy", "FILE", "compile this policy and ask it instead"},
    {OPTION_INCLUDE, "include", "DIR", "with --policy: look for include <NAME> here first (again and again)"},
    {OPTION_ANYWHERE, "include-anywhere", NULL, "with --policy: files outside of its folders may be included"},
    {OPTION_AGAINST, "against", "FILE", "ask this policy or table too, and print only what it would change"},
    {OPTION_WHY, "why", NULL, "print the statements behind each answer"},
    {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    struct replay *replay = context;

    switch (key) {
    case OPTION_TABLE: replay->table = value; return true;
    case OPTION_POLICY: replay->policy_path = value; return true;
    case OPTION_AGAINST: replay->against = value; return true;
    case OPTION_WHY: replay->why = true; return true;
    default: return policy_option(&command_replay, &replay->policy, key, value);
    }
}

const struct command command_replay = {
    "replay", "REQUESTS [options]",
    "Reads questions (\"-\": standard input), one a line: JSON objects with user, groups, unknown_groups, service, "
    "at,\n"
    "from, tty and host, or lines of a log that hold the PAM module's: syslog, CRI, journalctl -o json.\n"
    "Prints an answer for each, as JSON, in order; other programs' lines are passed over and counted.\n"
    "Exit status: 0 done, 1 --against found differences, 2 a file, a table or a line cannot be used, or there\n"
    "was nothing to replay.\n",
    options, set_option};

/* Fills the question, as far as it is the same for every table. False: replayed->problem says why. */
static bool make_question(struct question_input *input, struct table_source *source, struct rolegate_question *question)
{
    const char *problem;

    if (name_syntax_problem(input->user) != NULL || name_syntax_problem(input->service) != NULL) {
        bool user = name_syntax_problem(input->user) != NULL;

        snprintf(input->problem, sizeof input->problem, "the %s's name %s", user ? "user" : "service",
                 name_syntax_problem(user ? input->user : input->service));
        return false;
    }
    memset(question, 0, sizeof *question);
    question->service = input->service;
    question->origin = input->from;
    if (input->from != NULL && input->logged == NULL && strcmp(input->from, "local") == 0)
        question->origin = NULL;
    question->tty = input->tty;
    if (rolegate_question_set_host(question, input->host) != ROLEGATE_OK) {
        snprintf(input->problem, sizeof input->problem, "the host's name is longer than 255 bytes");
        return false;
    }
    question->now = input->at_is_number ? input->at_number : DEFAULT_NOW;
    if (input->at != NULL && !table_source_time(source, input->at, &question->now, &problem)) {
        snprintf(input->problem, sizeof input->problem, "the time '%.40s' %s", input->at, problem);
        return false;
    }
    return true;
}

/* ---- what is printed ---- */

static void print_problem(size_t number, const char *problem)
{
    json_t *object = json_object();

    json_object_set_new(object, "line", json_integer((json_int_t)number));
    json_object_set_new(object, "error", json_text(problem));
    print_json(stdout, object);
}

static void print_repeated(json_t *object, const struct question_input *input)
{
    if (input->repeated > 1)
        json_object_set_new(object, "repeated", json_integer((json_int_t)input->repeated));
}

static void print_answer(const struct replay *replay, size_t number, const struct question_input *input,
                         rolegate_table *table, const struct rolegate_question *question,
                         const struct rolegate_answer *answer)
{
    json_t *object = json_object();

    json_object_set_new(object, "line", json_integer((json_int_t)number));
    answer_json(object, table, answer, replay->why ? question : NULL);
    if (input->logged != NULL)
        json_object_set_new(object, "logged", json_text(input->logged));
    print_repeated(object, input);
    print_json(stdout, object);
}

static void print_change(const struct replay *replay, size_t number, const struct question_input *input,
                         struct replay_table *const replayed[2], const struct rolegate_question *question,
                         const struct rolegate_answer answers[2])
{
    json_t *object = json_object(), *against = json_object();

    json_object_set_new(object, "line", json_integer((json_int_t)number));
    json_object_set_new(object, "user", json_text(input->user));
    json_object_set_new(object, "service", json_text(input->service));
    answer_json(object, replayed[0]->source.table, &answers[0], replay->why ? question : NULL);
    answer_json(against, replayed[1]->source.table, &answers[1], replay->why ? question : NULL);
    json_object_set_new(object, "against", against);
    print_repeated(object, input);
    print_json(stdout, object);
}

/* ---- the run ---- */

struct run {
    const struct replay *replay;
    struct replay_table *replayed[2]; /* the second: --against, or NULL */
    bool bad_line;
    size_t decided, widened, narrowed, otherwise; /* with --against: questions, and those with another verdict */
    size_t gone;                                  /* log lines of accounts that there are no more */
    size_t cut;                                   /* log lines that leave out groups */
    size_t foreign;                               /* log lines with groups, written by another table than the first */
    size_t listed;                                /* log lines with groups */
    size_t drifted; /* log lines to which the first table says something else today than was logged */
    size_t input;   /* requests that were answered, or are of accounts that there are no more */
    size_t others, strays,
        strangers; /* log lines of other programs; that cannot be placed; that anybody may have sent */
};

/*
 * Asks the tables. Reasons are looked for only where they are printed, since finding them costs more than the verdict:
 * where both tables say the same, answers hold the verdicts alone.
 */
static enum rolegate_status answer_line(const struct run *run, const struct question_input *input,
                                        const struct rolegate_question *question, struct rolegate_answer answers[2])
{
    rolegate_subject *subjects[2];
    rolegate_table *tables[2];
    enum rolegate_status status = ROLEGATE_OK;
    size_t i, count = run->replayed[1] ? 2 : 1;

    for (i = 0; i < count && status == ROLEGATE_OK; i++) {
        tables[i] = run->replayed[i]->source.table;
        status = replay_table_subject(run->replayed[i], input, question, &subjects[i]);
    }
    memset(answers, 0, 2 * sizeof *answers);
    for (i = 0; i < 2 && count == 2 && status == ROLEGATE_OK; i++)
        answers[i].verdict = rolegate_check(tables[i], subjects[i], question);
    if (count == 2 && answers[0].verdict == answers[1].verdict)
        return status;
    for (i = 0; i < count && status == ROLEGATE_OK; i++)
        status = rolegate_explain(tables[i], subjects[i], question, &answers[i], sizeof answers[i]);
    return status;
}

/* Whether a line tells what its table said: not where that could not be used, nor where root broke the glass. */
static bool is_verdict(const struct question_input *input)
{
    return input->logged != NULL && strcmp(input->logged, "error") != 0 &&
           (input->reason == NULL || strcmp(input->reason, "breakglass") != 0);
}

static void count_answers(struct run *run, const struct question_input *input, const struct rolegate_answer answers[2])
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

/* What the second table would have changed, in a sentence. */
static void print_sum(const struct run *run)
{
    size_t changed = run->widened + run->narrowed + run->otherwise;
    char text[2][32];

    print_words(stderr, "rolegate: with %s, %s of %s decisions would have been different", run->replay->against,
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

static void print_gone(const struct run *run)
{
    char text[32];

    fprintf(stderr, "rolegate: %s of the log's decisions are of accounts that there are no more\n",
            grouped(run->gone, text));
}

static void print_cut(const struct run *run)
{
    char text[32];

    fprintf(stderr, "rolegate: %s of the log's decisions cannot be asked again: their lines leave out groups\n",
            grouped(run->cut, text));
}

/* What a log cannot say of groups that the table which wrote it does not name. */
static void print_unnamed(const struct run *run)
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
static void print_passed_over(const struct run *run)
{
    char text[32];

    if (run->others > 0)
        fprintf(stderr, "rolegate: %s line%s no question and of no PAM module: passed over\n",
                grouped(run->others, text), run->others == 1 ? " is" : "s are");
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

/* A line that says for itself in which groups the user was. */
static void count_listed(struct run *run, const struct question_input *input)
{
    run->listed += input->repeated;
    if (!replay_table_wrote(run->replayed[0], input))
        run->foreign += input->repeated;
}

static void replay_line(struct run *run, size_t number, char *line, size_t length)
{
    struct rolegate_question question;
    struct rolegate_answer answers[2];
    struct question_input input;
    enum rolegate_status status;
    enum question_input_kind kind = question_input_parse(line, length, &input);

    run->others += kind == QUESTION_INPUT_FOREIGN;
    run->strays += kind == QUESTION_INPUT_STRAY;
    run->strangers += kind == QUESTION_INPUT_STRANGER;
    if (kind != QUESTION_INPUT_QUESTION && kind != QUESTION_INPUT_BAD)
        goto out;
    if (kind == QUESTION_INPUT_BAD || !make_question(&input, &run->replayed[0]->source, &question)) {
        print_problem(number, input.problem);
        run->bad_line = true;
        goto out;
    }
    if (input.groups_cut != NULL) {
        print_problem(number, "this line of the log leaves out groups");
        run->cut += input.repeated;
        run->bad_line = true;
        goto out;
    }
    if (input.logged != NULL && input.groups != NULL)
        count_listed(run, &input);
    status = answer_line(run, &input, &question, answers);
    run->input += input.repeated;
    if (status != ROLEGATE_OK) {
        print_problem(number, rolegate_status_text(status));
        if (status == ROLEGATE_NO_USER && input.logged != NULL)
            run->gone += input.repeated;
        else
            run->bad_line = true;
    } else if (run->replayed[1] == NULL) {
        print_answer(run->replay, number, &input, run->replayed[0]->source.table, &question, &answers[0]);
    } else {
        count_answers(run, &input, answers);
        if (answers[0].verdict != answers[1].verdict)
            print_change(run->replay, number, &input, run->replayed, &question, answers);
    }
out:
    question_input_free(&input);
}

/* Answers so far leave before more questions are waited for: so a program may talk to us line by line. */
static void flush_answers(void)
{
    fflush(stdout);
}

static int replay_lines(struct run *run, const char *path)
{
    struct line_reader *lines = line_reader_open(path);
    enum line_reader_next next = LINE_READER_FAILED;
    size_t number = 0, length;
    char *line;

    while (lines != NULL && !ferror(stdout)) {
        next = line_reader_next(lines, flush_answers, &line, &length);
        if (next == LINE_READER_END || next == LINE_READER_FAILED)
            break;
        progress_count(++number);
        if (next == LINE_READER_LINE) {
            replay_line(run, number, line, length);
        } else {
            print_problem(number, "this line is longer than 1 MiB");
            run->bad_line = true;
        }
    }
    if (lines == NULL || next == LINE_READER_FAILED) {
        message_error("%s: %s", path, strerror(errno));
        run->bad_line = true;
    }
    if (lines != NULL)
        line_reader_close(lines);
    if (run->gone > 0)
        print_gone(run);
    if (run->cut > 0)
        print_cut(run);
    print_unnamed(run);
    print_passed_over(run);
    if (run->input == 0 && next == LINE_READER_END)
        message_error("nothing was replayed");
    if (run->bad_line || run->input == 0)
        return EXIT_NO_ANSWER;
    return run->widened + run->narrowed + run->otherwise > 0 ? EXIT_NO : EXIT_YES;
}

static int replay_file(const struct replay *replay, const char *path)
{
    struct replay_table first = {.stated = NULL}, second = {.stated = NULL};
    struct run run = {.replay = replay, .replayed = {&first, replay->against ? &second : NULL}};
    int result = EXIT_NO_ANSWER;

    if (replay->policy_path ? table_source_policy(&first.source, replay->policy_path, &replay->policy.compile)
                            : table_source_table(&first.source, replay->table, ROLEGATE_WHOLE)) {
        if (replay->against == NULL || table_source_file(&second.source, replay->against, &replay->policy.compile)) {
            progress_begin("lines replayed:");
            result = replay_lines(&run, path);
            progress_end();
            if (replay->against != NULL)
                print_sum(&run);
        }
    }
    replay_table_close(&first);
    replay_table_close(&second);
    return result;
}

int cmd_replay(int argc, char **argv)
{
    struct replay replay = {.table = NULL};
    int first;

    switch (command_parse(&command_replay, &replay, argc, argv, 1, 1, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    if (replay.table != NULL && replay.policy_path != NULL) {
        command_usage_error(&command_replay, "say --table or --policy, not both");
        return EXIT_NO_ANSWER;
    }
    return command_finish(replay_file(&replay, argv[first]));
}
