/*
 * parse_test.c - the scanner and the grammar: which forms are taken and which refused, what the tree says of them, and
 * how reading goes on after an error.
 */
#include "parse_text.h"

static void every_form_of_the_language_is_taken(void **state)
{
    static const char *const forms[] = {
        "",
        "\n\t # only a comment",
        "#",
        "policy \"a\" zone utc contact \"b\" contact \"c\" unlisted deny",
        "zone local unlisted ignore",
        "zone \"Asia/Kolkata\"",
        "permission a",
        "permission a \"one\", b.c-d_e.9 \"two\", c\npermission \"quoted.too\"",
        "role a { }",
        "role \"allow\" \"an odd name\" gid 4294967294 extends b, c { allow *, a.* except a.b, a.c.* deny x when y }",
        "role a gid 5 { }role b extends a{allow x until 2026-12-31 because\"y\"}",
        "service s requires a",
        "service s, \"odd one\", Z.@+$- requires a and b or (c and (d or e)) when x and not (y or z) \"text\"",
        "service s service s, t.v service x when y \"text\" service \"z\" \"text\"",
        "assign a, b to user u, group g, group \"acme owners\", gid 7, everyone starting 2026-01-01 until 2026-12-31",
        "assign a to (user u, group g) until 2026-12-31 assign a to (everyone)",
        "allow a to (role r, user u) deny b except c to (user u) when d roster (group g, user root)",
        "deny b to (user u, gid 5) allow a except b to (role r)",
        "allow a.* to role r, user u",
        "deny * except a to everyone because \"x\" when c until 2026-12-31T18:00:00Z starting "
        "2026-01-01t00:00:00.5+05:30",
        "condition c time daily 00:00-24:00",
        "condition c time mon-fri, sat ,sun 22:00-06:00 zone utc or time fri-mon 09:00-09:00 zone \"Europe/Berlin\"",
        "condition c date 2026-02-23 condition d not date 2026-03-08..2026-03-09, 2026-03-08..2026-03-08 ,2024-02-29",
        "condition c time sat-sun condition d time daily and not time mon zone utc or (time tue, wed)",
        "service s requires a when time sat-sun \"text\"",
        "condition c from 10.0.0.0/8, 2001:db8::/32, ::ffff:10.0.0.0/104, local, 1.2.3.4",
        "condition c host web*, \"db ?\" and tty pts/*, tty1 and not not x",
        "exclusive a, b exclusive a, b, c",
        "never role a may s, permission b.* always user root may inbox never everyone may permission *",
        "never gid 7 may s always group g may s",
        "test \"t\" { }",
        "test \"t\" { given user u may s may not t, permission a.* given user v }",
        "test \"t\" { given user u in g, gid 5, \"h i\" unknown k, gid 6 at 2026-01-01 from ::1 tty pts/0 host h may s "
        "}",
        "test \"t\" { given user u host h tty none from local at 2026-01-01 unknown k in g, gid 5 may s }",
        "test \"t\" { given user u from local may s given user u from \"a name\" may not s given user u from "
        "fe80::1%eth0 }",
        "allow a to user \"123 main\" deny b to user \"\\x41\\\"\\\\\"",
        "include \"/nonexistent/*.rg\" only { }",
        "include \"/nonexistent/*.rg\" only by group g, user \"by\", gid 5 { allow * to users }",
        "include \"/nonexistent/*.rg\" only by 2 of everyone { allow a, b.* except b.c to users, groups for 31 days "
        "deny a "
        "except b to groups for 1 hours assign r, s to users, everyone for 3660 days assign r to users }",
        "policy \"caf\xc3\xa9 \xf0\x9f\x8e\x89\"",
        "condition zone-of-mine time mon 09:00-18:00 condition c zone-of-mine",
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(forms); i++) {
        struct parsed parsed = parse(forms[i]);
        if (parsed.reports[0] != '\0')
            print_error("%s\n", forms[i]);
        assert_string_equal(parsed.reports, "");
        parsed_free(&parsed);
    }
}

static void a_wrong_form_is_refused_where_it_stands(void **state)
{
    static const struct {
        const char *text, *report;
    } forms[] = {
        {"alow a to user b", "1:1: error: unexpected \"alow\", expected a statement [syntax]"},
        {"allow a to user b\nuntill 2026-01-01",
         "2:1: error: unexpected \"untill\", expected \"because\", \"starting\", \"until\", "
         "\"when\", \",\" or the next statement [syntax]"},
        {"role role { }", "1:6: error: unexpected the reserved word \"role\", expected a name [syntax]"},
        {"role a {", "1:9: error: unexpected the end of the file, expected \"allow\", \"deny\" or \"}\" [syntax]"},
        {"role a { } }", "1:12: error: unexpected \"}\", expected a statement [syntax]"},
        {"zone mars", "1:6: error: unexpected \"mars\", expected a string, \"local\" or \"utc\" [syntax]"},
        {"exclusive a", "1:12: error: unexpected the end of the file, expected \",\" [syntax]"},
        {"include foo",
         "1:9: error: include takes a path in quotes, or the name of an installed policy in <> [syntax]"},
        {"include \"/nonexistent/*\" only by 2 if user u { }",
         "1:36: error: unexpected word after a number, expected \"of\": by 2 of group NAME [syntax]"},
        {"include \"/nonexistent/*\" only by 2 of user u { } by",
         "1:50: error: unexpected the reserved word \"by\", expected a statement [syntax]"},
        {"include \"/nonexistent/*\" only by \"2\" of user u { }",
         "1:34: error: unexpected a string, expected a name, \"everyone\", \"gid\", \"group\", \"role\", \"user\" or "
         "\"(\" "
         "[syntax]"},
        {"include \"/nonexistent/*\" only { assign r to users for -1 days }",
         "1:55: error: \"-1\" is not a number [bad-number]"},
        {"include \"/nonexistent/*\" only { allow a to users for 1 days 2 }",
         "1:61: error: unexpected \"2\", expected \"allow\", \"assign\", \"deny\" or \"}\" [syntax]"},
        {"test \"t\" { may s }", "1:12: error: may must follow a given [syntax]"},
        {"test \"t\" { given user u tty x in g tty y }", "1:36: error: tty is said twice [duplicate-limit]"},
        {"test \"t\" { given user u in g unknown h in k }", "1:40: error: in is said twice [duplicate-limit]"},
        {"test \"t\" { given user u from local from ::1 }", "1:36: error: from is said twice [duplicate-limit]"},
        {"roster (group a, user b", "1:24: error: unexpected the end of the file, expected \",\" or \")\" [syntax]"},
        {"assign a to ((user b))",
         "1:14: error: unexpected \"(\", expected \"everyone\", \"gid\", \"group\" or \"user\" [syntax]"},
        {"assign a to (user b), user c",
         "1:21: error: unexpected \",\", expected \"because\", \"starting\", \"until\", \"when\" or the next statement "
         "[syntax]"},
        {"never (user b) may s",
         "1:7: error: unexpected \"(\", expected \"everyone\", \"gid\", \"group\", \"role\" or \"user\" [syntax]"},
        {"service a, Bb when c",
         "1:12: error: the service \"Bb\" cannot also name a permission, since it has a capital letter; a "
         "permission is segments of a-z, 0-9, _ and - joined by dots; write what it requires [bad-name]"},
        {"condition c time mon \"09:00-18:00\"",
         "1:22: error: unexpected a string, expected a name, \"and\", \"or\", \",\" or the next statement [syntax]"},
        {"policy \"a", "1:8: error: unclosed string: it must end on its line [bad-string]"},
        {"policy \"a\\", "1:8: error: unclosed string: it must end on its line [bad-string]"},
        {"policy \"a\\x0\"",
         "1:10: error: unknown escape in a string; use \\\", \\\\ and \\xHH (not \\x00) [bad-string]"},
        {"permission A",
         "1:12: error: the permission \"A\" has a capital letter; a permission is segments of a-z, 0-9, _ "
         "and - joined by dots [bad-name]"},
        {"permission a..b", "1:12: error: the permission \"a..b\" has an empty segment [bad-name]"},
        {"permission a.", "1:12: error: the permission \"a.\" has an empty segment [bad-name]"},
        {"permission -a", "1:12: error: the permission \"-a\" starts with a '-'; write it in quotes [bad-name]"},
        {"permission a.*",
         "1:12: error: the permission \"a.*\" is not segments of a-z, 0-9, _ and - joined by dots [bad-name]"},
        {"allow a*.b to everyone",
         "1:7: error: the pattern \"a*.b\" is not a pattern: * stands alone, or last after a dot "
         "[bad-name]"},
        {"role 9a { }", "1:6: error: the role \"9a\" does not start with a letter [bad-name]"},
        {"role a23456789012345678901234567890123 { }",
         "1:6: error: the role \"a23456789012345678901234567890123\" is longer than 32 bytes [bad-name]"},
        {"assign a to user 12", "1:18: error: the user \"12\" is only digits; a user is given by name [bad-name]"},
        {"assign a to group \"12\"",
         "1:19: error: the group \"12\" is only digits; for a group's number write gid N [bad-name]"},
        {"service a/b requires c", "1:9: error: the service \"a/b\" holds a ':' or a '/' [bad-name]"},
        {"service a% requires c",
         "1:9: error: the service \"a%\" has a character that only a name in quotes may have [bad-name]"},
        {"assign a to user \" b\"", "1:18: error: the user \" b\" begins or ends with a blank [bad-name]"},
        {"assign a to gid x", "1:17: error: \"x\" is not a number [bad-number]"},
        {"assign a to gid \"5\"",
         "1:17: error: \"5\" is a string, which is always a name; write it without quotes [bad-number]"},
        {"assign a to everyone until \"2026-12-31\"",
         "1:28: error: \"2026-12-31\" is a string, which is always a name; write it without quotes [bad-number]"},
        {"assign a to everyone until 2026-02-29",
         "1:28: error: \"2026-02-29\" is not a date (2026-12-31) or an instant (2026-12-31T18:00:00Z) [bad-number]"},
        {"condition c time mon 09:00-24:01", "1:22: error: \"09:00-24:01\" is not a time window; write it as "
                                             "09:00-18:00, the end up to 24:00 [bad-number]"},
        {"condition c time mo 09:00-18:00",
         "1:18: error: \"mo\" is not a day or range of days; days are mon tue wed thu fri "
         "sat sun, daily, mon-fri [bad-number]"},
        {"condition c date 2026-02-29", "1:18: error: \"2026-02-29\" is not a date (2026-02-23) or a range of dates "
                                        "(2026-03-08..2026-03-09) [bad-number]"},
        {"condition c date 2026-03-09..2026-03-08",
         "1:18: error: \"2026-03-09..2026-03-08\" ends before it begins [bad-number]"},
        {"condition c date 2026-03-09..", "1:18: error: \"2026-03-09..\" is not a date (2026-02-23) or a range of "
                                          "dates (2026-03-08..2026-03-09) [bad-number]"},
        {"condition c date \"2026-03-09\"",
         "1:18: error: \"2026-03-09\" is a string, which is always a name; write it without quotes [bad-number]"},
        {"condition c from 10.0.0.1/8", "1:18: error: \"10.0.0.1/8\" has bits set after its prefix [bad-number]"},
        {"condition c from \"local\"",
         "1:18: error: \"local\" is a string, which is always a name; write it without quotes [bad-number]"},
        {"condition c tty x, \"\"", "1:20: error: the glob is empty [bad-name]"},
        {"test \"t\" { given user u from \"\" }", "1:30: error: the origin is empty [bad-name]"},
        {"allow a to everyone when b when c", "1:28: error: when is said twice [duplicate-limit]"},
        {"allow a to everyone until x until y",
         "1:27: error: \"x\" is not a date (2026-12-31) or an instant (2026-12-31T18:00:00Z) [bad-number]"},
        {"policy \"a\" zone utc policy \"b\"", "1:21: error: policy is said twice [duplicate-header]"},
        {"zone utc zone utc", "1:10: error: zone is said twice [duplicate-header]"},
        {"unlisted deny unlisted deny", "1:15: error: unlisted is said twice [duplicate-header]"},
        {"policy \"\xc0\xaf\"", "1:9: error: not UTF-8; a policy is UTF-8 text [bad-bytes]"},
        {"\xef\xbb\xbfpolicy \"a\"", "1:1: error: a byte order mark; save the file without one [bad-bytes]"},
        {"\xef\xbb\xbfpolicy \"\xff\"", "1:1: error: a byte order mark; save the file without one [bad-bytes]"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(forms); i++) {
        struct parsed parsed = parse(forms[i].text);
        assert_string_equal(first_report(&parsed), forms[i].report);
        parsed_free(&parsed);
    }
}

/* The bytes of a span. */
static void assert_span(const struct parsed *parsed, struct span span, const char *text)
{
    assert_int_equal(span.length, strlen(text));
    assert_memory_equal(parsed->compilation->sources.list[0].bytes + span.at, text, span.length);
}

static void the_tree_says_where_everything_stands(void **state)
{
    struct parsed parsed =
        parse("  deny a.b , c\n except d to user x, gid 7\n until 2026-12-31 when p or q or r # end\n"
              "allow z to role \"y\"");
    const struct ast_rule *rule = parsed.compilation->ast->rules;
    struct span limits = statement_source_limits(rule->span, rule->limits_at);
    const struct ast_subject *subject;
    struct ast_word word;

    (void)state;
    assert_string_equal(parsed.reports, "");
    assert_false(rule->allow);
    assert_span(&parsed, rule->span, "deny a.b , c\n except d to user x, gid 7\n until 2026-12-31 when p or q or r");
    assert_span(&parsed, word_span(word_next(rule_patterns(rule))), "c");
    assert_span(&parsed, word_span(rule_except(rule)), "d");
    assert_null(word_next(rule_except(rule)));
    subject = rule_subjects(rule);
    assert_span(&parsed, subject_span(subject), "user x");
    word = subject_word(subject);
    assert_span(&parsed, word_span(&word), "x");
    subject = subject_next(subject);
    assert_span(&parsed, subject_span(subject), "gid 7");
    assert_int_equal(subject->gid, 7);
    assert_null(subject_next(subject));
    assert_span(&parsed, limits, "until 2026-12-31 when p or q or r");
    assert_span(&parsed, statement_source_behind(&parsed.compilation->sources, limits, TOKEN_UNTIL), "2026-12-31");
    assert_true(rule->limits->until->is_date);
    assert_span(&parsed, rule->limits->when->span, "p or q or r");
    assert_int_equal(rule->limits->when->kind, COND_KIND_OR);
    assert_span(&parsed, rule->limits->when->children->next->next->span, "r");
    assert_null(rule->limits->when->children->next->next->next);
    rule = rule->next;
    assert_true(rule->allow);
    assert_ptr_equal(rule->limits, parsed.compilation->ast->no_limits);
    assert_int_equal(rule->because, 0);
    assert_span(&parsed, rule->span, "allow z to role \"y\"");
    assert_int_equal(parsed.compilation->ast->statements, 2);
    parsed_free(&parsed);
}

/* Past comments, and past strings that only say the word. */
static void what_stands_behind_a_word_is_found(void **state)
{
    struct parsed parsed = parse("allow a to user \"until\" because \"until x\" until# until 1\n\t# y\n 2026-12-31");
    const struct sources *sources = &parsed.compilation->sources;
    struct span span = parsed.compilation->ast->rules->span;

    (void)state;
    assert_string_equal(parsed.reports, "");
    assert_span(&parsed, statement_source_behind(sources, span, TOKEN_UNTIL), "2026-12-31");
    assert_span(&parsed, statement_source_behind(sources, span, TOKEN_BECAUSE), "\"until x\"");
    assert_span(&parsed, statement_source_behind(sources, span, TOKEN_TO), "user");
    assert_int_equal(statement_source_behind(sources, span, TOKEN_WHEN).at, span.at);
    assert_int_equal(statement_source_behind(sources, span, TOKEN_WHEN).length, span.length);
    parsed_free(&parsed);
}

static void chains_are_flat_and_and_binds_tighter(void **state)
{
    struct parsed parsed =
        parse("condition c a and (b and d) or not (e or f) and g\nservice s requires a or (b or c) or d");
    const struct ast_cond *cond = parsed.compilation->ast->conditions->cond;
    const struct ast_expr *expr = parsed.compilation->ast->services->requires;
    size_t count = 0;

    (void)state;
    assert_string_equal(parsed.reports, "");
    assert_int_equal(cond->kind, COND_KIND_OR);
    assert_int_equal(cond->children->kind, COND_KIND_AND);
    assert_string_equal(cond->children->last->name.symbol->text, "d");
    assert_int_equal(cond->last->kind, COND_KIND_AND);
    assert_int_equal(cond->last->children->kind, COND_KIND_NOT);
    assert_int_equal(cond->depth, 5);
    for (expr = expr->children; expr != NULL; expr = expr->next)
        count++;
    assert_int_equal(count, 4);
    parsed_free(&parsed);
}

static void equal_texts_are_one_symbol(void **state)
{
    struct parsed parsed = parse("allow a to user a, user \"a\", user \"\\x61\", user b");
    const struct ast_rule *rule = parsed.compilation->ast->rules;
    const struct ast_subject *subject = rule_subjects(rule);
    int i;

    (void)state;
    for (i = 0; i < 3; i++, subject = subject_next(subject))
        assert_ptr_equal(subject->symbol, rule_patterns(rule)->symbol);
    assert_ptr_not_equal(subject->symbol, rule_patterns(rule)->symbol);
    parsed_free(&parsed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_of_the_language_is_taken),
        cmocka_unit_test(a_wrong_form_is_refused_where_it_stands),
        cmocka_unit_test(the_tree_says_where_everything_stands),
        cmocka_unit_test(what_stands_behind_a_word_is_found),
        cmocka_unit_test(chains_are_flat_and_and_binds_tighter),
        cmocka_unit_test(equal_texts_are_one_symbol),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
