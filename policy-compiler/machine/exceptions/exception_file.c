/*
 * exception_file.c - reads the exceptions of a bounded file, and writes them again.
 *
 * A statement's parts are cut out of its own text, so that nothing is lost on the way: the grammar has taken it, and
 * its tokens are easily told.
 */
#include "exception_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compile/ast/ast.h"
#include "compile/source/source.h"
#include "support/arena.h"
#include "support/message.h"
#include "tools/fmt/fmt.h"

#define PARTS 5u /* of a statement: what, whom, starting, until, because */

static const char new_header[] = "# Exceptions, sorted by user: written by `rolegate grant' and `rolegate "
                                 "revoke', and by hand if need be.\n"
                                 "# What may stand here says the policy, where it includes this file.\n";

/* ---- tokens of a statement ---- */

/* The next token at or behind *at, before end: words, strings, commas and parentheses. False: there is none. */
static bool token_next(const char **at, const char *end, const char **token, size_t *length)
{
    const char *from = *at;

    for (;;) {
        while (from < end && strchr(" \t\r\v\f\n", *from) != NULL && *from != '\0')
            from++;
        if (from == end || *from != '#')
            break;
        while (from < end && *from != '\n')
            from++;
    }
    if (from == end)
        return false;
    *token = from;
    if (*from == '"') {
        for (from++; from < end && *from != '"'; from++)
            from += *from == '\\' && from + 1 < end;
        from += from < end;
    } else if (strchr("(){},", *from) != NULL) {
        from++;
    } else {
        while (from < end && strchr(" \t\r\v\f\n\"#(){},", *from) == NULL)
            from++;
    }
    *length = (size_t)(from - *token);
    *at = from;
    return true;
}

static bool token_is(const char *token, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(token, word, length) == 0;
}

/* Tokens one behind the other, in room for all of a statement's. */
struct joined {
    char *text;
    size_t length;
};

static struct joined joined_new(struct arena *arena, const char *at, const char *end)
{
    struct joined joined = {.text = arena_room(arena, 2 * (size_t)(end - at) + 1)};

    joined.text[0] = '\0';
    return joined;
}

/* Puts a token behind the others, with a blank between where one belongs. */
static void joined_add(struct joined *joined, const char *token, size_t length)
{
    if (joined->length > 0 && *token != ',' && *token != ')' && joined->text[joined->length - 1] != '(')
        joined->text[joined->length++] = ' ';
    memcpy(joined->text + joined->length, token, length);
    joined->length += length;
    joined->text[joined->length] = '\0';
}

/* The part of a statement that begins with a word, or PARTS. */
static unsigned part_begun(const char *token, size_t length, unsigned part)
{
    static const char *const words[PARTS] = {"", "to", "starting", "until", "because"};
    unsigned i;

    for (i = part == 0 ? 1 : 2; i < PARTS; i++)
        if (token_is(token, length, words[i]))
            return i;
    return PARTS;
}

/* Cuts a statement of one user, without `when`, into its parts. False: it is of another form. */
static bool cut(struct arena *arena, const char *at, const char *end, struct exception *exception)
{
    struct joined parts[PARTS];
    unsigned part = 0, begun, i;
    const char *token;
    size_t length;

    for (i = 0; i < PARTS; i++)
        parts[i] = joined_new(arena, at, end);
    while (token_next(&at, end, &token, &length)) {
        if (token_is(token, length, "when") || token_is(token, length, "("))
            return false;
        begun = part_begun(token, length, part);
        if (begun < PARTS)
            part = begun;
        else
            joined_add(&parts[part], token, length);
    }
    exception->what = parts[0].text;
    exception->whom = parts[1].text;
    exception->starting = parts[2].length > 0 ? parts[2].text : NULL;
    exception->until = parts[3].length > 0 ? parts[3].text : NULL;
    exception->because = parts[4].length > 0 ? parts[4].text : NULL;
    return true;
}

/* A statement's tokens on one line. */
static const char *on_one_line(struct arena *arena, const char *at, const char *end)
{
    struct joined joined = joined_new(arena, at, end);
    const char *token;
    size_t length;

    while (token_next(&at, end, &token, &length))
        joined_add(&joined, token, length);
    return joined.text;
}

/* ---- reading ---- */

static int compare_places(const void *a, const void *b)
{
    const struct exception *x = a, *y = b;

    return (x->span.at > y->span.at) - (x->span.at < y->span.at);
}

static bool is_inside(const struct source *source, struct span span)
{
    return span.at >= source->start && span.at - source->start <= source->length;
}

/* Adds the statements that the tree has of the file. */
static void find_statements(struct exception_file *file, const struct ast *ast, const struct source *source)
{
    const struct ast_rule *rule;
    const struct ast_assign *assign;

    for (rule = ast->rules; rule != NULL; rule = rule->next)
        if (is_inside(source, rule->span)) {
            struct exception *exception = exception_file_add(file);
            exception->rule = rule;
            exception->span = rule->span;
        }
    for (assign = ast->assigns; assign != NULL; assign = assign->next)
        if (is_inside(source, assign->span)) {
            struct exception *exception = exception_file_add(file);
            exception->assign = assign;
            exception->span = assign->span;
        }
    if (file->count > 0)
        qsort(file->list, file->count, sizeof *file->list, compare_places);
}

static const char *trim(struct arena *arena, const char *from, const char *end)
{
    while (from < end && (*from == ' ' || *from == '\t'))
        from++;
    while (end > from && strchr(" \t\r", end[-1]) != NULL)
        end--;
    return arena_copy(arena, from, (size_t)(end - from));
}

/*
 * Takes apart what stands between two statements: the comment behind the first one, and the lines above the second,
 * which are given back. The comment that begins a file is the file's.
 */
static const char *read_between(struct exception_file *file, const char *from, const char *end, struct exception *first)
{
    char *above = arena_room(file->arena, (size_t)(end - from) + 2), *to = above;
    const char *line = from, *next;

    for (*to = '\0'; line < end; line = next) {
        const char *newline = memchr(line, '\n', (size_t)(end - line)), *text;
        next = newline == NULL ? end : newline + 1;
        text = trim(file->arena, line, newline == NULL ? end : newline);
        if (line == from && first != NULL) {
            first->note = text[0] == '#' ? text + 1 + strspn(text + 1, " \t") : "";
        } else if (text[0] == '#') {
            to = stpcpy(stpcpy(to, text), "\n");
        } else if (text[0] == '\0' && first == NULL && file->header[0] == '\0' && to > above) {
            file->header = arena_copy(file->arena, above, (size_t)(to - above));
            *(to = above) = '\0';
        }
    }
    if (first == NULL && file->header[0] == '\0' && file->count > 0) {
        file->header = above;
        return "";
    }
    return above;
}

/* Whether a line begins another statement, or the comment above it. */
static bool begins_statement(const char *at, const char *end)
{
    static const char *const verbs[] = {"allow", "deny", "assign"};
    size_t i;

    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    for (i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if ((size_t)(end - at) > strlen(verbs[i]) && memcmp(at, verbs[i], strlen(verbs[i])) == 0 &&
            strchr(" \t\n\"", at[strlen(verbs[i])]) != NULL)
            return true;
    return at == end || *at == '\n' || *at == '#';
}

const char *exception_note_at(struct arena *arena, const char *at, const char *end)
{
    bool is_string = false;

    for (; at < end; at++) {
        if (*at == '"')
            is_string = !is_string;
        else if (is_string && *at == '\\' && at + 1 < end)
            at++;
        else if (!is_string && *at == '#')
            break;
        else if (*at == '\n' && begins_statement(at + 1, end))
            return "";
    }
    if (at == end)
        return "";
    return trim(arena, at + 1, at + strcspn(at, "\n"));
}

/* The one user that a statement is about, or NULL. */
static const char *user_of(const struct exception *exception)
{
    const struct ast_subject *subject =
        exception->rule != NULL ? rule_subjects(exception->rule) : assign_subjects(exception->assign);

    return subject->kind == SUBJECT_USER && subject_next(subject) == NULL ? subject->symbol->text : NULL;
}

struct exception_file exception_file_read(struct arena *arena, const struct compilation *policy,
                                          const struct source *source)
{
    struct exception_file file = {.arena = arena, .header = "", .footer = ""};
    const char *bytes, *at;
    size_t i;

    if (source == NULL) {
        file.header = new_header;
        return file;
    }
    find_statements(&file, policy->ast, source);
    bytes = at = source->bytes;
    for (i = 0; i < file.count; i++) {
        struct exception *exception = &file.list[i];
        const char *begin = bytes + (exception->span.at - source->start), *end = begin + exception->span.length;
        exception->above = read_between(&file, at, begin, i > 0 ? exception - 1 : NULL);
        exception->order = i;
        exception->user = user_of(exception);
        if (exception->user == NULL || !cut(arena, begin, end, exception))
            exception->text = on_one_line(arena, begin, end);
        at = end;
    }
    file.footer = read_between(&file, at, bytes + source->length, file.count > 0 ? &file.list[file.count - 1] : NULL);
    if (file.count == 0 && file.header[0] == '\0' && file.footer[0] == '\0')
        file.header = new_header;
    return file;
}

struct exception *exception_file_add(struct exception_file *file)
{
    file->list = arena_grow(file->arena, file->list, file->count, &file->capacity, sizeof *file->list);
    file->list[file->count] = (struct exception){.above = "", .note = "", .order = file->count};
    return &file->list[file->count++];
}

void exception_file_drop(struct exception_file *file, size_t number)
{
    memmove(file->list + number, file->list + number + 1, (file->count - number - 1) * sizeof *file->list);
    file->count--;
}

/* ---- writing ---- */

const char *exception_text(struct arena *arena, const struct exception *exception)
{
    static const char *const words[PARTS] = {"", " to ", " starting ", " until ", " because "};
    const char *const parts[PARTS] = {exception->what, exception->whom, exception->starting, exception->until,
                                      exception->because};
    const char *text = "";
    unsigned i;

    if (exception->text != NULL)
        return exception->text;
    for (i = 0; i < PARTS; i++)
        if (parts[i] != NULL)
            text = arena_printf(arena, "%s%s%s", text, words[i], parts[i]);
    return text;
}

/* By user, those of others first; then as they start, and as they came. */
static int compare_exceptions(const void *a, const void *b)
{
    const struct exception *x = a, *y = b;
    int order = strcmp(x->user == NULL ? "" : x->user, y->user == NULL ? "" : y->user);

    if (order == 0)
        order = strcmp(x->starting == NULL ? "" : x->starting, y->starting == NULL ? "" : y->starting);
    return order != 0 ? order : (x->order > y->order) - (x->order < y->order);
}

static bool is_of_another(const struct exception *one, const struct exception *other)
{
    return one->user == NULL ? other->user != NULL : other->user == NULL || strcmp(one->user, other->user) != 0;
}

/* The statements with their comments, an empty line between those of two users. */
static void print_exceptions(const struct exception_file *file, FILE *out)
{
    size_t i;

    fputs(file->header, out);
    for (i = 0; i < file->count; i++) {
        const struct exception *exception = &file->list[i];
        if (i == 0 ? file->header[0] != '\0' : is_of_another(exception - 1, exception))
            fputc('\n', out);
        fprintf(out, "%s%s", exception->above, exception_text(file->arena, exception));
        fprintf(out, exception->note[0] == '\0' ? "\n" : "  # %s\n", exception->note);
    }
    if (file->footer[0] != '\0')
        fprintf(out, "%s%s", file->count > 0 || file->header[0] != '\0' ? "\n" : "", file->footer);
}

/* The text in the form that `rolegate fmt` gives it; where it has none, as it is. */
static const char *in_form(struct arena *arena, const char *text)
{
    const struct source_text source = {"exceptions", text, strlen(text)};
    const struct compile_options options = {.texts = &source, .text_count = 1};
    struct fmt_file form;
    const char *result = text;

    if (fmt_file(source.path, &options, &form) == FMT_DONE)
        result = arena_copy(arena, form.text, form.size);
    compilation_free(form.compilation);
    return result;
}

const char *exception_file_text(struct exception_file *file)
{
    size_t size = 0;
    char *text = NULL;
    FILE *out = open_memstream(&text, &size);

    if (out == NULL)
        message_fatal("out of memory");
    if (file->count > 0)
        qsort(file->list, file->count, sizeof *file->list, compare_exceptions);
    print_exceptions(file, out);
    if (fclose(out) != 0)
        message_fatal("out of memory");
    arena_own(file->arena, text);
    return in_form(file->arena, text);
}
