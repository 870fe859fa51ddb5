/*
 * question_test.c - a question about now and here, and subjects for which out of memory.
 *
 * The calls that may fail are made up here; each is answered so many times, and fails from then on.
 */
#include <errno.h>
#include <limits.h>
#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "decide/subject.h"

static unsigned copies_left = UINT_MAX, growths_left = UINT_MAX;
static const char *host_name = "web1";
static int host_error, clock_error;
static size_t host_room;

char *strdup(const char *text)
{
    char *copy = copies_left == 0 ? NULL : malloc(strlen(text) + 1);

    copies_left -= copies_left > 0 && copies_left < UINT_MAX;
    if (copy == NULL)
        errno = ENOMEM;
    return copy == NULL ? NULL : strcpy(copy, text);
}

void *reallocarray(void *old, size_t count, size_t size)
{
    if (growths_left == 0) {
        errno = ENOMEM;
        return NULL;
    }
    growths_left -= growths_left < UINT_MAX;
    return realloc(old, count * size);
}

int gethostname(char *name, size_t size)
{
    host_room = size;
    errno = host_error;
    if (host_error != 0) {
        name[0] = '?';
        return -1;
    }
    strncpy(name, host_name, size); /* without a final 0 where there is no room for it */
    return 0;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    assert_int_equal(clock, CLOCK_REALTIME);
    errno = clock_error;
    if (clock_error != 0)
        return -1;
    *now = (struct timespec){.tv_sec = 1767225600, .tv_nsec = 999999999};
    return 0;
}

static void a_question_is_about_now_and_this_host(void **state)
{
    struct rolegate_question question;
    char longest[ROLEGATE_HOST_MAX + 2];

    (void)state;
    memset(&question, 0x5a, sizeof question);
    errno = EILSEQ;
    assert_int_equal(rolegate_question_init(&question, "s"), ROLEGATE_OK);
    assert_int_equal(errno, EILSEQ);
    assert_string_equal(question.service, "s");
    assert_null(question.permission);
    assert_null(question.origin);
    assert_null(question.tty);
    assert_int_equal(question.now, 1767225600);
    assert_string_equal(question.host, "web1");
    assert_int_equal(host_room, ROLEGATE_HOST_MAX - 1);
    memset(longest, 'h', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    host_name = longest;
    assert_int_equal(rolegate_question_init(&question, "s"), ROLEGATE_OK);
    assert_int_equal(strlen(question.host), ROLEGATE_HOST_MAX - 1);
    host_name = "web1";
}

static void a_host_that_has_no_name_is_unknown(void **state)
{
    struct rolegate_question question;

    (void)state;
    host_error = EPERM;
    errno = EILSEQ;
    assert_int_equal(rolegate_question_init(&question, "s"), ROLEGATE_OK);
    assert_int_equal(errno, EILSEQ);
    assert_string_equal(question.host, "");
    host_error = 0;
}

static void without_a_clock_there_is_no_question(void **state)
{
    struct rolegate_question question;

    (void)state;
    clock_error = EINVAL;
    errno = EILSEQ;
    assert_int_equal(rolegate_question_init(&question, "s"), ROLEGATE_NO_CLOCK);
    assert_int_equal(errno, EILSEQ);
    clock_error = 0;
    assert_int_equal(rolegate_question_init(NULL, "s"), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_question_init(&question, NULL), ROLEGATE_BAD_ARGUMENT);
}

static void without_memory_there_is_no_subject(void **state)
{
    rolegate_subject *subject = (rolegate_subject *)&host_room;
    size_t before = 0, i;

    (void)state;
    for (i = 0; i < 16; i++) { /* the first rounds fill what malloc(3) keeps for each thread */
        copies_left = 0;
        errno = EILSEQ;
        assert_int_equal(rolegate_subject_new("kim", &subject), ROLEGATE_NO_MEMORY);
        assert_int_equal(errno, EILSEQ);
        assert_ptr_equal(subject, &host_room);
        copies_left = UINT_MAX;
        if (i == 12)
            before = mallinfo2().uordblks;
        if (i > 12)
            assert_int_equal(mallinfo2().uordblks, before);
    }
}

/* What was stated before counts as it did. */
static void without_memory_nothing_is_stated(void **state)
{
    rolegate_subject *subject;
    size_t before = 0, i;

    (void)state;
    assert_int_equal(rolegate_subject_new("kim", &subject), ROLEGATE_OK);
    for (i = 0; i < 8; i++) /* as many as there is room for at first */
        assert_int_equal(rolegate_subject_add_group(subject, "g", ROLEGATE_MEMBER), ROLEGATE_OK);
    for (i = 0; i < 16; i++) {
        errno = EILSEQ;
        copies_left = 0;
        assert_int_equal(rolegate_subject_add_group(subject, "h", ROLEGATE_MEMBER), ROLEGATE_NO_MEMORY);
        copies_left = UINT_MAX;
        growths_left = 0;
        assert_int_equal(rolegate_subject_add_group(subject, "h", ROLEGATE_MEMBER), ROLEGATE_NO_MEMORY);
        assert_int_equal(rolegate_subject_add_gid(subject, 7, ROLEGATE_MEMBER), ROLEGATE_NO_MEMORY);
        growths_left = UINT_MAX;
        assert_int_equal(errno, EILSEQ);
        assert_int_equal(subject->stated_count, 8);
        if (i == 12)
            before = mallinfo2().uordblks;
        if (i > 12)
            assert_int_equal(mallinfo2().uordblks, before);
    }
    growths_left = 2; /* room for 16, and then for 32 */
    for (i = 0; i < 24; i++)
        assert_int_equal(rolegate_subject_add_gid(subject, (uint32_t)i, ROLEGATE_MEMBER), ROLEGATE_OK);
    assert_int_equal(subject->stated_count, 32);
    assert_int_equal(rolegate_subject_add_gid(subject, 7, ROLEGATE_MEMBER), ROLEGATE_NO_MEMORY);
    growths_left = UINT_MAX;
    for (i = 0; i < 8; i++)
        assert_string_equal(subject->stated[i].name, "g");
    for (i = 8; i < 32; i++) {
        assert_null(subject->stated[i].name);
        assert_int_equal(subject->stated[i].gid, i - 8);
    }
    errno = EILSEQ;
    rolegate_subject_free(subject);
    assert_int_equal(errno, EILSEQ);
    rolegate_subject_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_question_is_about_now_and_this_host), cmocka_unit_test(a_host_that_has_no_name_is_unknown),
        cmocka_unit_test(without_a_clock_there_is_no_question),  cmocka_unit_test(without_memory_there_is_no_subject),
        cmocka_unit_test(without_memory_nothing_is_stated),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
