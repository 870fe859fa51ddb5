/*
 * run.h - runs another program of the system, with an environment of its own.
 */
#ifndef RUN_H
#define RUN_H

/* Runs arguments[0], found in the system's folders, with at most 15 words; no output. Its exit status, or -1. */
int run_program(const char *const *arguments);
/* Has nscd, where it runs, forget the groups that it knows: roles can be groups. */
void run_nscd_forget(void);

#endif
