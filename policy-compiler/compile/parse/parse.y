/*
 * parse.y - the grammar of rolegate-policy(5). Actions only build nodes (ast_build.h).
 *
 * After a syntax error token_stream.c gives RESYNC where the grammar can go on: behind a statement, a rule of a role, or a
 * line of a test.
 */
%{
#include "compile/parse/ast_build.h"
#include "compile/parse/parse.h"

#include "compile/parse/grammar_token.h"
#include "compile/parse/syntax_error.h"
#include "compile/parse/grammar_trial.h"
#include "compile/parse/parse_policy.h"

/* Nested parentheses take a place each; running out is an error of the policy. */
#define YYMAXDEPTH 20000
#define YYLLOC_DEFAULT(current, rhs, n)                                                                                \
    do {                                                                                                               \
        if ((n) > 0)                                                                                                   \
            (current) = span_join(YYRHSLOC(rhs, 1), YYRHSLOC(rhs, n));                                                 \
        else                                                                                                           \
            (current) = (struct span){YYRHSLOC(rhs, 0).at + YYRHSLOC(rhs, 0).length, 0};                               \
    } while (0)

static struct patterns patterns_of(struct words words)
{
    return (struct patterns){words, 0};
}

static struct patterns patterns_less(struct words words, struct words except)
{
    return (struct patterns){{words.first, words.count + except.count}, words.count};
}

static struct token no_token(void)
{
    return (struct token){0};
}

%}

%code requires {
#include "compile/parse/ast_build.h"
}

%code provides {
/* The next token. token_stream.c */
int parse_lex(PARSE_STYPE *value, struct span *span, struct parser *parser);
void parse_error(struct span *span, struct parser *parser, const char *message);
}

%define api.pure full
%define api.prefix {parse_}
%define api.token.raw
%define api.location.type {struct span}
%define parse.error custom
%param {struct parser *parser}
%locations
%expect 0

%union {
    struct token token;
    struct ast_word word;
    const struct ast_string *string;
    const struct ast_number *number;
    struct words words;
    struct subjects subjects;
    struct targets targets;
    struct nets nets;
    struct dates dates;
    struct days days;
    struct ast_cond *cond;
    struct ast_expr *expr;
    struct ast_rule *rule;
    struct rules rules;
    const struct ast_length *length;
    unsigned kinds;
    bool flag;
}

%token END 0 RESYNC
%token <token> WORD STRING
%token ALLOW "allow" ALWAYS "always" AND "and" ASSIGN "assign" AT "at" BECAUSE "because" BY "by" CONDITION "condition"
%token CONTACT "contact" DAILY "daily" DATE "date" DAYS "days"
%token DELEGATION "delegation" DENY "deny" EVERYONE "everyone" EXCEPT "except"
%token EXCLUSIVE "exclusive" EXTENDS "extends" FOR "for" FROM "from" GID "gid" GIVEN "given" GROUP "group"
%token GROUPS "groups" HOST "host" HOURS "hours" IGNORE "ignore" IN "in" INCLUDE "include" <token> LOCAL "local"
%token MAY "may" NEVER "never" NOT "not" ONLY "only" OR "or" PERMISSION "permission" POLICY "policy"
%token REQUIRES "requires" ROLE "role" ROSTER "roster" SERVICE "service" STARTING "starting" TEST "test" TIME "time"
%token TO "to" TTY "tty" UNDER "under" UNKNOWN "unknown" UNLISTED "unlisted" UNTIL "until" USER "user" USERS "users"
%token <token> UTC "utc" WHEN "when" ZONE "zone"
%token LBRACE "{" RBRACE "}" COMMA "," LPAREN "(" RPAREN ")"

/* A `zone` behind a time window is the window's, not a statement. */
%precedence NO_ZONE
%precedence ZONE

%type <token> text zone_name hours zone_said
%type <string> description
%type <number> role_gid
%type <word> permission_name glob tty_glob
%type <words> role_names exclusive_names service_names patterns globs tty_globs extends
%type <subjects> subjects rule_subjects whom given_groups
%type <targets> targets
%type <nets> nets
%type <dates> dates
%type <days> days day_list
%type <cond> cond cond_and cond_not cond_atom service_when
%type <expr> service_requires expr expr_and expr_atom
%type <rule> role_rule
%type <rules> role_rules
%type <length> bound_length
%type <kinds> kinds kind
%type <flag> delegated may never

%%

/* Nearly all statements are assignments and rules. They stand here, and not below: a reduction less for each. */
policy:
    %empty
  | policy statement                    { statement_end(parser, @2); }
  | policy ASSIGN role_names TO subjects limits
                                        { add_assign(parser, span_join(@2, @6), $3, $5); }
  | policy ASSIGN role_names TO "(" subjects ")" limits
                                        { add_assign(parser, span_join(@2, @8), $3, $6); }
  | policy ALLOW patterns TO rule_subjects limits
                                        { add_rule(parser, true, span_join(@2, @6), patterns_of($3), $5); }
  | policy ALLOW patterns TO "(" rule_subjects ")" limits
                                        { add_rule(parser, true, span_join(@2, @8), patterns_of($3), $6); }
  | policy ALLOW patterns EXCEPT patterns TO whom limits
                                        { add_rule(parser, true, span_join(@2, @8), patterns_less($3, $5), $7); }
  | policy DENY patterns TO rule_subjects limits
                                        { add_rule(parser, false, span_join(@2, @6), patterns_of($3), $5); }
  | policy DENY patterns TO "(" rule_subjects ")" limits
                                        { add_rule(parser, false, span_join(@2, @8), patterns_of($3), $6); }
  | policy DENY patterns EXCEPT patterns TO whom limits
                                        { add_rule(parser, false, span_join(@2, @8), patterns_less($3, $5), $7); }
  | policy error RESYNC                 { lists_forget(parser, 0); delegation_end(parser); yyerrok; }
  ;

text: WORD | STRING ;

description:
    %empty                              { $$ = NULL; }
  | STRING                              { $$ = build_description(parser, $1); }
  ;

statement:
    POLICY STRING                       { add_policy(parser, @1, $2); }
  | ZONE zone_name                      { add_zone(parser, @1, $2, @$); }
  | CONTACT STRING                      { add_contact(parser, $2); }
  | UNLISTED DENY                       { add_unlisted(parser, false, @$); }
  | UNLISTED IGNORE                     { add_unlisted(parser, true, @$); }
  | UNLISTED REQUIRES expr service_when { add_unlisted_requires(parser, @1, $3, $4, @$); }
  | INCLUDE text                        { add_include(parser, $2); }
  | INCLUDE text ONLY                   { delegation_begin(parser); }
    approvers "{" bounds "}"            { add_bounded_include(parser, $2, @$); }
  | ROSTER whom                         { add_roster(parser, @$, $2); }
  | PERMISSION permissions
  | ROLE text description role_gid extends "{" role_rules "}"
                                        { add_role(parser, @1, $2, $3, $4, $5, $7); }
  | SERVICE service_names service_requires service_when description
                                        { add_services(parser, @1, $2, $3, $4, $5); }
  | CONDITION text cond                 { add_condition(parser, @1, $2, $3); }
  | EXCLUSIVE exclusive_names           { add_exclusive(parser, @$, $2); }
  | never subject MAY targets delegated { add_proof(parser, $1, $5, @$, $4); }
  | never role_subject MAY targets delegated
                                        { add_proof(parser, $1, $5, @$, $4); }
  | TEST STRING "{"                     { test_begin(parser, @1, $2); }
    test_lines "}"
  ;

/* ---- bounded includes ---- */

approvers:
    %empty
  | BY whom                             { delegation_by(parser, NULL, $2); }
  | BY WORD WORD whom                   { delegation_by_number(parser, $2, $3, $4); }
  ;

bounds:
    %empty
  | bounds bound
  | bounds error RESYNC                 { delegation_lose(parser); yyerrok; }
  ;

bound:
    ALLOW patterns TO kinds bound_length
                                        { add_bound(parser, BOUND_ALLOW, @$, patterns_of($2), $4, $5); }
  | ALLOW patterns EXCEPT patterns TO kinds bound_length
                                        { add_bound(parser, BOUND_ALLOW, @$, patterns_less($2, $4), $6, $7); }
  | DENY patterns TO kinds bound_length { add_bound(parser, BOUND_DENY, @$, patterns_of($2), $4, $5); }
  | DENY patterns EXCEPT patterns TO kinds bound_length
                                        { add_bound(parser, BOUND_DENY, @$, patterns_less($2, $4), $6, $7); }
  | ASSIGN role_names TO kinds bound_length
                                        { add_bound(parser, BOUND_ASSIGN, @$, patterns_of($2), $4, $5); }
  ;

kinds:
    kind
  | kinds "," kind                      { $$ = kinds_join(parser, $1, $3, @3); }
  ;

kind:
    USERS                               { $$ = KIND_USERS; }
  | GROUPS                              { $$ = KIND_GROUPS; }
  | EVERYONE                            { $$ = KIND_EVERYONE; }
  ;

bound_length:
    %empty                              { $$ = NULL; }
  | FOR text DAYS                       { $$ = build_length(parser, $2, false, @$); }
  | FOR text HOURS                      { $$ = build_length(parser, $2, true, @$); }
  ;

/* ---- headers ---- */

zone_name:
    UTC
  | LOCAL
  | STRING
  ;

permissions:
    one_permission
  | permissions "," one_permission
  ;

one_permission: text description        { add_permission(parser, $1, $2); } ;

/* ---- roles ---- */

role_gid:
    %empty                              { $$ = NULL; }
  | GID text                            { $$ = build_gid(parser, $2); }
  ;

extends:
    %empty                              { $$ = (struct words){0}; }
  | EXTENDS role_names                  { $$ = $2; }
  ;

role_names:
    text                                { $$ = words_one(parser, build_name(parser, NAME_ROLE, $1)); }
  | role_names "," text                 { $$ = words_add(parser, $1, build_name(parser, NAME_ROLE, $3)); }
  ;

exclusive_names:
    text "," text                       { $$ = words_one(parser, build_name(parser, NAME_ROLE, $1));
                                          $$ = words_add(parser, $$, build_name(parser, NAME_ROLE, $3)); }
  | exclusive_names "," text            { $$ = words_add(parser, $1, build_name(parser, NAME_ROLE, $3)); }
  ;

role_rules:
    %empty                              { $$ = (struct rules){0}; }
  | role_rules role_rule                { $$ = rules_add($1, $2); }
  | role_rules error RESYNC             { $$ = $1; yyerrok; }
  ;

/* As above, allow and deny apart, with and without `except': no reduction to tell them by. */
role_rule:
    ALLOW patterns limits               { $$ = role_rule(parser, true, @$, patterns_of($2)); }
  | ALLOW patterns EXCEPT patterns limits
                                        { $$ = role_rule(parser, true, @$, patterns_less($2, $4)); }
  | DENY patterns limits                { $$ = role_rule(parser, false, @$, patterns_of($2)); }
  | DENY patterns EXCEPT patterns limits
                                        { $$ = role_rule(parser, false, @$, patterns_less($2, $4)); }
  ;

/* Here, and for users, groups and dates, words and strings are apart: one reduction less for most names. */
patterns:
    WORD                                { $$ = words_one(parser, build_name(parser, NAME_PATTERN, $1)); }
  | STRING                              { $$ = words_one(parser, build_name(parser, NAME_PATTERN, $1)); }
  | patterns "," text                   { $$ = words_add(parser, $1, build_name(parser, NAME_PATTERN, $3)); }
  ;

/* ---- subjects and limits ---- */

subject:
    USER WORD                           { add_subject(parser, SUBJECT_USER, @1, $2); }
  | USER STRING                         { add_subject(parser, SUBJECT_USER, @1, $2); }
  | GROUP WORD                          { add_subject(parser, SUBJECT_GROUP, @1, $2); }
  | GROUP STRING                        { add_subject(parser, SUBJECT_GROUP, @1, $2); }
  | GID text                            { add_subject(parser, SUBJECT_GID, @1, $2); }
  | EVERYONE                            { add_subject(parser, SUBJECT_EVERYONE, @1, no_token()); }
  ;

role_subject: ROLE text                 { add_subject(parser, SUBJECT_ROLE, @1, $2); } ;

/* The first one without a reduction of its own: most lists have no other. */
subjects:
    USER WORD                           { $$ = subjects_begin(parser, SUBJECT_USER, @1, $2); }
  | USER STRING                         { $$ = subjects_begin(parser, SUBJECT_USER, @1, $2); }
  | GROUP WORD                          { $$ = subjects_begin(parser, SUBJECT_GROUP, @1, $2); }
  | GROUP STRING                        { $$ = subjects_begin(parser, SUBJECT_GROUP, @1, $2); }
  | GID text                            { $$ = subjects_begin(parser, SUBJECT_GID, @1, $2); }
  | EVERYONE                            { $$ = subjects_begin(parser, SUBJECT_EVERYONE, @1, no_token()); }
  | subjects "," subject                { $$ = subjects_more(parser, $1); }
  ;

rule_subjects:
    USER WORD                           { $$ = subjects_begin(parser, SUBJECT_USER, @1, $2); }
  | USER STRING                         { $$ = subjects_begin(parser, SUBJECT_USER, @1, $2); }
  | GROUP WORD                          { $$ = subjects_begin(parser, SUBJECT_GROUP, @1, $2); }
  | GROUP STRING                        { $$ = subjects_begin(parser, SUBJECT_GROUP, @1, $2); }
  | GID text                            { $$ = subjects_begin(parser, SUBJECT_GID, @1, $2); }
  | EVERYONE                            { $$ = subjects_begin(parser, SUBJECT_EVERYONE, @1, no_token()); }
  | ROLE text                           { $$ = subjects_begin(parser, SUBJECT_ROLE, @1, $2); }
  | rule_subjects "," subject           { $$ = subjects_more(parser, $1); }
  | rule_subjects "," role_subject      { $$ = subjects_more(parser, $1); }
  ;

/* One pair of parentheses may stand round a list, and must where it has an end or a start: check_span.c. */
whom:
    rule_subjects
  | "(" rule_subjects ")"               { $$ = $2; }
  ;

limits:
    %empty                              { limits_begin(parser); }
  | limits WHEN cond                    { limits_when(parser, $3, span_join(@2, @3)); }
  | limits STARTING text                { limits_time(parser, false, $3, span_join(@2, @3)); }
  | limits UNTIL WORD                   { limits_time(parser, true, $3, span_join(@2, @3)); }
  | limits UNTIL STRING                 { limits_time(parser, true, $3, span_join(@2, @3)); }
  | limits BECAUSE STRING               { limits_because(parser, $3, span_join(@2, @3)); }
  ;

/* ---- conditions ---- */

cond:
    cond_and
  | cond OR cond_and                    { $$ = cond_join(parser, COND_KIND_OR, $1, $3); }
  ;

cond_and:
    cond_not
  | cond_and AND cond_not               { $$ = cond_join(parser, COND_KIND_AND, $1, $3); }
  ;

cond_not:
    cond_atom
  | NOT cond_not                        { $$ = cond_not(parser, $2, @$); }
  ;

cond_atom:
    text                                { $$ = cond_new(parser, COND_KIND_NAME, @$);
                                          $$->name = build_name(parser, NAME_CONDITION, $1); }
  | TIME days hours zone_said           { $$ = cond_time(parser, $2, $3, $4, @$); }
  | DATE dates                          { $$ = cond_new(parser, COND_KIND_DATE, @$); $$->dates = $2.first; }
  | FROM nets                           { $$ = cond_new(parser, COND_KIND_FROM, @$); $$->nets = $2.first; }
  | HOST globs                          { $$ = cond_new(parser, COND_KIND_HOST, @$); $$->globs = words_keep(parser, $2); }
  | TTY tty_globs                       { $$ = cond_new(parser, COND_KIND_TTY, @$); $$->globs = words_keep(parser, $2); }
  | "(" cond ")"                        { $$ = $2; $$->span = @$; }
  ;

days:
    DAILY                               { $$ = (struct days){127}; }
  | day_list
  ;

day_list:
    text                                { $$ = build_days(parser, $1); }
  | day_list "," text                   { $$ = build_days(parser, $3); $$.days |= $1.days; }
  ;

/* A string behind the days is not theirs: a service's description may stand there. */
hours:
    %empty                              { $$ = no_token(); }
  | WORD
  ;

zone_said:
    %empty %prec NO_ZONE                { $$ = no_token(); }
  | ZONE zone_name                      { $$ = $2; }
  ;

dates:
    text                                { $$ = dates_add(parser, (struct dates){0}, $1); }
  | dates "," text                      { $$ = dates_add(parser, $1, $3); }
  ;

nets:
    text                                { $$ = nets_add(parser, (struct nets){0}, $1, false); }
  | LOCAL                               { $$ = nets_add(parser, (struct nets){0}, $1, true); }
  | nets "," text                       { $$ = nets_add(parser, $1, $3, false); }
  | nets "," LOCAL                      { $$ = nets_add(parser, $1, $3, true); }
  ;

globs:
    glob                                { $$ = words_one(parser, $1); }
  | globs "," glob                      { $$ = words_add(parser, $1, $3); }
  ;

glob: text                              { $$ = build_text(parser, "glob", $1); } ;

tty_globs:
    tty_glob                            { $$ = words_one(parser, $1); }
  | tty_globs "," tty_glob              { $$ = words_add(parser, $1, $3); }
  ;

tty_glob: text                          { $$ = build_terminal(parser, "glob", $1); } ;

/* ---- services ---- */

service_names:
    text                                { $$ = words_one(parser, build_name(parser, NAME_SERVICE, $1)); }
  | service_names "," text              { $$ = words_add(parser, $1, build_name(parser, NAME_SERVICE, $3)); }
  ;

service_requires:
    %empty                              { $$ = NULL; }
  | REQUIRES expr                       { $$ = $2; }
  ;

service_when:
    %empty                              { $$ = NULL; }
  | WHEN cond                           { $$ = $2; }
  ;

expr:
    expr_and
  | expr OR expr_and                    { $$ = expr_join(parser, EXPR_OR, $1, $3); }
  ;

expr_and:
    expr_atom
  | expr_and AND expr_atom              { $$ = expr_join(parser, EXPR_AND, $1, $3); }
  ;

expr_atom:
    text                                { $$ = expr_permission(parser, $1); }
  | "(" expr ")"                        { $$ = $2; $$->span = @$; }
  ;

/* ---- proofs and tests ---- */

never:
    NEVER                               { $$ = false; }
  | ALWAYS                              { $$ = true; }
  ;

delegated:
    %empty                              { $$ = false; }
  | UNDER DELEGATION                    { $$ = true; }
  ;

targets:
    text                                { $$ = targets_add(parser, (struct targets){0},
                                                           build_name(parser, NAME_SERVICE, $1), false); }
  | PERMISSION permission_name          { $$ = targets_add(parser, (struct targets){0}, $2, true); }
  | targets "," text                    { $$ = targets_add(parser, $1, build_name(parser, NAME_SERVICE, $3), false); }
  | targets "," PERMISSION permission_name
                                        { $$ = targets_add(parser, $1, $4, true); }
  ;

permission_name: text                   { $$ = build_name(parser, NAME_PATTERN, $1); } ;

test_lines:
    %empty
  | test_lines given
  | test_lines may targets              { add_expect(parser, $2, span_join(@2, @3), $3); }
  | test_lines error RESYNC             { parser->given_lost = true; yyerrok; }
  ;

may:
    MAY                                 { $$ = true; }
  | MAY NOT                             { $$ = false; }
  ;

given:
    GIVEN USER text                     { given_begin(parser, @1, $3); }
    given_facts                         { parser->given->span = @$; }
  ;

given_facts:
    %empty
  | given_facts IN given_groups         { given_groups(parser, GIVEN_IN, @2, $3); }
  | given_facts UNKNOWN given_groups    { given_groups(parser, GIVEN_UNKNOWN, @2, $3); }
  | given_facts AT text                 { given_at(parser, @2, $3); }
  | given_facts FROM LOCAL              { given_fact(parser, GIVEN_FROM, @2, no_token()); }
  | given_facts FROM text               { given_fact(parser, GIVEN_FROM, @2, $3); }
  | given_facts TTY text                { given_fact(parser, GIVEN_TTY, @2, $3); }
  | given_facts HOST text               { given_fact(parser, GIVEN_HOST, @2, $3); }
  ;

given_groups:
    given_group                         { $$ = subjects_one(parser); }
  | given_groups "," given_group        { $$ = subjects_more(parser, $1); }
  ;

given_group:
    text                                { add_subject(parser, SUBJECT_GROUP, @1, $1); }
  | GID text                            { add_subject(parser, SUBJECT_GID, @1, $2); }
  ;

%%

/* Bison's own voice: only when its stack has run out. */
void parse_error(struct span *span, struct parser *parser, const char *message)
{
    (void)message;
    diag_at(parser->diag, DIAG_TOO_DEEP, *span, "this is nested too deeply; the rest of the file was not parsed");
}

_Static_assert(YYNTOKENS <= (int)SCAN_STRANGE, "a token has room for its kind");

/* ---- the grammar tried: what could stand somewhere ---- */

static void grammar_begin(struct grammar_trial *trial)
{
    trial->states[0] = 0;
    trial->depth = 1;
}

/* What the grammar does in a state with a token: the state that it goes to, above 0; a rule to reduce by, below; 0. */
static int grammar_action(int state, int token)
{
    int at = yypact[state] + token;

    if (yypact_value_is_default(yypact[state]) || at < 0 || at > YYLAST || yycheck[at] != token)
        return -(int)yydefact[state];
    return yytable_value_is_error(yytable[at]) ? 0 : yytable[at];
}

/* The state behind a rule whose right side has been taken away. */
static int grammar_goto(int state, int rule)
{
    int symbol = yyr1[rule] - YYNTOKENS, at = yypgoto[symbol] + state;

    return at >= 0 && at <= YYLAST && yycheck[at] == state ? yytable[at] : yydefgoto[symbol];
}

static bool grammar_shift(struct grammar_trial *trial, int token)
{
    struct grammar_trial trying = *trial;
    int action;

    while ((action = grammar_action(trying.states[trying.depth - 1], token)) < 0) {
        trying.depth -= (size_t)yyr2[-action];
        if (trying.depth == GRAMMAR_DEPTH)
            return false;
        trying.states[trying.depth] = (short)grammar_goto(trying.states[trying.depth - 1], -action);
        trying.depth++;
    }
    if (action == 0 || trying.depth == GRAMMAR_DEPTH)
        return false;
    trying.states[trying.depth++] = (short)action;
    *trial = trying;
    return true;
}

static int grammar_expected(const struct grammar_trial *trial, int *tokens)
{
    int count = 0, token;

    for (token = 0; token < YYNTOKENS; token++) {
        struct grammar_trial trying = *trial;
        if (token != YYSYMBOL_YYerror && token != YYSYMBOL_YYUNDEF && token != RESYNC && grammar_shift(&trying, token))
            tokens[count++] = token;
    }
    return count;
}

static int yyreport_syntax_error(const yypcontext_t *context, struct parser *parser)
{
    yysymbol_kind_t symbols[YYNTOKENS];
    int kinds[YYNTOKENS], count = yypcontext_expected_tokens(context, symbols, YYNTOKENS), i;

    for (i = 0; i < count; i++)
        kinds[i] = (int)symbols[i]; /* a token's number is its symbol's */
    parser->recovering = true;
    syntax_error_report(parser, *yypcontext_location(context), kinds, count);
    return 0;
}

const struct grammar *grammar_for_trial(void)
{
    static const struct grammar grammar = {grammar_begin, grammar_shift, grammar_expected};

    return &grammar;
}

void parse_source(struct parser *parser, const struct source *source)
{
    parser->grammar = grammar_for_trial();
    token_stream_open(parser, source);
    parse_parse(parser);
    token_stream_close(parser);
}
