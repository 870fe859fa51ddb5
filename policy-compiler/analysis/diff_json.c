/*
 * diff_json.c - differences as JSON: every change, each with a person and a situation that shows it.
 */
#include <arpa/inet.h>
#include <jansson.h>

#include "diff.h"
#include "support/datetime.h"
#include "support/json_text.h"

static json_t *row_json(const struct diff_row *row)
{
    json_t *object = json_object();

    json_object_set_new(object, "kind", json_text(row_kind_text(row->row.kind)));
    if (*row->row.name != '\0')
        json_object_set_new(object, "name", json_text(row->row.name));
    return object;
}

static json_t *pieces_json(const struct region_text *region)
{
    json_t *pieces = json_array();
    size_t i;

    for (i = 0; i < region->count; i++)
        json_array_append_new(pieces, json_text(region->pieces[i]));
    return pieces;
}

static json_t *origin_json(const struct origin *origin)
{
    char text[INET6_ADDRSTRLEN];

    switch (origin->kind) {
    case ORIGIN_LOCAL: return json_text("local");
    case ORIGIN_NAME: return json_text("a-name.example");
    default:
        inet_ntop(origin->kind == ORIGIN_V4 ? AF_INET : AF_INET6, origin->address, text, sizeof text);
        return json_text(text);
    }
}

/* Only the facts that matter. */
static json_t *example_json(const struct diff_example *example)
{
    json_t *object = json_object();
    char time[DATETIME_TEXT_MAX];

    if (example->matters[AXIS_CLOCK]) {
        datetime_print(example->facts[AXIS_CLOCK].instant, 0, time);
        json_object_set_new(object, "at", json_text(time));
    }
    if (example->matters[AXIS_ORIGIN])
        json_object_set_new(object, "from", origin_json(&example->facts[AXIS_ORIGIN].origin));
    if (example->matters[AXIS_TTY])
        json_object_set_new(object, "tty",
                            example->facts[AXIS_TTY].text == NULL ? json_null()
                                                                  : json_text(example->facts[AXIS_TTY].text));
    if (example->matters[AXIS_HOST])
        json_object_set_new(object, "host",
                            example->facts[AXIS_HOST].text == NULL ? json_null()
                                                                   : json_text(example->facts[AXIS_HOST].text));
    return object;
}

static json_t *change_json(const struct diff_change *change)
{
    json_t *object = json_object(), *who = json_array();
    uint32_t i;

    json_array_append_new(who, row_json(change->one));
    if (change->other != NULL)
        json_array_append_new(who, row_json(change->other));
    for (i = 0; i < change->more_count; i++)
        json_array_append_new(who, row_json(change->more[i]));
    json_object_set_new(object, "who", who);
    json_object_set_new(object, "gained", pieces_json(&change->gained));
    json_object_set_new(object, "lost", pieces_json(&change->lost));
    json_object_set_new(
        object, "exact",
        json_boolean((!change->gains || change->gained.exact) && (!change->loses || change->lost.exact)));
    json_object_set_new(object, "gains", json_boolean(change->gains));
    json_object_set_new(object, "loses", json_boolean(change->loses));
    json_object_set_new(object, "example", example_json(&change->example));
    json_object_set_new(object, "facts", change->facts == NULL ? json_null() : json_text(change->facts));
    json_object_set_new(object, "command", change->command == NULL ? json_null() : json_text(change->command));
    return object;
}

static json_t *people_json(const struct diff_people *people)
{
    json_t *names = json_array();
    size_t i;

    for (i = 0; i < people->count; i++)
        json_array_append_new(names, json_text(people->names[i]));
    return names;
}

static json_t *target_json(const struct diff *diff, const struct diff_target *target)
{
    json_t *object = json_object(), *changes = json_array();
    size_t i;

    for (i = 0; i < target->count; i++)
        json_array_append_new(changes, change_json(&target->changes[i]));
    json_object_set_new(object, target->is_permission ? "permission" : "service", json_text(diff_target_text(target)));
    json_object_set_new(object, "old", json_boolean(target->listed[0]));
    json_object_set_new(object, "new", json_boolean(target->listed[1]));
    json_object_set_new(object, "changes", changes);
    if (diff->asks_people) {
        json_object_set_new(object, "gainers", people_json(&target->gainers));
        json_object_set_new(object, "losers", people_json(&target->losers));
    }
    return object;
}

bool diff_print_json(const struct diff *diff, FILE *out)
{
    json_t *object = json_object(), *targets = json_array(), *desk = json_array();
    size_t i;

    for (i = 0; i < diff->desk_count; i++)
        json_array_append_new(desk, json_text(diff->desk[i]));
    for (i = 0; i < diff->count; i++)
        json_array_append_new(targets, target_json(diff, &diff->targets[i]));
    json_object_set_new(object, "widens", json_boolean(diff->widens));
    json_object_set_new(object, "narrows", json_boolean(diff->narrows));
    json_object_set_new(object, "complete", json_boolean(!diff->undecided));
    json_object_set_new(object, "on_rosters", json_boolean(diff->roster));
    json_object_set_new(object, "rosters_changed", json_boolean(diff->rosters_changed));
    json_object_set_new(object, "unlisted",
                        diff->unlisted_changed ? json_text(diff->unlisted_ignored ? "ignore" : "deny") : json_null());
    if (diff->asks_people)
        json_object_set_new(object, "people",
                            json_pack("{s:I, s:I, s:I}", "all", (json_int_t)diff->people, "gain",
                                      (json_int_t)diff->gainers, "lose", (json_int_t)diff->losers));
    json_object_set_new(object, "desk", desk);
    json_object_set_new(object, "differences", targets);
    return print_json(out, object);
}
