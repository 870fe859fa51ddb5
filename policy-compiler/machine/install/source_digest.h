/*
 * source_digest.h - whether a source file is still what a table was made from.
 */
#ifndef SOURCE_DIGEST_H
#define SOURCE_DIGEST_H

#include "compile/ast/compilation.h"

enum freshness { FRESHNESS_UNCHANGED, FRESHNESS_CHANGED, FRESHNESS_MISSING, FRESHNESS_UNREADABLE };

/*
 * Compares the file, which the table calls name and which lies in folder or, as `<NAME>`, on the include path, with the
 * digest (32 bytes of SHA-256) that the table has of it.
 */
enum freshness freshness_of(const char *folder, const struct compile_options *compile, const char *name,
                            const unsigned char *digest);
/* "unchanged", "changed", "missing" or "unreadable"; static. */
const char *freshness_text(enum freshness freshness);

#endif
