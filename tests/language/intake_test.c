/*
 * intake_test.c - a file comes whole lines at a time, or is given up.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
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

/* Begins with a file that is said to have so many bytes. */
static bool begin(struct intake *intake, int fd, size_t said)
{
    struct stat st;

    assert_int_equal(fstat(fd, &st), 0);
    st.st_size = (off_t)said;
    return intake_begin(intake, fd, &st);
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
        assert_true(begin(&intake, fd, length));
        assert_int_equal(take_all(&intake), length);
        assert_int_equal(intake_end(&intake), INTAKE_TEXT);
        assert_int_equal(lseek(fd, 0, SEEK_CUR), length);
        close(fd);
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
        enum intake_result result;
    } cases[] = {
        {3 * MIB, 3 * MIB + 1, 0, "", INTAKE_CHANGED},
        {3 * MIB + 1, 3 * MIB, 0, "", INTAKE_CHANGED},
        {0, MIB, 0, "", INTAKE_CHANGED},
        {MIB, 3 * MIB, 0, "", INTAKE_CHANGED},
        {MIB, 3 * MIB, 0, "\xff", INTAKE_CHANGED},
        {3 * MIB, 3 * MIB, 0, "\xef\xbb\xbf", INTAKE_NO_TEXT},
        {3 * MIB, 3 * MIB, 0, "\xff", INTAKE_NO_TEXT},
        {3 * MIB, 3 * MIB, 3 * MIB / 2, "\xc3", INTAKE_NO_TEXT},
        {3 * MIB, 3 * MIB, 3 * MIB - 1, "\xc3", INTAKE_NO_TEXT},
        {3 * MIB, 3 * MIB, 128 * KIB - 1, "\xc3\n", INTAKE_NO_TEXT},
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
        assert_true(begin(&intake, fd, cases[i].said));
        if (cases[i].length <= cases[i].said)
            assert_true(take_all(&intake) < cases[i].said);
        assert_int_equal(intake_end(&intake), cases[i].result);
        if (cases[i].result == INTAKE_NO_TEXT)
            assert_memory_equal(intake.bytes, bytes, length);
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
    assert_true(begin(&intake, fd, MIB));
    assert_true(take_all(&intake) < MIB / 2);
    assert_int_equal(intake_end(&intake), INTAKE_NO_TEXT);
    assert_memory_equal(intake.bytes, bytes, MIB);
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
        assert_true(begin(&intake, fd, count * length));
        assert_int_equal(take_all(&intake), count * length);
        assert_int_equal(intake_end(&intake), INTAKE_TEXT);
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
    assert_true(begin(&intake, fd, MIB));
    assert_int_equal(take_all(&intake), 0);
    assert_int_equal(intake_end(&intake), INTAKE_UNREADABLE);
    assert_int_equal(intake.error, EBADF);
    free(intake.bytes);
    close(fd);
    assert_false(intake_begin(&intake, fd, &(struct stat){.st_size = MIB}));
}

/* Its length is the same, but not what is in it. */
static void a_file_that_is_written_to_is_seen(void **state)
{
    char *bytes = lines_of(3 * MIB, 73);
    int fd = file_of(bytes, 3 * MIB);
    struct timespec before = {1800000000, 0}, now[2] = {before, {1800000000, 1}};
    struct intake intake;

    (void)state;
    assert_int_equal(futimens(fd, (struct timespec[]){before, before}), 0);
    assert_true(begin(&intake, fd, 3 * MIB));
    assert_true(intake_more(&intake) > 0);
    assert_int_equal(futimens(fd, now), 0);
    assert_int_equal(take_all(&intake), 3 * MIB);
    assert_int_equal(intake_end(&intake), INTAKE_CHANGED);
    close(fd);
    free(intake.bytes);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_comes_and_ends_where_a_line_does),
        cmocka_unit_test(another_file_is_given_up),
        cmocka_unit_test(a_nul_byte_is_no_text),
        cmocka_unit_test(long_characters_are_text),
        cmocka_unit_test(what_cannot_be_read_is_given_up),
        cmocka_unit_test(a_file_that_is_written_to_is_seen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
