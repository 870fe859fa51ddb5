/*
 * atomic_file_test.c - a file is published whole or not at all, whichever call fails.
 *
 * atomic_file.c is compiled into this program with its system calls renamed, so that the n-th of them can be made to
 * fail.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/arena.h"

static int calls_until_failure; /* 0: none fails */
static int failing_errno;
static size_t write_limit; /* 0: none; else writes are this short */

static int fails(void)
{
    if (calls_until_failure == 0 || --calls_until_failure > 0)
        return 0;
    errno = failing_errno;
    return 1;
}

static int try_open(const char *path, int flags, ...)
{
    return fails() ? -1 : open(path, flags, 0600);
}

static ssize_t try_write(int fd, const void *bytes, size_t size)
{
    if (write_limit > 0 && size > write_limit)
        size = write_limit;
    return fails() ? -1 : write(fd, bytes, size);
}

static int try_fsync(int fd)
{
    return fails() ? -1 : fsync(fd);
}

static int try_fchmod(int fd, mode_t mode)
{
    return fails() ? -1 : fchmod(fd, mode);
}

/* A close that fails has closed all the same. */
static int try_close(int fd)
{
    int failed = fails(), error = errno;

    if (close(fd) != 0)
        return -1;
    errno = error;
    return failed ? -1 : 0;
}

static int try_rename(const char *from, const char *to)
{
    return fails() ? -1 : rename(from, to);
}

#define open   try_open
#define write  try_write
#define fsync  try_fsync
#define fchmod try_fchmod
#define close  try_close
#define rename try_rename
#include "support/atomic_file.c"
#undef open
#undef write
#undef fsync
#undef fchmod
#undef close
#undef rename

static char folder[] = "/tmp/rolegate-publish-XXXXXX";
static char target[sizeof folder + 16];
static const char fresh[] = "the new contents, which are longer than the old ones";

static void put_old(void)
{
    FILE *file = fopen(target, "w");

    assert_non_null(file);
    fputs("old", file);
    assert_int_equal(fclose(file), 0);
}

static int holds(const char *text)
{
    char bytes[128] = "";
    FILE *file = fopen(target, "r");

    if (file == NULL)
        return 0;
    bytes[fread(bytes, 1, sizeof bytes - 1, file)] = 0;
    fclose(file);
    return strcmp(bytes, text) == 0;
}

static int files_in_folder(void)
{
    DIR *dir = opendir(folder);
    int count = 0;

    while (readdir(dir) != NULL)
        count++;
    closedir(dir);
    return count - 2; /* . and .. */
}

static int open_descriptors(void)
{
    int fd, count = 0;

    for (fd = 0; fd < 256; fd++)
        count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

static int set_up(void **state)
{
    (void)state;
    calls_until_failure = 0;
    write_limit = 0;
    put_old();
    return 0;
}

static void new_contents_replace_old_ones_with_mode_0644(void **state)
{
    struct atomic_file_problem problem;
    struct stat status;
    mode_t mask = umask(077);

    (void)state;
    assert_int_equal(atomic_file_write(target, fresh, sizeof fresh - 1, NULL, &problem), 0);
    umask(mask);
    assert_true(holds(fresh));
    assert_int_equal(stat(target, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0644);
    assert_int_equal(files_in_folder(), 1);
}

static void short_writes_are_continued(void **state)
{
    struct atomic_file_problem problem;

    (void)state;
    write_limit = 7;
    assert_int_equal(atomic_file_write(target, fresh, sizeof fresh - 1, NULL, &problem), 0);
    assert_true(holds(fresh));
}

static void an_interrupted_write_is_tried_again(void **state)
{
    struct atomic_file_problem problem;

    (void)state;
    calls_until_failure = 2;
    failing_errno = EINTR;
    assert_int_equal(atomic_file_write(target, fresh, sizeof fresh - 1, NULL, &problem), 0);
    assert_true(holds(fresh));
}

static int publish_fresh(struct atomic_file_problem *problem)
{
    return atomic_file_write(target, fresh, sizeof fresh - 1, NULL, problem);
}

/* open, write, fchmod, fsync, close, rename; then the folder's open, fsync: by then the new file is there. */
static void each_failing_call_leaves_the_old_file_or_the_new_one(void **state)
{
    struct atomic_file_problem problem;
    int n, descriptors = open_descriptors();

    (void)state;
    failing_errno = ENOSPC;
    for (n = 1; n <= 8; n++) {
        put_old();
        calls_until_failure = n;
        assert_int_equal(publish_fresh(&problem), -1);
        assert_int_equal(problem.error, ENOSPC);
        assert_true(holds(n <= 6 ? "old" : fresh));
        assert_int_equal(files_in_folder(), 1);
        assert_int_equal(open_descriptors(), descriptors);
    }
    put_old();
    calls_until_failure = 10; /* one more than there are, the folder's close included */
    assert_int_equal(publish_fresh(&problem), 0);
    assert_int_equal(calls_until_failure, 1);
    assert_true(holds(fresh));
}

static const char *run_out_of_memory(const char *path)
{
    (void)path;
    if (files_in_folder() != 2)
        _exit(1);
    arena_alloc(arena_new(), SIZE_MAX);
    return NULL;
}

static void out_of_memory_in_the_middle_leaves_the_old_file(void **state)
{
    pid_t child = fork();
    int status;

    (void)state;
    if (child == 0) {
        struct atomic_file_problem problem;

        if (freopen("/dev/null", "w", stderr) != NULL)
            atomic_file_write(target, "new", 3, run_out_of_memory, &problem);
        _exit(1);
    }
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 2);
    assert_true(holds("old"));
    assert_int_equal(files_in_folder(), 1);
}

static const char *refuse(const char *path)
{
    return access(path, R_OK) == 0 ? "it will not do" : "it is not there";
}

static void what_the_check_refuses_is_not_published(void **state)
{
    struct atomic_file_problem problem;

    (void)state;
    assert_int_equal(atomic_file_write(target, fresh, sizeof fresh - 1, refuse, &problem), -1);
    assert_int_equal(problem.error, 0);
    assert_string_equal(problem.text, "it will not do");
    assert_true(holds("old"));
    assert_int_equal(files_in_folder(), 1);
}

static void a_device_is_not_replaced(void **state)
{
    struct atomic_file_problem problem;
    struct stat status;

    (void)state;
    assert_int_equal(atomic_file_write("/dev/null", fresh, sizeof fresh - 1, NULL, &problem), -1);
    assert_string_equal(problem.text, "it is not a regular file");
    assert_int_equal(stat("/dev/null", &status), 0);
    assert_true(S_ISCHR(status.st_mode));
}

/* Nor is a link that leads to one, or to what is each process's own; one to a file, or to nothing, is. */
static void a_link_is_replaced_if_it_leads_to_a_file(void **state)
{
    static const struct {
        const char *to;
        bool replaced;
    } cases[] = {{"/dev/null", false}, {"/proc/self/fd/1", false}, {"/proc/self/exe", false}, {"/", false},
                 {target, true},       {"nowhere", true}};
    char link[64];
    size_t i;

    (void)state;
    snprintf(link, sizeof link, "%s/link", folder);
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct atomic_file_problem problem;
        struct stat status;
        assert_int_equal(symlink(cases[i].to, link), 0);
        assert_int_equal(atomic_file_write(link, fresh, sizeof fresh - 1, NULL, &problem), cases[i].replaced ? 0 : -1);
        assert_int_equal(lstat(link, &status), 0);
        assert_true(cases[i].replaced ? S_ISREG(status.st_mode) : S_ISLNK(status.st_mode));
        assert_true(holds("old"));
        assert_int_equal(unlink(link), 0);
    }
    assert_int_equal(files_in_folder(), 1);
}

static const char *raise_term(const char *path)
{
    (void)path;
    raise(SIGTERM);
    return NULL;
}

static void a_signal_in_the_middle_waits_until_it_is_done(void **state)
{
    pid_t child = fork();
    int status;

    (void)state;
    if (child == 0) {
        struct atomic_file_problem problem;

        signal(SIGTERM, SIG_DFL);
        atomic_file_write(target, fresh, sizeof fresh - 1, raise_term, &problem);
        _exit(0);
    }
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
    assert_true(holds(fresh));
    assert_int_equal(files_in_folder(), 1);
}

static void a_file_size_limit_is_an_error_like_any_other(void **state)
{
    pid_t child = fork();
    int status;

    (void)state;
    if (child == 0) {
        struct rlimit limit = {16, 16};
        struct atomic_file_problem problem;

        signal(SIGXFSZ, SIG_IGN); /* as main() does */
        setrlimit(RLIMIT_FSIZE, &limit);
        _exit(atomic_file_write(target, fresh, sizeof fresh - 1, NULL, &problem) == -1 && problem.error == EFBIG ? 0
                                                                                                                 : 1);
    }
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_true(holds("old"));
    assert_int_equal(files_in_folder(), 1);
}

static void impossible_paths_are_errors(void **state)
{
    static const char *const paths[] = {"", "/", "/tmp/", "/nowhere-at-all/x", "/dev/null/x", "/tmp"};
    struct atomic_file_problem problem;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof paths / sizeof paths[0]; i++)
        assert_int_equal(atomic_file_write(paths[i], fresh, sizeof fresh - 1, NULL, &problem), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(new_contents_replace_old_ones_with_mode_0644, set_up),
        cmocka_unit_test_setup(short_writes_are_continued, set_up),
        cmocka_unit_test_setup(an_interrupted_write_is_tried_again, set_up),
        cmocka_unit_test_setup(each_failing_call_leaves_the_old_file_or_the_new_one, set_up),
        cmocka_unit_test_setup(out_of_memory_in_the_middle_leaves_the_old_file, set_up),
        cmocka_unit_test_setup(what_the_check_refuses_is_not_published, set_up),
        cmocka_unit_test_setup(a_device_is_not_replaced, set_up),
        cmocka_unit_test_setup(a_link_is_replaced_if_it_leads_to_a_file, set_up),
        cmocka_unit_test_setup(a_signal_in_the_middle_waits_until_it_is_done, set_up),
        cmocka_unit_test_setup(a_file_size_limit_is_an_error_like_any_other, set_up),
        cmocka_unit_test_setup(impossible_paths_are_errors, set_up),
    };
    int failed;

    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(target, sizeof target, "%s/file", folder);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(target);
    rmdir(folder);
    return failed;
}
