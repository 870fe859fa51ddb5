/*
 * intake_test.c - a file comes whole lines at a time, or is given up.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "intake.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define KIB         ((size_t)1 << 10)
#define MIB         ((size_t)1 << 20)

static int file_of(const char *bytes, size_t length)
{
    int fd = memfd_create("intake", MFD_CLOEXEC);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, length), length);
    return fd;
}

/* length bytes in lines of so many, their ends included; the last one may be shorter, and has then none. */
static char *lines_of(size_t length, size_t line)
{
    char *bytes = malloc(length);
    size_t i;

    assert_non_null(bytes);
    for (i = 0; i < length; i++)
        bytes[i] = (i + 1) % line == 0 ? '\n' : (char)('a' + i / line % 26);
    return bytes;
}

/* Takes all that comes; what it returns is how much that was. */
static size_t take_all(struct intake *intake)
{
    size_t before = 0, end;

    while ((end = intake_more(intake)) > before) {
        assert_true(end == intake->size || intake->bytes[end - 1] == '\n');
        before = end;
    }
    assert_int_equal(end, before);
    return end;
}

static void all_comes_and_ends_where_a_line_does(void **state)
{
    static const size_t lengths[] = {1, 16, 128 * KIB - 1, 128 * KIB, 128 * KIB + 1, 3 * MIB, 3 * MIB + 5};
    static const size_t lines[] = {1, 2, 73, 4096, 128 * KIB - 1, 128 * KIB, 128 * KIB + 1, 300 * KIB, 64 * MIB};
    static const char zeros[INTAKE_BEHIND];
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(lengths) * COUNT(lines); i++) {
        size_t length = lengths[i % COUNT(lengths)];
        char *bytes = lines_of(length, lines[i / COUNT(lengths)]);
        struct intake intake;
        int fd = file_of(bytes, length);
        assert_true(intake_begin(&intake, fd, length));
        close(fd);
        assert_int_equal(take_all(&intake), length);
        assert_true(intake_end(&intake));
        assert_memory_equal(intake.bytes, bytes, length);
        assert_memory_equal(intake.bytes + length, zeros, INTAKE_BEHIND);
        free(intake.bytes);
        free(bytes);
    }
}

/* Its length is not what was said, or something in it is no text. */
static void another_file_is_given_up(void **state)
{
    static const struct {
        size_t length, said, at;
        const char *instead;
    } cases[] = {
        {3 * MIB, 3 * MIB + 1, 0, ""},
        {3 * MIB + 1, 3 * MIB, 0, ""},
        {0, MIB, 0, ""},
        {MIB, 3 * MIB, 0, ""},
        {3 * MIB, 3 * MIB, 0, "\xef\xbb\xbf"},
        {3 * MIB, 3 * MIB, 0, "\xff"},
        {3 * MIB, 3 * MIB, 3 * MIB / 2, "\xc3"},
        {3 * MIB, 3 * MIB, 3 * MIB - 1, "\xc3"},
        {3 * MIB, 3 * MIB, 128 * KIB - 1, "\xc3\n"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        size_t length = cases[i].length;
        char *bytes = lines_of(length + 1, 73);
        struct intake intake;
        int fd;
        memcpy(bytes + cases[i].at, cases[i].instead, strlen(cases[i].instead));
        fd = file_of(bytes, length);
        assert_true(intake_begin(&intake, fd, cases[i].said));
        assert_true(take_all(&intake) < cases[i].said);
        assert_int_equal(intake_more(&intake), intake.lines);
        assert_false(intake_end(&intake));
        close(fd);
        free(intake.bytes);
        free(bytes);
    }
}

static void a_nul_byte_is_no_text(void **state)
{
    char *bytes = lines_of(MIB, 100);
    struct intake intake;
    int fd;

    (void)state;
    bytes[MIB / 2] = '\0';
    fd = file_of(bytes, MIB);
    assert_true(intake_begin(&intake, fd, MIB));
    assert_true(take_all(&intake) < MIB / 2);
    assert_false(intake_end(&intake));
    close(fd);
    free(intake.bytes);
    free(bytes);
}

/* Characters of several bytes, which stretches of a file cut anywhere. */
static void long_characters_are_text(void **state)
{
    static const char *const characters[] = {"\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x94\x91"};
    size_t i, j;

    (void)state;
    for (i = 0; i < COUNT(characters); i++) {
        size_t length = strlen(characters[i]), count = 1000 * KIB / length;
        char *bytes = malloc(count * length);
        struct intake intake;
        int fd;
        assert_non_null(bytes);
        for (j = 0; j < count; j++)
            memcpy(bytes + j * length, characters[i], length);
        fd = file_of(bytes, count * length);
        assert_true(intake_begin(&intake, fd, count * length));
        assert_int_equal(take_all(&intake), count * length);
        assert_true(intake_end(&intake));
        close(fd);
        free(intake.bytes);
        free(bytes);
    }
}

static void what_cannot_be_read_is_given_up(void **state)
{
    int fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
    struct intake intake;

    (void)state;
    assert_true(intake_begin(&intake, fd, MIB));
    assert_int_equal(take_all(&intake), 0);
    assert_false(intake_end(&intake));
    free(intake.bytes);
    close(fd);
    assert_false(intake_begin(&intake, fd, MIB));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_comes_and_ends_where_a_line_does),
        cmocka_unit_test(another_file_is_given_up),
        cmocka_unit_test(a_nul_byte_is_no_text),
        cmocka_unit_test(long_characters_are_text),
        cmocka_unit_test(what_cannot_be_read_is_given_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
