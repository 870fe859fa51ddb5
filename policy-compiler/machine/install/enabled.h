/*
 * enabled.h - which services were switched on with `rolegate enable`: what status holds the PAM configuration against.
 *
 * A file beside the installation's records. It is written before a line is put into a stack, and after one is taken
 * out: a process that is killed between leaves a service in it that does not ask, which status then says.
 */
#ifndef ENABLED_H
#define ENABLED_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct enabled_service {
    const char *name;
    const char *const *options; /* of the module */
    size_t option_count;
    const char *copied_of; /* NULL, or the vendor's file that its file in /etc/pam.d was copied of */
};

struct enabled {
    struct arena *arena;
    struct enabled_service *services;
    size_t count, capacity;
    const char *problem; /* NULL, or why the file cannot be read */
};

/* A file that is not there holds none. */
void enabled_read(struct arena *arena, struct enabled *enabled);
/* NULL: it was not switched on. */
const struct enabled_service *enabled_find(const struct enabled *enabled, const char *name);
/* Notes a service, in place of what was noted of it. False: it cannot be written, and a message was printed. */
bool enabled_note(struct enabled *enabled, const struct enabled_service *service);
/* Drops a service, or, with name NULL, all; nothing is written where nothing was noted. */
bool enabled_drop(struct enabled *enabled, const char *name);
/* The command that switches it on again, in the arena. */
const char *enabled_command(struct arena *arena, const struct enabled_service *service);

#endif
