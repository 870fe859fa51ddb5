/*
 * fuzz_explain.c - questions to tables that say anything, opened lazily from a file: answers with their reasons.
 *
 * The bytes are the content of a table, whose header and sums are made right. No answer may take more steps than the
 * budget has, nor the verdict differ from rolegate_check()'s; every statement's condition is asked for as well.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "table_text.h"
#include "decide/budget.h"
#include "decide/subject.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#define TABLE_LEAST 512u
#define TABLE_MOST  (1u << 18)
/* The decision, three "what if", statements and what is missing, each as long as a decision; and the search. */
#define STEPS_MOST (6u * STEPS_DECISION + STEPS_EXPLANATION)

static uint32_t load(const unsigned char *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* Makes a content's header fit its size: identification, and sections that fill it. */
static void mend_header(unsigned char *content, uint32_t size)
{
    uint32_t left = size - HEADER_END, i;

    memcpy(content, TABLE_MAGIC, 8);
    table_store(content + HEADER_VERSION, TABLE_VERSION, 4);
    table_store(content + HEADER_FLAGS, load(content + HEADER_FLAGS) & FLAG_ALL, 4);
    for (i = 0; i < SECTION_COUNT; i++) {
        uint32_t section = load(content + HEADER_SECTIONS + 4 * i);
        if (section > left || i + 1 == SECTION_COUNT)
            section = left;
        table_store(content + HEADER_SECTIONS + 4 * i, section, 4);
        left -= section;
    }
}

static void conditions_ask(rolegate_table *table, const struct rolegate_question *question,
                           const struct rolegate_answer *answer)
{
    size_t i;

    if (answer->statement_count > ROLEGATE_STATEMENTS_MAX)
        abort();
    for (i = 0; i < answer->statement_count; i++) {
        struct rolegate_condition condition;
        if (rolegate_statement_condition(table, &answer->statements[i], question, &condition) != ROLEGATE_OK)
            continue;
        if (strlen(condition.text) >= ROLEGATE_CONDITION_MAX || strlen(condition.atom) >= ROLEGATE_CONDITION_MAX ||
            strlen(condition.fact) >= ROLEGATE_CONDITION_MAX)
            abort();
    }
}

static void explain_question(rolegate_table *table, rolegate_subject *subject, const char *service,
                             const char *permission, unsigned situation)
{
    struct rolegate_question question = {.service = service,
                                         .permission = permission,
                                         .origin = (situation & 1) != 0 ? "10.1.2.3" : NULL,
                                         .tty = (situation & 2) != 0 ? "pts/1" : NULL,
                                         .host = "web1.example.org",
                                         .now = 1767225600 + (int64_t)situation * 7 * 3600};
    struct rolegate_answer answer;
    enum rolegate_verdict verdict;
    enum rolegate_status status;

    if (rolegate_resolve(table, subject, &question) != ROLEGATE_OK)
        return;
    verdict = rolegate_check(table, subject, &question);
    status = rolegate_explain(table, subject, &question, &answer, sizeof answer);
    if (status == ROLEGATE_OK && answer.verdict != verdict)
        abort();
    if (status != ROLEGATE_OK && answer.verdict != ROLEGATE_DENY)
        abort();
    if (subject->steps > STEPS_MOST)
        abort();
    if (status == ROLEGATE_OK)
        conditions_ask(table, &question, &answer);
}

static void ask_all(rolegate_table *table)
{
    static const char *const services[] = {"sshd", "one", "two", "named", "deep", "inbox", "billing-tool", "refund"};
    static const char *const permissions[] = {"login", "a", "a.b", "z.one", "conversations.view"};
    static const char *const groups[] = {"many", "g0", "g1", "acme-agents"};
    rolegate_subject *subject;
    size_t i;

    if (rolegate_subject_new("u", &subject) != ROLEGATE_OK)
        return;
    for (i = 0; i < sizeof groups / sizeof *groups; i++)
        rolegate_subject_add_group(subject, groups[i], ROLEGATE_MEMBER);
    rolegate_subject_add_group(subject, "g", ROLEGATE_MEMBER_UNKNOWN);
    rolegate_subject_add_gid(subject, 77, ROLEGATE_MEMBER);
    for (i = 0; i < sizeof services / sizeof *services; i++)
        explain_question(table, subject, services[i], NULL, (unsigned)i);
    for (i = 0; i < sizeof permissions / sizeof *permissions; i++)
        explain_question(table, subject, NULL, permissions[i], (unsigned)i);
    rolegate_subject_free(subject);
}

static void table_ask(rolegate_table *table)
{
    ask_all(table);
    rolegate_table_close(table);
}

/* Asks the table lazily, out of a file, as the module does; then whole. */
static void ask_file(const unsigned char *file, size_t size)
{
    rolegate_table *table;
    char path[40];
    int fd;

    snprintf(path, sizeof path, "%s/rolegate-fuzz-%d", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp",
             (int)getpid());
    fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd >= 0 && write(fd, file, size) == (ssize_t)size &&
        rolegate_table_open(path, ROLEGATE_LAZY, &table) == ROLEGATE_OK)
        table_ask(table);
    if (fd >= 0)
        close(fd);
    unlink(path);
    if (rolegate_table_from_bytes(file, size, &table) == ROLEGATE_OK)
        table_ask(table);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    unsigned char *content, *file;
    size_t file_size;

    if (size < TABLE_LEAST || size > TABLE_MOST)
        return 0;
    content = malloc(size);
    if (content == NULL)
        return 0;
    memcpy(content, bytes, size);
    mend_header(content, (uint32_t)size);
    file = table_seal(content, size, &file_size);
    ask_file(file, file_size);
    free(file);
    free(content);
    return 0;
}
