/*
 * unreadable_test.c - a table of which a section makes no sense: nobody is let in by what could not be read.
 *
 * Each policy allows, and reads the sections that stand beside it on its way. Its table is opened as it is, and then a
 * section is overwritten in memory, behind the sums.
 */
#include "../explain/asked.h"

#include "decide/decide.h"
#include "table/format.h"

#define P "permission p, q, x.a, x.b\nservice s requires p\n"
#define MANY                                                                                                           \
    "allow p to user u until 2030-01-01\nallow p to user u until 2031-01-01\nallow p to user u until 2032-01-01\n"     \
    "allow p to user u until 2033-01-01\nallow p to user u until 2034-01-01\nallow p to user u until 2035-01-01\n"     \
    "allow p to user u until 2036-01-01\nallow p to user u until 2037-01-01\nallow p to user u until 2038-01-01\n"

#define BIT(section) (1u << (section))

/* Sections that are read for a question, whatever the policy: the service, its permission, its rules. */
#define ALWAYS (BIT(SECTION_REQUESTS) | BIT(SECTION_STATEMENTS) | BIT(SECTION_NODES))

static const struct {
    const char *policy;
    uint32_t sections;
} rows[] = {
    {P "allow p to user u\n", ALWAYS},
    {P "allow p to user u until 2030-01-01\n", ALWAYS | BIT(SECTION_LIMITS)},
    {P "allow p to user u starting 2020-01-01\n", ALWAYS | BIT(SECTION_LIMITS)},
    {P "allow p to user u when from local\n", ALWAYS | BIT(SECTION_LIMITS) | BIT(SECTION_CONDITIONS)},
    {P "allow p to user u when host \"w*\"\n",
     ALWAYS | BIT(SECTION_LIMITS) | BIT(SECTION_CONDITIONS) | BIT(SECTION_STRINGS)},
    {"zone \"Europe/Berlin\"\n" P "allow p to user u when time mon-fri 00:00-12:00\n",
     ALWAYS | BIT(SECTION_LIMITS) | BIT(SECTION_CONDITIONS) | BIT(SECTION_ZONES)},
    {P "allow p, q to user u\n", ALWAYS | BIT(SECTION_SETS)},
    {P "allow * except q to user u\n", ALWAYS | BIT(SECTION_SETS)},
    {P MANY "allow p, q to user u\n", ALWAYS},
    {P "role r { allow p }\nassign r to user u\n", ALWAYS | BIT(SECTION_ROLES) | BIT(SECTION_ROLE_DATA)},
    {P "role r { }\nrole t extends r { }\nallow p to role r\nassign t to user u\n",
     ALWAYS | BIT(SECTION_ROLES) | BIT(SECTION_ROLE_DATA)},
    {P "role r { allow p }\nrole t { }\nexclusive r, t\nassign r to group g\n",
     ALWAYS | BIT(SECTION_ROLES) | BIT(SECTION_ROLE_DATA) | BIT(SECTION_EXCLUSIVES)},
    {P "allow p to user u\ndeny p to user u until 2020-01-01\n", ALWAYS | BIT(SECTION_LIMITS)},
};

static void begin(struct asked *asked, const char *policy)
{
    asked_begin(asked, policy, "s");
    asked_group(asked, "g", ROLEGATE_MEMBER);
}

/* Overwrites a section, from an offset to its end. */
static void spoil(struct asked *asked, unsigned section, uint32_t from, unsigned char byte)
{
    const struct section_range *range = &asked->table->sections[section];

    memset(asked->table->image + range->start + from, byte, range->size - from);
}

static void denied_and_why(struct asked *asked)
{
    enum rolegate_verdict verdict = ROLEGATE_ALLOW;
    enum rolegate_status status = rolegate_decide(asked->table, asked->subject, &asked->question, &verdict);

    assert_int_equal(verdict, ROLEGATE_DENY);
    assert_int_not_equal(status, ROLEGATE_OK);
    assert_int_not_equal(status, ROLEGATE_NOT_RESOLVED);
    assert_int_equal(
        rolegate_explain(asked->table, asked->subject, &asked->question, &asked->answer, sizeof asked->answer), status);
    assert_int_equal(asked->answer.verdict, ROLEGATE_DENY);
}

/* 0xff is no number of the format, nor a place in any section. */
static void what_cannot_be_read_lets_nobody_in(void **state)
{
    size_t i;
    unsigned section;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++)
        for (section = 0; section < SECTION_COUNT; section++) {
            struct asked asked;
            if ((rows[i].sections & BIT(section)) == 0)
                continue;
            begin(&asked, rows[i].policy);
            asked_explain(&asked);
            assert_int_equal(asked.answer.verdict, ROLEGATE_ALLOW);
            asked_end(&asked);
            begin(&asked, rows[i].policy);
            assert_int_equal(rolegate_resolve(asked.table, asked.subject, &asked.question), ROLEGATE_OK);
            spoil(&asked, section, 0, 0xff);
            denied_and_why(&asked);
            asked_end(&asked);
        }
}

/* Cut at any place, a section gives what it gave or an error: never less than all that it has. */
static void what_is_cut_gives_all_or_an_error(void **state)
{
    size_t i;
    unsigned section;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++)
        for (section = 0; section < SECTION_COUNT; section++) {
            struct asked asked;
            uint32_t size;
            if ((rows[i].sections & BIT(section)) == 0)
                continue;
            begin(&asked, rows[i].policy);
            assert_int_equal(rolegate_resolve(asked.table, asked.subject, &asked.question), ROLEGATE_OK);
            for (size = asked.table->sections[section].size; size-- > 0;) {
                enum rolegate_verdict verdict = ROLEGATE_ALLOW;
                enum rolegate_status status;
                asked.table->sections[section].size = size;
                memset(asked.subject->settled, 0, SETTLED_SLOTS * sizeof *asked.subject->settled);
                asked.subject->roles.kept.valid = false;
                status = rolegate_decide(asked.table, asked.subject, &asked.question, &verdict);
                assert_int_equal(verdict, status == ROLEGATE_OK ? ROLEGATE_ALLOW : ROLEGATE_DENY);
            }
            denied_and_why(&asked);
            asked_end(&asked);
        }
}

/* What keeps out here stands at the end of what is read. */
static const char *const denials[] = {
    P "allow p to user u\ndeny p to group g\n",
    P "allow p to user u\ndeny p to group g until 2030-01-01\n",
    P "allow p to user u\ndeny p to group g starting 2020-01-01 until 2030-01-01\n",
    P "allow p to user u\ndeny p to group g when from local\n",
    P "allow p to user u\ndeny p to group g when from 10.0.0.0/8, fd00::/8, local\n",
    P "allow p to user u\ndeny p to group g when host web*, db and tty none\n",
    "zone \"Europe/Berlin\"\n" P "allow p to user u\ndeny p to group g when time mon-fri 00:00-12:00\n",
    P "allow p to user u\ndeny p, q to group g\n",
    P "allow p to user u\ndeny * except q to group g\n",
    P "allow p to user u\nallow q to group g\ndeny q to group g until 2020-01-01\ndeny p to group g\n",
    P "allow p to user u\nrole r { }\nrole t extends r { }\ndeny p to role r\nassign t to group g\n",
    P "role r { allow p }\nrole t { }\nexclusive r, t\nassign r to user u\nassign t to group g\n",
    P "role k { }\nrole r extends k { allow p }\nrole t { }\nrole y extends t { }\nexclusive k, t\nassign r to user u\n"
      "assign y to group g\n",
    P "allow p to user u\ndeny p to gid 7\n",
    P "deny p to everyone\nallow p to group g\n",
};

static void stays_denied(struct asked *asked)
{
    enum rolegate_verdict verdict = ROLEGATE_ALLOW;

    memset(asked->subject->settled, 0, SETTLED_SLOTS * sizeof *asked->subject->settled);
    asked->subject->roles.kept.valid = false;
    (void)rolegate_decide(asked->table, asked->subject, &asked->question, &verdict);
    assert_int_equal(verdict, ROLEGATE_DENY);
}

/* Every section, but for the patterns, cut at every place, and overwritten from every place on. */
static void what_cannot_be_read_loses_no_denial(void **state)
{
    size_t i;
    unsigned section;

    (void)state;
    for (i = 0; i < sizeof denials / sizeof *denials; i++)
        for (section = 0; section < SECTION_COUNT; section++) {
            struct asked asked;
            uint32_t at, size;
            if (section == SECTION_PATTERNS || section == SECTION_PERMISSIONS)
                continue; /* of these every number makes sense */
            begin(&asked, denials[i]);
            assert_int_equal(rolegate_subject_add_gid(asked.subject, 7, ROLEGATE_MEMBER), ROLEGATE_OK);
            assert_int_equal(rolegate_resolve(asked.table, asked.subject, &asked.question), ROLEGATE_OK);
            stays_denied(&asked);
            size = asked.table->sections[section].size;
            for (at = 0; at < size; at++) {
                asked.table->sections[section].size = at;
                stays_denied(&asked);
            }
            asked.table->sections[section].size = size;
            for (at = size; at-- > 0;) {
                spoil(&asked, section, at, 0xff);
                stays_denied(&asked);
            }
            asked_end(&asked);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_cannot_be_read_lets_nobody_in),
        cmocka_unit_test(what_is_cut_gives_all_or_an_error),
        cmocka_unit_test(what_cannot_be_read_loses_no_denial),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
