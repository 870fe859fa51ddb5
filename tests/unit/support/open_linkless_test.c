/*
 * open_linkless_test.c - a path is followed through folders alone: no symbolic link is, but in the part that is
 * trusted.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/open_linkless.h"

static char folder[] = "/tmp/linkless-XXXXXX";

static void file_make(const char *name)
{
    int fd = open(name, O_CREAT | O_WRONLY, 0600);

    assert_true(fd >= 0);
    assert_int_equal(close(fd), 0);
}

/* folder: file, deep/file, link -> file, way -> deep; the process is in it. */
static int set_up(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    assert_int_equal(mkdir("deep", 0700), 0);
    file_make("file");
    file_make("deep/file");
    assert_int_equal(symlink("file", "link"), 0);
    assert_int_equal(symlink("deep", "way"), 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink("file");
    unlink("deep/file");
    unlink("link");
    unlink("way");
    rmdir("deep");
    return chdir("/") != 0 || rmdir(folder) != 0;
}

/* 0, or errno. */
static int tried(const char *path, size_t trusted)
{
    int fd = open_linkless(path, trusted, O_RDONLY);

    if (fd < 0)
        return errno;
    assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
    close(fd);
    return 0;
}

static void no_link_is_followed_behind_what_is_trusted(void **state)
{
    static const struct {
        const char *path;
        size_t trusted;
        int error;
    } paths[] = {
        {"file", 0, 0},
        {"./file", 0, 0},
        {"deep//file", 0, 0},
        {"deep/../file", 0, 0},
        {"deep/file", 5, 0},
        {"way/file", 4, 0},
        {"way/file", 0, ELOOP},
        {"deep/../way/file", 0, ELOOP},
        {"way/../file", 0, ELOOP},
        {"link", 0, ELOOP},
        {"deep/../link", 5, ELOOP},
        {"way/../link", 4, ELOOP},
        {"file/file", 0, ENOTDIR},
        {"missing", 0, ENOENT},
        {"missing/file", 0, ENOENT},
        {"missing/file", 8, ENOENT},
        {"/proc/self/exe", 0, ELOOP},
        {"/proc/self/exe", 6, ELOOP},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof paths / sizeof *paths; i++) {
        if (tried(paths[i].path, paths[i].trusted) != paths[i].error)
            print_error("%s\n", paths[i].path);
        assert_int_equal(tried(paths[i].path, paths[i].trusted), paths[i].error);
    }
}

static void a_part_that_no_file_system_has_room_for_is_refused(void **state)
{
    char path[2 * PATH_MAX];

    (void)state;
    memset(path, 'a', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    assert_int_equal(tried(path, 0), ENAMETOOLONG);
    path[PATH_MAX + 10] = '/';
    assert_int_equal(tried(path, PATH_MAX + 11), ENAMETOOLONG);
}

static void a_descriptor_is_left_for_what_was_asked_for_alone(void **state)
{
    int before = dup(0), i, after;

    (void)state;
    close(before);
    for (i = 0; i < 100; i++) {
        tried("deep/../way/file", 0);
        tried("deep/file", 0);
        tried("deep/missing", 0);
    }
    after = dup(0);
    close(after);
    assert_int_equal(before, after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_link_is_followed_behind_what_is_trusted),
        cmocka_unit_test(a_part_that_no_file_system_has_room_for_is_refused),
        cmocka_unit_test(a_descriptor_is_left_for_what_was_asked_for_alone),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
