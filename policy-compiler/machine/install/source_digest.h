/*
 * source_digest.h - whether a source file is still what a table was made from.
 */
#ifndef SOURCE_DIGEST_H
#define SOURCE_DIGEST_H

#include "compile/ast/compilation.h"

enum source_state { SOURCE_UNCHANGED, SOURCE_CHANGED, SOURCE_MISSING, SOURCE_UNREADABLE };

/* Whether a name in the table is that of an include's pattern, whose digest is of the names that it matches. */
bool source_is_pattern(const char *name);

/* Calls see for each name that a pattern matches now, in no order. False: its folder cannot be read. */
bool source_matches(const char *folder, const struct compile_options *compile, const char *name,
                    void (*see)(void *context, const char *name), void *context);
/*
 * Compares the file, or the names that a pattern matches, which the table calls name and which lies in folder or, as
 * `<NAME>`, on the include path, with the digest (32 bytes of SHA-256) that the table has of it.
 */
enum source_state source_digest_compare(const char *folder, const struct compile_options *compile, const char *name,
                                        const unsigned char *digest);
/* "unchanged", "changed", "missing" or "unreadable"; static. */
const char *source_state_text(enum source_state state);

#endif
