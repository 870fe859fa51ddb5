/*
 * verify_statement.c - the section STATEMENTS: its records, no two of which are equal, and their order.
 *
 * Equal statements stand at one place of the policy. So what is noted of a statement is its place, as one bit of many;
 * only those that meet on a bit, which in a policy of a statement a line are none, are looked at again.
 */
#include <stdlib.h>

#include "table/checksum.h"
#include "verify_statement.h"

#define FILES_APART 2654435769u /* lines of one file meet those of others seldom */

/* Where statements stand in the policy, folded to `mask` and less. */
struct places {
    uint64_t *seen, *twice; /* a bit for each: one stands there; more than one does, or NULL */
    uint32_t mask;
};

static uint32_t place_bit(const struct places *places, uint64_t place)
{
    return ((uint32_t)place + (uint32_t)(place >> 32) * FILES_APART) & places->mask;
}

/* As many bits as the section has bytes, or somewhat less: there are several for each statement. */
static void places_new(struct verify *verify, struct places *places)
{
    places->mask = 63;
    while (places->mask < verify_size(verify, SECTION_STATEMENTS) / 2)
        places->mask = places->mask << 1 | 1;
    places->seen = verify_bits_new(verify, places->mask);
}

static void place_note(struct verify *verify, struct places *places, uint64_t place)
{
    uint32_t i = place_bit(places, place);

    if (!verify_bit(places->seen, i)) {
        verify_bit_set(places->seen, i);
        return;
    }
    if (places->twice == NULL)
        places->twice = verify_bits_new(verify, places->mask);
    if (places->twice != NULL)
        verify_bit_set(places->twice, i);
}

/* ---- no two are equal ---- */

/* A statement as it is sorted: by its place, then by its record. */
struct placed {
    uint64_t place;
    const char *bytes;
    uint32_t length;
};

static int placed_compare(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;

    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return verify_compare(x->bytes, x->length, y->bytes, y->length);
}

/* The next statement, from *at on, that is not alone where it stands; *at is then behind it. */
static bool placed_next(const struct verify *verify, const struct places *places, uint32_t *at, struct placed *placed)
{
    while (verify_record(verify, SECTION_STATEMENTS, at)) {
        struct verify_reader reader = verify_reader_at(verify, SECTION_STATEMENTS, *at);
        uint32_t start = (*at)++;
        placed->bytes = (const char *)reader.at;
        placed->place = (uint64_t)(reader_uv(&reader) >> KIND_BITS) << 32;
        placed->place |= reader_uv(&reader);
        verify_record(verify, SECTION_STATEMENTS, at);
        placed->length = *at - start;
        if (verify_bit(places->twice, place_bit(places, placed->place)))
            return true;
    }
    return false;
}

/* Whether the hashes of all that are not alone differ; then so do they. Else *count is how many those are. */
static bool hashes_differ(struct verify *verify, const struct places *places, size_t *count)
{
    struct verify_numbers hashes = {0};
    struct placed placed;
    uint32_t at = 0;

    while (placed_next(verify, places, &at, &placed) && verify_ok(verify))
        verify_add(verify, &hashes, XXH3_64bits(placed.bytes, placed.length));
    *count = hashes.count;
    verify_sort(&hashes);
    free(hashes.list);
    return hashes.count == *count;
}

static void statements_differ(struct verify *verify, const struct places *places)
{
    struct placed *list;
    uint32_t at = 0;
    size_t count, i;

    if (hashes_differ(verify, places, &count) || !verify_ok(verify))
        return;
    list = calloc(count + 1, sizeof *list);
    if (list == NULL) {
        verify_no_memory(verify);
        return;
    }
    for (i = 0; i < count; i++)
        placed_next(verify, places, &at, &list[i]);
    qsort(list, count, sizeof *list, placed_compare);
    for (i = 1; i < count; i++)
        if (placed_compare(&list[i - 1], &list[i]) == 0)
            verify_fail(verify, SECTION_STATEMENTS, 0, "two statements are equal");
    free(list);
}

/* ---- each of them ---- */

/* What it does: with a pattern or a set, or, count being how many there are, with roles. */
static void read_what(struct verify_walk *walk, uint32_t kind, uint32_t code)
{
    if (kind == STATEMENT_KIND_ALLOW || kind == STATEMENT_KIND_DENY) {
        if ((code & 1u) == 0)
            verify_pattern(walk, code >> 1);
        else
            verify_refers(walk, SECTION_SETS, code >> 1);
    } else if (kind == STATEMENT_KIND_ASSIGN) {
        verify_bit_set(walk->verify->marks, walk->start + MARK_ASSIGN);
        if (code == 0)
            verify_walk_fail(walk, "an assignment of no role");
        verify_items(walk, SECTION_ROLES, code, NULL, 0);
    } else {
        verify_walk_fail(walk, "a statement of an unknown kind");
    }
}

/* Returns the place. */
static uint64_t statement_read(struct verify_walk *walk)
{
    struct verify_reader reader = walk->reader;
    uint32_t head = reader_uv(&reader), file = head >> KIND_BITS, line = reader_uv(&reader);
    uint32_t limits = reader_uv(&reader), because = reader_uv(&reader), code = reader_uv(&reader);

    walk->reader = reader;
    if (!reader_ok(&reader))
        return 0;
    if (file >= walk->verify->file_count || line == 0)
        verify_walk_fail(walk, "a place that is in no file");
    if (limits != 0)
        verify_refers(walk, SECTION_LIMITS, limits - 1);
    if (because != 0) /* the empty string is always there */
        verify_refers(walk, SECTION_STRINGS, because);
    read_what(walk, head & KIND_MASK, code);
    return (uint64_t)file << 32 | line;
}

void verify_statements(struct verify *verify)
{
    struct places places = {0};
    struct verify_walk walk;
    uint64_t before = 0, place;

    places_new(verify, &places);
    verify_walk_begin(&walk, verify, SECTION_STATEMENTS);
    while (verify_walk_next(&walk)) {
        place = statement_read(&walk);
        if (!reader_ok(&walk.reader))
            continue;
        if (place < before || (place == before && !verify_walk_behind(&walk)))
            verify_bit_set(verify->marks, walk.start + MARK_FALLS);
        place_note(verify, &places, place);
        before = place;
    }
    if (verify_ok(verify) && places.twice != NULL)
        statements_differ(verify, &places);
    free(places.seen);
    free(places.twice);
}

/* ---- who has them ---- */

/* Owners had the statements in their order, and left none out. */
void verify_statements_owned(struct verify *verify)
{
    if (verify->statements_next != verify_size(verify, SECTION_STATEMENTS))
        verify_fail(verify, SECTION_STATEMENTS, verify->statements_next, "nothing refers to this record");
}
