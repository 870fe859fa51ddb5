/*
 * message.c - what went wrong on this machine, for people.
 */
#include "message.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void message_error(const char *format, ...)
{
    va_list arguments;

    fputs("rolegate: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

_Noreturn void message_fatal(const char *text)
{
    message_error("%s", text);
    _Exit(2);
}
