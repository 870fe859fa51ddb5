/*
 * dump_delegation.c - bounded includes, and which files are theirs. Compiled again they read nothing.
 */
#include "dump_part.h"
#include "inspect/bounded_files.h"

uint32_t *dump_bounded_files(struct dump *dump)
{
    uint32_t *bounded = NULL;

    dump->failed = inspect_bounded_files(dump->table, &bounded) != ROLEGATE_OK || dump->failed;
    return bounded;
}

/* ---- writing ---- */

static void write_approvers(struct dump *dump, struct cursor *cursor, uint32_t quorum)
{
    uint32_t count = cursor_uv(cursor), i;

    if (count > 0)
        fputs(" by ", dump->out);
    if (count > 0 && quorum > 0)
        fprintf(dump->out, "%u of ", quorum);
    for (i = 0; i < count && cursor_ok(cursor); i++) {
        uint32_t kind = cursor_uv(cursor);
        fputs(i == 0 ? "" : ", ", dump->out);
        if (kind == NODE_EVERYONE) {
            fputs("everyone", dump->out);
        } else if (kind == NODE_GID) {
            fprintf(dump->out, "gid %u", cursor_uv(cursor));
        } else {
            fputs(kind == NODE_USER ? "user " : "group ", dump->out);
            dump_name(dump, cursor_uv(cursor));
        }
    }
}

static void write_patterns(struct dump *dump, struct cursor *cursor, const char *before)
{
    uint32_t count;

    for (count = cursor_uv(cursor); count > 0 && cursor_ok(cursor); count--) {
        fputs(before, dump->out);
        dump_glob(dump, cursor_uv(cursor));
        cursor_skip(cursor, 2);
        before = ", ";
    }
}

static void write_kinds(struct dump *dump, uint32_t kinds)
{
    static const struct {
        uint32_t kind;
        const char *word;
    } words[] = {{BOUND_USERS, "users"}, {BOUND_GROUPS, "groups"}, {BOUND_EVERYONE, "everyone"}};
    const char *before = " to ";
    size_t i;

    for (i = 0; i < sizeof words / sizeof *words; i++) {
        if ((kinds & words[i].kind) == 0)
            continue;
        fprintf(dump->out, "%s%s", before, words[i].word);
        before = ", ";
    }
}

static void write_bound(struct dump *dump, struct cursor *cursor)
{
    static const char *const verbs[] = {"", "allow ", "deny ", "assign "};
    uint32_t head = cursor_uv(cursor), length = cursor_uv(cursor);

    fprintf(dump->out, "    %s", verbs[head & KIND_MASK]);
    if ((head & KIND_MASK) == STATEMENT_KIND_ASSIGN) {
        dump_role_names(dump, cursor);
    } else {
        write_patterns(dump, cursor, "");
        write_patterns(dump, cursor, " except ");
    }
    write_kinds(dump, head >> KIND_BITS);
    if (length > 0)
        fprintf(dump->out, " for %u %s", length >> 1, (length & 1) != 0 ? "hours" : "days");
    fputc('\n', dump->out);
}

static void write_delegation(struct dump *dump, struct cursor *cursor)
{
    uint32_t path, head, count, length;
    enum rolegate_status status = ROLEGATE_OK;

    fputc('\n', dump->out);
    dump_place(dump, dump_read_place(cursor));
    path = cursor_uv(cursor);
    head = cursor_uv(cursor);
    fputs("include ", dump->out);
    if ((head & 1) != 0)
        fputs(table_string(dump->table, path, &length, &status), dump->out);
    else
        dump_str(dump, path);
    fputs(" only", dump->out);
    write_approvers(dump, cursor, head >> 1);
    fputs(" {\n", dump->out);
    for (count = cursor_uv(cursor); count > 0 && cursor_ok(cursor); count--)
        write_bound(dump, cursor);
    fputs("}\n", dump->out);
    cursor_skip(cursor, cursor_uv(cursor)); /* its files: dump_bounded_files() */
}

void dump_delegations(struct dump *dump)
{
    struct cursor cursor;

    cursor_open(&cursor, dump->table, SECTION_DELEGATIONS, 0);
    while (cursor_left(&cursor) > 0 && cursor_ok(&cursor))
        write_delegation(dump, &cursor);
}
