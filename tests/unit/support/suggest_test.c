/*
 * suggest_test.c - which names are taken for a slip of the pen, and which for names of their own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/suggest.h"

static void a_slip_is_one_letter_of_a_name_that_is_long_enough(void **state)
{
    static const char *const slips[][2] = {
        {"acme-agent", "acme-agents"}, {"agents", "agentss"},          {"Maria", "maria"}, {"mraia", "maria"},
        {"nightshift", "night-shift"}, {"acme-agemts", "acme-agents"}, {"users", "sers5"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < 6; i++) {
        assert_true(suggest_is_slip(slips[i][0], slips[i][1]));
        assert_true(suggest_is_slip(slips[i][1], slips[i][0]));
    }
    assert_false(suggest_is_slip(slips[6][0], slips[6][1]));
}

static void names_of_their_own_are_no_slips(void **state)
{
    static const char *const pairs[][2] = {
        {"tim", "kim"},
        {"maria", "mario"},
        {"team-a", "team-b"},
        {"a-longer-team-x", "a-longer-team-y"},
        {"floor1", "floor2"},
        {"user10", "user1"},
        {"agents-de", "agents-fr"},
        {"root", "roots"},
        {"xacme-agents", "yacme-agents"},
        {"", "maria"},
        {"acme-agents", "acme-agents-night"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        assert_false(suggest_is_slip(pairs[i][0], pairs[i][1]));
        assert_false(suggest_is_slip(pairs[i][1], pairs[i][0]));
    }
}

static void a_name_of_any_length_is_looked_at_safely(void **state)
{
    char longer[300], shorter[300];
    size_t i;

    (void)state;
    for (i = 0; i < 299; i++)
        longer[i] = shorter[i] = 'a';
    longer[299] = shorter[298] = '\0';
    assert_false(suggest_is_slip(longer, shorter));
    assert_false(suggest_is_slip(shorter, longer));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slip_is_one_letter_of_a_name_that_is_long_enough),
        cmocka_unit_test(names_of_their_own_are_no_slips),
        cmocka_unit_test(a_name_of_any_length_is_looked_at_safely),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
