/*
 * rollback.h - goes back to a table that was in place before, and tells whoever should know.
 */
#ifndef ROLLBACK_H
#define ROLLBACK_H

#include "installation.h"

/* sha256: a kept table's digest, "" for none. why: for the log. False: a message was printed. */
bool rollback(struct installation *installation, const char *sha256, const char *why);

#endif
