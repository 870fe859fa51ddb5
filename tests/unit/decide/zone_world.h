/*
 * zone_world.h - a zone of a table, and records of zones that are written by hand.
 */
#ifndef ZONE_WORLD_H
#define ZONE_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* The compiler has texts of its own. */
#define texts compiler_texts
#include "table_text.h"
#undef texts
#include "base/calendar.h"
#include "decide/zone.h"

#define DAY INT64_C(86400)

struct zoned {
    struct rolegate_table *table;
    uint32_t zone;
};

static inline int32_t offset(const struct zoned *zoned, int64_t instant)
{
    int32_t east = 4711;

    assert_int_equal(zone_offset(zoned->table, zoned->zone, instant, &east), ROLEGATE_OK);
    return east;
}

/* A table of one zone, whose record is written by hand. */
struct written {
    unsigned char bytes[256];
    struct rolegate_table table;
};

static inline void put(struct written *written, const unsigned char *bytes, size_t length)
{
    uint32_t *size = &written->table.sections[SECTION_ZONES].size;

    assert_true(length <= sizeof written->bytes - *size);
    memcpy(written->bytes + *size, bytes, length);
    *size += (uint32_t)length;
}
#define PUT(written, ...)                                                                                              \
    put(written, (const unsigned char[]){__VA_ARGS__}, sizeof((const unsigned char[]){__VA_ARGS__}))

#endif
