/*
 * role_members_world.h - a policy whose roles are groups, its table and what is asked of it.
 */
#ifndef ROLE_MEMBERS_WORLD_H
#define ROLE_MEMBERS_WORLD_H

#include "decide/role_members.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "table_text.h"
#include "table/name_index.h"

#define NOW 1767225600 /* 2026-01-01T00:00:00Z */

static const char policy[] = "permission p\n"
                             "condition mornings time daily 06:00-12:00\n"
                             "role base gid 100 { allow p }\n"
                             "role middle extends base { }\n"
                             "role top gid 102 extends middle { }\n"
                             "role plain { allow p }\n"
                             "role auditor gid 103 { }\n"
                             "role owner gid 104 { }\n"
                             "role late gid 105 { }\n"
                             "exclusive auditor, owner\n"
                             "assign base to user anna, user ben\n"
                             "assign top to user cleo\n"
                             "assign middle to group staff\n"
                             "assign base to gid 7\n"
                             "assign late to user anna when mornings\n"
                             "assign late to user ben until 2025-01-01\n"
                             "assign late to user cleo starting 2027-01-01\n"
                             "assign late to user dora starting 2025-01-01 because \"now\"\n"
                             "assign plain to user emil\n"
                             "assign auditor to user ben, user fred, group watchers\n"
                             "assign owner to user ben when mornings\n"
                             "assign owner to user anna\n";

static inline int set_up(void **state)
{
    struct rolegate_table *table;
    size_t size = 0;
    unsigned char *bytes = table_of_text(policy, sizeof policy - 1, &size);

    if (bytes == NULL || rolegate_table_from_bytes(bytes, size, &table) != ROLEGATE_OK)
        return -1;
    free(bytes);
    *state = table;
    return 0;
}

static inline int tear_down(void **state)
{
    rolegate_table_close(*state);
    return 0;
}

/* What was visited, as words with a blank behind each. */
struct seen {
    char text[256];
    unsigned left; /* how many more are wanted; 0: all */
};

static inline bool word_add(struct seen *seen, const char *word)
{
    size_t length = strlen(seen->text);

    snprintf(seen->text + length, sizeof seen->text - length, "%s ", word);
    return seen->left == 0 || --seen->left > 0;
}

static inline bool user_add(void *context, const char *user)
{
    return word_add(context, user);
}

static inline bool gid_add(void *context, uint32_t gid)
{
    char word[16];

    snprintf(word, sizeof word, "%u", gid);
    return word_add(context, word);
}

static inline bool group_add(void *context, const char *name, uint32_t gid)
{
    return name != NULL ? word_add(context, name) : gid_add(context, gid);
}

static inline uint32_t role_of(struct rolegate_table *table, uint32_t gid)
{
    struct role_group group;
    bool found;

    assert_int_equal(role_group_by_gid(table, gid, &group, &found), ROLEGATE_OK);
    assert_true(found);
    return group.role;
}

static inline rolegate_subject *subject_of(const char *user)
{
    rolegate_subject *subject;

    assert_int_equal(rolegate_subject_new(user, &subject), ROLEGATE_OK);
    return subject;
}

#define WITH_TABLE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

#endif
