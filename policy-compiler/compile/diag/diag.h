/*
 * diag.h - what the compiler has to say: errors and warnings, with places, notes and suggestions.
 *
 * Reports are collected in any order; diag_render.h prints them once, in source order. Every kind of report has an id,
 * listed once in diag.def with its paragraph for `rolegate help ID` and the manual page.
 */
#ifndef DIAG_H
#define DIAG_H

#include <stdbool.h>
#include <stddef.h>

#include "compile/source/source.h"

enum diag_severity { DIAG_WARNING, DIAG_ERROR };

enum diag_id {
#define DIAG(id, number, severity, name, summary, paragraph) DIAG_##id = (number),
#include "diag.def"
#undef DIAG
    DIAG_LIMIT = 256 /* numbers in diag.def are below this */
};

/* What -W, -Wno- and -Werror ask for. Zero is: every warning on, none an error. */
struct diag_options {
    bool off[DIAG_LIMIT];
    bool error[DIAG_LIMIT];
    bool all_errors; /* -Werror */
};

struct diag_note {
    struct span span;
    bool has_span;
    const char *text;
    struct diag_note *next;
};

/* A change of the text. */
struct diag_edit {
    struct span span; /* what goes */
    const char *text; /* and what comes in its place */
    struct diag_edit *next;
};

struct diag_report {
    enum diag_id id;
    enum diag_severity severity; /* after -W options */
    struct span span;
    bool undecided;   /* what it is about could not be determined */
    bool has_span;    /* false: about the policy as a whole, the command line, or */
    const char *file; /* a line of a file that is no source; NULL: of none */
    uint32_t line;    /* from 1; 0: the file as a whole */
    const char *text;
    const char *suggestion;  /* NULL, or the text after "did you mean " */
    struct diag_edit *edits; /* which fix it together (diag_edit.h); NULL: nothing is known to */
    bool is_safe;            /* they change no decision; else they are a guess */
    struct diag_note *notes;
    struct diag_note **notes_end;
    size_t order;
};

struct diag {
    struct arena *arena;
    struct sources *sources;
    const char *policy; /* path of the main file, as given: where a report is about nothing else */
    struct diag_options options;
    struct diag_report **reports;
    size_t count, capacity;
    struct diag_report scratch; /* stands in for one that is not kept */
    struct silences *silences;  /* what comments silence, of one compilation; NULL: nothing */
    size_t errors, warnings;    /* after -W options; off ones are not collected */
};

/*
 * Collects a report. Returns it, for notes and suggestions to be hung on; a warning that is off, that a comment
 * silences, or that is about an installed policy, returns a scratch report that is never printed, so the caller need
 * not ask. Of one compilation 1,000 errors and 1,000 warnings are kept, and the rest are counted.
 */
struct diag_report *diag_at(struct diag *diag, enum diag_id id, struct span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
struct diag_report *diag_whole(struct diag *diag, enum diag_id id, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* About a line of a file that was not compiled, which is named as given; file lasts as long as the reports. */
struct diag_report *diag_line(struct diag *diag, enum diag_id id, const char *file, uint32_t line, const char *format,
                              ...) __attribute__((format(printf, 5, 6)));
void diag_note(struct diag *diag, struct diag_report *report, struct span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void diag_note_whole(struct diag *diag, struct diag_report *report, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void diag_suggest(struct diag_report *report, const char *suggestion);
/*
 * Puts another one's reports behind those that are here, as if they had come here one by one. They stay in the other
 * one's arena, which must last as long as this one's; nothing may be reported to the other one any more.
 */
void diag_join(struct diag *diag, const struct diag *other);

/* The id of that name ("unknown-role"), or -1. */
int diag_find(const char *name);
const char *diag_name(enum diag_id id);
enum diag_severity diag_severity(enum diag_id id);
const char *diag_summary(enum diag_id id);
const char *diag_paragraph(enum diag_id id);
/* The site that says more of the ids, or "": it was built without one. */
extern const char diag_homepage[];
/* Where it says more of one, or NULL. */
const char *diag_page(struct arena *arena, enum diag_id id);
/* All ids, in the order of diag.def: how many, and the i-th. */
size_t diag_count(void);
enum diag_id diag_nth(size_t i);

#endif
