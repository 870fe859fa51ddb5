/*
 * exception_list.c - reads the exceptions out of a table, and who granted them out of comments or the journal.
 */
#include "exception_list.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/atom_text.h"
#include "compile/ir/ir_from_table.h"
#include "compile/ir/string_pool.h"
#include "exception_file.h"
#include "inspect/bounded_files.h"
#include "inspect/inspect.h"
#include "machine/install/journal.h"
#include "grantor.h"
#include "support/digest.h"
#include "support/arena.h"
#include "support/datetime.h"
#include "support/read_all.h"

#define FILE_MOST ((size_t)1 << 30)

/* ---- out of the table ---- */

struct listing {
    struct arena *arena;
    rolegate_table *table;
    const struct ir *ir;
    struct exception_list *list;
    size_t capacity;
};

static const char *text_of(struct arena *arena, const struct ir_texts *texts, uint32_t number)
{
    uint32_t length;
    const unsigned char *bytes = str_bytes(texts->bytes, number, &length);

    return arena_copy(arena, (const char *)bytes, length);
}

/* Names of patterns or roles, a comma between. */
static const char *numbers_text(const struct listing *listing, struct ir_numbers numbers, bool roles)
{
    const struct ir *ir = listing->ir;
    const char *text = "";
    uint32_t i;

    for (i = 0; i < numbers.count; i++) {
        struct ir_text name = roles ? ir->roles[numbers.list[i]].name : ir->patterns[numbers.list[i]].text;
        text = arena_printf(listing->arena, "%s%s%.*s", text, i == 0 ? "" : ", ", (int)name.length, name.bytes);
    }
    return text;
}

static const char *things_text(const struct listing *listing, const struct ir_statement *statement)
{
    const char *text = numbers_text(listing, ir_things(listing->ir, statement), statement->kind == IR_ASSIGN);
    const struct ir_set *set;

    if (statement->kind == IR_ASSIGN || !ir_excepts(listing->ir, statement))
        return text;
    set = &listing->ir->sets[statement->things];
    return arena_printf(
        listing->arena, "%s except %s", text,
        numbers_text(listing, (struct ir_numbers){listing->ir->lists + set->at + set->pattern_count, set->except_count},
                     false));
}

static void name_subject(const struct listing *listing, const struct ir_node *node, struct listed_exception *exception)
{
    struct arena *arena = listing->arena;
    const char *name = ir_is_named(node) ? text_of(arena, &listing->ir->names, node->name) : "";

    switch (node->kind) {
    case IR_USER: exception->subject = exception->user = name; break;
    case IR_GROUP: exception->subject = arena_printf(arena, "group %s", name); break;
    case IR_GID: exception->subject = arena_printf(arena, "gid %lu", (unsigned long)node->name); break;
    case IR_EVERYONE: exception->subject = "everyone"; break;
    case IR_OPTION: break; /* a table has none */
    }
}

/* A reason, which the IR of a table has by its place in the table; "" for none. */
static const char *reason_of(const struct listing *listing, uint32_t at)
{
    enum rolegate_status status = ROLEGATE_OK;
    const char *text = at == 0 ? "" : table_string(listing->table, at, NULL, &status);

    return status == ROLEGATE_OK ? text : "";
}

static void add_statement(struct listing *listing, const struct ir_statement *statement)
{
    static const char *const verbs[] = {[IR_ALLOW] = "allow", [IR_DENY] = "deny", [IR_ASSIGN] = "assign"};
    const struct ir *ir = listing->ir;
    const struct ir_limit *limit = statement->limit == IR_NONE ? NULL : &ir->limits[statement->limit];
    struct ir_numbers owners = ir_owners(ir, statement);
    struct listed_exception exception = {.verb = verbs[statement->kind],
                                         .names = things_text(listing, statement),
                                         .conditional = limit != NULL && limit->cond != IR_NONE,
                                         .starting = limit != NULL && limit->has_starting ? limit->starting : INT64_MIN,
                                         .until = limit != NULL && limit->has_until ? limit->until : INT64_MAX,
                                         .because = reason_of(listing, statement->because),
                                         .file = ir->files[statement->file].name.bytes,
                                         .line = statement->line};
    uint32_t i;

    exception.granted = grantor_split(listing->arena, &exception.because);
    for (i = 0; i < owners.count; i++) {
        struct exception_list *list = listing->list;
        if ((owners.list[i] & 1u) != 0)
            continue; /* a role: none in a bounded file */
        exception.user = NULL;
        name_subject(listing, &ir->nodes[owners.list[i] >> 1], &exception);
        list->list = arena_grow(listing->arena, list->list, list->count, &listing->capacity, sizeof *list->list);
        list->list[list->count++] = exception;
    }
}

static int compare_listed(const void *a, const void *b)
{
    const struct listed_exception *x = a, *y = b;
    int order = strcmp(x->subject, y->subject);

    if (order == 0)
        order = (x->starting > y->starting) - (x->starting < y->starting);
    if (order == 0)
        order = strcmp(x->file, y->file);
    return order != 0 ? order : (x->line > y->line) - (x->line < y->line);
}

bool exception_list_read(struct arena *arena, rolegate_table *table, struct exception_list *list)
{
    struct listing listing = {.arena = arena, .table = table, .list = list};
    uint32_t *bounded = NULL;
    bool read = ir_from_table(arena, table, &listing.ir) == ROLEGATE_OK &&
                inspect_bounded_files(table, &bounded) == ROLEGATE_OK;
    size_t i;

    *list = (struct exception_list){.count = 0};
    for (i = 0; read && bounded != NULL && i < listing.ir->statement_count; i++)
        if (bounded[listing.ir->statements[i].file] != 0)
            add_statement(&listing, &listing.ir->statements[i]);
    free(bounded);
    if (list->count > 0)
        qsort(list->list, list->count, sizeof *list->list, compare_listed);
    return read;
}

/* ---- who granted it: comments ---- */

/* The bytes of a file, in the arena, where they are what the table was made from; else NULL. */
static const char *source_bytes(struct arena *arena, rolegate_table *table, const char *folder, const char *name,
                                size_t *size)
{
    struct inspect_summary summary;
    unsigned char now[DIGEST_BYTES];
    const unsigned char *digest = NULL;
    const char *found = "";
    char *bytes = NULL;
    uint32_t i = 0;
    int fd;

    if (name[0] == '<' || inspect_summary(table, &summary) != ROLEGATE_OK)
        return NULL;
    while (strcmp(found, name) != 0)
        if (i >= summary.files || inspect_file(table, i++, &found, &digest) != ROLEGATE_OK)
            return NULL;
    fd = open(name[0] == '/' ? name : arena_printf(arena, "%s/%s", folder, name),
              O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY);
    if (fd >= 0) {
        bytes = read_all(fd, 0, FILE_MOST, size);
        close(fd);
    }
    if (bytes == NULL)
        return NULL;
    arena_own(arena, bytes);
    digest_bytes(bytes, *size, now);
    return memcmp(now, digest, sizeof now) == 0 ? bytes : NULL;
}

/* One file at a time is looked at: the list is put in their order, with the places of its lines. */
struct commented {
    size_t number;
    const struct listed_exception *exception;
};

static int compare_files(const void *a, const void *b)
{
    const struct listed_exception *x = ((const struct commented *)a)->exception,
                                  *y = ((const struct commented *)b)->exception;
    int order = strcmp(x->file, y->file);

    return order != 0 ? order : (x->line > y->line) - (x->line < y->line);
}

void exception_list_comments(struct arena *arena, rolegate_table *table, const char *folder,
                             struct exception_list *list)
{
    struct commented *order = arena_array(arena, list->count, sizeof *order);
    const char *bytes = NULL, *file = "", *at = NULL;
    size_t size = 0, i;
    uint32_t line = 0;

    for (i = 0; i < list->count; i++)
        order[i] = (struct commented){i, &list->list[i]};
    if (list->count > 0)
        qsort(order, list->count, sizeof *order, compare_files);
    for (i = 0; i < list->count; i++) {
        struct listed_exception *exception = &list->list[order[i].number];
        if (strcmp(exception->file, file) != 0) {
            file = exception->file;
            at = bytes = source_bytes(arena, table, folder, file, &size);
            line = 1;
        }
        for (; bytes != NULL && at < bytes + size && line < exception->line; line++) {
            const char *newline = memchr(at, '\n', (size_t)(bytes + size - at));
            at = newline == NULL ? bytes + size : newline + 1;
        }
        if (bytes != NULL) {
            const char *note = exception_note_at(arena, at, bytes + size);
            if (note[0] != '\0')
                exception->granted = note;
        }
    }
}

/* ---- who granted it: the journal ---- */

struct granting_lines {
    struct arena *arena;
    int64_t instant;
    struct exception_list *list;
};

/* Whether a line tells of granting an exception; of several the last one counts. */
static bool tells_of(const struct journal_line *line, const struct listed_exception *exception)
{
    size_t length = strcspn(exception->names, ",");

    return exception->user != NULL && strcmp(line->user, exception->user) == 0 &&
           strcmp(line->because, exception->because) == 0 && strcmp(line->what, "grant") == 0 &&
           memmem(line->added, strlen(line->added), exception->names, length) != NULL;
}

static void visit_line(void *context, const struct journal_line *line, enum journal_outcome outcome)
{
    struct granting_lines *lines = context;
    char when[DATETIME_TEXT_MAX];
    size_t i;

    (void)outcome; /* what a kill has kept back, the next change brought */
    if (line->at > lines->instant || line->user[0] == '\0')
        return;
    datetime_print(line->at, 0, when);
    for (i = 0; i < lines->list->count; i++)
        if (tells_of(line, &lines->list->list[i]))
            lines->list->list[i].granted = arena_printf(lines->arena, "%s%s%s, %s", line->by,
                                                        line->approved[0] == '\0' ? "" : " and ", line->approved, when);
}

void exception_list_journal(struct arena *arena, const char *folder, const char *in_place, int64_t instant,
                            struct exception_list *list)
{
    struct granting_lines lines = {arena, instant, list};
    size_t lost;

    journal_walk(arena, folder, in_place, visit_line, &lines, &lost);
}
