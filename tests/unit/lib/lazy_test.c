/*
 * lazy_test.c - a lazy table: what is asked for is checked before it is seen, and what is not asked for is not read.
 *
 * The policy's long reason lies over several blocks of the front, so reading it takes blocks that are apart in the file
 * together.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/arena.h"
#include "compile/compile.h"
#include "file_write.h"
#include "table/format.h"
#include "rolegate.h"

#define REASON_LENGTH (3 * BLOCK_CONTENT)

static char folder[] = "/tmp/rolegate-lazy-XXXXXX";
static char table_path[64], policy_path[64];
static char reason[REASON_LENGTH + 1];
static unsigned char *file; /* the table as it was compiled */
static size_t file_size;

static void policy_write(void)
{
    FILE *policy = fopen(policy_path, "w");

    assert_non_null(policy);
    fprintf(policy,
            "permission door.open\nservice door requires door.open\n"
            "allow door.open to user kim because \"%s\"\n",
            reason);
    assert_int_equal(fclose(policy), 0);
}

static int prepare(void **state)
{
    struct compile_options options = {.resolve = false};
    struct compilation *compilation;
    size_t i;

    (void)state;
    if (mkdtemp(folder) == NULL)
        return -1;
    snprintf(table_path, sizeof table_path, "%s/t.rgt", folder);
    snprintf(policy_path, sizeof policy_path, "%s/p.rg", folder);
    for (i = 0; i < REASON_LENGTH; i++)
        reason[i] = (char)('a' + i % 23);
    policy_write();
    compilation = compile_file(policy_path, &options, true);
    file_size = compilation->size;
    file = malloc(file_size);
    if (compilation->table == NULL || file == NULL)
        return -1;
    memcpy(file, compilation->table, file_size);
    compilation_free(compilation);
    return 0;
}

static int clean(void **state)
{
    (void)state;
    free(file);
    unlink(table_path);
    unlink(policy_path);
    return rmdir(folder);
}

/* Asks whether kim may, and why; *why is "" where that could not be told. */
static enum rolegate_verdict verdict_of(rolegate_table *table, enum rolegate_status *explained, char *why)
{
    struct rolegate_question question;
    struct rolegate_answer answer;
    rolegate_subject *subject = NULL;
    enum rolegate_verdict verdict;

    assert_int_equal(rolegate_question_init(&question, "door"), ROLEGATE_OK);
    assert_int_equal(rolegate_subject_new("kim", &subject), ROLEGATE_OK);
    assert_int_equal(rolegate_resolve(table, subject, &question), ROLEGATE_OK);
    verdict = rolegate_check(table, subject, &question);
    *explained = rolegate_explain(table, subject, &question, &answer, sizeof answer);
    why[0] = '\0';
    if (*explained == ROLEGATE_OK && answer.statement_count > 0)
        snprintf(why, REASON_LENGTH + 1, "%s", answer.statements[0].because);
    else
        assert_int_equal(answer.verdict, ROLEGATE_DENY);
    rolegate_subject_free(subject);
    return verdict;
}

static void a_string_over_several_blocks_is_read_as_it_is(void **state)
{
    enum rolegate_open_mode modes[] = {ROLEGATE_LAZY, ROLEGATE_WHOLE};
    static char why[REASON_LENGTH + 1];
    size_t i;

    (void)state;
    assert_true(file_size > 3 * BLOCK_SIZE);
    file_write(table_path, file, file_size);
    for (i = 0; i < 2; i++) {
        enum rolegate_status explained;
        rolegate_table *table = NULL;
        assert_int_equal(rolegate_table_open(table_path, modes[i], &table), ROLEGATE_OK);
        assert_int_equal(verdict_of(table, &explained, why), ROLEGATE_ALLOW);
        assert_int_equal(explained, ROLEGATE_OK);
        assert_string_equal(why, reason);
        rolegate_table_close(table);
    }
}

/* The reason's middle has changed: who does not ask for it is answered as ever, who does is told that it has. */
static void a_block_is_refused_when_something_in_it_is_asked_for(void **state)
{
    static char why[REASON_LENGTH + 1];
    enum rolegate_status explained;
    rolegate_table *table = NULL;

    (void)state;
    file[2 * BLOCK_SIZE + 7] ^= 1;
    file_write(table_path, file, file_size);
    file[2 * BLOCK_SIZE + 7] ^= 1;
    assert_int_equal(rolegate_table_open(table_path, ROLEGATE_WHOLE, &table), ROLEGATE_BAD_CHECKSUM);
    assert_int_equal(rolegate_table_open(table_path, ROLEGATE_LAZY, &table), ROLEGATE_OK);
    assert_int_equal(verdict_of(table, &explained, why), ROLEGATE_ALLOW);
    assert_int_equal(explained, ROLEGATE_BAD_CHECKSUM);
    rolegate_table_close(table);
}

static void a_wrong_block_with_the_header_opens_nothing(void **state)
{
    rolegate_table *table = NULL;
    size_t at;

    (void)state;
    for (at = HEADER_IDENTITY; at < BLOCK_SIZE; at += 13) {
        file[at] ^= 16;
        file_write(table_path, file, file_size);
        file[at] ^= 16;
        assert_int_equal(rolegate_table_open(table_path, ROLEGATE_LAZY, &table), ROLEGATE_BAD_CHECKSUM);
    }
    assert_null(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_string_over_several_blocks_is_read_as_it_is),
        cmocka_unit_test(a_block_is_refused_when_something_in_it_is_asked_for),
        cmocka_unit_test(a_wrong_block_with_the_header_opens_nothing),
    };

    return cmocka_run_group_tests(tests, prepare, clean);
}
