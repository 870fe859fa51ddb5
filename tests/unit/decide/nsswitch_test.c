/*
 * nsswitch_test.c - how lines of nsswitch.conf(5) are read: sources, what they return at, and what is not understood.
 */
#include "decide/nsswitch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

/* What was visited, as `database:name(FLAGS)` with a letter for each status that the source returns at, m for merge. */
struct seen {
    char text[512];
    unsigned stop; /* after so many; 0: never */
    unsigned count;
};

static bool note(void *context, const struct nsswitch_source *source)
{
    struct seen *seen = context;
    size_t length = strlen(seen->text);

    snprintf(seen->text + length, sizeof seen->text - length, "%s%s:%s(%s%s%s%s%s)", length > 0 ? " " : "",
             source->database, source->name, source->returns_success ? "s" : "", source->returns_notfound ? "n" : "",
             source->returns_unavailable ? "u" : "", source->returns_tryagain ? "t" : "", source->merges ? "m" : "");
    return ++seen->count != seen->stop;
}

static void reads(const char *file, enum nsswitch_result result, unsigned line, const char *sources)
{
    char text[1024];
    struct seen seen = {.count = 0};
    unsigned last = 0;

    snprintf(text, sizeof text, "%s", file);
    assert_int_equal(nsswitch_parse(text, note, &seen, &last), result);
    assert_string_equal(seen.text, sources);
    assert_int_equal(last, line);
}

static void sources_come_in_order(void **state)
{
    (void)state;
    reads("group: files sss\n", NSSWITCH_READ, 1, "group:files(s) group:sss(s)");
    reads("passwd:files\n\tgroup :\tfiles\tsystemd  \r\n", NSSWITCH_READ, 2,
          "passwd:files(s) group:files(s) group:systemd(s)");
    reads("group: files", NSSWITCH_READ, 1, "group:files(s)");
    reads("", NSSWITCH_READ, 0, "");
    reads("group:\n", NSSWITCH_READ, 1, "group:()");
}

static void comments_and_empty_lines_say_nothing(void **state)
{
    (void)state;
    reads("# group: ldap\n\n   \n  #group: ldap\ngroup: files\n#", NSSWITCH_READ, 6, "group:files(s)");
    reads("group: files # ldap #x", NSSWITCH_READ, 1, "group:files(s) group:#(s) group:ldap(s) group:#x(s)");
}

static void actions_change_what_a_source_returns_at(void **state)
{
    (void)state;
    reads("group: files sss [UNAVAIL=return TRYAGAIN=return] systemd\n", NSSWITCH_READ, 1,
          "group:files(s) group:sss(sut) group:systemd(s)");
    reads("group: files[success=continue]sss[ NotFound = Return ]\n", NSSWITCH_READ, 1, "group:files() group:sss(sn)");
    reads("group: files [SUCCESS=merge] sss [SUCCESS=merge UNAVAIL=return]\n", NSSWITCH_READ, 1,
          "group:files(m) group:sss(um)");
    reads("group: sss [!UNAVAIL=return] files\n", NSSWITCH_READ, 1, "group:sss(snt) group:files(s)");
    reads("group: sss [!SUCCESS=return] [TRYAGAIN=continue]\n", NSSWITCH_READ, 1, "group:sss(snu)");
}

static void what_is_not_well_formed_is_not_understood(void **state)
{
    (void)state;
    reads("group: files\nnonsense\ngroup: sss\n", NSSWITCH_NOT_UNDERSTOOD, 2, "group:files(s)");
    reads(": files\n", NSSWITCH_NOT_UNDERSTOOD, 1, "");
    reads("group: [NOTFOUND=return] files\n", NSSWITCH_NOT_UNDERSTOOD, 1, "");
    reads("group: files [NOTFOUND=return\n", NSSWITCH_NOT_UNDERSTOOD, 1, "");
    reads("group: files [NOTFOUND]\n", NSSWITCH_NOT_UNDERSTOOD, 1, "");
    reads("group: files []\n", NSSWITCH_NOT_UNDERSTOOD, 1, "");
    reads("group: files [LOST=return]\n", NSSWITCH_NOT_UNDERSTOOD, 1, "");
    reads("group: files [NOTFOUN=return]\n", NSSWITCH_NOT_UNDERSTOOD, 1, "");
    reads("group: files [NOTFOUNDS=return]\n", NSSWITCH_NOT_UNDERSTOOD, 1, "");
    reads("group: files [NOTFOUND=retur]\n", NSSWITCH_NOT_UNDERSTOOD, 1, "");
    reads("group: files [NOTFOUND=returns]\n", NSSWITCH_NOT_UNDERSTOOD, 1, "");
    reads("group: files [NOTFOUND=stop]\n", NSSWITCH_NOT_UNDERSTOOD, 1, "");
    reads("group: fi\x01les\n", NSSWITCH_NOT_UNDERSTOOD, 1, "");
    reads("group: files, sss\n", NSSWITCH_NOT_UNDERSTOOD, 1, "");
}

static void a_visit_can_end_the_reading(void **state)
{
    char text[] = "group: files sss\ngroup: ldap\n";
    struct seen seen = {.stop = 1};
    unsigned line;

    (void)state;
    assert_int_equal(nsswitch_parse(text, note, &seen, &line), NSSWITCH_READ);
    assert_string_equal(seen.text, "group:files(s)");
}

static void sources_of_this_machine_are_known_by_name(void **state)
{
    (void)state;
    assert_true(nsswitch_source_is_local("files"));
    assert_true(nsswitch_source_is_local("rolegate"));
    assert_false(nsswitch_source_is_local("sss"));
    assert_false(nsswitch_source_is_local("ldap"));
    assert_false(nsswitch_source_is_local("Files"));
    assert_false(nsswitch_source_is_local(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sources_come_in_order),
        cmocka_unit_test(comments_and_empty_lines_say_nothing),
        cmocka_unit_test(actions_change_what_a_source_returns_at),
        cmocka_unit_test(what_is_not_well_formed_is_not_understood),
        cmocka_unit_test(a_visit_can_end_the_reading),
        cmocka_unit_test(sources_of_this_machine_are_known_by_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
