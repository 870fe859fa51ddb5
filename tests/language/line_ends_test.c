/*
 * line_ends_test.c - lines and where they begin, against a count byte by byte.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "line_ends.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* A text of which one byte in some is a line end; 0: none is. */
static void fill(char *bytes, size_t length, unsigned one_in)
{
    size_t i;

    for (i = 0; i < length; i++)
        bytes[i] = one_in != 0 && (unsigned)rand() % one_in == 0 ? '\n' : (char)(rand() % 256);
    for (i = 0; i < length && one_in == 0; i++)
        bytes[i] = bytes[i] == '\n' ? 'n' : bytes[i];
}

/* Every place in the text, and every line. */
static void assert_lines(const struct line_ends *ends, const char *bytes, uint32_t length)
{
    uint32_t number = 0, i;

    assert_int_equal(ends->size, length);
    assert_int_equal(line_ends_begin(ends, 0), 0);
    for (i = 0; i <= length; i++) {
        assert_int_equal(line_ends_number(ends, i), number);
        if (i < length && bytes[i] == '\n') {
            number++;
            assert_int_equal(line_ends_begin(ends, number), i + 1);
        }
    }
    assert_int_equal(ends->count, number);
}

static void lines_are_where_they_are(void **state)
{
    static const uint32_t lengths[] = {0, 1, 63, 64, 65, 255, 256, 257, 511, 512, 4096, 10007};
    static const unsigned one_in[] = {0, 1, 2, 70, 256, 5000};
    size_t i;

    (void)state;
    srand(1);
    for (i = 0; i < COUNT(lengths) * COUNT(one_in); i++) {
        struct arena *arena = arena_new();
        uint32_t length = lengths[i / COUNT(one_in)];
        char *bytes = malloc(length + (size_t)1);
        struct line_ends ends = line_ends_new(arena, length);
        assert_non_null(bytes);
        fill(bytes, length, one_in[i % COUNT(one_in)]);
        line_ends_add(&ends, bytes, length);
        assert_lines(&ends, bytes, length);
        free(bytes);
        arena_free(arena);
    }
}

/* However the text is cut; and what is behind a piece is not looked at. */
static void pieces_make_the_same_whole(void **state)
{
    uint32_t length = 20000, round;
    char *bytes = malloc(length);

    (void)state;
    assert_non_null(bytes);
    srand(2);
    for (round = 0; round < 50; round++) {
        struct arena *arena = arena_new();
        struct line_ends ends = line_ends_new(arena, length);
        uint32_t at = 0;
        fill(bytes, length, 20);
        while (at < length) {
            uint32_t size = (uint32_t)rand() % (round % 2 == 0 ? 100 : 3000);
            char *piece;
            size = size < length - at ? size : length - at;
            piece = malloc(size + (size_t)1);
            assert_non_null(piece);
            memcpy(piece, bytes + at, size);
            line_ends_add(&ends, piece, size);
            free(piece);
            at += size;
        }
        assert_lines(&ends, bytes, length);
        arena_free(arena);
    }
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_where_they_are),
        cmocka_unit_test(pieces_make_the_same_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
