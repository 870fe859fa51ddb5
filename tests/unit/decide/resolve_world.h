/*
 * resolve_world.h - subjects and tables for questions that look up a made-up account database.
 */
#ifndef RESOLVE_WORLD_H
#define RESOLVE_WORLD_H

#include "accounts.h"

#include <limits.h>
#include <malloc.h>

#include "decide/decide.h"
#include "rolegate.h"

/* The compiler has texts of its own. */
#define texts compiler_texts
#include "table_text.h"
#undef texts

#define P   "permission p, q, r\nservice s requires p\nservice t requires q\nservice u requires r\n"
#define NOW 1767225600 /* 2026-01-01T00:00:00Z */

/* So many calls find memory; the one after them does not, or none that follows. */
#define ALWAYS UINT_MAX
static unsigned allocations_left = ALWAYS;
static bool fails_on;

static inline bool has_memory(void)
{
    if (allocations_left == ALWAYS)
        return true;
    if (allocations_left > 0) {
        allocations_left--;
        return true;
    }
    if (!fails_on)
        allocations_left = ALWAYS;
    errno = ENOMEM;
    return false;
}

void *calloc(size_t count, size_t size)
{
    void *made = has_memory() ? malloc(count * size) : NULL;

    return made == NULL ? NULL : memset(made, 0, count * size);
}

void *reallocarray(void *old, size_t count, size_t size)
{
    assert_true(count > 0 && size > 0 && count < SIZE_MAX / size);
    return has_memory() ? realloc(old, count * size) : NULL;
}

static char *kim_alone[] = {"kim", NULL}, *nobody[] = {NULL};

static inline rolegate_table *table_of(const char *policy)
{
    rolegate_table *table;
    size_t size;
    unsigned char *bytes = table_of_text(policy, strlen(policy), &size);

    assert_non_null(bytes);
    assert_int_equal(rolegate_table_from_bytes(bytes, size, &table), ROLEGATE_OK);
    free(bytes);
    return table;
}

static inline rolegate_subject *kim(void)
{
    rolegate_subject *subject;

    assert_int_equal(rolegate_subject_from_nss("kim", &subject), ROLEGATE_OK);
    accounts.asked_groups = 0;
    return subject;
}

static inline enum rolegate_verdict ask(rolegate_table *table, rolegate_subject *subject, const char *service)
{
    struct rolegate_question question = {.service = service, .now = NOW};

    errno = EILSEQ;
    assert_int_equal(rolegate_resolve(table, subject, &question), ROLEGATE_OK);
    assert_int_equal(errno, EILSEQ);
    return rolegate_check(table, subject, &question);
}

/* The verdict on the service s, and how many groups are looked up for it. */
static inline void answers(const char *policy, enum rolegate_verdict verdict, unsigned asked)
{
    rolegate_table *table = table_of(policy);
    rolegate_subject *subject = kim();

    assert_int_equal(ask(table, subject, "s"), verdict);
    assert_int_equal(accounts.asked_groups, asked);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
}

/* A directory: kim is in con, by a record; who and far are there without kim; of other names it knows nothing. */
static inline void directory(void)
{
    accounts_begin("files sss", "staff:x:50:kim\nusers:x:100:\nother:x:60:zoe\n");
    accounts.gids[0] = 50;
    accounts.gids[1] = 5000;
    accounts.gid_count = 2;
    accounts_record("con", 5000, kim_alone);
    accounts_record("who", 5001, nobody);
    accounts_record("far", 5002, nobody);
}

#endif
