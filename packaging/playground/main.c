/*
 * main.c - the commands that need a policy and no machine, for a web page. Each run is one instance, with files in
 * memory.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/matrix.h"
#include "commands/can_all.h"
#include "commands/check_fix.h"
#include "commands/command.h"
#include "compile/diag/diag_ci.h"
#include "compile/diag/diag_json.h"
#include "compile/prove/solve.h"
#include "support/atomic_file.h"
#include "support/file_watch.h"
#include "support/progress.h"

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
} commands[] = {
    {"check", cmd_check}, {"compile", cmd_compile}, {"test", cmd_test},
    {"can", cmd_can},     {"matrix", cmd_matrix},   {"fmt", cmd_fmt},
};

int main(int argc, char **argv)
{
    size_t i;

    for (i = 0; argc > 1 && i < sizeof commands / sizeof commands[0]; i++)
        if (strcmp(commands[i].name, argv[1]) == 0)
            return commands[i].run(argc - 1, argv + 1);
    fputs("rolegate: the playground has no such command\n", stderr);
    return EXIT_NO_ANSWER;
}

/* ---- what a browser has not ---- */

/* There is no process of its own for a solver: what the ways alone do not decide is undecided. */
bool solve_search(struct trial *trial, uint64_t *steps)
{
    (void)steps;
    trial->gave_up = true;
    return false;
}

/* Forms that other programs read, and files that are changed in place, are the command's. */
static void not_here(void)
{
    message_error("the playground does not do this");
}

void diag_print_sarif(struct diag *const *diags, size_t count, FILE *out)
{
    (void)diags, (void)count, (void)out;
    not_here();
}

void diag_print_github(struct diag *const *diags, size_t count, FILE *out)
{
    (void)diags, (void)count, (void)out;
    not_here();
}

void diag_print_gitlab(struct diag *const *diags, size_t count, FILE *out)
{
    (void)diags, (void)count, (void)out;
    not_here();
}

void diag_print_junit(struct diag *const *diags, size_t count, FILE *out)
{
    (void)diags, (void)count, (void)out;
    not_here();
}

void matrix_print_html(const struct matrix *matrix, FILE *out)
{
    (void)matrix, (void)out;
    not_here();
}

int can_all(const struct can_all *asked)
{
    (void)asked;
    not_here();
    return EXIT_NO_ANSWER;
}

bool check_fix_options(const struct command *command, const struct check_fix *how, const char *path)
{
    (void)command, (void)how, (void)path;
    return true;
}

int check_fix(const struct check_fix *how, const char *path, const struct compile_options *options,
              enum diag_format format)
{
    (void)how, (void)path, (void)options, (void)format;
    not_here();
    return EXIT_NO_ANSWER;
}

void check_fix_offer(struct compilation *const *compilations, size_t count)
{
    (void)compilations, (void)count;
}

int file_watch_open(const char *const *paths, size_t count)
{
    (void)paths, (void)count;
    message_error("files do not change here");
    return -1;
}

bool file_watch_wait(int watch)
{
    (void)watch;
    return false;
}

/* --help is for the command. */
const char *command_examples(const char *name)
{
    (void)name;
    return NULL;
}

void progress_begin(const char *doing)
{
    (void)doing;
}

void progress_count(size_t count)
{
    (void)count;
}

void progress_end(void)
{
}

/* Files are in memory and go with the instance: there is nothing to be lost half-way. */
int atomic_file_write(const char *path, const void *bytes, size_t size, atomic_file_check *check,
                      struct atomic_file_problem *problem)
{
    FILE *file = fopen(path, "wb");
    bool written = file != NULL && fwrite(bytes, 1, size, file) == size;

    (void)check;
    if (file != NULL && fclose(file) != 0)
        written = false;
    if (!written)
        *problem = (struct atomic_file_problem){.step = "write", .file = path, .error = EIO};
    return written ? 0 : -1;
}

int atomic_file_change(const char *path, const void *bytes, size_t size, struct atomic_file_problem *problem)
{
    return atomic_file_write(path, bytes, size, NULL, problem);
}

void atomic_file_complain(const struct atomic_file_problem *problem)
{
    message_error("cannot %s %s: %s", problem->step, problem->file, strerror(problem->error));
}

const char *atomic_file_check_table(const char *path)
{
    (void)path;
    return NULL;
}

uid_t getuid(void)
{
    return 0;
}

uid_t geteuid(void)
{
    return 0;
}

int gethostname(char *name, size_t size)
{
    snprintf(name, size, "localhost");
    return 0;
}

/* Every path is what it says: there are no links. */
char *realpath(const char *path, char *resolved)
{
    if (access(path, F_OK) != 0)
        return NULL;
    return resolved == NULL ? strdup(path) : strcpy(resolved, path);
}

/* A heap sort, in place. */
void qsort_r(void *base, size_t count, size_t size, int (*compare)(const void *, const void *, void *), void *context)
{
    char *list = base, byte;
    size_t begin = count / 2, end = count, at, child, i;

    while (end > 1) {
        if (begin > 0) {
            begin--;
        } else {
            end--;
            for (i = 0; i < size; i++)
                byte = list[i], list[i] = list[end * size + i], list[end * size + i] = byte;
        }
        for (at = begin; (child = 2 * at + 1) < end; at = child) {
            if (child + 1 < end && compare(list + child * size, list + (child + 1) * size, context) < 0)
                child++;
            if (compare(list + at * size, list + child * size, context) >= 0)
                break;
            for (i = 0; i < size; i++)
                byte = list[at * size + i], list[at * size + i] = list[child * size + i], list[child * size + i] = byte;
        }
    }
}
