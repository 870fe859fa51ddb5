/*
 * lower_lists.c - texts, places and lists of numbers, as the IR has them.
 */
#include <string.h>

#include "compile/ast/compilation.h"
#include "lower_internal.h"
#include "support/arena.h"
#include "support/sort.h"

struct ir_text text_of(const struct symbol *symbol)
{
    return symbol ? (struct ir_text){symbol->text, symbol->length} : (struct ir_text){"", 0};
}

struct ir_text text_of_string(struct ast_string string)
{
    return string.bytes ? (struct ir_text){string.bytes, string.length} : (struct ir_text){"", 0};
}

void numbers_add(struct lower *lower, struct numbers *numbers, uint32_t number)
{
    numbers->list = arena_grow(lower->arena, numbers->list, numbers->count, &numbers->capacity, sizeof *numbers->list);
    numbers->list[numbers->count++] = number;
}

uint32_t *numbers_sorted(struct lower *lower, struct numbers *numbers, uint32_t *count)
{
    numbers->count = sort_numbers(numbers->list, numbers->count);
    uint32_t *copy = arena_array(lower->arena, numbers->count, sizeof *copy);
    if (numbers->count > 0)
        memcpy(copy, numbers->list, numbers->count * sizeof *copy);
    *count = (uint32_t)numbers->count;
    return copy;
}

uint32_t lists_add(struct lower *lower, const uint32_t *numbers, size_t count)
{
    struct ir *ir = lower->ir;
    size_t at = ir->list_size;
    if (at + count >= IR_NONE) {
        ir->full = true;
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        ir->lists = arena_grow(lower->arena, ir->lists, ir->list_size, &lower->list_capacity, sizeof *ir->lists);
        ir->lists[ir->list_size++] = numbers[i];
    }
    return (uint32_t)at;
}

uint32_t lists_few(struct lower *lower, struct numbers *numbers, bool *several)
{
    uint32_t first = numbers->list[0];
    numbers->count = sort_numbers(numbers->list, numbers->count);
    *several = numbers->count != 1;
    if (!*several)
        return first;
    for (size_t i = 0; i < numbers->count; i++)
        if (numbers->list[i] == first)
            numbers->list[i] = numbers->list[0];
    numbers->list[0] = first;
    uint32_t count = (uint32_t)numbers->count, at = lists_add(lower, &count, 1);
    lists_add(lower, numbers->list, numbers->count);
    return at;
}

struct ir_place lower_place(struct lower *lower, struct span span)
{
    struct ir_place place;
    source_table_place(&lower->compilation->sources, span.at, &place.file, &place.line);
    return place;
}

/* Leaves them in lower->first. */
void collect_roles(struct lower *lower, const struct ast_word *words)
{
    lower->first.count = 0;
    for (const struct ast_word *word = words; word; word = word_next(word))
        numbers_add(lower, &lower->first, word->symbol->means->role->index);
}

uint32_t *lower_role_numbers(struct lower *lower, const struct ast_word *words, uint32_t *count)
{
    collect_roles(lower, words);
    return numbers_sorted(lower, &lower->first, count);
}
