/*
 * emit_strings.c - the section STRINGS: every text once, in bytewise order.
 *
 * Owns which texts are collected: the reasons, which the IR has in order, and all others but the names of users,
 * groups, gids and services, which stand in their records. Where a text has come to lie is noted in its word.
 */
#include "emit_internal.h"

#include <string.h>

#include "support/arena.h"
#include "support/sort.h"

/* Texts with their words, in order. */
struct sorted {
    unsigned char *bytes;
    uint32_t *numbers;
    uint32_t count;
};

static const char too_long[] = "a string is longer than 65535 bytes";

/* The text's number, a new one if need be; 0 for the empty one. */
static uint32_t number_of(struct emit *emit, struct ir_text text)
{
    if (text.length == 0)
        return 0;
    if (text.length > STRING_MAX) {
        emit->problem = too_long;
        return 0;
    }
    return string_pool_once(&emit->strings.others, text);
}

static uint32_t word_at(const unsigned char *bytes, uint32_t number)
{
    uint32_t word = 0;
    if (number > 0)
        memcpy(&word, bytes + number - IR_TEXT_WORD, sizeof word);
    return word;
}

static void set_word(const struct sorted *sorted, uint32_t i, uint32_t word)
{
    memcpy(sorted->bytes + sorted->numbers[i] - IR_TEXT_WORD, &word, sizeof word);
}

uint32_t string_at(struct emit *emit, struct ir_text text)
{
    return word_at(emit->strings.others.bytes, number_of(emit, text));
}

static void collect_operations(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    for (size_t i = 0; i < ir->op_count; i++) {
        if (ir->ops[i].kind == IR_NAME)
            number_of(emit, ir->ops[i].name);
        for (uint32_t j = 0; j < ir->ops[i].glob_count; j++)
            number_of(emit, ir->ops[i].globs[j]);
    }
}

static void collect_patterns(struct emit *emit, const struct ir_pattern *patterns, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        number_of(emit, patterns[i].text);
}

static void collect_delegation(struct emit *emit, const struct ir_delegation *delegation)
{
    number_of(emit, delegation->path);
    for (uint32_t i = 0; i < delegation->approver_count; i++)
        number_of(emit, delegation->approvers[i].name);
    for (uint32_t i = 0; i < delegation->bound_count; i++) {
        collect_patterns(emit, delegation->bounds[i].patterns, delegation->bounds[i].pattern_count);
        collect_patterns(emit, delegation->bounds[i].except, delegation->bounds[i].except_count);
    }
}

void collect_strings(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    emit->strings.others = string_pool_new(emit->arena, emit->arena, 0);
    number_of(emit, ir->policy);
    number_of(emit, ir->zone_name);
    for (size_t i = 0; i < ir->contact_count; i++)
        number_of(emit, ir->contacts[i]);
    for (size_t i = 0; i < ir->file_count; i++)
        number_of(emit, ir->files[i].name);
    for (size_t i = 0; i < ir->permission_count; i++) {
        number_of(emit, ir->permissions[i].name);
        number_of(emit, ir->permissions[i].description);
    }
    for (size_t i = 0; i < ir->pattern_count; i++)
        number_of(emit, ir->patterns[i].text);
    for (size_t i = 0; i < ir->zone_count; i++)
        number_of(emit, ir->zones[i].name);
    collect_operations(emit);
    for (size_t i = 0; i < ir->role_count; i++) {
        number_of(emit, ir->roles[i].name);
        number_of(emit, ir->roles[i].description);
    }
    for (size_t i = 0; i < ir->service_count; i++)
        number_of(emit, ir->services[i].description);
    for (size_t i = 0; i < ir->delegation_count; i++)
        collect_delegation(emit, &ir->delegations[i]);
    if (emit->strings.others.full)
        emit->problem = "the texts are too large for one table";
}

/* The other texts in order. */
static struct sorted sort_others(struct arena *scratch, const struct string_pool *others)
{
    struct sorted sorted = {others->bytes, arena_array_room(scratch, others->count, sizeof *sorted.numbers),
                            others->count};
    string_pool_numbers(others, sorted.numbers);
    sort_records(scratch, &(struct records){others->bytes, NULL, true}, NULL, sorted.numbers, others->count);
    return sorted;
}

static int compare_texts(const struct sorted *a, uint32_t i, const struct sorted *b, uint32_t j)
{
    uint32_t length_a, length_b;
    const unsigned char *bytes_a = str_bytes(a->bytes, a->numbers[i], &length_a);
    const unsigned char *bytes_b = str_bytes(b->bytes, b->numbers[j], &length_b);
    int order = memcmp(bytes_a, bytes_b, length_a < length_b ? length_a : length_b);
    return order != 0 ? order : (length_a > length_b) - (length_a < length_b);
}

/* The first of the texts, from begin on, that does not come before another. */
static uint32_t first_behind(const struct sorted *texts, uint32_t begin, const struct sorted *others, uint32_t other)
{
    uint32_t end = texts->count;
    while (begin < end) {
        uint32_t middle = begin + (end - begin) / 2;
        if (compare_texts(texts, middle, others, other) < 0)
            begin = middle + 1;
        else
            end = middle;
    }
    return begin;
}

/* Equal ones once. */
static void write_texts(struct writer *out, const struct sorted *texts, uint32_t begin, uint32_t end)
{
    uint32_t here = 0;
    for (uint32_t i = begin; i < end; i++) {
        uint32_t length;
        const unsigned char *from = texts->bytes + texts->numbers[i];
        const unsigned char *bytes = str_bytes(texts->bytes, texts->numbers[i], &length);
        if (i == begin || compare_texts(texts, i - 1, texts, i) != 0) {
            here = out->size;
            writer_put(out, from, (size_t)(bytes - from) + length + 1);
        }
        set_word(texts, i, here);
    }
}

/* Both in one order; what both have is written with the reasons. */
static void write_merged(struct writer *out, const struct sorted *reasons, const struct sorted *others)
{
    uint32_t done = 0;
    for (uint32_t i = 0; i < others->count; i++) {
        uint32_t next = first_behind(reasons, done, others, i);
        write_texts(out, reasons, done, next);
        done = next;
        if (done < reasons->count && compare_texts(reasons, done, others, i) == 0)
            set_word(others, i, out->size); /* where it will be */
        else
            write_texts(out, others, i, i + 1);
    }
    write_texts(out, reasons, done, reasons->count);
}

/* Where each reason has come to lie, in their order. */
static void note_reasons(const struct ir_texts *texts, uint32_t *reason_at)
{
    uint32_t number = IR_TEXT_WORD;
    for (uint32_t i = 1; i <= texts->count; i++) {
        reason_at[i] = word_at(texts->bytes, number);
        number = str_end(texts->bytes, number) + IR_TEXT_WORD;
    }
}

void emit_strings(struct emit *emit)
{
    const struct reasons *reasons = &emit->ir->reasons;
    struct strings *strings = &emit->strings;
    struct writer *out = &emit->sections[SECTION_STRINGS];
    struct sorted sorted = {reasons->texts.bytes, reasons->sorted, reasons->texts.count};
    struct sorted others = sort_others(emit->part, &strings->others);
    strings->reason_at = arena_array(emit->arena, reasons->texts.count + (size_t)1, sizeof *strings->reason_at);
    *out = image_slot(&emit->image, 2 + string_pool_written(&reasons->texts) + strings->others.size);
    writer_str(out, "", 0);
    write_merged(out, &sorted, &others);
    note_reasons(&reasons->texts, strings->reason_at);
}
