/*
 * process.h - a process and those it comes from, as /proc shows them.
 */
#ifndef PROCESS_H
#define PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct process {
    pid_t pid, parent;
    uid_t uid;     /* real */
    int64_t start; /* seconds on the machine's own clock (CLOCK_BOOTTIME) */
    char name[16]; /* its program's name, cut to 15 bytes by the kernel */
};

/* False: there is no such process, or it cannot be looked at. */
bool process_read(pid_t pid, struct process *process);
/* As whom the person logged in who started it, as the kernel remembers. False: nobody did, or it does not know. */
bool process_login(pid_t pid, uid_t *uid);
/* A variable of the environment that a process was started with, cut to size; "" where it has none. */
void process_variable(pid_t pid, const char *name, char *value, size_t size);
/* This process, its parent, and so on up to the first one; returns how many, at most max. */
size_t process_line(struct process *line, size_t max);

#endif
