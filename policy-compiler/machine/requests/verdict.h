/*
 * verdict.h - what became of a request, and who has agreed to it so far: root's notes, by the request's ID.
 *
 * They lie in /var/lib/rolegate/requests, 0711. An answer is the asker's to read, and nobody else's. Since an ID is
 * that of one text, nobody's agreement counts for another.
 */
#ifndef VERDICT_H
#define VERDICT_H

#include "access_request.h"

struct arena;

#define VERDICT_AGREED_MOST 16u
#define VERDICT_DAYS        14 /* an answer is kept for so many */

enum verdict_kind { VERDICT_NONE, VERDICT_GRANTED, VERDICT_DENIED };

struct verdict {
    enum verdict_kind kind;
    int64_t at;
    const char *by;   /* who gave it */
    const char *text; /* what he said; or "" */
    int64_t until;    /* of what was granted; else 0 */
};

/* One person's agreement to what was asked for, on these terms. */
struct agreement {
    uid_t uid, login; /* who ran it, and who had logged in */
    const char *name;
    int64_t seconds;
    const char *because;
};

/* "granted", "denied", "pending". */
const char *verdict_word(enum verdict_kind kind);
/* What became of a request; VERDICT_NONE, where nothing has, or this process may not read it. */
struct verdict verdict_read(struct arena *arena, const char *id);
/* Writes it, for the asker to read, and drops who has agreed. False: a message was printed. */
bool verdict_write(struct arena *arena, const struct access_request *request, const struct verdict *verdict);
/* Who has agreed so far; how many. */
size_t agreements_read(struct arena *arena, const char *id, struct agreement list[VERDICT_AGREED_MOST]);
/* Notes one more. False: a message was printed. */
bool agreement_add(struct arena *arena, const char *id, const struct agreement *agreement);
/* Whether it was noted that others were told of the request; notes it. False: a message was printed. */
bool verdict_is_notified(const char *id, bool *before);
/* Removes what is older than VERDICT_DAYS. */
void verdict_sweep(int64_t now);

#endif
