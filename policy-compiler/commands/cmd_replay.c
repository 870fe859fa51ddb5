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
#include "replay_sum.h"
#include "support/line_reader.h"
#include "compile/ast/name_syntax.h"
#include "support/progress.h"
#include "support/json_text.h"
#include "support/print_text.h"

enum { OPTION_TABLE = OPTION_LONG, OPTION_POLICY, OPTION_AGAINST, OPTION_WHY };

#define DEFAULT_NOW 1767225600 /* 2026-01-01T00:00:00Z */

static const struct command_option options[] = {
    {OPTION_TABLE, "table", "TABLE", "the table to ask (default: " ROLEGATE_TABLE_PATH ")"},
    {OPTION_POLICY, "policy", "FILE", "compile this policy and ask that instead"},
    {OPTION_INCLUDE, "include", "DIR", "with --policy: search this folder first for include <NAME> (may be repeated)"},
    {OPTION_ANYWHERE, "include-anywhere", NULL, "with --policy: allow includes outside the policy's folders"},
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

/*
 * Asks the tables. Reasons are looked for only where they are printed, since finding them costs more than the verdict:
 * where both tables say the same, answers hold the verdicts alone.
 */
static enum rolegate_status answer_line(const struct replay_run *run, const struct question_input *input,
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

static void replay_line(struct replay_run *run, size_t number, char *line, size_t length)
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
        print_problem(number, "this log line omits groups");
        run->cut += input.repeated;
        run->bad_line = true;
        goto out;
    }
    if (input.logged != NULL && input.groups != NULL)
        replay_count_listed(run, &input);
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
        replay_count_answers(run, &input, answers);
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

static int replay_lines(struct replay_run *run, const char *path)
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
    replay_print_omitted(run);
    if (run->input == 0 && next == LINE_READER_END)
        message_error("nothing was replayed");
    if (run->bad_line || run->input == 0)
        return EXIT_NO_ANSWER;
    return run->widened + run->narrowed + run->otherwise > 0 ? EXIT_NO : EXIT_YES;
}

static int replay_file(const struct replay *replay, const char *path)
{
    struct replay_table first = {.stated = NULL}, second = {.stated = NULL};
    struct replay_run run = {.replay = replay, .replayed = {&first, replay->against ? &second : NULL}};
    int result = EXIT_NO_ANSWER;

    if (replay->policy_path ? table_source_policy(&first.source, replay->policy_path, &replay->policy.compile)
                            : table_source_table(&first.source, replay->table, ROLEGATE_WHOLE)) {
        if (replay->against == NULL || table_source_file(&second.source, replay->against, &replay->policy.compile)) {
            progress_begin("lines replayed:");
            result = replay_lines(&run, path);
            progress_end();
            if (replay->against != NULL)
                replay_print_sum(&run);
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
        command_usage_error(&command_replay, "use --table or --policy, not both");
        return EXIT_NO_ANSWER;
    }
    return command_finish(replay_file(&replay, argv[first]));
}
