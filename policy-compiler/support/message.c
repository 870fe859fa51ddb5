/*
 * message.c - what went wrong on this machine, for people.
 */
#include "message.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "print_text.h"

void message_print(const char *format, va_list arguments)
{
    char *text = NULL;

    if (vasprintf(&text, format, arguments) < 0)
        text = NULL;
    print_text(stderr, text == NULL ? "out of memory" : text);
    free(text);
}

void message_error(const char *format, ...)
{
    va_list arguments;

    fputs("rolegate: ", stderr);
    va_start(arguments, format);
    message_print(format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

_Noreturn void message_fatal(const char *text)
{
    message_error("%s", text);
    _Exit(2);
}
