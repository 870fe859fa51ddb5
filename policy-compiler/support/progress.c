/*
 * progress.c - a line on standard error for work that takes more than a second, when it is a terminal.
 *
 * A timer's signal prints it, so the work itself need not look at the clock. The handler calls nothing but write().
 */
#include "progress.h"

#include <errno.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

static const char *volatile current;
static volatile sig_atomic_t running, shown, seconds;
static volatile size_t counted;

static size_t put_text(char *line, size_t at, const char *text)
{
    while (*text != 0 && at < 60)
        line[at++] = *text++;
    return at;
}

static size_t put_number(char *line, size_t at, size_t number)
{
    char digits[24];
    size_t n = 0;

    do
        digits[n++] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    while (n > 0)
        line[at++] = digits[--n];
    return at;
}

static void show(int signal_number)
{
    int error = errno;
    char line[128] = "\r";
    size_t at = 1;

    (void)signal_number;
    seconds++;
    at = put_text(line, at, current);
    if (counted > 0) {
        at = put_text(line, at, " ");
        at = put_number(line, at, counted);
    }
    at = put_text(line, at, " (");
    at = put_number(line, at, (size_t)seconds);
    at = put_text(line, at, " s)");
    shown = write(STDERR_FILENO, line, at) > 0;
    errno = error;
}

void progress_begin(const char *doing)
{
    struct sigaction action = {.sa_handler = show, .sa_flags = SA_RESTART};
    struct itimerval every = {.it_interval = {.tv_sec = 1}, .it_value = {.tv_sec = 1}};

    if (isatty(STDERR_FILENO) != 1)
        return;
    current = doing;
    counted = 0;
    seconds = 0;
    running = 1;
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &every, NULL);
}

void progress_count(size_t count)
{
    counted = count;
}

void progress_end(void)
{
    struct itimerval never = {.it_value = {.tv_sec = 0}};
    static const char wipe[] = "\r\x1b[K";

    if (!running)
        return;
    setitimer(ITIMER_REAL, &never, NULL);
    running = 0;
    if (shown && write(STDERR_FILENO, wipe, sizeof wipe - 1) < 0)
        return;
    shown = 0;
}
