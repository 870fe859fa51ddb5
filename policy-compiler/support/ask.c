/*
 * ask.c - a question on standard error, answered on standard input where that is a terminal.
 */
#include "ask.h"

#include <stdio.h>
#include <unistd.h>

bool ask_is_possible(void)
{
    return isatty(STDIN_FILENO) == 1;
}

bool ask_go_on(const char *question)
{
    char answer[16] = "";

    if (!ask_is_possible())
        return false;
    fflush(stdout);
    fprintf(stderr, "%s Continue? [y/N] ", question);
    return fgets(answer, sizeof answer, stdin) != NULL && (answer[0] == 'y' || answer[0] == 'Y');
}
