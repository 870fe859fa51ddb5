/*
 * replay_table.h - a policy in text, compiled, and questions about one person to its table. For the tests of answers.
 */
#ifndef ASKED_H
#define ASKED_H

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "compile/compile.h"
#include "rolegate.h"
#include "decide/subject.h"

#define ASKED_NOW 1767225600 /* 2026-01-01T00:00:00Z, a thursday */

struct asked {
    rolegate_table *table;
    rolegate_subject *subject;
    struct rolegate_question question;
    struct rolegate_answer answer;
};

static rolegate_table *table_of(const char *text)
{
    static char path[] = "/tmp/rolegate-asked-XXXXXX";
    struct compile_options options = {.resolve = false};
    struct compilation *compilation;
    rolegate_table *table;
    size_t size = strlen(text);
    int fd;

    memcpy(path + sizeof path - 7, "XXXXXX", 6);
    fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, size), (ssize_t)size);
    assert_int_equal(close(fd), 0);
    compilation = compile_file(path, &options, true);
    unlink(path);
    assert_non_null(compilation->table);
    assert_int_equal(rolegate_table_from_bytes(compilation->table, compilation->size, &table), ROLEGATE_OK);
    compilation_free(compilation);
    return table;
}

/* Asks for a service; user "u", at ASKED_NOW, local, without a terminal, on host "web". */
static inline void asked_begin(struct asked *asked, const char *text, const char *service)
{
    memset(asked, 0, sizeof *asked);
    asked->table = table_of(text);
    asked->question = (struct rolegate_question){.service = service, .host = "web", .now = ASKED_NOW};
    assert_int_equal(rolegate_subject_new("u", &asked->subject), ROLEGATE_OK);
}

static inline void asked_group(struct asked *asked, const char *group, enum rolegate_membership membership)
{
    assert_int_equal(rolegate_subject_add_group(asked->subject, group, membership), ROLEGATE_OK);
}

static inline void asked_explain(struct asked *asked)
{
    enum rolegate_verdict verdict;

    assert_int_equal(rolegate_resolve(asked->table, asked->subject, &asked->question), ROLEGATE_OK);
    verdict = rolegate_check(asked->table, asked->subject, &asked->question);
    assert_int_equal(
        rolegate_explain(asked->table, asked->subject, &asked->question, &asked->answer, sizeof asked->answer),
        ROLEGATE_OK);
    assert_int_equal(asked->answer.verdict, verdict);
}

static inline void asked_end(struct asked *asked)
{
    rolegate_subject_free(asked->subject);
    rolegate_table_close(asked->table);
}

#endif
