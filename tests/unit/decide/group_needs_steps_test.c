/*
 * group_needs_steps_test.c - how much work it is to find which groups a question depends on, in steps: never time.
 */
#include "decide/group_needs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

/* The compiler has texts of its own. */
#define texts compiler_texts
#include "table_text.h"
#undef texts
#include "decide/budget.h"

#define SERVICE "permission p, q, r.s\nservice g requires p\n"

static struct rolegate_table *table_make(const char *policy)
{
    struct rolegate_table *table;
    size_t size = 0;
    unsigned char *bytes = table_of_text(policy, strlen(policy), &size);

    assert_non_null(bytes);
    assert_int_equal(rolegate_table_from_bytes(bytes, size, &table), ROLEGATE_OK);
    free(bytes);
    return table;
}

static struct group_needs needs_begin(struct rolegate_table *table)
{
    return (struct group_needs){.table = table,
                                .user = "kim",
                                .role_count = table_count(table, SECTION_ROLES, ROLE_SIZE),
                                .steps = STEPS_NEEDS,
                                .status = ROLEGATE_OK};
}

/* A list of names, with numbers from 0 to before count. */
static void each_put(FILE *out, const char *before, unsigned count, const char *name, const char *behind)
{
    unsigned i;

    fputs(before, out);
    for (i = 0; i < count; i++)
        fprintf(out, "%s%s%u", i > 0 ? ", " : "", name, i);
    fputs(behind, out);
}

/* So many roles, each a grant of p, all of them in one set, and each held by a group of its own. */
static void put_one_set(FILE *out, unsigned count)
{
    unsigned i;

    for (i = 0; i < count; i++)
        fprintf(out, "role r%u { allow p }\nassign r%u to group g%u\n", i, i, i);
    each_put(out, "exclusive ", count, "r", "\n");
}

/* The same by a chain: each role is the parent of the next one, and so each has its parents' set above it. */
static void put_chain(FILE *out, unsigned count)
{
    unsigned i;

    fputs("role r0 { allow p }\nrole other { }\n", out);
    for (i = 1; i < count; i++)
        fprintf(out, "role r%u extends r%u { }\nassign r%u to group g%u\n", i, i - 1, i, i);
    fputs("exclusive r0, other\n", out);
}

/* A role that stands in a set with each of the others. */
static void put_pairs(FILE *out, unsigned count)
{
    unsigned i;

    fputs("role one { allow p }\n", out);
    for (i = 0; i < count; i++)
        fprintf(out, "role r%u { allow p }\nassign r%u to group g%u\nexclusive one, r%u\n", i, i, i, i);
}

/* Permissions that the service requires, all under one pattern on which many groups have rules. */
static void put_permissions(FILE *out, unsigned count)
{
    unsigned i;

    for (i = 0; i < count; i++)
        fprintf(out, "permission many.p%u\n", i);
    fputs("service h requires many.p0", out);
    for (i = 1; i < count; i++)
        fprintf(out, " and many.p%u", i);
    fputs("\n", out);
    each_put(out, "allow many.* to ", count, "group g", "\n");
}

/* The steps for a service of what a shape is with so many; *status may be NULL, which is ROLEGATE_OK. */
static uint32_t steps_of(void (*put)(FILE *, unsigned), unsigned count, const char *service,
                         enum rolegate_status *status)
{
    struct rolegate_question question = {.service = service};
    struct rolegate_table *table;
    struct decider decider = {.status = ROLEGATE_OK};
    struct request request;
    struct group_needs needs;
    enum rolegate_status found;
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    fputs(SERVICE, out);
    put(out, count);
    fclose(out);
    decider.table = table = table_make(text);
    assert_true(request_read(&decider, &question, &request));
    needs = needs_begin(table);
    found = group_needs_find(&needs, &request);
    if (status != NULL)
        *status = found;
    else
        assert_int_equal(found, ROLEGATE_OK);
    group_needs_free(&needs);
    rolegate_table_close(table);
    free(text);
    return STEPS_NEEDS - needs.steps;
}

static void work_grows_with_the_policy_and_no_faster(void **state)
{
    static const struct {
        void (*put)(FILE *, unsigned);
        const char *service;
    } shapes[] = {{put_one_set, "g"}, {put_chain, "g"}, {put_pairs, "g"}, {put_permissions, "h"}};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        uint32_t few = steps_of(shapes[i].put, 40, shapes[i].service, NULL);
        uint32_t many = steps_of(shapes[i].put, 400, shapes[i].service, NULL);
        assert_true(few >= 40);
        assert_true(many <= 11 * few);
        assert_true(few <= 40 * 30);
    }
}

/* Every role is held by every group: so many pairs there are. */
static void put_product(FILE *out, unsigned count)
{
    unsigned i;

    for (i = 0; i < count; i++)
        fprintf(out, "role r%u { allow p }\n", i);
    each_put(out, "assign ", count, "r", " to ");
    each_put(out, "group x, ", count, "group g", "\n");
}

static void work_without_end_is_refused(void **state)
{
    enum rolegate_status status;

    (void)state;
    assert_true(steps_of(put_product, 600, "g", &status) > 600 * 600 * 5);
    assert_int_equal(status, ROLEGATE_OK);
    assert_int_equal(steps_of(put_product, 720, "g", &status), STEPS_NEEDS);
    assert_int_equal(status, ROLEGATE_TOO_COSTLY);
}

/* Exactly so many steps are enough; with any fewer there is no answer. */
static void takes(const char *policy, uint32_t steps)
{
    struct rolegate_question question = {.service = "g"};
    struct rolegate_table *table = table_make(policy);
    struct decider decider = {.table = table, .status = ROLEGATE_OK};
    struct request request;
    uint32_t given;

    assert_true(request_read(&decider, &question, &request));
    for (given = 0; given <= steps + 1; given++) {
        struct group_needs needs = needs_begin(table);
        needs.steps = given;
        assert_int_equal(group_needs_find(&needs, &request), given < steps ? ROLEGATE_TOO_COSTLY : ROLEGATE_OK);
        assert_int_equal(needs.steps, given < steps ? 0 : given - steps);
        group_needs_free(&needs);
    }
    rolegate_table_close(table);
}

/* The operation of the service, the pattern, an owner, and four for a group; a second list of owners takes nothing. */
static void each_number_that_is_read_is_a_step(void **state)
{
    (void)state;
    takes(SERVICE "allow p to user u\n", 2);
    takes(SERVICE "allow p to group a\n", 2 + 5);
    takes(SERVICE "allow p to group a, group b\ndeny p to group c\n", 2 + 3 * 5);
    takes(SERVICE "allow p to group a\nallow * to group b\n", 3 + 2 * 5);
    /* A role: as an owner, two lists that are passed, its group. */
    takes(SERVICE "role r { allow p }\nassign r to group a\n", 2 + 1 + 2 + 5);
    takes(SERVICE "role r { allow p }\nrole s extends r { }\nassign r to group a\nassign s to group b\n",
          2 + 1 + 2 + 1 + 5 + 2 + 5);
    /* A set: of the role that has it, its two roles, and the lists of the other one; each has a list of sets. */
    takes(SERVICE "role r { allow p }\nrole s { }\nexclusive r, s\nassign r to group a\nassign s to group b\n", 27);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(work_grows_with_the_policy_and_no_faster),
        cmocka_unit_test(work_without_end_is_refused),
        cmocka_unit_test(each_number_that_is_read_is_a_step),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
