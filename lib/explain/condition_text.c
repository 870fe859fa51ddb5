/*
 * condition_text.c - what a condition says, and which part of it decided.
 *
 * The programs are postfix, and the language infix; both have the atoms in the same order. So the text of each value on
 * the stack lies behind that of the one below, and an operation only puts words between or before them. All of it is in
 * the caller's buffers: a text that grows too long is cut.
 */
#include <errno.h>
#include <string.h>

#include "decide/condition.h"
#include "decide/decide.h"
#include "decide/budget.h"
#include "policy_text.h"
#include "decide/zone.h"

/* ---- texts of bounded length ---- */

struct line {
    char *text;
    size_t length, size;
    bool cut;
};

static void line_put(void *to, const char *bytes, size_t length)
{
    struct line *line = to;
    size_t scratch = line->size - 1 - line->length;

    if (length > scratch) {
        length = scratch;
        line->cut = true;
    }
    memcpy(line->text + line->length, bytes, length);
    line->length += length;
}

/* Puts words in at a place; what does not fit any more is cut off at the end. */
static void line_insert(struct line *line, size_t place, const char *out)
{
    size_t length = strlen(out), behind = line->length - place, scratch = line->size - 1;

    if (length > scratch - place) {
        line->cut = true;
        return;
    }
    if (behind > scratch - place - length) {
        behind = scratch - place - length;
        line->cut = true;
    }
    memmove(line->text + place + length, line->text + place, behind);
    memcpy(line->text + place, out, length);
    line->length = place + length + behind;
}

/* Ends the text, with "..." where it was cut, and never within a character. */
static void line_end(struct line *line)
{
    if (line->cut) {
        if (line->length > line->size - 4)
            line->length = line->size - 4;
        while (line->length > 0 && ((unsigned char)line->text[line->length] & 0xc0) == 0x80)
            line->length--;
        memcpy(line->text + line->length, "...", 3);
        line->length += 3;
    }
    line->text[line->length] = '\0';
}

/* ---- programs ---- */

/* A value on the stack. */
struct part {
    size_t start;      /* of its text */
    bool cut;          /* its text does not fit */
    uint8_t operation; /* COND_AND, COND_OR, or 0 */
    enum kleene value;
    uint32_t atom; /* where in CONDITIONS the atom stands that decides it: behind its kind */
    uint8_t kind;
};

static void part_wrap(struct line *line, const struct part *part, bool wrap)
{
    if (!wrap)
        return;
    line_insert(line, part->start, "(");
    line_put(line, ")", 1);
}

/* Joins the two topmost values. Of `and` the lower one decides, of `or` the higher, the left where they are equal. */
static void parts_join(struct line *line, struct part *left, const struct part *right, uint8_t operation)
{
    bool and = operation == COND_AND;
    size_t between = right->start;

    part_wrap(line, right, and&&right->operation == COND_OR);
    if (and&&left->operation == COND_OR) {
        line_insert(line, between, ")");
        line_insert(line, left->start, "(");
        between += 2;
    }
    line_insert(line, between < line->length ? between : line->length, and? " and " : " or ");
    if (and? right->value < left->value : right->value > left->value) {
        left->value = right->value;
        left->atom = right->atom;
        left->kind = right->kind;
    }
    left->operation = operation;
}

static void part_name(struct line *line, struct part *part, const struct policy_text *out, struct cursor *program)
{
    uint32_t length;
    const char *name = table_string(program->table, cursor_uv(program), &length, &program->status);

    if (part->start < line->size - 1)
        line->cut = part->cut; /* what did not fit is not said any more */
    line->length = part->start;
    policy_text_word(out, name, length);
    part->operation = 0;
}

static void part_negate(struct line *line, struct part *part)
{
    part_wrap(line, part, part->operation != 0);
    line_insert(line, part->start, "not ");
    part->operation = 0;
    part->value = kleene_not(part->value);
}

/* Reads an atom: its text, and its value in the situation. */
static void part_read(struct line *line, struct part *part, const struct policy_text *out, struct cursor *program,
                      uint8_t kind, const struct situation *situation, uint32_t *steps)
{
    struct cursor start = *program;
    struct atom atom = {.kind = kind, .body = *program};

    *part = (struct part){.start = line->length, .cut = line->cut, .kind = kind};
    part->atom = cursor_offset(program, SECTION_CONDITIONS);
    part->value = atom_holds(&atom, situation, steps);
    policy_text_atom(out, kind, program);
    if (!cursor_ok(&start))
        cursor_fail(program, start.status);
}

/* Runs the program of a condition; the one value that is left is in *root. */
static enum rolegate_status condition_run(struct rolegate_table *table, uint32_t ref, const struct situation *situation,
                                          struct line *line, struct part *root)
{
    struct policy_text out = {line_put, line};
    struct part stack[STACK_MAX];
    struct cursor program;
    uint32_t steps = STEPS_DECISION;
    unsigned depth = 0;

    atoms_begin(&program, table, ref);
    while (cursor_left(&program) > 0 && cursor_ok(&program)) {
        uint8_t op = cursor_u8(&program);
        unsigned operands = op == COND_AND || op == COND_OR ? 2 : op == COND_NOT || op == COND_NAME ? 1 : 0;
        if (depth < operands || (operands == 0 && depth == STACK_MAX) || steps-- == 0) {
            cursor_fail(&program, ROLEGATE_MALFORMED);
            break;
        }
        switch (op) {
        case COND_AND:
        case COND_OR: parts_join(line, &stack[depth - 2], &stack[depth - 1], op); break;
        case COND_NOT: part_negate(line, &stack[depth - 1]); break;
        case COND_NAME: part_name(line, &stack[depth - 1], &out, &program); break;
        default: part_read(line, &stack[depth], &out, &program, op, situation, &steps); break;
        }
        depth = operands == 0 ? depth + 1 : operands == 2 ? depth - 1 : depth;
        if (steps == 0)
            steps = 1; /* the next operation ends it */
    }
    if (cursor_ok(&program) && depth != 1)
        cursor_fail(&program, ROLEGATE_MALFORMED);
    if (cursor_ok(&program))
        *root = stack[0];
    return program.status;
}

/* ---- facts ---- */

static void clock_put(const struct policy_text *out, struct rolegate_table *table, struct cursor *atom, uint8_t kind,
                      int64_t now)
{
    uint32_t zone, length;
    int32_t east = 0;
    struct wall wall;
    const char *name = "UTC";

    if (kind == COND_TIME) {
        cursor_u8(atom);      /* days */
        cursor_skip(atom, 2); /* start, end */
    }
    zone = cursor_uv(atom);
    if (zone != 0) {
        struct cursor record;
        atom->status = zone_offset(table, zone, now, &east);
        cursor_open(&record, table, SECTION_ZONES, zone - 1);
        name = table_string(table, cursor_uv(&record), &length, &atom->status);
    }
    wall = zone_wall(now, east);
    policy_text_text(out, policy_text_day(wall.weekday));
    policy_text_text(out, " ");
    if (kind == COND_DATE && wall.day >= DATE_ZERO && wall.day <= DATE_ZERO + (int64_t)DATE_MOST) {
        policy_text_date(out, wall.day);
        policy_text_text(out, " ");
    }
    policy_text_number(out, wall.minute / 60, 2);
    policy_text_text(out, ":");
    policy_text_number(out, wall.minute % 60, 2);
    policy_text_text(out, " ");
    policy_text_text(out, name);
}

static void fact_put(const struct policy_text *out, struct rolegate_table *table, const struct part *part,
                     const struct rolegate_question *question)
{
    const char *tty = tty_parse(question->tty);
    struct cursor atom;

    cursor_open(&atom, table, SECTION_CONDITIONS, part->atom);
    switch (part->kind) {
    case COND_FROM:
        policy_text_text(out, question->origin == NULL || *question->origin == '\0' ? "local" : question->origin);
        break;
    case COND_TTY: policy_text_text(out, tty == NULL ? "no terminal" : tty); break;
    case COND_HOST: policy_text_text(out, question->host[0] == '\0' ? "no host name" : question->host); break;
    default: clock_put(out, table, &atom, part->kind, question->now); break;
    }
}

/* ---- the answer ---- */

static struct situation situation_of(const struct rolegate_question *question)
{
    return (struct situation){.now = question->now,
                              .origin = origin_parse(question->origin),
                              .tty = tty_parse(question->tty),
                              .host = question->host[0] == '\0' ? NULL : question->host};
}

static struct line line_of(char text[ROLEGATE_CONDITION_MAX])
{
    return (struct line){.text = text, .size = ROLEGATE_CONDITION_MAX};
}

static enum rolegate_status condition_fill(struct rolegate_table *table, uint32_t ref,
                                           const struct rolegate_question *question,
                                           struct rolegate_condition *condition)
{
    struct situation situation = situation_of(question);
    struct line line = line_of(condition->text), atom = line_of(condition->atom), fact = line_of(condition->fact);
    struct policy_text atom_words = {line_put, &atom}, fact_words = {line_put, &fact};
    struct part root;
    struct cursor cursor;
    enum rolegate_status status = condition_run(table, ref, &situation, &line, &root);

    if (status != ROLEGATE_OK)
        return status;
    cursor_open(&cursor, table, SECTION_CONDITIONS, root.atom);
    policy_text_atom(&atom_words, root.kind, &cursor);
    fact_put(&fact_words, table, &root, question);
    line_end(&line);
    line_end(&atom);
    line_end(&fact);
    condition->met = root.value == YES  ? ROLEGATE_MEMBER
                     : root.value == NO ? ROLEGATE_NOT_MEMBER
                                        : ROLEGATE_MEMBER_UNKNOWN;
    return ROLEGATE_OK;
}

enum rolegate_status rolegate_statement_condition(rolegate_table *table, const struct rolegate_statement *statement,
                                                  const struct rolegate_question *question,
                                                  struct rolegate_condition *condition)
{
    enum rolegate_status status = ROLEGATE_OK;
    int saved = errno;

    if (table == NULL || statement == NULL || question == NULL || condition == NULL)
        return ROLEGATE_BAD_ARGUMENT;
    memset(condition, 0, sizeof *condition);
    condition->met = ROLEGATE_MEMBER;
    if (statement->when != 0)
        status = condition_fill(table, statement->when, question, condition);
    if (status != ROLEGATE_OK)
        memset(condition, 0, sizeof *condition);
    errno = saved;
    return status;
}

enum rolegate_status rolegate_local_time(rolegate_table *table, int64_t instant, int32_t *seconds_east,
                                         const char **zone)
{
    enum rolegate_status status = ROLEGATE_OK;
    int saved = errno;
    struct cursor meta;
    const char *name;
    uint32_t place, ref;
    int32_t east = 0;

    if (table == NULL || seconds_east == NULL || zone == NULL)
        return ROLEGATE_BAD_ARGUMENT;
    cursor_open(&meta, table, SECTION_META, 0);
    cursor_uv(&meta); /* policy */
    place = cursor_uv(&meta);
    ref = cursor_uv(&meta);
    status = meta.status;
    if (status == ROLEGATE_OK)
        status = zone_offset(table, ref, instant, &east);
    name = table_string(table, place, NULL, &status);
    if (status == ROLEGATE_OK) {
        *seconds_east = east;
        *zone = *name == '\0' ? "UTC" : name;
    }
    errno = saved;
    return status;
}
