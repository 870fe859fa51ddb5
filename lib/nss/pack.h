/*
 * pack.h - a group in the caller's buffer, as getgrnam_r(3) wants it.
 */
#ifndef ROLEGATE_NSS_PACK_H
#define ROLEGATE_NSS_PACK_H

#include <grp.h>
#include <stdbool.h>
#include <stddef.h>

#include "rolegate.h"

/* A buffer that fills from the front with texts, and from the back with what points to them. */
struct pack {
    char *buffer;
    size_t size, used;
    size_t members; /* how many are in it */
    char **list;    /* of members, from the last one down to the first: at the end of the buffer */
    bool full;      /* something did not fit: nothing of it is to be used */
};

void pack_begin(struct pack *pack, char *buffer, size_t size);
/* Copies a text; NULL where it does not fit. */
char *pack_text(struct pack *pack, const char *text);
/* Adds a member; false where he does not fit. */
bool pack_member(struct pack *pack, const char *user);
/* The members as a list that ends with NULL, in the order in which they came; NULL where it does not fit. */
char **pack_members(struct pack *pack);

#endif
