/*
 * dump.c - a table as the text of a policy; see dump.h.
 *
 * Owns the order of the text, its first lines, and what stands alone: header, permissions, exclusive sets. The other
 * parts are in dump_*.c. Verifies the table first, and then believes it.
 */
#include "dump.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "dump_part.h"
#include "verify/verify.h"

static void dump_files(struct dump *dump)
{
    uint32_t *bounded = dump_bounded_files(dump), file = 0;
    struct cursor cursor;
    uint32_t i;

    fputs("#rolegate dump 1\n", dump->out);
    cursor_open(&cursor, dump->table, SECTION_FILES, 0);
    while (cursor_left(&cursor) > 0 && cursor_ok(&cursor)) {
        fputs("#source ", dump->out);
        dump_str(dump, cursor_u32(&cursor));
        fputc(' ', dump->out);
        for (i = 0; i < DIGEST_SIZE; i++)
            fprintf(dump->out, "%02x", cursor_u8(&cursor));
        if (bounded != NULL && bounded[file] > 0)
            fprintf(dump->out, " only %u", bounded[file]);
        file++;
        fputc('\n', dump->out);
    }
    free(bounded);
}

static void dump_zone(struct dump *dump, uint32_t name)
{
    enum rolegate_status status = ROLEGATE_OK;
    const char *text = table_string(dump->table, name, NULL, &status);

    fputs("zone ", dump->out);
    if (*text == '\0' || strcmp(text, "local") == 0)
        fputs(*text == '\0' ? "utc" : text, dump->out);
    else
        dump_str(dump, name);
    fputc('\n', dump->out);
}

static void dump_header(struct dump *dump)
{
    struct cursor cursor;
    uint32_t policy, count;

    cursor_open(&cursor, dump->table, SECTION_META, 0);
    policy = cursor_uv(&cursor);
    fputc('\n', dump->out);
    if (policy != 0) {
        fputs("policy ", dump->out);
        dump_str(dump, policy);
        fputc('\n', dump->out);
    }
    dump_zone(dump, cursor_uv(&cursor));
    cursor_skip(&cursor, 2); /* the zone's record, the node everyone */
    for (count = cursor_uv(&cursor); count > 0 && cursor_ok(&cursor); count--) {
        fputs("contact ", dump->out);
        dump_str(dump, cursor_uv(&cursor));
        fputc('\n', dump->out);
    }
    if ((dump->table->flags & FLAG_UNLISTED_IGNORE) != 0)
        fputs("unlisted ignore\n", dump->out);
}

static void dump_permissions(struct dump *dump)
{
    struct cursor cursor;

    cursor_open(&cursor, dump->table, SECTION_PERMISSIONS, 0);
    if (cursor_left(&cursor) > 0)
        fputc('\n', dump->out);
    while (cursor_left(&cursor) > 0 && cursor_ok(&cursor)) {
        fputs("permission ", dump->out);
        dump_name(dump, cursor_u32(&cursor));
        dump_description(dump, cursor_u32(&cursor));
        fputc('\n', dump->out);
        cursor_u32(&cursor);
    }
}

static void dump_exclusives(struct dump *dump)
{
    struct cursor cursor;

    cursor_open(&cursor, dump->table, SECTION_EXCLUSIVES, 0);
    if (cursor_left(&cursor) > 0)
        fputc('\n', dump->out);
    while (cursor_left(&cursor) > 0 && cursor_ok(&cursor)) {
        dump_place(dump, dump_read_place(&cursor));
        fputs("exclusive ", dump->out);
        dump_role_names(dump, &cursor);
        fputc('\n', dump->out);
    }
}

static void dump_roster_node(struct dump *dump, uint32_t node, bool *begun)
{
    fputs(*begun ? ", " : "roster ", dump->out);
    dump_node(dump, node);
    *begun = true;
}

static void dump_rosters(struct dump *dump)
{
    struct cursor cursor;

    cursor_open(&cursor, dump->table, SECTION_ROSTERS, 0);
    if (cursor_left(&cursor) > 0)
        fputc('\n', dump->out);
    while (cursor_left(&cursor) > 0 && cursor_ok(&cursor)) {
        uint32_t count, node = 0;
        bool begun = false;
        dump_place(dump, dump_read_place(&cursor));
        for (count = cursor_uv(&cursor); count > 0 && cursor_ok(&cursor); count--)
            dump_roster_node(dump, cursor_u32(&cursor), &begun);
        for (count = cursor_uv(&cursor); count > 0 && cursor_ok(&cursor); count--)
            dump_roster_node(dump, cursor_step(&cursor, &node), &begun);
        fputc('\n', dump->out);
    }
}

int table_dump(struct rolegate_table *table, FILE *out)
{
    struct dump dump = {.table = table, .out = out};
    enum rolegate_status status = table_verify(table, NULL, 0);

    if (status != ROLEGATE_OK) {
        errno = status == ROLEGATE_NO_MEMORY ? ENOMEM : EBADMSG;
        return -1;
    }
    dump_files(&dump);
    dump_header(&dump);
    dump_permissions(&dump);
    dump_conditions(&dump);
    dump_statements(&dump);
    dump_services(&dump);
    dump_exclusives(&dump);
    dump_rosters(&dump);
    dump_delegations(&dump);
    free(dump.program.nodes);
    if (dump.failed)
        errno = ENOMEM;
    return dump.failed || fflush(out) != 0 || ferror(out) ? -1 : 0;
}
