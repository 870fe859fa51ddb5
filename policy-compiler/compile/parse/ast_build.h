/*
 * ast_build.h - makes nodes of the tree out of what the grammar has recognised.
 *
 * Checks the form of words while it does so, and reports what is wrong with one; the node is made all the same, so that
 * one bad word hides no other error.
 */
#ifndef AST_BUILD_H
#define AST_BUILD_H

#include "compile/scan/literal.h"
#include "token_stream.h"

/* Lists that are being read: stretches of the parser's words and subjects. */
struct words {
    uint32_t first, count;
};
struct subjects {
    uint32_t first, count;
};
struct targets {
    struct ast_target *first, **end;
};
struct nets {
    struct ast_net *first, **end;
};
struct dates {
    struct ast_date *first, **end;
};
struct rules {
    struct ast_rule *first, **end;
};
struct days {
    unsigned days;
};
/*
 * Patterns, of which those from number except on, where it is not 0, are taken away from the others. Each half of a
 * value of the grammar is one number: halves that are written in parts cannot be copied before they are in the cache.
 */
struct patterns {
    struct words words;
    uint64_t except;
};

/* From the first of two spans to the end of the last. */
static inline struct span span_join(struct span first, struct span last)
{
    struct span span = {first.at, last.at + last.length - first.at};

    return last.at < first.at ? first : span;
}

struct ast_word build_name(struct parser *parser, enum name_kind kind, struct token token);
/* The same in memory of its own. */
const struct ast_string *build_description(struct parser *parser, struct token token);
struct ast_string build_string(struct parser *parser, struct token token);
/* The number of a string behind `because`; 0: an empty one, which gives no reason. */
uint32_t build_reason(struct parser *parser, struct token token);
/* The word of a token that may stand for any text. */
struct ast_word build_word(struct parser *parser, struct token token);
/* Begins a list of words, goes on with it, and makes an array of it that stays. */
struct words words_one(struct parser *parser, struct ast_word word);
struct words words_add(struct parser *parser, struct words words, struct ast_word word);
const struct ast_word *words_keep(struct parser *parser, struct words words);

struct ast_number build_number(struct parser *parser, struct token token);
/* The same in memory of its own. */
const struct ast_number *build_gid(struct parser *parser, struct token token);
/* Makes a subject the last of those that are read. */
void add_subject(struct parser *parser, enum ast_subject_kind kind, struct span keyword, struct token token);
/* The same, and a list of it. */
struct subjects subjects_begin(struct parser *parser, enum ast_subject_kind kind, struct span keyword,
                               struct token token);
/* A list of the last one; and with it as one more. */
struct subjects subjects_one(struct parser *parser);
struct subjects subjects_more(struct parser *parser, struct subjects subjects);
struct ast_subject *subjects_keep(struct parser *parser, struct subjects subjects);
/* Ends a statement that is no rule and no assignment: in a bounded file there is to be no such. */
void statement_end(struct parser *parser, struct span span);
/* Forgets the lists that were read for a statement, or from a stretch of words on. */
void lists_forget(struct parser *parser, uint32_t first_word);

struct targets targets_add(struct parser *parser, struct targets targets, struct ast_word name, bool is_permission);

/* None where the token is empty. */
struct ast_zone_name build_zone(struct parser *parser, struct token token);
/* NULL, after a report, where it is none. */
struct ast_time *build_time(struct parser *parser, struct token token);
/* The limits of a statement, one after the other, into parser->limits; what is said twice is reported. */
void limits_begin(struct parser *parser);
void limits_when(struct parser *parser, struct ast_cond *when, struct span span);
void limits_time(struct parser *parser, bool until, struct token token, struct span span);
void limits_because(struct parser *parser, struct token token, struct span span);
/* The limits that were read. */
struct ast_limits *limits_end(struct parser *parser);

/* Conditions and expressions. ast_build_cond.c */
struct ast_cond *cond_new(struct parser *parser, enum ast_cond_kind kind, struct span span);
struct ast_cond *cond_join(struct parser *parser, enum ast_cond_kind kind, struct ast_cond *left,
                           struct ast_cond *right);
struct ast_cond *cond_not(struct parser *parser, struct ast_cond *of, struct span span);
struct ast_cond *cond_time(struct parser *parser, struct days days, struct token window, struct token zone,
                           struct span span);
struct days build_days(struct parser *parser, struct token token);
struct dates dates_add(struct parser *parser, struct dates dates, struct token token);
struct nets nets_add(struct parser *parser, struct nets nets, struct token token, bool local);
/* A glob, a terminal, a host or an origin: anything but nothing. */
struct ast_word build_text(struct parser *parser, const char *what, struct token token);
/* A host's name in a test: at most 255 bytes. */
struct ast_word build_host(struct parser *parser, struct token token);
/* The same, where the bare word `none` is no terminal: the empty text. */
struct ast_word build_terminal(struct parser *parser, const char *what, struct token token);

struct ast_expr *expr_permission(struct parser *parser, struct token token);
struct ast_expr *expr_join(struct parser *parser, enum ast_expr_kind kind, struct ast_expr *left,
                           struct ast_expr *right);

/* A rule of a role, with the limits that were read last. Forgets its lists. */
struct ast_rule *role_rule(struct parser *parser, bool allow, struct span span, struct patterns patterns);
struct rules rules_add(struct rules rules, struct ast_rule *rule);

/* Statements: appended to the tree. */
void add_policy(struct parser *parser, struct span keyword, struct token name);
void add_zone(struct parser *parser, struct span keyword, struct token name, struct span span);
void add_contact(struct parser *parser, struct token text);
void add_unlisted(struct parser *parser, bool ignore, struct span span);
void add_unlisted_requires(struct parser *parser, struct span keyword, struct ast_expr *requires, struct ast_cond *when,
                           struct span span);
void add_include(struct parser *parser, struct token token);
/* A bounded include, from its word `only` on; what is read of it until it is added. ast_build_include.c */
void delegation_begin(struct parser *parser);
/* quorum NULL: one of them is enough. */
void delegation_by(struct parser *parser, const struct ast_number *quorum, struct subjects subjects);
/* `by N of SUBJECTS`, of being the word where `of` is to stand. */
void delegation_by_number(struct parser *parser, struct token number, struct token of, struct subjects subjects);
/* One of its bounds could not be read. */
void delegation_lose(struct parser *parser);
/* Forgets it; where none is read, does nothing. */
void delegation_end(struct parser *parser);
const struct ast_length *build_length(struct parser *parser, struct token number, bool hours, struct span span);
unsigned kinds_join(struct parser *parser, unsigned kinds, unsigned kind, struct span span);
/* A bound; of an assignment's, patterns are its roles. length NULL: none is said. */
void add_bound(struct parser *parser, enum bound_verb verb, struct span span, struct patterns patterns, unsigned kinds,
               const struct ast_length *length);
void add_bounded_include(struct parser *parser, struct token token, struct span span);
/* Descriptions, a gid, a service's requirement, that are not there are NULL. */
void add_permission(struct parser *parser, struct token name, const struct ast_string *description);
void add_role(struct parser *parser, struct span keyword, struct token name, const struct ast_string *description,
              const struct ast_number *gid, struct words extends, struct rules rules);
void add_services(struct parser *parser, struct span keyword, struct words names, struct ast_expr *requires,
                  struct ast_cond *when, const struct ast_string *description);
/* Both with the limits that were read last. They forget their lists. */
void add_assign(struct parser *parser, struct span span, struct words roles, struct subjects subjects);
void add_rule(struct parser *parser, bool allow, struct span span, struct patterns patterns, struct subjects subjects);
void add_condition(struct parser *parser, struct span keyword, struct token name, struct ast_cond *cond);
void add_exclusive(struct parser *parser, struct span span, struct words roles);
void add_roster(struct parser *parser, struct span span, struct subjects subjects);
/* Of the last subject. */
void add_proof(struct parser *parser, bool always, bool delegated, struct span span, struct targets targets);
void test_begin(struct parser *parser, struct span keyword, struct token name);
void given_begin(struct parser *parser, struct span keyword, struct token user);
/* Facts of the last `given`, in any order; one that is said twice is reported. */
void given_groups(struct parser *parser, enum given_fact fact, struct span keyword, struct subjects groups);
void given_at(struct parser *parser, struct span keyword, struct token time);
void given_fact(struct parser *parser, enum given_fact fact, struct span keyword, struct token text);
void add_expect(struct parser *parser, bool may, struct span span, struct targets targets);

/* Reports a word that has not the form it must have here. A string is a name, and nothing else. */
struct diag_report *bad_form(struct parser *parser, struct token token, const char *problem);
/* The same with the repair, where that can be told. */
void bad_form_note(struct parser *parser, struct token token, const char *problem,
                   void (*note)(struct diag *diag, struct diag_report *report, const char *text));
/* Reports an error of the grammar. */
struct diag_report *syntax_error(struct parser *parser, struct span span, const char *text);

#endif
