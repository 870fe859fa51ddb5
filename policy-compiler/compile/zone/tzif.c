/*
 * tzif.c - reads the bytes of a time zone file; see tzif.h.
 *
 * Checks everything that the file says before it is used: sizes in 64 bits against what there is, orders, numbers of
 * types. A file that counts leap seconds is refused: its instants are not those of the system's clock.
 */
#include "tzif.h"

#include <string.h>

#include "support/arena.h"

#define HEADER_BYTES 44u
#define TYPE_BYTES   6u
#define TYPES_MAX    256u
#define TIME_MOST    ((int64_t)1 << 51) /* some 70 million years */

static const char cut[] = "is cut short";

/* The six counts of a header. */
struct block {
    unsigned char version;
    uint32_t ut_count, std_count, leap_count, time_count, type_count, char_count;
    unsigned time_size; /* 4, or 8 in the block of version 2 and later */
};

static uint32_t big_u32(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | (uint32_t)at[3];
}

static int64_t big_time(const unsigned char *at, unsigned size)
{
    if (size == 4)
        return (int32_t)big_u32(at);
    return (int64_t)((uint64_t)big_u32(at) << 32 | big_u32(at + 4));
}

static const char *header_read(const unsigned char *bytes, size_t size, unsigned time_size, struct block *block)
{
    if (size < 4 || memcmp(bytes, "TZif", 4) != 0)
        return "is not a time zone file (TZif)";
    if (size < HEADER_BYTES)
        return cut;
    block->version = bytes[4];
    if (block->version != 0 && (block->version < '2' || block->version > '4'))
        return "has an unknown version of TZif";
    block->ut_count = big_u32(bytes + 20);
    block->std_count = big_u32(bytes + 24);
    block->leap_count = big_u32(bytes + 28);
    block->time_count = big_u32(bytes + 32);
    block->type_count = big_u32(bytes + 36);
    block->char_count = big_u32(bytes + 40);
    block->time_size = time_size;
    return NULL;
}

/* Bytes of the data behind a header. */
static uint64_t block_size(const struct block *block)
{
    return (uint64_t)block->time_count * (block->time_size + 1) + (uint64_t)block->type_count * TYPE_BYTES +
           block->char_count + (uint64_t)block->leap_count * (block->time_size + 4) + block->std_count +
           block->ut_count;
}

static const char *types_check(const struct block *block, const unsigned char *types)
{
    const unsigned char *chars = types + (size_t)block->type_count * TYPE_BYTES;
    const unsigned char *flags = chars + block->char_count;
    uint32_t i;

    for (i = 0; i < block->type_count; i++) {
        int64_t offset = (int32_t)big_u32(types + (size_t)i * TYPE_BYTES);
        if (offset < -TZIF_EAST_MAX || offset > TZIF_EAST_MAX)
            return "has an offset too far from UTC";
        if (types[(size_t)i * TYPE_BYTES + 4] > 1 || types[(size_t)i * TYPE_BYTES + 5] >= block->char_count)
            return "has a malformed kind of local time";
    }
    if (chars[block->char_count - 1] != 0)
        return "has an unterminated abbreviation";
    for (i = 0; i < block->std_count + block->ut_count; i++)
        if (flags[i] > 1)
            return "has a malformed kind of local time";
    return NULL;
}

/* The transitions, with the offsets of their types. */
static const char *times_read(struct arena *arena, const struct block *block, const unsigned char *data,
                              const unsigned char *types, struct tzif *tzif)
{
    const unsigned char *numbers = data + (size_t)block->time_count * block->time_size;
    int64_t time, before = INT64_MIN;
    uint32_t i;

    tzif->times = arena_array(arena, (size_t)block->time_count + 1, sizeof *tzif->times);
    tzif->offsets = arena_array(arena, (size_t)block->time_count + 1, sizeof *tzif->offsets);
    for (i = 0; i < block->time_count; i++, before = time) {
        time = big_time(data + (size_t)i * block->time_size, block->time_size);
        if ((i > 0 && time <= before) || time > TIME_MOST)
            return "has transitions out of order";
        if (numbers[i] >= block->type_count)
            return "has a transition to a kind of local time that is not there";
        if (time < -TIME_MOST) { /* some files say what held at the big bang */
            tzif->first = (int32_t)big_u32(types + (size_t)numbers[i] * TYPE_BYTES);
            continue;
        }
        tzif->times[tzif->time_count] = time;
        tzif->offsets[tzif->time_count++] = (int32_t)big_u32(types + (size_t)numbers[i] * TYPE_BYTES);
    }
    return NULL;
}

static const char *block_read(struct arena *arena, const struct block *block, const unsigned char *data,
                              struct tzif *tzif)
{
    const unsigned char *types = data + (size_t)block->time_count * (block->time_size + 1);
    const char *problem;

    if (block->type_count == 0 || block->type_count > TYPES_MAX || block->char_count == 0 ||
        (block->std_count != 0 && block->std_count != block->type_count) ||
        (block->ut_count != 0 && block->ut_count != block->type_count))
        return "has counts that do not fit each other";
    if (block->leap_count != 0)
        return "counts leap seconds, which the system's clock does not (a \"right\" file)";
    problem = types_check(block, types);
    if (problem != NULL)
        return problem;
    tzif->first = (int32_t)big_u32(types);
    return times_read(arena, block, data, types, tzif);
}

/* A line end, the TZ string or nothing, and a line end that ends the file. */
static const char *footer_read(const unsigned char *bytes, size_t size, struct tzif *tzif)
{
    if (size < 2 || bytes[0] != '\n' || bytes[size - 1] != '\n' || memchr(bytes + 1, '\n', size - 2) != NULL)
        return "has no footer where it should end";
    tzif->has_footer = size > 2;
    if (tzif->has_footer && !tz_string_read((const char *)bytes + 1, size - 2, &tzif->footer))
        return "has a footer that is not a TZ string";
    return NULL;
}

const char *tzif_read(struct arena *arena, const unsigned char *bytes, size_t size, struct tzif *tzif)
{
    struct block block;
    const char *problem = header_read(bytes, size, 4, &block);
    unsigned char version;
    size_t at = HEADER_BYTES;

    memset(tzif, 0, sizeof *tzif);
    if (problem != NULL)
        return problem;
    if (block_size(&block) > size - at)
        return cut;
    if (block.version == 0) {
        if (block_size(&block) != size - at)
            return "has bytes after its end";
        return block_read(arena, &block, bytes + at, tzif);
    }
    version = block.version;
    at += (size_t)block_size(&block);
    problem = header_read(bytes + at, size - at, 8, &block);
    if (problem != NULL)
        return problem;
    at += HEADER_BYTES;
    if (block.version != version)
        return "is of two versions of TZif at once";
    if (block_size(&block) > size - at)
        return cut;
    problem = block_read(arena, &block, bytes + at, tzif);
    at += (size_t)block_size(&block);
    return problem != NULL ? problem : footer_read(bytes + at, size - at, tzif);
}
