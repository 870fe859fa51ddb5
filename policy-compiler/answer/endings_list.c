/*
 * endings_list.c - the statements of a table that end soon, as JSON, in order, and in words.
 */
#include "endings_list.h"

#include <stdlib.h>
#include <string.h>

#include "inspect/endings.h"
#include "support/arena.h"
#include "support/datetime.h"
#include "support/json_text.h"
#include "support/print_text.h"

#define NAMES_SHOWN 5u

/* What ends, as it is found. */
struct ending_list {
    struct arena *arena;
    json_t *list;
};

/* Whom a statement is about: "user kim, role desk". */
static const char *owners_text(struct arena *arena, const struct inspect_ending *ending)
{
    const char *text = "";
    size_t i;

    for (i = 0; i < ending->owner_count && i < NAMES_SHOWN; i++) {
        const struct inspect_owner *owner = &ending->owners[i];
        const char *number = strcmp(owner->kind, "gid") == 0 ? arena_printf(arena, " %u", owner->gid) : "";

        text = arena_printf(arena, "%s%s%s%s%s%s", text, i > 0 ? ", " : "", owner->kind, owner->name[0] ? " " : "",
                            owner->name, number);
    }
    return i == ending->owner_count ? text : arena_printf(arena, "%s and %zu more", text, ending->owner_count - i);
}

static const char *names_text(struct arena *arena, const char *const *names, size_t count)
{
    const char *text = "";
    size_t i;

    for (i = 0; i < count && i < NAMES_SHOWN; i++)
        text = arena_printf(arena, "%s%s%s", text, i > 0 ? ", " : "", names[i]);
    return i == count ? text : arena_printf(arena, "%s and %zu more", text, count - i);
}

/* What it gives or takes: "analytics.* except analytics.raw". */
static const char *things_text(struct arena *arena, const struct inspect_ending *ending)
{
    const char *text = names_text(arena, ending->things, ending->thing_count);

    if (ending->except_count == 0)
        return text;
    return arena_printf(arena, "%s except %s", text,
                        names_text(arena, ending->things + ending->thing_count, ending->except_count));
}

static void add_ending(void *context, const struct inspect_ending *ending)
{
    struct ending_list *found = context;
    json_t *object = json_object();
    char until[DATETIME_TEXT_MAX];

    datetime_print(ending->until, 0, until);
    json_object_set_new(object, "until", json_string(until));
    json_object_set_new(object, "kind", json_string(rolegate_statement_kind_text(ending->kind)));
    json_object_set_new(object, "what", json_text(things_text(found->arena, ending)));
    json_object_set_new(object, "to", json_text(owners_text(found->arena, ending)));
    json_object_set_new(object, "file", json_text(ending->file));
    json_object_set_new(object, "line", json_integer(ending->line));
    json_object_set_new(object, "because", json_text(ending->because));
    json_array_append_new(found->list, object);
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text ? text : "";
}

static long long line_of(const json_t *object)
{
    return json_integer_value(json_object_get(object, "line"));
}

/* By their times (all in UTC, so that their text orders them), then by their places. */
static int compare_endings(const void *a, const void *b)
{
    const json_t *x = *(json_t *const *)a, *y = *(json_t *const *)b;
    int order = strcmp(text_of(x, "until"), text_of(y, "until"));

    if (order == 0)
        order = strcmp(text_of(x, "file"), text_of(y, "file"));
    if (order == 0)
        order = (line_of(x) > line_of(y)) - (line_of(x) < line_of(y));
    return order;
}

json_t *endings_list(struct arena *arena, rolegate_table *table, int64_t from, int64_t to, enum rolegate_status *status)
{
    json_t *found = json_array(), *list = json_array(), **order;
    struct ending_list endings = {arena, found};
    size_t count, i;

    *status = inspect_endings(table, from, to, add_ending, &endings);
    count = json_array_size(found);
    order = arena_array(arena, count + 1, sizeof(json_t *));
    for (i = 0; i < count; i++)
        order[i] = json_array_get(found, i);
    if (count > 1)
        qsort(order, count, sizeof(json_t *), compare_endings);
    for (i = 0; i < count; i++)
        json_array_append(list, order[i]);
    json_decref(found);
    return list;
}

void endings_print(FILE *out, const json_t *ending)
{
    fputs(text_of(ending, "until"), out);
    fputs("  ", out);
    fputs(text_of(ending, "kind"), out);
    fputs(" ", out);
    print_text(out, text_of(ending, "what"));
    fputs(" to ", out);
    print_text(out, text_of(ending, "to"));
    fputs(" (", out);
    print_text(out, text_of(ending, "file"));
    fprintf(out, ":%lld)", line_of(ending));
    fputs(text_of(ending, "because")[0] != '\0' ? ": " : "", out);
    print_text(out, text_of(ending, "because"));
}
