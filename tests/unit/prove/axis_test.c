/*
 * axis_test.c - that no instant, origin, terminal or host is of a kind that the classes of an axis leave out.
 *
 * Every fact that is tried, of many, must be told by each atom what it tells one of the classes, all atoms together.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "compile/ir/ir.h"
#include "compile/lower/lower_policy.h"
#include "compile/prove/space.h"
#include "compile/resolve/resolve.h"
#include "compile/zone/zone_db.h"
#include "parsed.h"
#include "support/arena.h"

#define ATOMS_MAX 32
#define HALF_HOUR 1800

struct cut {
    struct parsed parsed;
    const struct ir *ir;
    struct universe *universe;
    const struct space *space;
    struct atom_use atoms[ATOMS_MAX];
    size_t atom_count;
};

/* The space of all limits of a policy, and its atoms of one axis. */
static struct cut cut_text(const char *text, enum axis_kind kind)
{
    struct cut cut = {.parsed = parsed_bytes(text, strlen(text))};
    struct zones *zones = zones_new(cut.parsed.arena);
    uint32_t guards[ATOMS_MAX];
    size_t i;

    resolve_policy(cut.parsed.compilation, zones);
    assert_int_equal(cut.parsed.compilation->diag.errors, 0);
    cut.ir = lower_policy(cut.parsed.compilation, zones, cut.parsed.arena);
    cut.universe = universe_new(cut.parsed.arena, cut.ir, NULL, INT64_C(1800000000));
    assert_true(cut.ir->limit_count <= ATOMS_MAX);
    for (i = 0; i < cut.ir->limit_count; i++)
        guards[i] = guard_of_limit(cut.universe, 0, (uint32_t)i);
    cut.space = space_of(cut.universe, guards, cut.ir->limit_count);
    assert_false(cut.space->failed);
    for (i = 0; i < cut.ir->op_count; i++)
        if (axis_of(cut.ir->ops[i].kind) == kind && cut.atom_count < ATOMS_MAX)
            cut.atoms[cut.atom_count++] = (struct atom_use){cut.ir, &cut.ir->ops[i]};
    assert_true(cut.atom_count > 1);
    return cut;
}

static void cut_free(struct cut *cut)
{
    universe_free(cut->universe);
    parsed_free(&cut->parsed);
}

static bool same_class(const struct cut *cut, const struct fact *a, const struct fact *b)
{
    size_t i;

    for (i = 0; i < cut->atom_count; i++)
        if (atom_meets(&cut->atoms[i], a) != atom_meets(&cut->atoms[i], b))
            return false;
    for (i = 0; i < cut->ir->limit_count; i++) {
        struct guard guard = guard_read(cut->universe, (uint32_t)i);
        if (span_bits(&guard, a->instant) != span_bits(&guard, b->instant))
            return false;
    }
    return true;
}

static bool has_class(const struct cut *cut, enum axis_kind kind, const struct fact *fact)
{
    const struct axis *axis = &cut->space->axes[kind];
    uint32_t i;

    for (i = 0; i < axis->count; i++)
        if (same_class(cut, &axis->facts[i], fact))
            return true;
    return false;
}

/* No two classes are one. */
static void assert_apart(const struct cut *cut, enum axis_kind kind)
{
    const struct axis *axis = &cut->space->axes[kind];
    uint32_t i, j;

    for (i = 0; i < axis->count; i++)
        for (j = i + 1; j < axis->count; j++)
            assert_false(same_class(cut, &axis->facts[i], &axis->facts[j]));
}

#define WINDOWS                                                                                                        \
    "permission p zone \"Europe/Berlin\"\n"                                                                            \
    "allow p to group a when time sun 02:00-03:00\n"                                                                   \
    "allow p to group b when time sat-sun 22:30-02:30 zone \"America/New_York\"\n"                                     \
    "allow p to group c when time daily 01:45-02:15 zone \"Australia/Lord_Howe\"\n"                                    \
    "allow p to group d when time mon,wed 09:00-24:00 zone \"Asia/Kolkata\" starting 2031-05-01 until 2031-05-03\n"    \
    "deny p to group e when time fri 00:00-00:00 until 2026-10-25T00:30:00Z\n"

static void every_instant_has_a_class(void **state)
{
    struct cut cut = cut_text(WINDOWS, AXIS_CLOCK);
    struct fact fact = {.instant = 0};

    (void)state;
    assert_apart(&cut, AXIS_CLOCK);
    for (fact.instant = 1000000000 - 900; fact.instant < 1960000000; fact.instant += 5 * HALF_HOUR + 60)
        assert_true(has_class(&cut, AXIS_CLOCK, &fact));
    for (fact.instant = 1793000000; fact.instant < 1796000000; fact.instant += 60) /* the end of October 2026 */
        assert_true(has_class(&cut, AXIS_CLOCK, &fact));
    for (fact.instant = TIME_END - 400 * DAY_SECONDS; fact.instant < TIME_END; fact.instant += HALF_HOUR)
        assert_true(has_class(&cut, AXIS_CLOCK, &fact));
    cut_free(&cut);
}

static void what_is_preferred_comes_first(void **state)
{
    struct cut cut = cut_text(WINDOWS, AXIS_CLOCK);

    (void)state;
    assert_int_equal(cut.space->axes[AXIS_CLOCK].facts[0].instant, 1800000000); /* now */
    cut_free(&cut);
    cut = cut_text(
        "permission p allow p to group a when tty pts/* or tty con* allow p to group b when host web* or host x",
        AXIS_TTY);
    assert_string_equal(cut.space->axes[AXIS_TTY].facts[0].text, "pts/0");
    assert_string_equal(cut.space->axes[AXIS_HOST].facts[0].text, "localhost");
    cut_free(&cut);
}

static void every_origin_has_a_class(void **state)
{
    struct cut cut = cut_text(
        "permission p\n"
        "allow p to group a when from 10.0.0.0/8, 10.1.0.0/16, 192.168.7.0/24\n"
        "allow p to group b when from 10.1.2.3, 255.255.255.255, 2001:db8::/32, local\n"
        "allow p to group c when from ::/0 allow p to group d when from 0.0.0.0/1, ::1, fe80::/10 or from 10.0.0.0/9\n",
        AXIS_ORIGIN);
    static const char *const others[] = {NULL,  "a-name",  "::ffff:10.1.2.3", "2001:db8:1::", "2001:db7:ffff::", "::1",
                                         "::2", "fe80::1", "fec0::1",         "::ffff:0:0:1", "::fffe:1:1"};
    struct fact fact = {.instant = 0};
    size_t i;
    uint32_t number;

    (void)state;
    assert_apart(&cut, AXIS_ORIGIN);
    for (i = 0; i < sizeof others / sizeof *others; i++) {
        fact.origin = origin_parse(others[i]);
        assert_true(has_class(&cut, AXIS_ORIGIN, &fact));
    }
    for (i = 0, number = 0; i < 200000; i++, number += 21475) { /* round all of IPv4 */
        fact.origin = (struct origin){.kind = ORIGIN_V4,
                                      .address = {(unsigned char)(number >> 24), (unsigned char)(number >> 16),
                                                  (unsigned char)(number >> 8), (unsigned char)number}};
        assert_true(has_class(&cut, AXIS_ORIGIN, &fact));
    }
    cut_free(&cut);
}

/* Every text of up to length letters, in the alphabet. */
static void assert_texts(const struct cut *cut, enum axis_kind kind, const char *alphabet, size_t length)
{
    size_t letters = strlen(alphabet), total = 1, number, i;
    char text[16];

    for (i = 0; i < length; i++)
        total *= letters + 1;
    for (number = 1; number < total; number++) {
        struct fact fact = {.text = text};
        size_t rest = number, at = 0;
        for (; rest > 0; rest /= letters + 1)
            if (rest % (letters + 1) > 0)
                text[at++] = alphabet[rest % (letters + 1) - 1];
        text[at] = '\0';
        if (at > 0)
            assert_true(has_class(cut, kind, &fact));
    }
}

static void every_terminal_and_host_has_a_class(void **state)
{
    struct cut cut =
        cut_text("permission p\n"
                 "allow p to group a when tty a*b or tty *ab* allow p to group b when tty ?a* and not tty none\n"
                 "allow p to group c when tty \"none\", bb? allow p to group d when tty * \n",
                 AXIS_TTY);
    struct fact none = {.text = NULL};

    (void)state;
    assert_apart(&cut, AXIS_TTY);
    assert_texts(&cut, AXIS_TTY, "abx", 7);
    assert_true(has_class(&cut, AXIS_TTY, &none));
    cut_free(&cut);
    cut = cut_text(
        "permission p allow p to group a when host w*, db or host *.e allow p to group b when host *1 or host ?\n",
        AXIS_HOST);
    assert_apart(&cut, AXIS_HOST);
    assert_texts(&cut, AXIS_HOST, "w1.ed", 6);
    assert_true(has_class(&cut, AXIS_HOST, &none));
    cut_free(&cut);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_instant_has_a_class),
        cmocka_unit_test(what_is_preferred_comes_first),
        cmocka_unit_test(every_origin_has_a_class),
        cmocka_unit_test(every_terminal_and_host_has_a_class),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
