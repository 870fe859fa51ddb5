/*
 * flip_driver.c - a table in which something has changed never lets in whom the true table does not.
 *
 * usage: flip_driver TABLE PART PARTS
 * Each bit of each byte is turned, each byte is replaced by six others, the file is cut at each length and made longer
 * by 1 to 64 bytes; of these changes every PARTS-th, from PART on. Each is opened lazily and asked QUESTIONS questions.
 * Prints how many answers there were; the exit status is 1 where one lets in, or abstains, and the true one does not.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rolegate.h"

#define QUESTIONS 64u
#define LONGER    64u

static char path[] = "flipped.rgt";
static int fd;
static unsigned char *bytes;
static size_t size;
static enum rolegate_verdict truth[QUESTIONS];
static unsigned long answers, wrong, changes, part, parts;

/* The i-th of the questions: users, groups, origins, times and services take turns. */
static enum rolegate_verdict verdict_of(rolegate_table *table, unsigned i)
{
    static const char *const users[] = {"kim", "u7", "u700", "stranger"}, *const groups[] = {"g1", "g2", "all", "g9"};
    static const char *const services[] = {"plain", "timed", "near", "other"};
    struct rolegate_question question = {.service = services[i >> 4 & 3],
                                         .origin = (i & 1) != 0 ? "10.1.2.3" : NULL,
                                         .host = "web1",
                                         .now = 1767225600 + (int64_t)(i & 3) * 40000};
    enum rolegate_verdict verdict = ROLEGATE_DENY;
    rolegate_subject *subject;

    if (rolegate_subject_new(users[i & 3], &subject) != ROLEGATE_OK)
        return ROLEGATE_DENY;
    if (rolegate_subject_add_group(subject, groups[i >> 2 & 3], ROLEGATE_MEMBER) == ROLEGATE_OK &&
        rolegate_subject_add_group(subject, "all", (i & 8) != 0 ? ROLEGATE_MEMBER : ROLEGATE_NOT_MEMBER) ==
            ROLEGATE_OK &&
        rolegate_resolve(table, subject, &question) == ROLEGATE_OK)
        verdict = rolegate_check(table, subject, &question);
    rolegate_subject_free(subject);
    return verdict;
}

static void ask_all(enum rolegate_verdict *verdicts)
{
    rolegate_table *table = NULL;
    bool opened = rolegate_table_open(path, ROLEGATE_LAZY, &table) == ROLEGATE_OK;

    for (unsigned i = 0; i < QUESTIONS; i++)
        verdicts[i] = opened ? verdict_of(table, i) : ROLEGATE_DENY;
    if (opened)
        rolegate_table_close(table);
}

/* What has been written to the file is one change. */
static void judge(const char *what, size_t at)
{
    enum rolegate_verdict verdicts[QUESTIONS];

    ask_all(verdicts);
    for (unsigned i = 0; i < QUESTIONS; i++) {
        answers++;
        if (verdicts[i] != ROLEGATE_DENY && verdicts[i] != truth[i]) {
            printf("wrong: %s at %zu, question %u\n", what, at, i);
            wrong++;
        }
    }
}

static void put(const void *from, size_t length, size_t at)
{
    if (pwrite(fd, from, length, (off_t)at) != (ssize_t)length) {
        perror("flip_driver");
        exit(2);
    }
}

static void length_set(size_t length)
{
    if (ftruncate(fd, (off_t)length) != 0) {
        perror("flip_driver");
        exit(2);
    }
}

/* Whether the next change is of this part. */
static bool is_mine(void)
{
    return changes++ % parts == part;
}

static void bytes_change(void)
{
    static const unsigned char others[] = {0x00, 0xff, 0x80, 0x7f, 0x01, 0x20};

    for (size_t at = 0; at < size; at++) {
        for (unsigned i = 0; i < 8 + sizeof others; i++) {
            unsigned char value = i < 8 ? (unsigned char)(bytes[at] ^ 1u << i) : others[i - 8];
            if (value == bytes[at] || !is_mine())
                continue;
            put(&value, 1, at);
            judge("a byte changed", at);
            put(bytes + at, 1, at);
        }
    }
}

static void lengths_change(void)
{
    unsigned char more[LONGER];

    for (size_t length = 0; length < size; length++) {
        if (!is_mine())
            continue;
        length_set(length);
        judge("cut", length);
        put(bytes + length, size - length, length);
    }
    for (size_t i = 1; i <= 2 * (size_t)LONGER; i++) {
        size_t length = (i + 1) / 2;
        if (!is_mine())
            continue;
        memset(more, i % 2 == 0 ? 0 : 0xff, sizeof more);
        put(more, length, size);
        judge("made longer", length);
        length_set(size);
    }
}

static void table_read(const char *name)
{
    FILE *file = fopen(name, "re");

    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        perror(name);
        exit(2);
    }
    size = (size_t)ftell(file);
    rewind(file);
    bytes = malloc(size);
    if (bytes == NULL || fread(bytes, 1, size, file) != size) {
        perror(name);
        exit(2);
    }
    fclose(file);
}

int main(int argc, char **argv)
{
    unsigned allows = 0;

    if (argc != 4) {
        fputs("usage: flip_driver TABLE PART PARTS\n", stderr);
        return 2;
    }
    table_read(argv[1]);
    part = strtoul(argv[2], NULL, 10);
    parts = strtoul(argv[3], NULL, 10);
    fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || parts == 0) {
        perror(path);
        return 2;
    }
    put(bytes, size, 0);
    ask_all(truth);
    for (unsigned i = 0; i < QUESTIONS; i++)
        allows += truth[i] == ROLEGATE_ALLOW;
    bytes_change();
    lengths_change();
    printf("%zu bytes, the true table allows %u of %u; %lu answers, %lu wrong\n", size, allows, QUESTIONS, answers,
           wrong);
    unlink(path);
    close(fd);
    free(bytes);
    return wrong != 0 || allows == 0 || allows == QUESTIONS;
}
