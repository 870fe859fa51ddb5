/*
 * pam_stack.h - the account stack of a service, as libpam would make it from the files of /etc/pam.d.
 *
 * What counts is what libpam does with a file, down to its treatment of lines that make no sense: Linux-PAM 1.5, with
 * Debian's `@include` where the machine is one of Debian's kin. Sources: pam.conf(5), pam.d(5), and the behaviour of
 * libpam itself, with which tests/stack compares this.
 */
#ifndef PAM_STACK_H
#define PAM_STACK_H

#include <stdbool.h>
#include <stddef.h>

#include "pam_control.h"

struct arena;

struct options;
struct pam_file;

#define PAM_LEVELS_MAX 16 /* substacks in substacks */

enum pam_handler_kind {
    PAM_HANDLER_MODULE,
    PAM_HANDLER_FAILS,   /* a line that makes no sense: it counts as a module that answers perm_denied */
    PAM_HANDLER_SUBSTACK /* asks nobody; those behind it, at a higher level, are the substack's */
};

struct pam_handler {
    enum pam_handler_kind kind;
    unsigned level;     /* 0 for the stack itself, 1 for its substacks … */
    const char *file;   /* where it stands */
    unsigned line;      /* from 1 */
    const char *fault;  /* PAM_HANDLER_FAILS: what is wrong with the line */
    const char *module; /* as written; NULL where there is none */
    const char *const *arguments;
    size_t argument_count;
    const struct options *rolegate; /* where it asks pam_rolegate: its options; NULL: they make no sense */
    int actions[PAM_CODES];         /* enum pam_action, or how many to skip */
};

struct pam_stack {
    const char *service;
    const char *file;          /* the service's own; NULL: there is none */
    const char *fault;         /* libpam refuses the whole: nobody gets in. Else NULL */
    const char *indeterminate; /* what libpam makes of it cannot be told. Else NULL */
    bool unreadable; /* indeterminate, since a file cannot be read from here; libpam, as root, may well do so */
    bool from_other; /* the service has no account line: these are those of `other` */
    struct pam_handler *handlers;
    size_t count, capacity;
};

/*
 * Reads the account stack of a service; its name is lowered, as libpam does. root: "" for this machine, else the folder
 * that holds another one's files. Everything is in the arena.
 */
struct pam_stack *pam_stack_read(struct arena *arena, const char *root, const char *service);

/* The same as if a file had another text than it has: foreseen->text in the place of what is at foreseen->path. */
struct pam_stack *pam_stack_read_with(struct arena *arena, const char *root, const char *service,
                                      const struct pam_file *changed);

/* Whether a handler asks pam_rolegate. */
bool pam_handler_is_rolegate(const struct pam_handler *handler);
/* Whether it asks pam_rolegate, and stands in the file at path, a real one (symbolic links followed). */
bool pam_handler_is_in(const struct pam_handler *handler, const char *path);

#endif
