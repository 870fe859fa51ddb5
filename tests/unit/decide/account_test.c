/*
 * account_test.c - a subject of an account, as the account database has it: its name, its gids, and each way in which
 * that cannot be determined.
 */
#include "accounts.h"

#include <limits.h>
#include <malloc.h>

#include "decide/subject.h"

/* The list of local gids grows: so many calls are answered yet. */
static unsigned growths_left = UINT_MAX;

void *reallocarray(void *old, size_t count, size_t size)
{
    if (growths_left == 0)
        return NULL;
    growths_left -= growths_left < UINT_MAX;
    return realloc(old, count * size);
}

static rolegate_subject *found(void)
{
    rolegate_subject *subject = NULL;

    errno = EILSEQ;
    assert_int_equal(rolegate_subject_from_nss("kim", &subject), ROLEGATE_OK);
    assert_int_equal(errno, EILSEQ);
    assert_non_null(subject);
    return subject;
}

/* Each way of making one ends so, keeps errno, and leaves the caller's pointer alone. */
static void ends_in(enum rolegate_status status)
{
    rolegate_subject *subject = (rolegate_subject *)accounts.folder;

    errno = EILSEQ;
    assert_int_equal(rolegate_subject_from_nss("kim", &subject), status);
    assert_ptr_equal(subject, accounts.folder);
    assert_int_equal(errno, EILSEQ);
}

static void gids_are(const rolegate_subject *subject, size_t count, const gid_t *gids)
{
    size_t i;

    assert_int_equal(subject->gid_count, count);
    for (i = 0; i < count; i++) {
        assert_int_equal(subject->gids[i], gids[i]);
        assert_false(subject->gid_in_file[i]);
    }
}

static void the_name_is_the_databases(void **state)
{
    rolegate_subject *subject;

    (void)state;
    accounts_begin("files", "");
    accounts.user = "KIM";
    subject = found();
    assert_string_equal(rolegate_subject_user(subject), "KIM");
    assert_true(subject->from_nss);
    assert_false(subject->local_only);
    rolegate_subject_free(subject);
}

static void gids_are_in_order_and_each_once(void **state)
{
    static const gid_t sorted[] = {0, 7, 100, 300, 4294967294};
    rolegate_subject *subject;

    (void)state;
    accounts_begin("files", "");
    memcpy(accounts.gids, (gid_t[]){300, 100, 7, 4294967294, 300, 0}, 6 * sizeof(gid_t));
    accounts.gid_count = 6;
    subject = found();
    gids_are(subject, 5, sorted);
    assert_int_equal(accounts.asked_lists, 1);
    rolegate_subject_free(subject);
}

static void any_order_of_gids_becomes_one(void **state)
{
    rolegate_subject *subject;
    unsigned i, seed = 7;

    (void)state;
    accounts_begin("files", "");
    for (i = 0; i < 500; i++) {
        seed = seed * 1103515245u + 12345u;
        accounts.gids[i] = i % 3 == 0 ? 5000 - i : seed >> 16 & 1023u;
    }
    accounts.gid_count = 500;
    subject = found();
    for (i = 1; i < subject->gid_count; i++)
        assert_true(subject->gids[i - 1] < subject->gids[i]);
    assert_true(subject->gid_count > 300);
    rolegate_subject_free(subject);
}

static void an_account_that_is_large_is_read_with_more_room(void **state)
{
    rolegate_subject *subject;

    (void)state;
    accounts_begin("files", "");
    accounts.account_size = 1 << 20;
    subject = found();
    rolegate_subject_free(subject);
    accounts.account_size++;
    ends_in(ROLEGATE_USER_UNKNOWN);
}

static void what_cannot_be_found_out_is_no_account(void **state)
{
    (void)state;
    accounts_begin("files", "");
    accounts.account_error = EIO;
    ends_in(ROLEGATE_USER_UNKNOWN);
    accounts.account_error = ENOMEM;
    ends_in(ROLEGATE_NO_MEMORY);
    accounts.account_error = 0;
    accounts.user = "zoe";
    ends_in(ROLEGATE_NO_USER);
    accounts.user = "kim";
    accounts.primary = (gid_t)-1;
    ends_in(ROLEGATE_BAD_ARGUMENT);
}

static void arguments_are_looked_at(void **state)
{
    char longest[257];
    rolegate_subject *subject;

    (void)state;
    accounts_begin("files", "");
    memset(longest, 'k', 256);
    longest[256] = '\0';
    assert_int_equal(rolegate_subject_from_nss("kim", NULL), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_from_nss(NULL, &subject), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_from_nss("", &subject), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_from_nss(longest, &subject), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_from_account("kim", 100, NULL), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_from_account("kim", (gid_t)-1, &subject), ROLEGATE_BAD_ARGUMENT);
    accounts.user = longest + 1;
    assert_int_equal(rolegate_subject_from_nss(longest + 1, &subject), ROLEGATE_OK);
    rolegate_subject_free(subject);
}

static void many_gids_take_a_second_call(void **state)
{
    rolegate_subject *subject;
    int i;

    (void)state;
    accounts_begin("files", "");
    for (i = 0; i < 70000 - 1; i++)
        accounts.gids[i] = (gid_t)(1000 + i);
    accounts.gid_count = 1023;
    subject = found();
    assert_int_equal(subject->gid_count, 1024);
    assert_int_equal(accounts.asked_lists, 1);
    rolegate_subject_free(subject);
    accounts.gid_count = 1024;
    subject = found();
    assert_int_equal(subject->gid_count, 1025);
    assert_int_equal(accounts.asked_lists, 3);
    rolegate_subject_free(subject);
    accounts.gid_count = 65535;
    subject = found();
    assert_int_equal(subject->gid_count, 65536);
    rolegate_subject_free(subject);
    accounts.gid_count = 65536;
    ends_in(ROLEGATE_TOO_MANY_GROUPS);
}

/* Where the list grows between two calls, what it says may be no more than there was room for. */
static void a_list_that_grows_is_asked_for_again(void **state)
{
    rolegate_subject *subject;

    (void)state;
    accounts_begin("files", "");
    accounts.grows = 3;
    subject = found();
    gids_are(subject, 1, (const gid_t[]){100});
    assert_int_equal(accounts.asked_lists, 4);
    rolegate_subject_free(subject);
    accounts.grows = 1000;
    ends_in(ROLEGATE_TOO_MANY_GROUPS);
}

static void an_account_may_be_given(void **state)
{
    rolegate_subject *subject = NULL;

    (void)state;
    accounts_begin("files", "");
    accounts.account_error = EIO; /* nobody asks for it */
    accounts.gids[0] = 7;
    accounts.gid_count = 1;
    errno = EILSEQ;
    assert_int_equal(rolegate_subject_from_account("kim", 300, &subject), ROLEGATE_OK);
    assert_int_equal(errno, EILSEQ);
    gids_are(subject, 2, (const gid_t[]){7, 300});
    assert_true(subject->from_nss);
    rolegate_subject_free(subject);
}

/* ---- of this machine alone ---- */

static rolegate_subject *local(void)
{
    rolegate_subject *subject = NULL;

    errno = EILSEQ;
    assert_int_equal(rolegate_subject_from_local("kim", &subject), ROLEGATE_OK);
    assert_int_equal(errno, EILSEQ);
    assert_true(subject->local_only);
    assert_true(subject->sources_known);
    assert_true(subject->sources.files && subject->sources.files_first && !subject->sources.local);
    assert_int_equal(accounts.asked_lists, 0);
    return subject;
}

static void local_gids_are_those_of_etc_group(void **state)
{
    char file[4096] = "zoes:x:9:zoe\nbad:x:99999999999:kim\n";
    rolegate_subject *subject;
    unsigned i;

    (void)state;
    accounts_begin("sss", "b:x:60:kim\na:x:50:zoe,kim\nc:x:70:\nb:x:60:kim\n");
    subject = local();
    gids_are(subject, 3, (const gid_t[]){50, 60, 100});
    rolegate_subject_free(subject);
    for (i = 0; i < 100; i++)
        snprintf(file + strlen(file), sizeof file - strlen(file), "g%u:x:%u:kim\n", i, 1000 + i);
    accounts_begin("sss", file);
    subject = local();
    assert_int_equal(subject->gid_count, 101);
    for (i = 0; i < 100; i++)
        assert_int_equal(subject->gids[1 + i], 1000 + i);
    rolegate_subject_free(subject);
    accounts_begin("sss", NULL);
    subject = local();
    gids_are(subject, 1, (const gid_t[]){100});
    rolegate_subject_free(subject);
}

static void without_memory_there_is_no_list(void **state)
{
    char file[1024] = "";
    rolegate_subject *subject;
    unsigned i;

    (void)state;
    for (i = 0; i < 20; i++)
        snprintf(file + strlen(file), sizeof file - strlen(file), "g%u:x:%u:kim\n", i, 1000 + i);
    accounts_begin("files", file);
    for (i = 0; i < 2; i++) {
        growths_left = i;
        assert_int_equal(rolegate_subject_from_local("kim", &subject), ROLEGATE_NO_MEMORY);
    }
    growths_left = UINT_MAX;
    subject = local();
    assert_int_equal(subject->gid_count, 21);
    rolegate_subject_free(subject);
}

static void a_group_file_that_cannot_be_read_is_no_list(void **state)
{
    rolegate_subject *subject;

    (void)state;
    accounts_begin("files", "");
    accounts.open_error = EACCES;
    assert_int_equal(rolegate_subject_from_local("kim", &subject), ROLEGATE_USER_UNKNOWN);
    accounts.open_error = ENOMEM;
    assert_int_equal(rolegate_subject_from_local("kim", &subject), ROLEGATE_NO_MEMORY);
}

static void nothing_is_left_in_memory(void **state)
{
    size_t before = 0, i;

    (void)state;
    accounts_begin("files", "a:x:50:kim\n");
    for (i = 0; i < 16; i++) { /* the first rounds fill what malloc(3) keeps for each thread */
        accounts.grows = 2;
        accounts.account_size = 3000;
        rolegate_subject_free(found());
        accounts.account_size = 0;
        accounts.asked_lists = 0;
        rolegate_subject_free(local());
        accounts.account_error = EIO;
        ends_in(ROLEGATE_USER_UNKNOWN);
        accounts.account_error = 0;
        accounts.primary = (gid_t)-1;
        ends_in(ROLEGATE_BAD_ARGUMENT);
        accounts.primary = 100;
        accounts.grows = 1000;
        ends_in(ROLEGATE_TOO_MANY_GROUPS);
        accounts.grows = 0;
        if (i == 12)
            before = mallinfo2().uordblks;
        if (i > 12)
            assert_int_equal(mallinfo2().uordblks, before);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_name_is_the_databases),
        cmocka_unit_test(gids_are_in_order_and_each_once),
        cmocka_unit_test(any_order_of_gids_becomes_one),
        cmocka_unit_test(an_account_that_is_large_is_read_with_more_room),
        cmocka_unit_test(what_cannot_be_found_out_is_no_account),
        cmocka_unit_test(arguments_are_looked_at),
        cmocka_unit_test(many_gids_take_a_second_call),
        cmocka_unit_test(a_list_that_grows_is_asked_for_again),
        cmocka_unit_test(an_account_may_be_given),
        cmocka_unit_test(local_gids_are_those_of_etc_group),
        cmocka_unit_test(without_memory_there_is_no_list),
        cmocka_unit_test(a_group_file_that_cannot_be_read_is_no_list),
        cmocka_unit_test(nothing_is_left_in_memory),
    };

    return cmocka_run_group_tests(tests, NULL, accounts_end);
}
