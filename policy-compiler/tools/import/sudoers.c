/*
 * sudoers.c - whom sudo lets run anything at all; which commands, and as whom, stays with sudo.
 *
 * Of the rules that match, the last one decides. So what was let in before a rule is kept out by it where it says
 * `!ALL`, and what stands behind it is added.
 */
#include "import.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "sudoers_specs.h"
#include "support/arena.h"
#include "support/datetime.h"

#define SUDOERS "/etc/sudoers"

struct sudoers_reading {
    struct import *import;
    struct origin origin;       /* of the rule that is read */
    const struct formula *all;  /* whom the rules so far let run every command, but for some */
    const struct formula *some; /* and one command or several */
    bool as_others;             /* as somebody else than root */
};

static void lose(const struct sudoers_reading *reading, const char *what, bool matches)
{
    import_lose(reading->import, LOSS_NARROWER, &reading->origin, "%s is not carried over; it counts as %s", what,
                matches ? "a match" : "no match");
}

static bool is_negated(const json_t *item)
{
    return json_is_true(json_object_get(item, "negated"));
}

static const char *text_of(const json_t *item, const char *key)
{
    return json_string_value(json_object_get(item, key));
}

/* A name as it is said, and in small letters: sudo does not care for the case. */
static void add_group(struct sudoers_reading *reading, const char *name, struct subjects *subjects)
{
    struct arena *arena = reading->import->arena;
    char *small = arena_copy(arena, name, strlen(name)), *at;

    subjects_add(arena, subjects, SUBJECT_GROUP, arena_copy(arena, name, strlen(name)));
    for (at = small; *at != '\0'; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    if (strcmp(small, name) != 0)
        subjects_add(arena, subjects, SUBJECT_GROUP, small);
}

/* Whom one item of a list of users is; what a policy cannot say matches where that keeps out. */
static const struct formula *user_item(struct sudoers_reading *reading, const json_t *item, bool denies)
{
    struct arena *arena = reading->import->arena;
    const char *user = text_of(item, "username"), *group = text_of(item, "usergroup");
    json_int_t gid = json_integer_value(json_object_get(item, "usergid"));
    struct subjects subjects = {.count = 0};
    bool matches = is_negated(item) != denies;

    if (user != NULL && strcmp(user, "ALL") == 0)
        return formula_constant(true);
    if (user != NULL && import_name_fits(user))
        import_add_user_folded(reading->import, arena_copy(arena, user, strlen(user)), &subjects);
    else if (group != NULL && import_name_fits(group))
        add_group(reading, group, &subjects);
    else if (gid > 0 && gid <= 4294967294)
        subjects_add(arena, &subjects, SUBJECT_GID, arena_printf(arena, "%lld", (long long)gid));
    if (subjects.count > 0)
        return formula_leaf(arena, &subjects, proviso_constant(true), &reading->origin);
    lose(reading, "a user by number, of a netgroup, or with a name that no policy can have", matches);
    return formula_constant(matches);
}

/* Of items that match, the last one decides. */
static const struct formula *users_of(struct sudoers_reading *reading, const json_t *list, bool denies)
{
    struct arena *arena = reading->import->arena;
    const struct formula *whole = formula_constant(false);
    size_t i;

    for (i = 0; i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);
        const struct formula *one = user_item(reading, item, denies);

        if (is_negated(item))
            whole = formula_both(arena, FORMULA_AND, formula_not(arena, one), whole);
        else
            whole = formula_list(arena, whole, one);
    }
    return whole;
}

/* Whether a pattern of hosts is the same in a policy: a name, with asterisks only beside a dot. */
static bool is_host(const char *name)
{
    return import_name_fits(name) && strpbrk(name, "[]\\") == NULL &&
           (strpbrk(name, "*?") == NULL || strchr(name, '.') != NULL);
}

static const struct proviso *hosts_of(struct sudoers_reading *reading, const json_t *list, bool denies)
{
    struct arena *arena = reading->import->arena;
    const struct proviso *whole = proviso_constant(false), *one;
    size_t i;

    for (i = 0; i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);
        const char *name = text_of(item, "hostname");
        bool matches = is_negated(item) != denies;

        if (name != NULL && strcmp(name, "ALL") == 0)
            one = proviso_constant(true);
        else if (name != NULL && is_host(name))
            one = proviso_text(arena, PROVISO_HOST, arena_copy(arena, name, strlen(name)));
        else
            lose(reading, "an address, a netgroup or a pattern of hosts", matches), one = proviso_constant(matches);
        if (is_negated(item))
            whole = proviso_both(arena, PROVISO_AND, proviso_not(arena, one), whole);
        else
            whole = proviso_both(arena, PROVISO_OR, whole, one);
    }
    return whole;
}

/* ---- times ---- */

/* The number that so many digits are. */
static unsigned read_digits(const char *digits, size_t count)
{
    unsigned value = 0;

    while (count-- > 0)
        value = value * 10 + (unsigned)(*digits++ - '0');
    return value;
}

/* A time such as 20261231235959Z. False: it is none, or not in UTC. */
static bool read_time(const char *text, int64_t *instant)
{
    unsigned year, month, day, hour, minute, second;

    if (strlen(text) != 15 || text[14] != 'Z' || strspn(text, "0123456789") != 14)
        return false;
    year = read_digits(text, 4);
    month = read_digits(text + 4, 2);
    day = read_digits(text + 6, 2);
    hour = read_digits(text + 8, 2);
    minute = read_digits(text + 10, 2);
    second = read_digits(text + 12, 2);
    if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59)
        return false;
    *instant = calendar_days(year, month, day) * DAY_SECONDS + hour * 3600 + minute * 60 + second;
    return true;
}

static const char *instant_text(struct arena *arena, int64_t instant)
{
    char text[DATETIME_TEXT_MAX];

    datetime_print(instant, 0, text);
    return arena_copy(arena, text, strlen(text));
}

/* Puts the bounds in time of a rule into its origin. False: one is in another form. */
static bool take_span(struct sudoers_reading *reading, const json_t *options)
{
    struct origin *origin = &reading->origin;
    size_t i;

    origin->starting = origin->until = NULL;
    for (i = 0; i < json_array_size(options); i++) {
        const char *from = text_of(json_array_get(options, i), "notbefore");
        const char *to = text_of(json_array_get(options, i), "notafter");

        if ((from != NULL && !read_time(from, &origin->starts)) || (to != NULL && !read_time(to, &origin->ends)))
            return false;
        if (from != NULL)
            origin->starting = instant_text(reading->import->arena, origin->starts);
        if (to != NULL)
            origin->until = instant_text(reading->import->arena, ++origin->ends);
    }
    return true;
}

/* ---- rules ---- */

static bool runs_as_others(const json_t *command_spec)
{
    return json_array_size(json_object_get(command_spec, "runasusers")) > 0 ||
           json_array_size(json_object_get(command_spec, "runasgroups")) > 0;
}

static bool runs_as_all(const json_t *command_spec)
{
    const json_t *users = json_object_get(command_spec, "runasusers");
    const char *last = text_of(json_array_get(users, json_array_size(users) - 1), "username");

    return json_array_size(users) > 0 && last != NULL && strcmp(last, "ALL") == 0 &&
           !is_negated(json_array_get(users, json_array_size(users) - 1));
}

/* Whom a rule is about. */
static const struct formula *match_of(struct sudoers_reading *reading, const json_t *spec, bool denies)
{
    struct arena *arena = reading->import->arena;
    const struct proviso *hosts = hosts_of(reading, json_object_get(spec, "Host_List"), denies);
    const struct formula *users = users_of(reading, json_object_get(spec, "User_List"), denies);

    if (users->kind == FORMULA_LEAF)
        return formula_leaf(arena, &users->subjects, hosts, &reading->origin);
    return formula_both(arena, FORMULA_AND, users, formula_where(arena, hosts, &reading->origin));
}

static bool is_every(const json_t *command)
{
    const char *name = text_of(command, "command");

    return name != NULL && strcmp(name, "ALL") == 0;
}

/* One command of a rule. */
static void take_command(struct sudoers_reading *reading, const json_t *spec, const json_t *command_spec,
                         const json_t *command)
{
    struct arena *arena = reading->import->arena;
    bool is_all = is_every(command), denies = is_negated(command);
    const struct formula *match = match_of(reading, spec, denies);

    if (!denies) {
        const struct formula **list = is_all ? &reading->all : &reading->some;

        *list = formula_both(arena, FORMULA_OR, *list, match);
        reading->as_others = reading->as_others || runs_as_others(command_spec);
        return;
    }
    if (reading->some->kind != FORMULA_FALSE && !is_all)
        import_lose(reading->import, LOSS_NARROWER, &reading->origin,
                    "a command is taken away; who had single commands only counts as having none");
    if (is_all && reading->as_others && !runs_as_all(command_spec))
        import_lose(reading->import, LOSS_NARROWER, &reading->origin,
                    "!ALL is for some users to run as; it counts for all of them");
    reading->some = formula_both(arena, FORMULA_AND, formula_not(arena, match), reading->some);
    if (is_all)
        reading->all = formula_both(arena, FORMULA_AND, formula_not(arena, match), reading->all);
}

/* Whether two commands side by side let in, and let in alike. */
static bool says_same(const json_t *one, const json_t *other)
{
    return !is_negated(one) && !is_negated(other) && is_every(one) == is_every(other);
}

/* A test for a part of a rule. */
static void add_case(struct sudoers_reading *reading, const json_t *spec, size_t part)
{
    struct import *import = reading->import;
    const struct formula *match;

    import->silent = true;
    match = match_of(reading, spec, false);
    import->silent = false;
    import_add_case(import, &(struct origin){.file = reading->origin.file},
                    arena_printf(import->arena, "part %zu", part), match, false);
}

static void take_spec(struct sudoers_reading *reading, const json_t *spec)
{
    const json_t *command_specs = json_object_get(spec, "Cmnd_Specs");
    size_t i, k;

    for (i = 0; i < json_array_size(command_specs); i++) {
        const json_t *command_spec = json_array_get(command_specs, i);
        const json_t *commands = json_object_get(command_spec, "Commands");

        if (!take_span(reading, json_object_get(command_spec, "Options"))) {
            lose(reading, "a rule with a time in another form than 20261231235959Z", false);
            continue;
        }
        for (k = 0; k < json_array_size(commands); k++)
            if (k == 0 || !says_same(json_array_get(commands, k - 1), json_array_get(commands, k)))
                take_command(reading, spec, command_spec, json_array_get(commands, k));
        add_case(reading, spec, i + 1);
    }
}

const struct formula *import_sudoers(struct import *import, const struct import_call *call)
{
    struct sudoers_reading reading = {import, {.file = NULL}, formula_constant(false), formula_constant(false), false};
    const char *path = call->file != NULL ? call->file : arena_printf(import->arena, "%s" SUDOERS, import->root);
    json_t *specs;
    size_t i;

    if (call->argument_count > 0 || strcmp(path, "-") == 0)
        return import_fail(import, "sudoers is a file, and has no arguments");
    import->shown = path;
    specs = sudoers_specs(import, path[0] == '-' ? arena_printf(import->arena, "./%s", path) : path);
    if (specs == NULL)
        return NULL;
    for (i = 0; i < json_array_size(specs); i++) {
        reading.origin =
            (struct origin){.file = arena_printf(import->arena, "%s, rule %zu", import_base_name(path), i + 1)};
        take_spec(&reading, json_array_get(specs, i));
    }
    json_decref(specs);
    import_lose(import, LOSS_NONE, &(struct origin){.file = import_base_name(path)},
                "the policy says who may run anything at all; which commands, and as whom, stays with sudo");
    import_add_case(import, &(struct origin){.file = import_base_name(path)}, "whom no rule names",
                    formula_constant(true), false);
    return formula_both(import->arena, FORMULA_OR, reading.all, reading.some);
}
