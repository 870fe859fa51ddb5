/*
 * condition_world.h - a table with one condition in it, for what is tested of conditions.
 */
#ifndef CONDITION_WORLD_H
#define CONDITION_WORLD_H

#include "decide/condition.h"
#include "decide/budget.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

/* A content of two sections: STRINGS, and CONDITIONS behind it. */
struct content {
    unsigned char bytes[512];
    struct rolegate_table table;
};

#define STRINGS "\0\0\4pts*\0\3web\0" /* "" at 0, pts* at 2, web at 8 */
#define NONE    0
#define PTS     2
#define WEB     8

static inline void content_make(struct content *content, const unsigned char *program, size_t length)
{
    size_t strings = sizeof STRINGS - 1;

    memset(content, 0, sizeof *content);
    memcpy(content->bytes, STRINGS, strings);
    memcpy(content->bytes + strings, program, length);
    content->table.image = content->bytes;
    content->table.size = (uint32_t)(strings + length);
    content->table.sections[SECTION_STRINGS] = (struct section_range){0, (uint32_t)strings};
    content->table.sections[SECTION_CONDITIONS] = (struct section_range){(uint32_t)strings, (uint32_t)length};
}

static inline enum rolegate_status run_open(const unsigned char *program, size_t length,
                                            const struct situation *situation, struct bounds *bounds)
{
    enum rolegate_status status = ROLEGATE_OK;
    uint32_t steps = STEPS_DECISION;
    struct content content;

    content_make(&content, program, length);
    *bounds = condition_bounds(&content.table, 1, situation, &steps, &status);
    return status;
}

static inline enum rolegate_status run(const unsigned char *program, size_t length, const struct situation *situation,
                                       enum kleene *value)
{
    struct bounds bounds;
    enum rolegate_status status = run_open(program, length, situation, &bounds);

    assert_int_equal(bounds.low, bounds.high); /* nothing is open */
    *value = bounds.low;
    return status;
}

#define PROGRAM(...)                                                                                                   \
    (const unsigned char[]){sizeof((unsigned char[]){__VA_ARGS__}), __VA_ARGS__},                                      \
        sizeof((unsigned char[]){__VA_ARGS__}) + 1

static inline void value_is(const unsigned char *program, size_t length, const struct situation *situation,
                            enum kleene value)
{
    enum kleene found;

    assert_int_equal(run(program, length, situation, &found), ROLEGATE_OK);
    assert_int_equal(found, value);
}

#define TTY_PTS  COND_TTY, 1, PTS
#define HOST_WEB COND_HOST, 1, WEB

/* Since 0000-01-01: 2026-01-05. */
#define MONDAY 0x92, 0x95, 45

/* Counts whose bytes would be more than a number holds: 5 * 858993460 is 4 then, 17 * 252645136 is 16. */
#define COUNT_OF_4  0xb4, 0xe6, 0xcc, 0x99, 3
#define COUNT_OF_16 0x90, 0x9e, 0xbc, 0x78

#endif
