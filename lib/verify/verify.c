/*
 * verify.c - every byte of a table, looked at; see verify.h.
 *
 * Owns the order of the work, the header, META, FILES and SERVICES. Trusts nothing but the readers. Never on the way of
 * a decision.
 */
#include "verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table/checksum.h"
#include "verify_walk.h"

/* ---- sections that nothing refers to ---- */

static void verify_files(struct verify *verify)
{
    struct verify_walk walk;

    if (verify_size(verify, SECTION_FILES) % FILE_SIZE != 0)
        verify_fail(verify, SECTION_FILES, 0, "not a whole number of elements");
    verify_walk_begin(&walk, verify, SECTION_FILES);
    while (verify_walk_next(&walk)) {
        verify_refers(&walk, SECTION_STRINGS, reader_u32(&walk.reader));
        reader_bytes(&walk.reader, DIGEST_SIZE);
    }
}

/* The zone that the policy names is the one whose name it gives. */
static void verify_meta_zone(struct verify_walk *walk, const char *name, uint32_t length)
{
    bool there;
    uint32_t zone = verify_maybe(walk, SECTION_ZONES, &there), zone_length;
    struct verify_walk zones;
    const char *zone_name;

    if (!reader_ok(&walk->reader))
        return;
    if (there != (length > 0)) {
        verify_walk_fail(walk, "the policy's zone has a name and no record, or a record and no name");
        return;
    }
    if (!there)
        return;
    verify_walk_begin(&zones, walk->verify, SECTION_ZONES);
    zones.reader.at += zone;
    zone_name = verify_str(&zones, &zone_length);
    if (verify_compare(name, length, zone_name, zone_length) != 0)
        verify_walk_fail(walk, "the policy's zone has two names");
}

static void verify_meta(struct verify *verify)
{
    struct verify_walk walk;
    bool has_everyone;
    uint32_t length, count, everyone;
    const char *zone;

    verify_walk_begin(&walk, verify, SECTION_META);
    if (!verify_walk_next(&walk)) {
        verify_fail(verify, SECTION_META, 0, "it is empty");
        return;
    }
    verify_str(&walk, &length);
    zone = verify_str(&walk, &length);
    verify_meta_zone(&walk, zone, length);
    everyone = verify_maybe(&walk, SECTION_NODES, &has_everyone);
    if (reader_ok(&walk.reader) && (has_everyone ? everyone + 1 : 0) != verify->everyone)
        verify_walk_fail(&walk, "the node everyone is another one");
    for (count = reader_uv(&walk.reader); count > 0 && reader_ok(&walk.reader); count--)
        verify_str(&walk, &length);
    if (verify_walk_next(&walk))
        verify_walk_fail(&walk, "bytes behind the record");
}

static void verify_services(struct verify *verify)
{
    struct verify_walk walk;
    uint32_t length, before_length = 0;
    const char *before = "";
    bool there, is_unlisted = false;

    verify_walk_begin(&walk, verify, SECTION_SERVICES);
    while (verify_walk_next(&walk)) {
        const char *name = reader_str(&walk.reader, &length);
        if (!reader_ok(&walk.reader))
            continue;
        if (length == 0 ? (verify->table->flags & FLAG_UNLISTED) == 0 : !verify_account(name, length, true))
            verify_walk_fail(&walk, "a service with a name that no service can have");
        if (length == 0 && is_unlisted)
            verify_walk_fail(&walk, "two services without a name");
        is_unlisted = is_unlisted || length == 0;
        if (length > 0 && verify_compare(before, before_length, name, length) >= 0)
            verify_walk_fail(&walk, "a service does not follow the one before it");
        before = name;
        before_length = length;
        verify_place(&walk);
        if (*verify_str(&walk, &length) != '\0' && before_length == 0 && reader_ok(&walk.reader))
            verify_walk_fail(&walk, "a description of what is not listed");
        verify_ref(&walk, SECTION_REQUESTS);
        verify_maybe(&walk, SECTION_CONDITIONS, &there);
    }
    if (!is_unlisted && (verify->table->flags & FLAG_UNLISTED) != 0)
        verify_fail(verify, SECTION_SERVICES, 0, "the flag for unlisted services is set without a value");
    if (is_unlisted && (verify->table->flags & FLAG_UNLISTED_IGNORE) != 0)
        verify_fail(verify, SECTION_SERVICES, 0, "services that are not listed are both ignored and decided");
}

/* ---- the whole ---- */

static void verify_identity(struct verify *verify)
{
    const struct rolegate_table *table = verify->table;

    if (content_identity(table->image, table->size) == table->identity)
        return;
    verify->status = ROLEGATE_MALFORMED;
    if (verify->where_size > 0)
        snprintf(verify->where, verify->where_size, "the table's identity is another one");
}

/* The sections of which nothing but a reference tells that a record has a use. */
static const enum table_section used_sections[] = {SECTION_STRINGS,  SECTION_ZONES, SECTION_CONDITIONS,
                                                   SECTION_LIMITS,   SECTION_SETS,  SECTION_REQUESTS,
                                                   SECTION_PATTERNS, SECTION_NODES};
#define USED_SECTIONS (sizeof used_sections / sizeof *used_sections)

static void verify_used(struct verify *verify)
{
    size_t i;

    verify->used[SECTION_STRINGS][0] |= 1; /* the empty string is always there */
    for (i = 0; i < USED_SECTIONS && verify_ok(verify); i++)
        verify_all_used(verify, used_sections[i]);
}

static void verify_flags(struct verify *verify)
{
    bool exclusive = verify_size(verify, SECTION_EXCLUSIVES) > 0, roster = verify_size(verify, SECTION_ROSTERS) > 0;

    if (((verify->table->flags & FLAG_EXCLUSIVE) != 0) != exclusive)
        verify_fail(verify, SECTION_EXCLUSIVES, 0, "the flag for exclusive sets is wrong");
    if (((verify->table->flags & FLAG_ROSTER) != 0) != roster)
        verify_fail(verify, SECTION_ROSTERS, 0, "the flag for rosters is wrong");
}

static void verify_new(struct verify *verify)
{
    size_t i;

    for (i = 0; i < SECTION_COUNT && verify_ok(verify); i++)
        verify->starts[i] = verify_bits_new(verify, verify_size(verify, (enum table_section)i));
    for (i = 0; i < USED_SECTIONS && verify_ok(verify); i++)
        verify->used[used_sections[i]] = verify_bits_new(verify, verify_size(verify, used_sections[i]));
    verify->marks = verify_bits_new(verify, verify_size(verify, SECTION_STATEMENTS));
    verify->owners = calloc((size_t)verify->pattern_count + 1, 2 * sizeof *verify->owners);
    verify->subjects = calloc((size_t)verify->role_count + 1, sizeof *verify->subjects);
    if (verify->owners == NULL || verify->subjects == NULL)
        verify_no_memory(verify);
}

static void verify_free(struct verify *verify)
{
    int i;

    for (i = 0; i < SECTION_COUNT; i++) {
        free(verify->starts[i]);
        free(verify->used[i]);
    }
    free(verify->marks);
    free(verify->owners);
    free(verify->subjects);
    free(verify->exclusives.list);
    free(verify->named.list);
}

enum rolegate_status table_verify(struct rolegate_table *table, char *where, size_t where_size)
{
    static void (*const parts[])(struct verify *) = {
        verify_identity, verify_strings,     verify_files, verify_patterns, verify_conditions, verify_owners,
        verify_services, verify_delegations, verify_meta,  verify_flags,    verify_used,       verify_index,
    };
    struct verify verify = {.table = table, .where = where, .where_size = where_size};
    size_t i;

    if (where_size > 0)
        where[0] = '\0';
    if (table->image == NULL)
        return ROLEGATE_BAD_ARGUMENT;
    verify.file_count = table_count(table, SECTION_FILES, FILE_SIZE);
    verify.permission_count = table_count(table, SECTION_PERMISSIONS, PERMISSION_SIZE);
    verify.pattern_count = table_count(table, SECTION_PATTERNS, PATTERN_SIZE);
    verify.role_count = table_count(table, SECTION_ROLES, ROLE_SIZE);
    verify_new(&verify);
    for (i = 0; i < sizeof parts / sizeof *parts && verify_ok(&verify); i++)
        parts[i](&verify);
    verify_free(&verify);
    return verify.status;
}
