/*
 * zone_normalize.h - a zone file in the one form that emit wants.
 */
#ifndef ZONE_NORMALIZE_H
#define ZONE_NORMALIZE_H

#include <stddef.h>

struct arena;
struct ir_zone;

/*
 * A zone from its file's bytes, all but the name: minimal (nothing that the rule at the end says already), the same
 * from a "fat" and from a "slim" file; NULL, or why that cannot be done, a static string to be put behind the file's
 * name. Any bytes are safe.
 */
const char *zone_from_bytes(struct arena *arena, const unsigned char *bytes, size_t size, struct ir_zone *zone);

#endif
