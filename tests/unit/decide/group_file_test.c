/*
 * group_file_test.c - the lines of /etc/group, however many and however long, and a file that cannot be read.
 */
#include "accounts.h"

#include <sys/resource.h>

#include "decide/group_file.h"
#include "decide/membership.h"

/* Whether kim, who has gid 100 alone, is in a group. */
static void is(const char *name, enum kleene member)
{
    struct membership one = {.name = name, .member = NO};
    rolegate_subject *subject;

    assert_int_equal(rolegate_subject_from_nss("kim", &subject), ROLEGATE_OK);
    assert_int_equal(memberships_of_file(subject, &one, 1), ROLEGATE_OK);
    if (!one.settled)
        membership_find(subject, &one);
    assert_int_equal(one.member, member);
    rolegate_subject_free(subject);
}

static bool stop_at_once(void *context, const struct group_line *line)
{
    (void)context;
    (void)line;
    return false;
}

static bool count_line(void *context, const struct group_line *line)
{
    unsigned *count = context;

    assert_string_equal(line->name, "a");
    return ++*count != 2;
}

static void lines_are_visited_until_it_is_enough(void **state)
{
    unsigned count = 0;

    (void)state;
    accounts_begin("files", "a:x:1:\na:x:1:\na:x:1:\n");
    errno = EILSEQ;
    assert_int_equal(group_file_each(count_line, &count), 0);
    assert_int_equal(errno, EILSEQ);
    assert_int_equal(count, 2);
    accounts_begin("files", NULL);
    assert_int_equal(group_file_each(count_line, &count), ENOENT);
    assert_int_equal(errno, EILSEQ);
    assert_int_equal(count, 2);
    accounts_begin("files", "");
    assert_int_equal(group_file_each(count_line, &count), 0);
    assert_int_equal(count, 2);
}

/* A folder can be opened, and not read. */
static void a_file_that_fails_while_it_is_read_is_an_error(void **state)
{
    char path[128];
    unsigned count = 0, i;
    struct rlimit kept, few;

    (void)state;
    accounts_begin("files", NULL);
    snprintf(path, sizeof path, "%s/group", accounts.folder);
    assert_int_equal(mkdir(path, 0700), 0);
    errno = EILSEQ;
    assert_int_equal(group_file_each(count_line, &count), EISDIR);
    assert_int_equal(errno, EILSEQ);
    assert_int_equal(count, 0);
    is("none", MAYBE);
    rmdir(path);
    /* Whatever is opened is closed, or there were no descriptors left. */
    accounts_file("group", "b:x:1:\n");
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &kept), 0);
    few = kept;
    few.rlim_cur = 64;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
    for (i = 0; i < 100; i++)
        assert_int_equal(group_file_each(stop_at_once, NULL), 0);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &kept), 0);
}

/* A line beyond 64 MiB lists whoever is asked for, or not. */
static void a_line_that_is_too_long_is_unknown_for_itself_alone(void **state)
{
    const size_t most = GROUP_RECORD_MAX;
    char *file = malloc(most + 64);
    size_t head = strlen("big:x:7:");

    (void)state;
    assert_non_null(file);
    memcpy(file, "big:x:7:", head);
    memset(file + head, 'm', most - head);
    strcpy(file + most - 1, "\nops:x:8:\n"); /* the line has 64 MiB with its end */
    accounts_begin("files", file);
    is("big", NO);
    is("ops", NO);
    memset(file + most - 1, 'm', 1);
    strcpy(file + most, "\nops:x:8:\n");
    accounts_file("group", file);
    is("big", MAYBE);
    is("ops", NO);
    free(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_visited_until_it_is_enough),
        cmocka_unit_test(a_file_that_fails_while_it_is_read_is_an_error),
        cmocka_unit_test(a_line_that_is_too_long_is_unknown_for_itself_alone),
    };

    return cmocka_run_group_tests(tests, NULL, accounts_end);
}
