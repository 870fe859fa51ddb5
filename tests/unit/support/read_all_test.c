/*
 * read_all_test.c - a file is read to its end, however long it was said to be.
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
#include <unistd.h>

#include <cmocka.h>

#include "support/read_all.h"

#define MIB  ((size_t)1 << 20)
#define MOST (64 * MIB)

static int file_of(const char *bytes, size_t length)
{
    int fd = memfd_create("read_all", MFD_CLOEXEC);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, length), length);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    return fd;
}

static char *noise(size_t length)
{
    char *bytes = malloc(length);
    uint32_t word = 1;
    size_t i;

    assert_non_null(bytes);
    for (i = 0; i < length; i++) {
        word = word * 1664525u + 1013904223u;
        bytes[i] = (char)(word >> 24);
    }
    return bytes;
}

/* It may have shrunk or grown since its length was asked for. */
static void a_file_is_read_whatever_its_length_was_said_to_be(void **state)
{
    static const struct {
        size_t length, hint, from;
    } cases[] = {
        {3 * MIB, 3 * MIB, 0},
        {3 * MIB + 1, 3 * MIB + 1, 0},
        {MIB, MIB, 0},
        {MIB - 1, MIB - 1, 0},
        {2 * MIB, 3 * MIB, 0},
        {MIB, 3 * MIB, 0},
        {0, 3 * MIB, 0},
        {1, 3 * MIB, 0},
        {5 * MIB, 3 * MIB, 0},
        {5 * MIB, 0, 0},
        {0, 0, 0},
        {3 * MIB, 3 * MIB, 5},
        {3 * MIB / 2, 3 * MIB, 0},
    };
    static const char zeros[READ_ALL_BEHIND];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t length = cases[i].length, from = cases[i].from, got = 0;
        char *bytes = noise(length + 1), *read_back;
        int fd = file_of(bytes, length);
        assert_int_equal(lseek(fd, (off_t)from, SEEK_SET), from);
        read_back = read_all(fd, cases[i].hint, MOST, &got);
        assert_non_null(read_back);
        assert_int_equal(got, length - from);
        assert_memory_equal(read_back, bytes + from, got);
        assert_memory_equal(read_back + got, zeros, READ_ALL_BEHIND);
        assert_int_equal(lseek(fd, 0, SEEK_CUR), length);
        close(fd);
        free(read_back);
        free(bytes);
    }
}

static void more_than_the_most_is_refused(void **state)
{
    size_t length = 3 * MIB, got;
    char *bytes = noise(length), *read_back;
    int fd = file_of(bytes, length);

    (void)state;
    errno = EIO;
    assert_null(read_all(fd, length - 1, length - 1, &got));
    assert_int_equal(errno, 0);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    read_back = read_all(fd, length, length, &got);
    assert_non_null(read_back);
    assert_int_equal(got, length);
    free(read_back);
    free(bytes);
    close(fd);
}

static void what_cannot_be_read_says_why(void **state)
{
    size_t got;
    int fd = open("/dev/null", O_WRONLY | O_CLOEXEC), folder = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    (void)state;
    assert_null(read_all(fd, 3 * MIB, MOST, &got));
    assert_int_equal(errno, EBADF);
    assert_null(read_all(folder, 3 * MIB, MOST, &got));
    assert_int_equal(errno, EISDIR);
    close(fd);
    close(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_read_whatever_its_length_was_said_to_be),
        cmocka_unit_test(more_than_the_most_is_refused),
        cmocka_unit_test(what_cannot_be_read_says_why),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
