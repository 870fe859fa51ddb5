/*
 * proviso.h - when and from where: what a foreign file of rules says of a request, less who asks.
 *
 * Trees in an arena, made from the leaves up; making one simplifies what is constant. Each kind of atom is one that the
 * policy language has.
 */
#ifndef IMPORT_PROVISO_H
#define IMPORT_PROVISO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct arena;
struct sample;

enum proviso_kind {
    PROVISO_ALWAYS,
    PROVISO_NEVER,
    PROVISO_FROM,   /* texts: networks in canonical form, or "local" */
    PROVISO_TTY,    /* texts: globs of a terminal */
    PROVISO_NO_TTY, /* there is no terminal */
    PROVISO_HOST,   /* texts: globs of this machine's name */
    PROVISO_TIME,   /* a window of the week, in the policy's zone */
    PROVISO_NOT,    /* of one part */
    PROVISO_AND,
    PROVISO_OR
};

/* Minutes of the day; days has a bit for each, 1 monday. An end that is not after the start is of the next day. */
struct window {
    unsigned days, start, end;
};

struct proviso {
    enum proviso_kind kind;
    const char *const *texts;
    const struct proviso *const *parts;
    size_t count; /* of texts or parts */
    struct window window;
};

const struct proviso *proviso_constant(bool always);
/* One of the kinds that have texts, with one text. */
const struct proviso *proviso_text(struct arena *arena, enum proviso_kind kind, const char *text);
const struct proviso *proviso_no_tty(struct arena *arena);
const struct proviso *proviso_time(struct arena *arena, const struct window *window);
const struct proviso *proviso_not(struct arena *arena, const struct proviso *condition);
/* PROVISO_AND or PROVISO_OR of count parts. */
const struct proviso *proviso_join(struct arena *arena, enum proviso_kind kind, const struct proviso *const *parts,
                                   size_t count);
/* The same of two. */
const struct proviso *proviso_both(struct arena *arena, enum proviso_kind kind, const struct proviso *one,
                                   const struct proviso *other);

/* Whether it holds in a sample of which all is known. */
bool proviso_holds(const struct proviso *condition, const struct sample *sample);

/*
 * Writes it as the language does. What is unknown never lets anybody in: whoever has no terminal is at none of a list,
 * and that is said where the condition denies, or stands behind `not`.
 */
void proviso_write(const struct proviso *condition, bool denies, FILE *out);

#endif
