/*
 * inspect.c - looks into a table for people; see inspect.h.
 *
 * Reads through cursors only. Walks whole sections where that is simple: nobody waits on it.
 */
#include "inspect.h"

#include <string.h>

#include "base/calendar.h"
#include "table/name_index.h"
#include "table/record.h"
#include "decide/zone.h"

#define EAST_MAX  (26 * 3600) /* no zone is further from UTC */
#define STEPS_MAX 1000        /* changes of a clock within four days */

static void skip_list(struct cursor *cursor)
{
    uint32_t n = cursor_uv(cursor);

    while (n-- > 0 && cursor_ok(cursor))
        cursor_uv(cursor);
}

/* Reads META; contacts counts what follows. */
static enum rolegate_status read_meta(struct rolegate_table *table, struct inspect_summary *summary)
{
    struct cursor meta;
    uint32_t policy, zone;
    enum rolegate_status status;

    cursor_open(&meta, table, SECTION_META, 0);
    policy = cursor_uv(&meta);
    zone = cursor_uv(&meta);
    summary->zone_ref = cursor_uv(&meta);
    cursor_uv(&meta);
    summary->contacts = cursor_uv(&meta);
    status = meta.status;
    summary->policy = table_string(table, policy, NULL, &status);
    summary->zone = table_string(table, zone, NULL, &status);
    return status;
}

static uint32_t count_statements(struct rolegate_table *table, enum rolegate_status *status)
{
    struct cursor at;
    uint32_t count = 0;

    cursor_open(&at, table, SECTION_STATEMENTS, 0);
    while (cursor_ok(&at) && cursor_left(&at) > 0) {
        uint32_t head = cursor_uv(&at);

        cursor_skip(&at, 3); /* line, limits, because */
        if ((head & KIND_MASK) == STATEMENT_KIND_ASSIGN)
            skip_list(&at);
        else
            cursor_uv(&at);
        count++;
    }
    if (!cursor_ok(&at))
        *status = at.status;
    return count;
}

static uint32_t count_subjects(struct rolegate_table *table, enum rolegate_status *status)
{
    struct cursor at;
    uint32_t count = 0;

    cursor_open(&at, table, SECTION_NODES, 0);
    while (cursor_ok(&at) && cursor_left(&at) > 0) {
        struct node node;

        node_record_read(&at, &node);
        node_record_pass(&at, &node);
        count++;
    }
    if (!cursor_ok(&at))
        *status = at.status;
    return count;
}

static uint32_t count_exclusives(struct rolegate_table *table, enum rolegate_status *status)
{
    struct cursor at;
    uint32_t count = 0;

    cursor_open(&at, table, SECTION_EXCLUSIVES, 0);
    while (cursor_ok(&at) && cursor_left(&at) > 0) {
        cursor_uv(&at); /* place */
        cursor_uv(&at);
        skip_list(&at);
        count++;
    }
    if (!cursor_ok(&at))
        *status = at.status;
    return count;
}

static uint32_t count_rosters(struct rolegate_table *table, enum rolegate_status *status)
{
    struct cursor at;
    uint32_t count = 0, users;

    cursor_open(&at, table, SECTION_ROSTERS, 0);
    while (cursor_ok(&at) && cursor_left(&at) > 0) {
        cursor_skip(&at, 2); /* place */
        users = cursor_uv(&at);
        cursor_bytes(&at, users > UINT32_MAX / 4 ? UINT32_MAX : users * 4);
        skip_list(&at);
        count++;
    }
    if (!cursor_ok(&at))
        *status = at.status;
    return count;
}

/* Reads a service's record: its name is given back, the rest goes to service. */
static const char *read_service(struct cursor *at, uint32_t *length, uint32_t *file, uint32_t *description,
                                uint32_t *request, struct inspect_service *service)
{
    const char *name = cursor_str(at, length);

    *file = cursor_uv(at);
    service->line = cursor_uv(at);
    *description = cursor_uv(at);
    *request = cursor_uv(at);
    service->condition = cursor_uv(at);
    return name;
}

static uint32_t count_services(struct rolegate_table *table, enum rolegate_status *status)
{
    struct inspect_service service;
    struct cursor at;
    uint32_t length, file, description, request, count = 0;

    cursor_open(&at, table, SECTION_SERVICES, 0);
    while (cursor_ok(&at) && cursor_left(&at) > 0) {
        read_service(&at, &length, &file, &description, &request, &service);
        count += length > 0;
    }
    if (!cursor_ok(&at))
        *status = at.status;
    return count;
}

enum rolegate_status inspect_summary(struct rolegate_table *table, struct inspect_summary *summary)
{
    struct inspect_summary found = {.version = TABLE_VERSION, .size = table->size};
    enum rolegate_status status = read_meta(table, &found);

    found.unlisted_ignore = (table->flags & FLAG_UNLISTED_IGNORE) != 0;
    found.unlisted_requires = (table->flags & FLAG_UNLISTED) != 0;
    found.files = table_count(table, SECTION_FILES, FILE_SIZE);
    found.permissions = table_count(table, SECTION_PERMISSIONS, PERMISSION_SIZE);
    found.patterns = table_count(table, SECTION_PATTERNS, PATTERN_SIZE);
    found.roles = table_count(table, SECTION_ROLES, ROLE_SIZE);
    found.services = count_services(table, &status);
    found.statements = count_statements(table, &status);
    found.subjects = count_subjects(table, &status);
    found.exclusives = count_exclusives(table, &status);
    found.rosters = count_rosters(table, &status);
    if (status == ROLEGATE_OK)
        *summary = found;
    return status;
}

static const char *file_name(struct rolegate_table *table, uint32_t i, enum rolegate_status *status)
{
    return table_string(table, table_field(table, SECTION_FILES, i, FILE_SIZE, 0, status), NULL, status);
}

enum rolegate_status inspect_file(struct rolegate_table *table, uint32_t i, const char **name,
                                  const unsigned char **digest)
{
    enum rolegate_status status = ROLEGATE_OK;
    const char *text = file_name(table, i, &status);
    const unsigned char *bytes;
    struct cursor at;

    if (status != ROLEGATE_OK)
        return status;
    cursor_open(&at, table, SECTION_FILES, i * FILE_SIZE + 4u);
    bytes = cursor_bytes(&at, DIGEST_SIZE);
    if (bytes == NULL)
        return at.status;
    *name = text;
    *digest = bytes;
    return ROLEGATE_OK;
}

enum rolegate_status inspect_service(struct rolegate_table *table, const char *name, bool *found,
                                     struct inspect_service *service)
{
    struct inspect_service candidate;
    enum rolegate_status status = ROLEGATE_OK;
    uint32_t offset = 0, length, file, description, request;
    struct cursor at;

    if (!index_find_name(table, KEY_SERVICE, name, &offset, &status) &&
        (status != ROLEGATE_OK || (table->flags & FLAG_UNLISTED) == 0)) {
        if (status == ROLEGATE_OK)
            *found = false;
        return status;
    }
    cursor_open(&at, table, SECTION_SERVICES, offset);
    read_service(&at, &length, &file, &description, &request, &candidate);
    status = at.status;
    candidate.unlisted = length == 0;
    candidate.file = file_name(table, file, &status);
    candidate.description = table_string(table, description, NULL, &status);
    cursor_open(&candidate.requires, table, SECTION_REQUESTS, request);
    candidate.operations = cursor_uv(&candidate.requires);
    status = status == ROLEGATE_OK ? candidate.requires.status : status;
    if (status != ROLEGATE_OK)
        return status;
    *service = candidate;
    *found = true;
    return ROLEGATE_OK;
}

enum rolegate_status inspect_permission(struct rolegate_table *table, uint32_t number, const char **name)
{
    enum rolegate_status status = ROLEGATE_OK;
    uint32_t offset = table_field(table, SECTION_PERMISSIONS, number, PERMISSION_SIZE, 0, &status);
    const char *text = table_string(table, offset, NULL, &status);

    if (status == ROLEGATE_OK)
        *name = text;
    return status;
}

enum rolegate_status inspect_find_permission(struct rolegate_table *table, const char *name, bool *found)
{
    uint32_t low = 0, high = table_count(table, SECTION_PERMISSIONS, PERMISSION_SIZE);

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const char *text = "";
        enum rolegate_status status = inspect_permission(table, middle, &text);
        int order = strcmp(name, text);

        if (status != ROLEGATE_OK)
            return status;
        if (order == 0) {
            *found = true;
            return ROLEGATE_OK;
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    *found = false;
    return ROLEGATE_OK;
}

/* The policy's zone, for lib/zone.h. */
static enum rolegate_status zone_of(struct rolegate_table *table, uint32_t *zone)
{
    struct inspect_summary summary;
    enum rolegate_status status = read_meta(table, &summary);

    if (status == ROLEGATE_OK)
        *zone = summary.zone_ref;
    return status;
}

enum rolegate_status inspect_day(struct rolegate_table *table, int year, int month, int day, int64_t *first)
{
    int64_t midnight = calendar_days(year, (unsigned)month, (unsigned)day) * DAY_SECONDS;
    int64_t from = midnight - EAST_MAX, next;
    uint32_t zone, steps;
    enum rolegate_status status = zone_of(table, &zone);

    /* The smallest instant whose wall clock shows midnight or later, one stretch of equal offset after the other. */
    for (steps = 0; steps < STEPS_MAX && status == ROLEGATE_OK; steps++) {
        int32_t east;
        int64_t reached;
        bool found;

        status = zone_offset(table, zone, from, &east);
        if (status == ROLEGATE_OK)
            status = zone_next(table, zone, from, &found, &next);
        if (status != ROLEGATE_OK)
            return status;
        reached = midnight - east > from ? midnight - east : from;
        if (!found || reached < next) {
            *first = reached;
            return ROLEGATE_OK;
        }
        from = next;
    }
    return status == ROLEGATE_OK ? ROLEGATE_MALFORMED : status;
}
