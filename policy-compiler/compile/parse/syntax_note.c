/*
 * syntax_note.c - the repair of a mistake that is often made, as a note below a syntax error.
 *
 * Each mistake is a function that knows it by the tokens around the error and by what was expected there. The first one
 * that knows it speaks; the order is that of the list at the end.
 */
#include "syntax_note.h"

#include <string.h>

#include "compile/parse/parse.h"
#include "slip.h"
#include "support/arena.h"

/* ---- what words look like ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* 2026-12-31, and perhaps more. */
static bool is_date(const char *word)
{
    return strlen(word) >= 10 && strspn(word, "0123456789") == 4 && word[4] == '-' && is_digit(word[5]);
}

/* 9:00, 18:30:00. */
static bool is_time_of_day(const char *word)
{
    size_t digits = strspn(word, "0123456789");

    return digits >= 1 && digits <= 2 && word[digits] == ':' && is_digit(word[digits + 1]) && strchr(word, '-') == NULL;
}

/* ---- braces and parentheses ---- */

static bool note_brace_missing(const struct slip *slip)
{
    const struct token *brace = slip->broken->brace;
    const struct token *here = &slip->broken->tokens[slip->broken->error];

    if (brace == NULL || !(here->kind == END || (here->begins_line && begins_statement((int)here->kind))))
        return false;
    diag_note(slip->broken->parser->diag, slip->report, token_span(*brace), "unclosed \"{\"");
    return !expects(slip, RBRACE) || slip_insert(slip, 0, "}\n");
}

static bool note_brace_too_many(const struct slip *slip)
{
    if (kind(slip, 0) != RBRACE || slip->broken->brace != NULL || !expects(slip, POLICY))
        return false;
    return slip_note(slip, "unmatched \"}\"; remove it") && slip_replace_wide(slip, "");
}

static bool note_body(const struct slip *slip)
{
    if (kind(slip, 0) == LBRACE && !expects(slip, LBRACE) && !expects(slip, WORD) && slip->broken->brace == NULL)
        return slip_note(slip, "only a role, a test and a bounded include have a body in braces");
    if (expects(slip, LBRACE) && broken_statement(slip->broken) == ROLE)
        return slip_note(slip, "a role needs braces, even without rules: role NAME { allow PERMISSION }");
    if (expects(slip, LBRACE) && broken_statement(slip->broken) == INCLUDE)
        return slip_note(slip, "the bounds of an include need braces: { allow PERMISSION to users for 31 days }");
    return expects(slip, LBRACE) && broken_statement(slip->broken) == TEST &&
           slip_note(slip, "a test's body needs braces: test \"NAME\" { given user NAME may SERVICE }");
}

static bool note_parenthesis_too_many(const struct slip *slip)
{
    return kind(slip, 0) == RPAREN && expects(slip, POLICY) && slip_note(slip, "unmatched \")\"; remove it") &&
           slip_replace_wide(slip, "");
}

static bool note_parenthesis(const struct slip *slip)
{
    size_t open = slip->broken->error;
    unsigned closed = 0;

    if (!expects(slip, RPAREN) || (kind(slip, 0) != END && kind(slip, 0) != RBRACE &&
                                   !begins_statement(kind(slip, 0)) && kind(slip, 0) != ALLOW && kind(slip, 0) != DENY))
        return false;
    while (open > 0 && (slip->broken->tokens[open - 1].kind != LPAREN || closed > 0)) {
        closed += slip->broken->tokens[open - 1].kind == RPAREN;
        closed -= slip->broken->tokens[open - 1].kind == LPAREN;
        open--;
    }
    if (open == 0)
        return false;
    diag_note(slip->broken->parser->diag, slip->report, token_span(slip->broken->tokens[open - 1]), "unclosed \"(\"");
    return slip_append(slip, -1, ")");
}

/* ---- names and subjects ---- */

static bool note_percent(const struct slip *slip)
{
    const char *word = text(slip, 0);

    if (kind(slip, 0) != WORD || !expects(slip, GROUP) || strchr("%@&+:", word[0]) == NULL || word[1] == '\0')
        return false;
    return slip_note(slip, "a group is written with its word: group %s", word + 1) &&
           slip_replace(slip, 0, 0, "group %s", word + 1);
}

static bool note_everyone(const struct slip *slip)
{
    static const char *const words[] = {"*", "all", "any", "anyone", "anybody", "everybody", "public", "world", NULL};

    return expects(slip, EVERYONE) && kind(slip, 0) == WORD && slip_is_word(text(slip, 0), words) &&
           slip_note(slip, "everybody is written everyone") && slip_replace(slip, 0, 0, "everyone");
}

/* `user a, b`, `to kim`. */
static bool note_subject_word(const struct slip *slip)
{
    int before = kind(slip, -3);

    if (!expects(slip, USER) || !expects(slip, GROUP) || (kind(slip, 0) != WORD && kind(slip, 0) != STRING))
        return false;
    if (kind(slip, -1) == COMMA && slip_names_subject(before))
        return slip_note(slip, "each of them has its own word: %s %s, %s %s", grammar_word(before), text(slip, -2),
                         grammar_word(before), text(slip, 0)) &&
               slip_insert(slip, 0, "%s ", grammar_word(before));
    return slip_note(slip, "write what it is: user %s, or group %s", text(slip, 0), text(slip, 0));
}

static bool note_blank_in_name(const struct slip *slip)
{
    int before = kind(slip, -2), here = kind(slip, 0);

    if (kind(slip, -1) != WORD || (here != WORD && here != USERS && here != GROUPS && here != USER && here != GROUP) ||
        slip->broken->tokens[slip->broken->error].begins_line || slip->report->suggestion != NULL)
        return false;
    if (before != USER && before != GROUP && !(before == IN && broken_statement(slip->broken) == TEST))
        return false;
    return slip_note(slip, "a name with a blank needs quotes: %s \"%s\"", grammar_word(before),
                     slip_words_from(slip, -1)) &&
           slip_replace(slip, -1, slip_words_end(slip, -1), "\"%s\"", slip_words_from(slip, -1));
}

static bool note_subjects_joined(const struct slip *slip)
{
    int here = kind(slip, 0), before = kind(slip, -2);

    if ((here != AND && here != OR) || !expects(slip, COMMA))
        return false;
    if ((before == GROUP || before == GID) && here == AND)
        return slip_note(slip,
                         "a comma joins them, and one of them is enough: %s %s, %s; where somebody must be in both, "
                         "let the service require two permissions, and allow one to each",
                         grammar_word(before), text(slip, -1), slip_words_from(slip, 1));
    return slip_note(slip, "a comma joins the names of a list and means or") && slip_replace_wide(slip, ",");
}

static bool note_role_to_role(const struct slip *slip)
{
    return kind(slip, 0) == ROLE && broken_statement(slip->broken) == ASSIGN && expects(slip, USER) &&
           slip_note(slip, "a role has all that another one has by extending it: role %s extends %s { }", text(slip, 1),
                     broken_text(slip->broken, 1 - (int)slip->broken->error));
}

static bool note_comma_missing(const struct slip *slip)
{
    int before = kind(slip, -1);

    if ((kind(slip, 0) != WORD && kind(slip, 0) != STRING) || (before != WORD && before != STRING) ||
        !expects(slip, COMMA) || slip->report->suggestion != NULL ||
        slip->broken->tokens[slip->broken->error].begins_line)
        return false;
    return slip_note(slip, "a comma separates the names of a list: %s, %s", text(slip, -1), text(slip, 0)) &&
           slip_append(slip, -1, ",");
}

static bool note_to_missing(const struct slip *slip)
{
    int here = kind(slip, 0);

    if (!expects(slip, TO) || !(slip_names_subject(here) || here == EVERYONE || here == FOR))
        return false;
    if (here == FOR)
        return slip_note(slip, "use to instead of for") && slip_replace(slip, 0, 0, "to");
    return slip_note(slip, "the word to is missing: to %s %s", grammar_word(here),
                     here == EVERYONE ? "" : text(slip, 1)) &&
           slip_insert(slip, 0, "to ");
}

static bool note_role_first(const struct slip *slip)
{
    return kind(slip, -1) == ASSIGN && slip_names_subject(kind(slip, 0)) && kind(slip, 1) != TO &&
           slip_note(slip, "the role comes first: assign ROLE to %s %s", grammar_word(kind(slip, 0)), text(slip, 1));
}

static bool note_reserved(const struct slip *slip)
{
    const struct token *here = &slip->broken->tokens[slip->broken->error];

    /* One that begins a line is more likely the next statement than a name. */
    if (!expects(slip, WORD) || grammar_word((int)here->kind) == NULL || here->begins_line)
        return false;
    return slip_note(slip, "a reserved word needs quotes to be a name: \"%s\"", grammar_word((int)here->kind)) &&
           slip_replace(slip, 0, 0, "\"%s\"", grammar_word((int)here->kind));
}

/* ---- texts ---- */

static bool note_zone(const struct slip *slip)
{
    return kind(slip, -1) == ZONE && kind(slip, 0) == WORD &&
           slip_note(slip, "the name of a zone needs quotes: zone \"%s\"", text(slip, 0)) &&
           slip_replace(slip, 0, 0, "\"%s\"", text(slip, 0));
}

static bool note_text_in_quotes(const struct slip *slip)
{
    int before = kind(slip, -1);

    if (kind(slip, 0) != WORD || !expects(slip, STRING) || expects(slip, WORD) || grammar_word(before) == NULL)
        return false;
    return slip_note(slip, "a text needs quotes: %s \"%s\"", grammar_word(before),
                     before == TEST ? slip_words_before_brace(slip) : slip_words_from(slip, 0)) &&
           slip_replace(slip, 0, before == TEST ? slip_brace(slip) - 1 : slip_words_end(slip, 0), "\"%s\"",
                        before == TEST ? slip_words_before_brace(slip) : slip_words_from(slip, 0));
}

/* ---- expressions and conditions ---- */

static bool note_requires(const struct slip *slip)
{
    int here = kind(slip, 0);

    if ((here != COMMA && here != WORD) || slip->report->suggestion != NULL || !broken_has(slip->broken, REQUIRES) ||
        broken_has(slip->broken, WHEN) || !expects(slip, AND))
        return false;
    return slip_note(slip, "permissions are joined with and or or: requires %s and %s", text(slip, -1),
                     text(slip, here == COMMA ? 1 : 0)) &&
           (here == COMMA ? slip_replace_wide(slip, " and") : slip_insert(slip, 0, "and "));
}

static bool note_condition_joined(const struct slip *slip)
{
    static const int atoms[] = {TIME, FROM, HOST, TTY, DATE, NOT, LPAREN};
    bool listed = kind(slip, -1) == COMMA && expects(slip, WORD) && !expects(slip, PERMISSION) && !expects(slip, GID);
    size_t i;

    for (i = 0; listed && i < sizeof atoms / sizeof atoms[0]; i++)
        if (kind(slip, 0) == atoms[i])
            return slip_note(slip, "conditions are joined with and or or, not with a comma");
    if (!expects(slip, AND) || !expects(slip, OR))
        return false;
    if (kind(slip, 0) == COMMA)
        return slip_note(slip, "conditions are joined with and or or, not with a comma") &&
               slip_replace_wide(slip, " and");
    for (i = 0; i < sizeof atoms / sizeof atoms[0]; i++)
        if (kind(slip, 0) == atoms[i])
            return slip_note(slip, "two conditions are joined with and or or") && slip_insert(slip, 0, "and ");
    return false;
}

static bool note_connective(const struct slip *slip)
{
    static const char *const signs[] = {"&&", "&", "||", "|", "!", NULL};

    return kind(slip, 0) == WORD && slip_is_word(text(slip, 0), signs) &&
           slip_note(slip, "conditions and permissions are joined with the words and, or, not") &&
           slip_replace(slip, 0, 0, "%s",
                        *text(slip, 0) == '&'   ? "and"
                        : *text(slip, 0) == '|' ? "or"
                                                : "not");
}

/* A window or a time that was written in several words. */
static bool note_window(const struct slip *slip)
{
    const char *before = text(slip, -1);

    if (is_time_of_day(before) && (strcmp(text(slip, 0), "-") == 0 || kind(slip, 0) == TO))
        return slip_note(slip, "the hours are one word: %s-%s", before,
                         is_time_of_day(text(slip, 1)) ? text(slip, 1) : "18:00") &&
               (!is_time_of_day(text(slip, 1)) || slip_replace(slip, -1, 1, "%s-%s", before, text(slip, 1)));
    return false;
}

/* ---- limits ---- */

static bool note_date_and_time(const struct slip *slip)
{
    const char *hours = text(slip, 0);

    if (kind(slip, 0) != WORD || !is_time_of_day(hours) || !is_date(text(slip, -1)))
        return false;
    return slip_note(slip, "a date and a time are one word, with the offset from UTC: %.10sT%s%s%sZ", text(slip, -1),
                     hours[1] == ':' ? "0" : "", hours, strlen(hours) > 5 ? "" : ":00") &&
           slip_replace(slip, -1, 0, "%.10sT%s%s%sZ", text(slip, -1), hours[1] == ':' ? "0" : "", hours,
                        strlen(hours) > 5 ? "" : ":00");
}

static bool note_place(const struct slip *slip)
{
    int here = kind(slip, 0);
    const char *next = text(slip, 1);

    if (here == FROM && (expects(slip, STARTING) || expects(slip, WHEN)) && is_date(next))
        return slip_note(slip, "a beginning is written starting %s; from is the network that a request comes from",
                         next) &&
               slip_replace(slip, 0, 0, "starting");
    if ((here == FROM || here == HOST || here == TTY || here == TIME || here == DATE) && expects(slip, WHEN))
        return slip_note(slip, "this is a condition and must follow when: when %s %s", grammar_word(here),
                         kind(slip, 1) == WORD ? slip_words_from(slip, 1) : next) &&
               slip_insert(slip, 0, "when ");
    return false;
}

static bool note_on_host(const struct slip *slip)
{
    static const char *const words[] = {"on", "@", NULL};

    if (kind(slip, 0) != WORD || !slip_is_word(text(slip, 0), words) || !expects(slip, WHEN))
        return false;
    return slip_note(slip, "the machine is a condition: when host %s", text(slip, kind(slip, 1) == HOST ? 2 : 1)) &&
           slip_replace(slip, 0, kind(slip, 1) == HOST ? 1 : 0, "when host");
}

static bool note_at(const struct slip *slip)
{
    return kind(slip, 0) == AT && expects(slip, WHEN) &&
           slip_note(slip,
                     "use when time, starting or until to limit a statement; at belongs to the situation of a test");
}

static bool note_for(const struct slip *slip)
{
    return kind(slip, 0) == FOR && expects(slip, UNTIL) &&
           slip_note(slip, "an end is a day or an instant: until 2026-12-31");
}

static bool note_except(const struct slip *slip)
{
    int first = broken_statement(slip->broken), next = kind(slip, 1);

    if (kind(slip, 0) != EXCEPT || (first != ALLOW && first != DENY && first != ASSIGN))
        return false;
    if (slip_names_subject(next))
        return slip_note(slip,
                         "except takes permissions away, not people; write a deny for them: deny PERMISSION to %s %s",
                         grammar_word(next), text(slip, 2));
    if (first == ASSIGN || expects(slip, TO))
        return false;
    return slip_note(slip, "except must follow the permissions, before to: %s %s except %s to ...", grammar_word(first),
                     broken_text(slip->broken, 1 - (int)slip->broken->error), text(slip, 1));
}

static bool note_to_in_role(const struct slip *slip)
{
    return kind(slip, 0) == TO && slip->broken->brace != NULL && broken_statement(slip->broken) == ROLE &&
           slip_note(slip,
                     "a rule in a role is about whoever has the role; remove the words from to on, or write the rule "
                     "outside of the role");
}

/* ---- bounds ---- */

static bool note_bound(const struct slip *slip)
{
    const struct token *brace = slip->broken->brace;
    int here = kind(slip, 0);

    if (brace == NULL || broken_statement(slip->broken) != INCLUDE)
        return false;
    if (expects(slip, USERS) && (slip_names_subject(here) || here == WORD))
        return slip_note(slip, "a bound names kinds of subjects, not single ones: to users, to groups or to everyone");
    if (here == UNTIL || here == STARTING)
        return slip_note(slip, "how long at most is written for 31 days");
    if (here == BECAUSE || here == WHEN)
        return slip_note(slip, "a bound has neither a reason nor a condition; remove this");
    return expects(slip, DAYS) &&
           slip_note(slip, "days or hours must follow the number: for %s days", text(slip, -1)) &&
           slip_append(slip, -1, " days");
}

/* ---- exclusive sets, tests ---- */

static bool note_exclusive(const struct slip *slip)
{
    return broken_statement(slip->broken) == EXCLUSIVE && expects(slip, COMMA) && slip->broken->error == 2 &&
           slip_note(slip, "a set has two roles or more: exclusive %s, NAME", text(slip, -1));
}

static bool note_given(const struct slip *slip)
{
    if (kind(slip, -1) == GIVEN && kind(slip, 0) == WORD)
        return slip_note(slip, "the word user is missing: given user %s", text(slip, 0)) &&
               slip_insert(slip, 0, "user ");
    if (kind(slip, -1) == GIVEN && kind(slip, 0) == GROUP)
        return slip_note(slip, "a situation is a user's: given user NAME in %s", text(slip, 1));
    if (kind(slip, 0) == GROUP && expects(slip, IN))
        return slip_note(slip, "the groups of a situation must follow in, without the word group: in %s",
                         text(slip, 1)) &&
               slip_replace(slip, 0, 0, "in");
    if (kind(slip, 0) == GROUP && (kind(slip, -1) == IN || kind(slip, -1) == UNKNOWN))
        return slip_note(slip, "write the group's name without the word group: %s %s", grammar_word(kind(slip, -1)),
                         text(slip, 1)) &&
               slip_replace_wide(slip, "");
    return (kind(slip, 0) == GIVEN || kind(slip, 0) == MAY) && slip->broken->brace == NULL && expects(slip, POLICY) &&
           slip_note(slip, "%s belongs in a test: test \"NAME\" { given user NAME may SERVICE }", text(slip, 0));
}

static bool note_may(const struct slip *slip)
{
    static const char *const yes[] = {"can", "should", "must", "expect", "allowed", NULL};
    static const char *const no[] = {"cannot", "mustnot", "denied", "can't", "maynot", NULL};

    if (kind(slip, 0) != WORD || !expects(slip, MAY))
        return false;
    if (slip_is_word(text(slip, 0), no))
        return slip_note(slip, "what must not be is written may not") && slip_replace(slip, 0, 0, "may not");
    return slip_is_word(text(slip, 0), yes) &&
           slip_note(slip, "what must be is written may, and what must not be may not") &&
           slip_replace(slip, 0, kind(slip, 1) == MAY ? 1 : 0, "may");
}

/* Where a statement must begin, and nothing else may stand. */
static bool note_statement(const struct slip *slip)
{
    int here = kind(slip, 0);

    if (!expects(slip, POLICY) || expects(slip, COMMA) || expects(slip, WHEN) || slip->report->suggestion != NULL)
        return false;
    if (slip_names_subject(here) || here == EVERYONE)
        return slip_note(slip, "a rule begins with what is done: allow PERMISSION to %s %s", grammar_word(here),
                         here == EVERYONE ? "" : text(slip, 1));
    return slip_note(
        slip, "a statement begins with allow, always, assign, condition, contact, deny, exclusive, include, never, "
              "permission, policy, role, roster, service, test, unlisted or zone");
}

/* In the order in which they are tried. */
static bool (*const mistakes[])(const struct slip *slip) = {
    note_brace_missing,
    note_bound,
    note_brace_too_many,
    note_parenthesis,
    note_parenthesis_too_many,
    note_role_first,
    note_on_host,
    note_given,
    note_may,
    slip_synonym,
    note_connective,
    note_window,
    note_date_and_time,
    note_zone,
    note_percent,
    note_everyone,
    note_blank_in_name,
    note_role_to_role,
    note_subject_word,
    note_subjects_joined,
    note_to_in_role,
    note_to_missing,
    note_except,
    note_place,
    note_at,
    note_for,
    note_requires,
    note_condition_joined,
    note_exclusive,
    note_text_in_quotes,
    note_comma_missing,
    note_reserved,
    note_body,
    note_statement,
};

void syntax_note(const struct broken *broken, struct diag_report *report)
{
    struct slip slip = {broken, report};
    size_t i = 0;

    while (i < sizeof mistakes / sizeof mistakes[0] && !mistakes[i](&slip))
        i++;
}
