/*
 * check_fix.c - `rolegate check --fix`: edits what can be edited, and reports the rest.
 */
#include "check_fix.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/atomic_file.h"
#include "support/read_all.h"
#include "support/text_diff.h"
#include "tools/fix/fix.h"

bool check_fix_options(const struct command *command, const struct check_fix *how, const char *path)
{
    if (!how->fix && (how->unsafe || how->diff))
        return command_usage_error(command, "%s requires --fix", how->unsafe ? "--unsafe" : "--diff");
    if (how->fix && strcmp(path, "-") == 0)
        return command_usage_error(command, "--fix requires files, not standard input");
    return true;
}

/* Whether a file says still what it said when it was compiled. */
static bool is_unchanged(const struct fix_file *file)
{
    int fd = open(file->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    char *bytes = NULL;
    size_t length = 0;
    bool same;

    if (fd >= 0) {
        bytes = read_all(fd, file->old_length, file->old_length, &length);
        close(fd);
    }
    same = bytes != NULL && length == file->old_length && memcmp(bytes, file->old, length) == 0;
    free(bytes);
    if (!same)
        message_error("%s was written to meanwhile, or cannot be read again: it is left as it is", file->path);
    return same;
}

/* Writes a file; where a link leads, not in its place. */
static bool file_write(const struct fix_file *file)
{
    struct atomic_file_problem problem;
    char *real = is_unchanged(file) ? realpath(file->path, NULL) : NULL;
    bool done = real != NULL && atomic_file_change(real, file->new, file->new_length, &problem) == 0;

    if (real != NULL && !done)
        atomic_file_complain(&problem);
    free(real);
    return done;
}

void check_fix_offer(struct compilation *const *compilations, size_t count)
{
    struct fix_count all = {0, 0}, one;
    size_t i;

    for (i = 0; i < count; i++) {
        one = fix_count(compilations[i]);
        all.safe += one.safe;
        all.unsafe += one.unsafe;
    }
    if (all.safe > 0)
        fprintf(stderr, "%zu can be fixed with --fix", all.safe);
    if (all.unsafe > 0)
        fprintf(stderr, all.safe > 0 ? ", %zu more with --fix --unsafe" : "%zu can be fixed with --fix --unsafe",
                all.unsafe);
    if (all.safe + all.unsafe > 0)
        fputc('\n', stderr);
}

/* Says how many fixes were not done, and what they would draw. */
static void print_not_done(const struct fix *fix, size_t count)
{
    const char *between = ": ";
    size_t i;

    fprintf(stderr, ", %zu not", count);
    for (i = 0; i < diag_count(); i++)
        if (fix->drawn[diag_nth(i)]) {
            fprintf(stderr, "%s%s", between, diag_name(diag_nth(i)));
            between = ", ";
        }
    fputs(*between == ',' ? " would be reported" : "", stderr);
}

/* Says what was done, and what was not. */
static void print_done(const struct check_fix *how, const struct fix *fix)
{
    struct fix_count left = fix_count(fix->compilation);

    fprintf(stderr, "%zu %s", fix->done, how->diff ? "would be fixed" : "fixed");
    if (left.safe + (how->unsafe ? left.unsafe : 0) > 0)
        print_not_done(fix, left.safe + (how->unsafe ? left.unsafe : 0));
    if (left.unsafe > 0 && !how->unsafe)
        fprintf(stderr, ", %zu can be with --unsafe", left.unsafe);
    fputc('\n', stderr);
}

int check_fix(const struct check_fix *how, const char *path, const struct compile_options *options,
              enum diag_format format)
{
    struct fix fix = {.path = path, .options = options, .unsafe = how->unsafe};
    bool written = true;
    int status;
    size_t i;

    fix_run(&fix);
    for (i = 0; i < fix.file_count; i++)
        if (how->diff)
            text_diff_print(fix.files[i].path, fix.files[i].old, fix.files[i].old_length, fix.files[i].new,
                            fix.files[i].new_length, stdout);
        else
            written &= file_write(&fix.files[i]);
    status = how->diff ? policy_status(fix.compilation) : policy_report(fix.compilation, format);
    if (format == DIAG_TEXT)
        print_done(how, &fix);
    fix_free(&fix);
    return written ? status : EXIT_NO_ANSWER;
}
