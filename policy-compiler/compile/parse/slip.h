/*
 * slip.h - a mistake below a syntax error: the tokens around it, the note that says how it is repaired, and the edit.
 *
 * Tokens are counted from the error: 0 is the one that cannot stand there, -1 the one before. What adds a note or an
 * edit returns true, so that one can be said behind the other.
 */
#ifndef SLIP_H
#define SLIP_H

#include "broken_statement.h"

/* A report to which a note is to be added. */
struct slip {
    const struct broken *broken;
    struct diag_report *report;
};

static inline int kind(const struct slip *slip, int behind)
{
    return broken_kind(slip->broken, behind);
}

static inline const char *text(const struct slip *slip, int behind)
{
    return broken_text(slip->broken, behind);
}

static inline bool expects(const struct slip *slip, int wanted)
{
    return broken_expects(slip->broken, wanted);
}

bool slip_note(const struct slip *slip, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ---- the repair as an edit, a guess; only the first one counts ---- */

/* Puts a text in the place of the tokens from first to last. */
bool slip_replace(const struct slip *slip, int first, int last, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The same for the token of the error and the blanks in front of it. */
bool slip_replace_wide(const struct slip *slip, const char *text);
/* Puts a text in front of a token, or right behind it. */
bool slip_insert(const struct slip *slip, int token, const char *format, ...) __attribute__((format(printf, 3, 4)));
bool slip_append(const struct slip *slip, int token, const char *text);

/* ---- words ---- */

/* Whether a word is one of several, which end with NULL, however its letters are written. */
bool slip_is_word(const char *word, const char *const *words);
/* Whether a kind is a word in front of a subject's name. */
bool slip_names_subject(int kind);
/* The last of the words of the error's line from one on, up to a sign or a reserved word that is expected. */
int slip_words_end(const struct slip *slip, int first);
/* Those words, as they stand there. */
const char *slip_words_from(const struct slip *slip, int first);
/* The "{" behind the error in its line, or what stands behind the line. */
int slip_brace(const struct slip *slip);
/* The words from the error on, up to that. */
const char *slip_words_before_brace(const struct slip *slip);

/* A word of another language in the place of a reserved one. False: it is none. */
bool slip_synonym(const struct slip *slip);

#endif
