/*
 * missing_fewer.c - whether fewer missing permissions would do than missing_permissions.c has chosen.
 *
 * Choosing side by side is not enough where alternatives overlap, as in (a or b) and (b or c). So small sets are tried
 * one after another, as far as there are few permissions to choose from.
 */
#include "evidence.h"
#include "scratch.h"

#define CHOICE_MAX 24u   /* permissions to choose from: they are bits */
#define TRIES_MAX  4096u /* sets that are tried */

/* What is tried: places of the program, with the bit of the permission there, or CHOICE_MAX. */
struct choice {
    const struct missing_scratch *scratch;
    struct cursor program;
    uint32_t count; /* operations */
};

/* Gives each permission that is missing a bit; false: there are too many. */
static bool bits_give(struct missing_scratch *scratch, const struct choice *choice, uint32_t choices[CHOICE_MAX],
                      uint32_t *bits)
{
    struct cursor program = choice->program;
    uint32_t place, i;

    *bits = 0;
    for (place = 0; place < choice->count && cursor_ok(&program); place++) {
        uint32_t op = cursor_uv(&program);
        if (op < REQUEST_PERMISSION || scratch->held[place])
            continue;
        for (i = 0; i < *bits && choices[i] != op - REQUEST_PERMISSION; i++)
            continue;
        if (i == CHOICE_MAX)
            return false;
        if (i == *bits)
            choices[(*bits)++] = op - REQUEST_PERMISSION;
        scratch->bit[place] = (uint8_t)i;
    }
    return cursor_ok(&program);
}

/* Whether the program holds with the permissions of a set besides those that are held. */
static bool set_would_do(const struct choice *choice, uint32_t set)
{
    struct cursor program = choice->program;
    bool stack[STACK_MAX] = {false};
    unsigned depth = 0;
    uint32_t place;

    for (place = 0; place < choice->count && cursor_ok(&program); place++) {
        uint32_t op = cursor_uv(&program);
        if (op < REQUEST_PERMISSION ? depth < 2 : depth == STACK_MAX)
            return false;
        if (op >= REQUEST_PERMISSION) {
            stack[depth++] = choice->scratch->held[place] || (set >> choice->scratch->bit[place] & 1) != 0;
            continue;
        }
        depth--;
        stack[depth - 1] = op == REQUEST_AND ? stack[depth - 1] && stack[depth] : stack[depth - 1] || stack[depth];
    }
    return stack[0];
}

/* The next larger number with as many bits (Knuth, The Art of Computer Programming 4A, 7.1.3). */
static uint32_t set_next(uint32_t set)
{
    uint32_t low = set & (~set + 1), high = set + low;

    return high | ((set ^ high) / low) >> 2;
}

/* The first set of less than most permissions that would do; 0: none was found. */
static uint32_t set_find(struct decider *decider, const struct choice *choice, uint32_t bits, uint32_t most)
{
    uint32_t size, set, tries = 0;

    for (size = 1; size < most; size++)
        for (set = (UINT32_C(1) << size) - 1; set < UINT32_C(1) << bits; set = set_next(set)) {
            if (tries++ == TRIES_MAX || !steps_spend(decider, 1 + choice->count / 8))
                return 0;
            if (set_would_do(choice, set))
                return set;
        }
    return 0;
}

uint32_t missing_fewer_find(struct decider *decider, const struct request *request, struct missing_scratch *scratch,
                            uint32_t count)
{
    struct choice choice = {.scratch = scratch};
    uint32_t choices[CHOICE_MAX], bits, set, i;

    if (request->is_permission || count < 2)
        return count;
    cursor_open(&choice.program, decider->table, SECTION_REQUESTS, request->request);
    choice.count = cursor_uv(&choice.program);
    if (choice.count > MISSING_KEPT || !bits_give(scratch, &choice, choices, &bits))
        return count;
    set = set_find(decider, &choice, bits, count < bits ? count : bits);
    if (set == 0)
        return count;
    for (i = 0, count = 0; i < bits; i++)
        if ((set >> i & 1) != 0)
            scratch->list[count++] = choices[i];
    return count;
}
