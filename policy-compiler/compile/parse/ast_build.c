/*
 * ast_build.c - words, numbers, subjects and their lists.
 */
#include "ast_build.h"

#include <string.h>

#include "support/arena.h"
#include "compile/diag/diag_edit.h"
#include "form_note.h"
#include "table/format.h"
#include "compile/ast/symbol.h"
#include "compile/ast/name_syntax.h"

#define SPAN_MAX        0x7fffffffu /* a file is smaller */
#define NAME_MAX_BEHIND 0x1fffffffu /* of a keyword; a name that is farther away is shown with what lies between */

static struct ast_word word_of(struct parser *parser, struct token token)
{
    return (struct ast_word){.symbol = token_symbol(parser, token), .at = token.at, .length = token.length & SPAN_MAX};
}

struct ast_word build_name(struct parser *parser, enum name_kind kind, struct token token)
{
    struct ast_word word = word_of(parser, token);
    uint8_t known = (uint8_t)(1u << kind);
    const char *problem;

    if (!token.quoted && (word.symbol->good & known) != 0)
        return word;
    if (kind == NAME_USER || kind == NAME_GROUP)
        parser->ast->has_globs |= token.quoted && strpbrk(word.symbol->text, "*?") != NULL;
    problem = literal_name(kind, word.symbol->text, word.symbol->length, token.quoted);
    if (problem != NULL)
        name_note(parser->diag,
                  diag_at(parser->diag, DIAG_BAD_NAME, token_span(token), "the %s \"%s\" %s", literal_kind(kind),
                          word.symbol->text, problem),
                  kind, word.symbol->text);
    else if (!token.quoted)
        word.symbol->good |= known;
    return word;
}

static void check_length(struct parser *parser, struct span span, size_t length)
{
    if (length > STRING_MAX)
        diag_at(parser->diag, DIAG_TOO_LARGE, span, "a string may be at most %u bytes long", STRING_MAX);
}

struct ast_word build_word(struct parser *parser, struct token token)
{
    struct ast_word word = word_of(parser, token);

    check_length(parser, token_span(token), word.symbol->length);
    return word;
}

struct ast_string build_string(struct parser *parser, struct token token)
{
    const struct symbol *symbol = build_word(parser, token).symbol;

    return (struct ast_string){symbol->text, symbol->length, token_span(token)};
}

uint32_t build_reason(struct parser *parser, struct token token)
{
    uint32_t length, number = token_reason(parser, token, &length);

    check_length(parser, token_span(token), length);
    return number;
}

const struct ast_string *build_description(struct parser *parser, struct token token)
{
    struct ast_string *string = arena_alloc(parser->arena, sizeof *string);

    *string = build_string(parser, token);
    return string;
}

struct ast_zone_name build_zone(struct parser *parser, struct token token)
{
    struct ast_word word;

    if (token.length == 0)
        return (struct ast_zone_name){.symbol = NULL};
    word = build_word(parser, token);
    return (struct ast_zone_name){.symbol = word.symbol, .span = token_span(token), .quoted = token.quoted};
}

/* ---- lists ---- */

struct words words_add(struct parser *parser, struct words words, struct ast_word word)
{
    parser->words =
        arena_grow(parser->arena, parser->words, parser->word_count, &parser->word_capacity, sizeof *parser->words);
    if (words.count > 0)
        parser->words[parser->word_count - 1].more = 1;
    parser->words[parser->word_count++] = word;
    words.count++;
    return words;
}

struct words words_one(struct parser *parser, struct ast_word word)
{
    return words_add(parser, (struct words){(uint32_t)parser->word_count, 0}, word);
}

/* A copy of count elements from first on that stays, or NULL for none. */
static void *list_keep(struct parser *parser, const void *list, uint32_t first, uint32_t count, size_t size)
{
    if (count == 0)
        return NULL;
    return memcpy(arena_array(parser->arena, count, size), (const char *)list + first * size, count * size);
}

const struct ast_word *words_keep(struct parser *parser, struct words words)
{
    return list_keep(parser, parser->words, words.first, words.count, sizeof *parser->words);
}

struct subjects subjects_one(struct parser *parser)
{
    return (struct subjects){(uint32_t)parser->subject_count - 1, 1};
}

struct subjects subjects_more(struct parser *parser, struct subjects subjects)
{
    parser->subjects[subjects.first + subjects.count - 1].more = 1;
    subjects.count++;
    return subjects;
}

struct ast_subject *subjects_keep(struct parser *parser, struct subjects subjects)
{
    return list_keep(parser, parser->subjects, subjects.first, subjects.count, sizeof *parser->subjects);
}

void lists_forget(struct parser *parser, uint32_t first_word)
{
    parser->word_count = first_word;
    parser->subject_count = 0;
}

/* ---- words of one form ---- */

struct diag_report *bad_form(struct parser *parser, struct token token, const char *problem)
{
    struct diag_report *report =
        diag_at(parser->diag, DIAG_BAD_NUMBER, token_span(token), "\"%s\" %s", token_text(parser, token),
                token.quoted ? "is a string, which is always a name; write it without quotes" : problem);

    if (token.quoted && problem == NULL)
        diag_edit(parser->diag, report, false, token_span(token), token_text(parser, token));
    return report;
}

void bad_form_note(struct parser *parser, struct token token, const char *problem,
                   void (*note)(struct diag *diag, struct diag_report *report, const char *text))
{
    struct diag_report *report = bad_form(parser, token, problem);

    if (!token.quoted)
        note(parser->diag, report, token_text(parser, token));
}

struct ast_number build_number(struct parser *parser, struct token token)
{
    /* One that is bad is not reported again as such. */
    struct ast_number number = {.value = 1, .span = token_span(token)};
    const char *problem = literal_number(token_text(parser, token), &number.value);

    if (problem != NULL || token.quoted)
        bad_form(parser, token, problem);
    else
        number.present = true;
    return number;
}

const struct ast_number *build_gid(struct parser *parser, struct token token)
{
    struct ast_number *number = arena_alloc(parser->arena, sizeof *number);

    *number = build_number(parser, token);
    return number;
}

void add_subject(struct parser *parser, enum ast_subject_kind kind, struct span keyword, struct token token)
{
    struct span span = kind == SUBJECT_EVERYONE ? keyword : span_join(keyword, token_span(token));
    uint32_t name = kind == SUBJECT_EVERYONE ? 0 : token.at - span.at;
    struct ast_subject *subject;

    parser->subjects = arena_grow(parser->arena, parser->subjects, parser->subject_count, &parser->subject_capacity,
                                  sizeof *parser->subjects);
    subject = &parser->subjects[parser->subject_count++];
    *subject = (struct ast_subject){.at = span.at,
                                    .length = span.length & SPAN_MAX,
                                    .kind = kind & 7u,
                                    .name = (name <= NAME_MAX_BEHIND ? name : 0) & NAME_MAX_BEHIND};
    switch (kind) {
    case SUBJECT_USER: subject->symbol = build_name(parser, NAME_USER, token).symbol; break;
    case SUBJECT_GROUP: subject->symbol = build_name(parser, NAME_GROUP, token).symbol; break;
    case SUBJECT_ROLE: subject->symbol = build_name(parser, NAME_ROLE, token).symbol; break;
    case SUBJECT_GID: subject->gid = build_number(parser, token).value; break;
    case SUBJECT_EVERYONE: break;
    }
    if (kind == SUBJECT_USER || kind == SUBJECT_GROUP)
        parser->ast->has_capitals |= subject->symbol->has_capital;
}

struct subjects subjects_begin(struct parser *parser, enum ast_subject_kind kind, struct span keyword,
                               struct token token)
{
    add_subject(parser, kind, keyword, token);
    return subjects_one(parser);
}

struct targets targets_add(struct parser *parser, struct targets targets, struct ast_word name, bool is_permission)
{
    struct ast_target *target = arena_alloc(parser->arena, sizeof *target);

    target->is_permission = is_permission;
    target->name = name;
    if (targets.first == NULL)
        targets.first = target;
    else
        *targets.end = target;
    targets.end = &target->next;
    return targets;
}

struct ast_word build_text(struct parser *parser, const char *what, struct token token)
{
    struct ast_word word = word_of(parser, token);

    if (word.symbol->length == 0)
        diag_at(parser->diag, DIAG_BAD_NAME, token_span(token), "the %s is empty", what);
    else if (word.symbol->length > STRING_MAX)
        diag_at(parser->diag, DIAG_TOO_LARGE, token_span(token), "the %s is longer than %u bytes", what, STRING_MAX);
    return word;
}

struct ast_word build_host(struct parser *parser, struct token token)
{
    struct ast_word word = build_text(parser, "host", token);

    if (word.symbol->length > NAME_BYTES_MAX && word.symbol->length <= STRING_MAX)
        diag_at(parser->diag, DIAG_TOO_LARGE, token_span(token), "the host is longer than %u bytes", NAME_BYTES_MAX);
    return word;
}

struct ast_word build_terminal(struct parser *parser, const char *what, struct token token)
{
    struct ast_word word = word_of(parser, token);

    if (token.quoted || strcmp(word.symbol->text, "none") != 0)
        return build_text(parser, what, token);
    word.symbol = symbol_empty(parser->symbols);
    return word;
}
