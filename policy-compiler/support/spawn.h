/*
 * spawn.h - runs another program of the system, with an environment of its own.
 */
#ifndef SPAWN_H
#define SPAWN_H

#include <stdio.h>
#include <sys/types.h>

/* /dev/null or, where a rescue system has none, an empty file in memory: what a process has for its descriptors. -1:
 * neither can be had. */
int open_nothing(void);
/* Runs arguments[0], found in the system's folders, with at most 15 words; no output. Its exit status, or -1. */
int spawn_program(const char *const *arguments);
/* Starts it with its output to be read; NULL where that cannot be. To be ended with spawn_close(). */
FILE *spawn_reader(const char *const *arguments, pid_t *child);
/* Its exit status, or -1. */
int spawn_close(FILE *reader, pid_t child);
/* Has nscd, where it runs, forget the groups that it knows: roles can be groups. */
void spawn_nscd_forget(void);

#endif
