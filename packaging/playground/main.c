/*
 * main.c - the commands that need a policy and no machine, for a web page. Each run is one instance, with files in
 * memory.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands/command.h"
#include "support/atomic_file.h"
#include "support/progress.h"

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
} commands[] = {
    {"check", cmd_check}, {"compile", cmd_compile}, {"test", cmd_test}, {"can", cmd_can},
    {"who", cmd_who},     {"matrix", cmd_matrix},   {"fmt", cmd_fmt},
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
