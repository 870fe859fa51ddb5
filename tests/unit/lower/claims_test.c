/*
 * claims_test.c - what lower makes of `never` and `always`: subject, targets and place, and nothing in the table.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "compile/ir/ir.h"
#include "compile/zone/zone_db.h"
#include "parsed.h"
#include "compile/resolve/resolve.h"
#include "compile/lower/lower_policy.h"

struct lowered {
    struct parsed parsed;
    struct ir *ir;
};

static struct lowered lowered_text(const char *text)
{
    struct lowered lowered = {.parsed = parsed_bytes(text, strlen(text))};
    struct zones *zones = zones_new(lowered.parsed.arena);

    resolve_policy(lowered.parsed.compilation, zones);
    assert_int_equal(lowered.parsed.compilation->diag.errors, 0);
    lowered.ir = lower_policy(lowered.parsed.compilation, zones, lowered.parsed.arena);
    assert_false(lowered.ir->full);
    return lowered;
}

#define DECLARED                                                                                                       \
    "permission a, a.b, a.c, d role r { allow a } role s { }\n"                                                        \
    "service one requires a service two requires d\n"                                                                  \
    "allow a to user kim, group g, gid 7, everyone\n"

static void assert_text(struct ir_text text, const char *expected)
{
    assert_int_equal(text.length, strlen(expected));
    assert_memory_equal(text.bytes, expected, text.length);
}

/* The owner that the statement of DECLARED names at a place of its list. */
static uint32_t named(const struct ir *ir, uint32_t at)
{
    return ir_owners(ir, &ir->statements[1]).list[at];
}

static void every_subject_of_a_claim_is_told(void **state)
{
    struct lowered lowered =
        lowered_text(DECLARED "never role s may one always user kim may one never group g may one\n"
                              "never gid 7 may one never everyone may one under delegation");
    const struct ir *ir = lowered.ir;
    static const enum ir_node_kind kinds[] = {IR_USER, IR_GROUP, IR_GID, IR_EVERYONE};
    uint32_t i;

    (void)state;
    assert_int_equal(ir->claim_count, 5);
    assert_true(ir->claims[0].subject.is_role);
    assert_int_equal(ir->claims[0].subject.owner, IR_OWNER_ROLE(1));
    assert_text(ir->claims[0].subject.name, "s");
    assert_text(ir->claims[1].subject.name, "kim");
    assert_text(ir->claims[2].subject.name, "g");
    assert_int_equal(ir->claims[3].subject.gid, 7);
    assert_true(ir->claims[4].delegated);
    for (i = 0; i < 4; i++) {
        assert_int_equal(ir->claims[i].always, i == 1);
        assert_false(ir->claims[i].delegated);
        assert_false(ir->claims[i + 1].subject.is_role);
        assert_int_equal(ir->claims[i + 1].subject.kind, kinds[i]);
        assert_int_equal(ir->claims[i + 1].subject.owner, named(ir, i));
    }
    parsed_free(&lowered.parsed);
}

static void whom_only_a_claim_names_is_no_node_of_the_table(void **state)
{
    static const char *const claims[] = {"never user lou may one", "never group kim may one", "never gid 8 may one"};
    struct lowered without = lowered_text(DECLARED);
    size_t i;

    (void)state;
    for (i = 0; i < sizeof claims / sizeof *claims; i++) {
        char text[512];
        struct lowered lowered;
        snprintf(text, sizeof text, "%s%s", DECLARED, claims[i]);
        lowered = lowered_text(text);
        assert_int_equal(lowered.ir->claims[0].subject.owner, IR_NONE);
        assert_int_equal(lowered.ir->node_count, without.ir->node_count);
        assert_int_equal(lowered.ir->names.size, without.ir->names.size);
        assert_int_equal(lowered.ir->pattern_count, without.ir->pattern_count);
        parsed_free(&lowered.parsed);
    }
    parsed_free(&without.parsed);
}

static void targets_are_services_and_ranges_of_permissions(void **state)
{
    struct lowered lowered =
        lowered_text(DECLARED "never\nuser kim may two, permission a.*, permission *, one, permission d");
    const struct ir_claim *claim = lowered.ir->claims;
    static const struct {
        const char *text;
        uint32_t service, lo, hi;
    } expected[] = {
        {"two", 1, 0, 0}, {"a.*", IR_NONE, 1, 3}, {"*", IR_NONE, 0, 4}, {"one", 0, 0, 0}, {"d", IR_NONE, 3, 4}};
    uint32_t i;

    (void)state;
    assert_int_equal(claim->target_count, 5);
    for (i = 0; i < 5; i++) {
        assert_text(claim->targets[i].text, expected[i].text);
        assert_int_equal(claim->targets[i].is_service, expected[i].service != IR_NONE);
        assert_int_equal(claim->targets[i].service, expected[i].service);
        assert_int_equal(claim->targets[i].lo, expected[i].lo);
        assert_int_equal(claim->targets[i].hi, expected[i].hi);
    }
    assert_int_equal(claim->place.line, 4);
    assert_int_equal(claim->span.at, strlen(DECLARED));
    parsed_free(&lowered.parsed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_subject_of_a_claim_is_told),
        cmocka_unit_test(whom_only_a_claim_names_is_no_node_of_the_table),
        cmocka_unit_test(targets_are_services_and_ranges_of_permissions),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
