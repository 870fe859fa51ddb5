/*
 * policy_report.c - what the compiler has to say of a policy, for people and for machines.
 */
#include "command.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int policy_status(const struct compilation *compilation)
{
    if (compilation->unreadable || (compilation->undecided > 0 && compilation->undecided == compilation->diag.errors))
        return EXIT_NO_ANSWER;
    return compilation->table == NULL ? EXIT_NO : EXIT_YES;
}

/* By way of a stream that has a buffer: standard error has none, and a report is many pieces. */
static void report_text(struct diag *const *diags, size_t count)
{
    int fd = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
    FILE *out = fd < 0 ? NULL : fdopen(fd, "w");

    diag_print_all(diags, count, DIAG_TEXT, command_color(stderr), out == NULL ? stderr : out);
    if (out != NULL)
        fclose(out);
    else if (fd >= 0)
        close(fd);
}

void policy_report_all(struct diag *const *diags, size_t count, enum diag_format format)
{
    if (format == DIAG_TEXT)
        report_text(diags, count);
    else
        diag_print_all(diags, count, format, false, stdout);
}

int policy_report(struct compilation *compilation, enum diag_format format)
{
    struct diag *diag = &compilation->diag;

    policy_report_all(&diag, 1, format);
    return policy_status(compilation);
}
