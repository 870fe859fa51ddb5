/*
 * fmt_layout.c - a policy's text in its one form.
 */
#include "fmt_layout.h"

#include "support/arena.h"
#include "support/read_all.h"
#include "fmt_output.h"
#include "fmt_unit.h"

#define INDENT 4u

struct layout {
    const struct fmt_text *text;
    struct fmt_output out;
    size_t unit;     /* the unit's first token, */
    uint32_t indent; /* where its lines begin, */
    uint32_t column; /* and where its last line has come to */
};

static const struct fmt_token *token_at(const struct layout *layout, size_t token)
{
    return &layout->text->tokens[token];
}

/* Whether a line must end before a token within a unit. */
static bool is_forced(const struct layout *layout, size_t token)
{
    const struct fmt_token *behind = token_at(layout, token);

    return behind->comments || (behind->blank && behind[-1].kind == TOKEN_COMMA);
}

/* Characters of the tokens [begin, end) on one line; UINT32_MAX: they do not go on one. */
static uint32_t width_of(const struct layout *layout, size_t begin, size_t end)
{
    uint64_t width = token_at(layout, begin)->width;
    size_t token;

    for (token = begin + 1; token < end; token++) {
        if (is_forced(layout, token))
            return UINT32_MAX;
        width += token_at(layout, token)->width + fmt_blank_before(layout->text, token);
    }
    return width < UINT32_MAX ? (uint32_t)width : UINT32_MAX;
}

static bool fits(const struct layout *layout, uint32_t column, size_t begin, size_t end)
{
    uint32_t width = width_of(layout, begin, end);

    return width != UINT32_MAX && column + width <= FMT_WIDTH;
}

static void put_token(struct layout *layout, size_t token)
{
    const struct fmt_token *put = token_at(layout, token);

    fmt_put(&layout->out, layout->text->bytes + put->at, put->length);
    layout->column += put->width;
}

static void put_blanks(struct layout *layout, uint32_t count)
{
    fmt_blanks(&layout->out, count);
    layout->column += count;
}

static void new_line(struct layout *layout, uint32_t indent)
{
    fmt_end_line(&layout->out);
    layout->column = 0;
    put_blanks(layout, indent);
}

/* The tokens [begin, end) on the line as it is. */
static void put_run(struct layout *layout, size_t begin, size_t end)
{
    size_t token;

    for (token = begin; token < end; token++) {
        if (token > begin && fmt_blank_before(layout->text, token))
            put_blanks(layout, 1);
        put_token(layout, token);
    }
}

/*
 * What stands between a token and the one before it: comments, and an empty line where there was one. inner: not at the
 * beginning of a file or body. Where the token then has to begin a line, the line before it has ended.
 */
static void put_gap(struct layout *layout, size_t token, uint32_t indent, bool inner)
{
    struct fmt_gap gap = fmt_gap_before(layout->text, token);
    struct fmt_comment comment;

    while (fmt_gap_next(&gap, &comment)) {
        if (comment.begins_line) {
            fmt_end_line(&layout->out);
            fmt_columns_set(&layout->out);
            if (comment.after_blank && inner)
                fmt_put(&layout->out, "\n", 1);
            fmt_blanks(&layout->out, indent);
            inner = true;
        } else {
            fmt_blanks(&layout->out, 2);
        }
        fmt_put(&layout->out, comment.text, comment.length);
    }
    fmt_end_line(&layout->out);
    if (comment.after_blank && inner && token_at(layout, token)->kind != TOKEN_RBRACE && token < layout->text->count) {
        fmt_columns_set(&layout->out);
        fmt_put(&layout->out, "\n", 1);
    }
}

/* Ends the line within a unit, with what stands in the gap. */
static void break_before(struct layout *layout, size_t token, uint32_t indent)
{
    if (token_at(layout, token)->kind == TOKEN_LBRACE)
        indent = layout->indent;
    if (is_forced(layout, token))
        put_gap(layout, token, indent, true);
    new_line(layout, indent);
}

/* The first token from one on, up to end, before which a line can be broken, or must be. */
static size_t next_break(const struct layout *layout, size_t token, size_t end, enum fmt_break least)
{
    while (token < end && !is_forced(layout, token) && fmt_break_before(layout->text, layout->unit, token) < least)
        token++;
    return token;
}

/* A part of a statement behind what stands in the line. Whether it took several lines. */
static bool put_part(struct layout *layout, size_t begin, size_t end)
{
    uint32_t indent = layout->indent + (begin == layout->unit ? INDENT : 2 * INDENT);
    bool broken = false;
    size_t token = begin;

    while (token < end) {
        size_t next = next_break(layout, token + 1, end, FMT_ITEM);
        if (token > begin && (is_forced(layout, token) || !fits(layout, layout->column + 1, token, next))) {
            break_before(layout, token, indent);
            broken = true;
        } else if (token > begin && fmt_blank_before(layout->text, token)) {
            put_blanks(layout, 1);
        }
        put_run(layout, token, next);
        token = next;
    }
    return broken;
}

/* A unit that does not go on one line: its parts, each on the line of the one before where it fits there. */
static void put_broken(struct layout *layout, size_t begin, size_t end)
{
    bool broken = false;
    size_t token = begin;

    while (token < end) {
        size_t next = token + 1, whole;
        while (next < end && fmt_break_before(layout->text, begin, next) < FMT_CLAUSE)
            next++;
        whole = next_break(layout, token + 1, next, FMT_CLAUSE); /* of a part with a comment, what stands before it */
        if (token > begin && (broken || is_forced(layout, token) || !fits(layout, layout->column + 1, token, whole)))
            break_before(layout, token, layout->indent + INDENT);
        else if (token > begin)
            put_blanks(layout, 1);
        broken = put_part(layout, token, next);
        token = next;
    }
}

/* ---- permissions: where one has a description, each stands on a line ---- */

/* The token behind an element and its comma. */
static size_t element_end(const struct layout *layout, size_t token, size_t end)
{
    while (token < end && token_at(layout, token)->kind != TOKEN_COMMA)
        token++;
    return token < end ? token + 1 : end;
}

/* How wide names are, at most, that have a description; 0: it is no list for lines. */
static uint32_t permission_names(const struct layout *layout, size_t begin, size_t end)
{
    size_t token = begin + 1, count = 0;
    uint32_t widest = 0;

    while (token < end) {
        size_t next = element_end(layout, token, end);
        if (width_of(layout, token, next) == UINT32_MAX || is_forced(layout, begin + 1))
            return 0;
        if (token + 1 < next && token_at(layout, token + 1)->kind == TOKEN_STRING &&
            token_at(layout, token)->width > widest)
            widest = token_at(layout, token)->width;
        token = next;
        count++;
    }
    return count > 1 ? widest : 0;
}

static void put_permissions(struct layout *layout, size_t begin, size_t end, uint32_t widest)
{
    uint32_t indent;
    size_t token = begin + 1;

    put_token(layout, begin);
    put_blanks(layout, 1);
    indent = layout->column;
    while (token < end) {
        size_t next = element_end(layout, token, end), text = token + 1;
        if (token > begin + 1)
            break_before(layout, token, indent);
        put_token(layout, token);
        if (text < next && token_at(layout, text)->kind == TOKEN_STRING && token_at(layout, token)->width < widest)
            put_blanks(layout, widest - token_at(layout, token)->width);
        if (text < next && fmt_blank_before(layout->text, text))
            put_blanks(layout, 1);
        put_run(layout, text, next);
        token = next;
    }
}

/* ---- units ---- */

/*
 * The token of a statement on one line that begins its second column, or 0. Rules have none: whoever looks at a change
 * of exceptions is to see one line.
 */
static size_t second_column(const struct layout *layout, size_t begin, size_t end)
{
    size_t token = begin + 2;

    switch (token_at(layout, begin)->kind) {
    case TOKEN_CONDITION: return token < end ? token : 0;
    case TOKEN_PERMISSION: return token + 1 == end ? token : 0;
    case TOKEN_ASSIGN:
    case TOKEN_SERVICE:
        while (token < end && token_at(layout, token)->kind == TOKEN_COMMA)
            token += 2;
        return token < end ? token : 0;
    default: return 0;
    }
}

static void put_line(struct layout *layout, size_t begin, size_t end)
{
    unsigned kind = token_at(layout, begin)->kind;
    size_t second = layout->indent == 0 ? second_column(layout, begin, end) : 0;
    struct fmt_column column;

    if (second == 0) {
        put_run(layout, begin, end);
        return;
    }
    put_run(layout, begin, second);
    column = (struct fmt_column){layout->out.size, layout->column, 0};
    put_blanks(layout, 1);
    put_run(layout, second, end);
    column.width = layout->column;
    fmt_column_note(&layout->out, kind, column);
}

/* Puts a unit where a line begins. */
static void put_unit(struct layout *layout, size_t begin, size_t end, uint32_t indent)
{
    unsigned kind = token_at(layout, begin)->kind;
    uint32_t widest = kind == TOKEN_PERMISSION ? permission_names(layout, begin, end) : 0;
    bool line = widest == 0 && fits(layout, indent, begin, end);

    layout->unit = begin;
    layout->indent = indent;
    if (!line || (layout->out.group_count > 0 && kind != layout->out.group_kind))
        fmt_columns_set(&layout->out);
    new_line(layout, indent);
    if (line)
        put_line(layout, begin, end);
    else if (widest > 0)
        put_permissions(layout, begin, end, widest);
    else
        put_broken(layout, begin, end);
}

/* Whether a body whose first token is given has one line, stood on one, and goes on one with what is before it. */
static bool is_short(const struct layout *layout, size_t body)
{
    size_t end, token;

    if (token_at(layout, body)->kind == TOKEN_RBRACE)
        return !token_at(layout, body)->comments;
    end = fmt_unit_end(layout->text, body, true);
    if (token_at(layout, end)->kind != TOKEN_RBRACE)
        return false;
    for (token = body; token <= end; token++)
        if (token_at(layout, token)->breaks)
            return false;
    return fits(layout, layout->column + 1, body, end + 1);
}

/* The body behind an open brace, with the closing one; the token behind that. */
static size_t put_body(struct layout *layout, size_t body)
{
    bool inner = false;
    size_t token = body;

    if (is_short(layout, body)) {
        while (token_at(layout, token)->kind != TOKEN_RBRACE)
            token++;
        if (token > body)
            put_blanks(layout, 1);
        put_run(layout, body, token + 1);
        return token + 1;
    }
    fmt_columns_set(&layout->out);
    while (token < layout->text->count) {
        put_gap(layout, token, INDENT, inner);
        inner = true;
        if (token_at(layout, token)->kind == TOKEN_RBRACE)
            break;
        put_unit(layout, token, fmt_unit_end(layout->text, token, true), INDENT);
        token = fmt_unit_end(layout->text, token, true);
    }
    put_token(layout, token);
    return token + 1;
}

char *fmt_layout(struct arena *arena, const struct fmt_text *text, size_t *size)
{
    static const char behind[READ_ALL_BEHIND];
    struct layout layout = {.text = text, .out = {.arena = arena}};
    size_t token = 0, end;

    for (; token < text->count; token = end) {
        put_gap(&layout, token, 0, token > 0);
        end = fmt_unit_end(text, token, false);
        put_unit(&layout, token, end, 0);
        if (token_at(&layout, end - 1)->kind == TOKEN_LBRACE)
            end = put_body(&layout, end);
    }
    put_gap(&layout, token, 0, token > 0);
    fmt_columns_set(&layout.out);
    *size = layout.out.size;
    fmt_put(&layout.out, behind, sizeof behind);
    return layout.out.bytes;
}
