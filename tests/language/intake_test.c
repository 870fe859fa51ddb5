/*
 * intake_test.c - a file comes whole lines at a time, or is given up; and comes again, or is another one.
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

#include "arena.h"
#include "intake.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define KIB         ((size_t)1 << 10)
#define MIB         ((size_t)1 << 20)

static struct arena *arena;

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
    return intake_begin(intake, arena, fd, &st);
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

/* Takes all that comes, which is what bytes begin with; how much it is. */
static size_t take_all(struct intake *intake, const char *bytes)
{
    struct stretch more;
    size_t taken = 0;

    while ((more = intake_more(intake)).size > 0) {
        assert_int_equal(more.at, taken);
        taken += more.size;
        assert_true(taken <= intake->size);
        assert_memory_equal(more.bytes, bytes + more.at, more.size);
        assert_true(taken == intake->size || more.bytes[more.size - 1] == '\n');
    }
    assert_int_equal(intake_more(intake).size, 0);
    return taken;
}

/* The line ends that a text has. */
static uint32_t count_ends(const char *bytes, size_t length)
{
    uint32_t count = 0;
    size_t i;

    for (i = 0; i < length; i++)
        count += bytes[i] == '\n';
    return count;
}

static void all_comes_and_ends_where_a_line_does(void **state)
{
    static const size_t lengths[] = {1, 16, 128 * KIB - 1, 128 * KIB, 128 * KIB + 1, 3 * MIB, 3 * MIB + 5};
    static const size_t lines[] = {1, 2, 73, 4096, 128 * KIB - 1, 128 * KIB, 128 * KIB + 1, 300 * KIB, 64 * MIB};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(lengths) * COUNT(lines); i++) {
        size_t length = lengths[i % COUNT(lengths)];
        char *bytes = lines_of(length, lines[i / COUNT(lengths)]);
        struct intake intake;
        int fd = file_of(bytes, length);
        assert_true(begin(&intake, fd, length));
        assert_int_equal(take_all(&intake, bytes), length);
        assert_int_equal(intake_end(&intake), INTAKE_TEXT);
        assert_int_equal(lseek(fd, 0, SEEK_CUR), length);
        close(fd);
        assert_int_equal(intake.ends.size, length);
        assert_int_equal(intake.ends.count, count_ends(bytes, length));
        intake_close(&intake);
        free(bytes);
    }
}

/* A file of which some is read again, and then all of it. */
struct again {
    const char *bytes;
    size_t taken;
};

static void take_again(void *context, const char *bytes, size_t size)
{
    struct again *again = context;

    assert_memory_equal(bytes, again->bytes + again->taken, size);
    again->taken += size;
}

/* Any part, in any order, with something to be read behind it up to a 0 byte; and all of it. */
static void what_was_read_is_read_again(void **state)
{
    static const size_t sizes[] = {0, 1, 100, 16 * KIB - 1, 16 * KIB, 100 * KIB, 2 * MIB};
    size_t length = 3 * MIB, at, i;
    char *bytes = lines_of(length, 73);
    int fd = file_of(bytes, length);
    struct again again = {bytes, 0};
    struct intake intake;

    (void)state;
    assert_true(begin(&intake, fd, length));
    close(fd);
    for (i = 0; i < 3000; i++) {
        size_t size = sizes[i % (i < 2000 ? COUNT(sizes) - 2 : COUNT(sizes))];
        const char *text;
        at = i % 3 == 0 ? (i * 7919) % (length - size + 1) : (length - size) - (i * 131) % (length - size + 1);
        text = intake_again(&intake, at, size);
        assert_memory_equal(text, bytes + at, size);
        if (size < 15 * KIB) /* what is read at once is more than that */
            assert_int_equal(text[size], at + size < length ? bytes[at + size] : '\0');
        assert_non_null(memchr(text + size, '\0', length));
    }
    assert_int_equal(take_all(&intake, bytes), length);
    assert_int_equal(intake_end(&intake), INTAKE_TEXT);
    intake_repeat(&intake, take_again, &again);
    assert_int_equal(intake.repeated, INTAKE_TEXT);
    assert_int_equal(again.taken, length);
    intake_close(&intake);
    free(bytes);
}

static void take_any(void *context, const char *bytes, size_t size)
{
    (void)context;
    (void)bytes;
    (void)size;
}

/* Whatever became of a file, and even if its times say nothing of that: it is told apart when all of it is read again.
 */
static void another_file_is_not_taken_for_the_first(void **state)
{
    static const struct {
        size_t at;
        const char *instead;
        size_t cut;
    } cases[] = {{0, "B", 0}, {3 * MIB - 1, "x", 0}, {128 * KIB, "x", 0}, {0, "", 1}, {0, "", 3 * MIB}, {0, "", MIB}};
    size_t length = 3 * MIB, i;
    char *bytes = lines_of(length, 73);

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        int fd = file_of(bytes, length);
        struct intake intake;
        assert_true(begin(&intake, fd, length));
        assert_int_equal(take_all(&intake, bytes), length);
        assert_int_equal(intake_end(&intake), INTAKE_TEXT);
        assert_int_equal(pwrite(fd, cases[i].instead, strlen(cases[i].instead), (off_t)cases[i].at),
                         strlen(cases[i].instead));
        assert_int_equal(ftruncate(fd, (off_t)(length - cases[i].cut)), 0);
        assert_non_null(intake_again(&intake, length - 100, 100)); /* any bytes, but some */
        intake_repeat(&intake, take_any, NULL);
        assert_int_equal(intake.repeated, INTAKE_CHANGED);
        intake_close(&intake);
        close(fd);
    }
    free(bytes);
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
            assert_true(take_all(&intake, bytes) < cases[i].said);
        assert_int_equal(intake_end(&intake), cases[i].result);
        if (cases[i].result == INTAKE_NO_TEXT)
            assert_int_equal(intake.where.at, cases[i].at);
        close(fd);
        intake_close(&intake);
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
    assert_true(take_all(&intake, bytes) < MIB / 2);
    assert_int_equal(intake_end(&intake), INTAKE_NO_TEXT);
    assert_int_equal(intake.where.at, MIB / 2);
    assert_non_null(strstr(intake.problem, "NUL"));
    close(fd);
    intake_close(&intake);
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
        assert_int_equal(take_all(&intake, bytes), count * length);
        assert_int_equal(intake_end(&intake), INTAKE_TEXT);
        close(fd);
        intake_close(&intake);
        free(bytes);
    }
}

static void what_cannot_be_read_is_given_up(void **state)
{
    int fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
    struct intake intake;

    (void)state;
    assert_true(begin(&intake, fd, MIB));
    assert_int_equal(take_all(&intake, ""), 0);
    assert_int_equal(intake_end(&intake), INTAKE_UNREADABLE);
    assert_int_equal(intake.error, EBADF);
    intake.error = 0;
    intake_repeat(&intake, take_any, NULL);
    assert_int_equal(intake.repeated, INTAKE_UNREADABLE);
    assert_int_equal(intake.error, EBADF);
    intake_close(&intake);
    close(fd);
    assert_false(intake_begin(&intake, arena, fd, &(struct stat){.st_size = MIB}));
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
    assert_true(intake_more(&intake).size > 0);
    assert_int_equal(futimens(fd, now), 0);
    while (intake_more(&intake).size > 0)
        ;
    assert_int_equal(intake_end(&intake), INTAKE_CHANGED);
    close(fd);
    intake_close(&intake);
    free(bytes);
}

static int arena_make(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int arena_end(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_comes_and_ends_where_a_line_does),
        cmocka_unit_test(what_was_read_is_read_again),
        cmocka_unit_test(another_file_is_not_taken_for_the_first),
        cmocka_unit_test(another_file_is_given_up),
        cmocka_unit_test(a_nul_byte_is_no_text),
        cmocka_unit_test(long_characters_are_text),
        cmocka_unit_test(what_cannot_be_read_is_given_up),
        cmocka_unit_test(a_file_that_is_written_to_is_seen),
    };

    return cmocka_run_group_tests(tests, arena_make, arena_end);
}
