/*
 * import.h - another program's rules as a policy: what is shared by all that are read.
 *
 * A source reads its file for one service at a time, and gives a formula: whom the file lets in there. What it has no
 * exact form for is a loss, and counts so that nobody gets in who did not before.
 */
#ifndef IMPORT_H
#define IMPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "formula.h"

/* The version of Linux-PAM whose reading of a file is meant: 10502 is 1.5.2. */
#define PAM_VERSION(major, minor, patch) ((major)*10000u + (minor)*100u + (patch))

enum loss_effect {
    LOSS_NONE,    /* a remark: nothing is lost */
    LOSS_NARROWER /* the policy may keep out who was let in */
};

/* What was not carried over as it stands, or is worth a word. */
struct loss {
    enum loss_effect effect;
    struct origin origin;
    const char *text;
};

/* One rule of the file, as it decides: a test is made for it. */
struct import_case {
    const char *title;
    const struct formula *match; /* who is meant by it */
    bool first;                  /* those before it in the list with first set go before it, of its block */
    unsigned block;              /* of rules that are asked one after the other */
};

struct import {
    struct arena *arena;
    const char *service;  /* for which the formula is made */
    const char *root;     /* before the paths of this machine's files: "", or a folder */
    unsigned pam_version; /* PAM_VERSION() */
    bool closed;          /* whoever no line speaks of is kept out */
    bool silent;          /* nothing is lost by what is read: it is not about the service */
    size_t losses_before; /* of services before this one */
    bool zone_local;      /* there are times of the week */
    const char *accounts; /* the text of the file of accounts, once it was read */
    const char *failed;   /* why there can be no policy; NULL: there can */
    const char *shown;    /* the file, or files, as they are shown */
    struct loss *losses;
    size_t loss_count, loss_capacity;
    unsigned block; /* of the rules that are read */
    struct import_case *cases;
    size_t case_count, case_capacity;
};

/* What a source is given: the module's arguments, and a file that is read instead of the one that they name. */
struct import_call {
    const char *file; /* NULL: the one of the arguments, or the module's own */
    const char *const *arguments;
    size_t argument_count;
};

typedef const struct formula *import_source(struct import *import, const struct import_call *call);

/* Notes a loss. */
void import_lose(struct import *import, enum loss_effect effect, const struct origin *origin, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Says why there can be no policy. Returns NULL. */
const struct formula *import_fail(struct import *import, const char *format, ...) __attribute__((format(printf, 2, 3)));
void import_add_case(struct import *import, const struct origin *origin, const char *said, const struct formula *match,
                     bool first);
/* The bytes of a file, with a 0 byte behind; NULL: import_fail() was called. */
char *import_read(struct import *import, const char *path, size_t *length);
/* The last part of a path. */
const char *import_base_name(const char *path);
/*
 * Adds the user of a name, of the name in small letters, and this machine's own accounts that differ from it in the
 * case of letters alone: those of a directory are not asked for.
 */
void import_add_user_folded(struct import *import, const char *name, struct subjects *subjects);
/* Whether a text can be a user's or a group's name in a policy. */
bool import_name_fits(const char *name);
/* Whether it can stand in a policy at all: it is UTF-8 without control characters. */
bool import_text_fits(const char *text);

/* Each in a file of its own. */
import_source import_access, import_listfile, import_time, import_succeed_if, import_sshd, import_hbac, import_sudoers;
/* The account stack of the service, with all of these that it asks. */
import_source import_stack;

#endif
