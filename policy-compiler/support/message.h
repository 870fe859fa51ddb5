/*
 * message.h - what went wrong on this machine, for people: one line on standard error.
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stdarg.h>

/* Prints "rolegate: text". */
void message_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Prints a text on standard error, with what a terminal would obey or hide (base/shown.h) as \xHH. */
void message_print(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));
/* Prints the same, and ends the program with status 2, at once: other threads may be at work. */
_Noreturn void message_fatal(const char *text);

#endif
