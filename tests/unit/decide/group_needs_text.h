/*
 * group_needs_text.h - the groups that a question needs, as a text.
 */
#ifndef GROUP_NEEDS_TEXT_H
#define GROUP_NEEDS_TEXT_H

#include "decide/group_needs.h"

#include <limits.h>
#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

/* The compiler has texts of its own. */
#define texts compiler_texts
#include "table_text.h"
#undef texts
#include "decide/budget.h"
#include "table/record.h"

/* Where the lists of the search grow: so many calls are answered yet. */
static unsigned memory_left = UINT_MAX;

void *reallocarray(void *old, size_t count, size_t size)
{
    if (memory_left == 0 || count > SIZE_MAX / size)
        return NULL;
    memory_left -= memory_left < UINT_MAX;
    return realloc(old, count * size);
}

static inline struct rolegate_table *table_make(const char *policy)
{
    struct rolegate_table *table;
    size_t size = 0;
    unsigned char *bytes = table_of_text(policy, strlen(policy), &size);

    assert_non_null(bytes);
    assert_int_equal(rolegate_table_from_bytes(bytes, size, &table), ROLEGATE_OK);
    free(bytes);
    return table;
}

/* A group's name or number, and how surely it must be known: `?` where it lets in, `r` where it vouches, `!` always. */
static inline void need_print(struct rolegate_table *table, const struct need_entry *need, char *text, size_t size)
{
    static const char levels[] = {[NEED_YES] = '?', [NEED_ROSTER] = 'r', [NEED_SURE] = '!'};
    size_t length = strlen(text);
    struct cursor record;
    struct node node;

    cursor_open(&record, table, SECTION_NODES, need->node);
    node_record_read(&record, &node);
    assert_true(cursor_ok(&record));
    if (node.kind == NODE_GROUP)
        snprintf(text + length, size - length, "%s%c ", node.name, levels[need->need]);
    else
        snprintf(text + length, size - length, "%u%c ", node.gid, levels[need->need]);
}

static inline struct group_needs needs_begin(struct rolegate_table *table)
{
    return (struct group_needs){.table = table,
                                .user = "kim",
                                .role_count = table_count(table, SECTION_ROLES, ROLE_SIZE),
                                .steps = STEPS_NEEDS,
                                .status = ROLEGATE_OK};
}

static inline void found_are(struct rolegate_table *table, const struct request *request, const char *expected)
{
    struct group_needs needs = needs_begin(table);
    char text[512] = "";
    size_t i;

    assert_int_equal(group_needs_find(&needs, request), ROLEGATE_OK);
    for (i = 0; i < needs.count; i++)
        need_print(table, &needs.list[i], text, sizeof text);
    group_needs_free(&needs);
    assert_string_equal(text, expected);
}

/* What a question about a service, or, where that is NULL, a permission, needs; groups by name, then numbers. */
static inline void needs_are(const char *policy, const char *service, const char *permission, const char *expected)
{
    struct rolegate_question question = {.service = service, .permission = permission};
    struct rolegate_table *table = table_make(policy);
    struct decider decider = {.table = table, .status = ROLEGATE_OK};
    struct request request;

    assert_true(request_read(&decider, &question, &request));
    found_are(table, &request, expected);
    rolegate_table_close(table);
}

#define SERVICE "permission p, q, r.s\nservice g requires p\n"

#endif
