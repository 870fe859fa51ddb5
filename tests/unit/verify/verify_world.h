/*
 * verify_world.h - a policy, its table, and tables of it that are changed and sealed again.
 */
#ifndef VERIFY_WORLD_H
#define VERIFY_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dump/dump.h"
#include "table_text.h"
#include "verify/verify.h"

/* One of everything, in few bytes. */
static const char policy[] =
    "policy \"P\" zone \"Asia/Kolkata\" contact \"C\" unlisted ignore\n"
    "permission a \"A\", a.b, z\n"
    "condition office time mon-fri 09:00-18:00 and not date 2026-02-23, 2026-03-08..2026-03-09, 2026-05-01\n"
    "condition net office and (from 10.0.0.0/8, 2001:db8::/32, local or not host web*) or tty p*, none\n"
    "role base \"B\" gid 50 { allow a.* deny z until 2027-01-01 }\n"
    "role top extends base {}\n"
    "role other {}\n"
    "assign top, other to group g, gid 7, user u when net\n"
    "exclusive top, other\n"
    "roster group g, user u, gid 7, user v, group every roster user v\n"
    "allow a, a.b except z to group many\n allow a to group many\n allow a.b to group many\n allow z to group many\n"
    "allow * to group many\n deny a to group many\n deny a.b to group many\n deny z to group many\n"
    "deny * except a to group many\n"
    "allow z to (everyone, user u) because \"R\" starting 2026-01-01T00:00:00Z until 2026-12-31\n"
    "service s requires a and (a.b or z) when office \"S\"\n service t requires z\n";

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

/* Verifies the table that a content makes. */
static inline enum rolegate_status verify_content(unsigned char *content, size_t size, char *where, size_t where_size)
{
    struct rolegate_table *table;
    size_t file_size;
    unsigned char *file = table_seal(content, size, &file_size);
    enum rolegate_status status = rolegate_table_from_bytes(file, file_size, &table);

    free(file);
    if (status != ROLEGATE_OK)
        return status;
    status = table_verify(table, where, where_size);
    rolegate_table_close(table);
    return status;
}

#endif
