/*
 * name_syntax.h - what can be the name of a user, a group or a service.
 */
#ifndef NAME_SYNTAX_H
#define NAME_SYNTAX_H

#define NAME_BYTES_MAX 255u

/* NULL: it can be one. Else a static string that says what it is instead, such as "is empty". */
const char *name_syntax_problem(const char *name);

#endif
