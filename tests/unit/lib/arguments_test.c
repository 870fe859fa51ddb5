/*
 * arguments_test.c - what the library says to bad arguments, bad files and questions that cannot be read, and the words
 * of each number.
 */
#include "library_world.h"

static void want_of_descriptors_is_said_of_the_process_and_not_of_the_table(void **state)
{
    struct rlimit usual, none;
    rolegate_table *table = NULL;
    enum rolegate_status status;

    (void)state;
    table_make(first_policy);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &usual), 0);
    none = (struct rlimit){.rlim_cur = 0, .rlim_max = usual.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    status = rolegate_table_open(table_path, ROLEGATE_LAZY, &table);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &usual), 0);
    assert_int_equal(status, ROLEGATE_NO_DESCRIPTOR);
    assert_null(table);
}

static void every_number_has_words(void **state)
{
    (void)state;
#define TELLS(name, number, text) assert_string_equal(rolegate_status_text(ROLEGATE_##name), text);
    ROLEGATE_STATUS_LIST(TELLS)
#undef TELLS
#define TELLS(name, number, text) assert_string_equal(rolegate_reason_text(ROLEGATE_##name), text);
    ROLEGATE_REASON_LIST(TELLS)
#undef TELLS
    assert_string_equal(rolegate_verdict_text(ROLEGATE_ALLOW), "allow");
    assert_string_equal(rolegate_verdict_text((enum rolegate_verdict)1), "deny");
}

static void bad_arguments_are_refused(void **state)
{
    char long_name[300];
    rolegate_subject *subject = NULL;
    struct rolegate_answer answer;

    (void)state;
    memset(long_name, 'x', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    assert_int_equal(rolegate_subject_new("", &subject), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_new(long_name, &subject), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_from_nss("no-such-user-here", &subject), ROLEGATE_NO_USER);
    assert_null(subject);
    assert_int_equal(rolegate_table_open("/x", (enum rolegate_open_mode)7, NULL), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_explain(NULL, NULL, NULL, &answer, sizeof answer), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(answer.verdict, ROLEGATE_DENY);
    assert_int_equal(rolegate_check(NULL, NULL, NULL), ROLEGATE_DENY);
    assert_int_equal(rolegate_decide(NULL, NULL, NULL, NULL), ROLEGATE_BAD_ARGUMENT);
    rolegate_table_close(NULL);
    rolegate_subject_free(NULL);
}

static void a_copied_question_is_the_same_question(void **state)
{
    struct rolegate_question question, copy;
    char longest[ROLEGATE_HOST_MAX], too_long[ROLEGATE_HOST_MAX + 1];

    (void)state;
    memset(longest, 'h', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    memset(too_long, 'h', sizeof too_long - 1);
    too_long[sizeof too_long - 1] = '\0';
    assert_int_equal(rolegate_question_init(&question, "door"), ROLEGATE_OK);
    assert_int_equal(rolegate_question_set_host(&question, longest), ROLEGATE_OK);
    copy = question;
    memset(&question, 'z', sizeof question);
    assert_string_equal(copy.host, longest);
    assert_int_equal(rolegate_question_set_host(&copy, too_long), ROLEGATE_BAD_ARGUMENT);
    assert_string_equal(copy.host, longest);
    assert_int_equal(rolegate_question_set_host(&copy, NULL), ROLEGATE_OK);
    assert_string_equal(copy.host, "");
    assert_int_equal(rolegate_question_set_host(NULL, "x"), ROLEGATE_BAD_ARGUMENT);
}

/* A fact of a later version would be passed over, and a host name without an end read past the question. */
static void a_question_that_cannot_be_read_is_refused(void **state)
{
    rolegate_table *table = NULL;
    rolegate_subject *subject = subject_of("kim", "guards", ROLEGATE_MEMBER);
    struct rolegate_question question, with_fact, endless;
    enum rolegate_verdict verdict;
    size_t i;

    (void)state;
    table_make(first_policy);
    assert_int_equal(rolegate_table_open(table_path, ROLEGATE_WHOLE, &table), ROLEGATE_OK);
    assert_int_equal(rolegate_question_init(&question, "door"), ROLEGATE_OK);
    assert_int_equal(rolegate_resolve(table, subject, &question), ROLEGATE_OK);
    assert_int_equal(rolegate_check(table, subject, &question), ROLEGATE_ALLOW);
    for (i = 0; i < sizeof question.reserved / sizeof question.reserved[0]; i++) {
        with_fact = question;
        with_fact.reserved[i] = "a fact";
        assert_int_equal(rolegate_decide(table, subject, &with_fact, &verdict), ROLEGATE_BAD_ARGUMENT);
        assert_int_equal(verdict, ROLEGATE_DENY);
    }
    endless = question;
    memset(endless.host, 'h', sizeof endless.host);
    assert_int_equal(rolegate_decide(table, subject, &endless, &verdict), ROLEGATE_BAD_ARGUMENT);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_bad_file_has_a_status_of_its_own),
        cmocka_unit_test(want_of_descriptors_is_said_of_the_process_and_not_of_the_table),
        cmocka_unit_test(every_number_has_words),
        cmocka_unit_test(bad_arguments_are_refused),
        cmocka_unit_test(a_copied_question_is_the_same_question),
        cmocka_unit_test(a_question_that_cannot_be_read_is_refused),
    };

    return cmocka_run_group_tests(tests, prepare, clean);
}
