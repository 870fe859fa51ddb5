/*
 * hbac.c - host-based access control of FreeIPA: some rule must match user, host and service.
 */
#include "import.h"

#include <jansson.h>
#include <string.h>
#include <strings.h>

#include "hbac_entries.h"
#include "support/arena.h"

struct hbac_reading {
    struct import *import;
    struct formulas rules;
    struct origin origin; /* of the rule that is read */
};

static void lose(struct hbac_reading *reading, const char *what, const char *name)
{
    import_lose(reading->import, LOSS_NARROWER, &reading->origin, "%s `%s' is not carried over; it counts as no match",
                what, name);
}

/* Whether a category of a rule is everything. */
static bool is_all(const json_t *rule, const char *key)
{
    return strcasecmp(hbac_text(rule, key), "all") == 0;
}

static const struct formula *users_of(struct hbac_reading *reading, const json_t *rule, const struct proviso *host)
{
    struct arena *arena = reading->import->arena;
    struct subjects subjects = {.count = 0};
    const char *name;
    size_t i;

    if (is_all(rule, "usercategory"))
        subjects_add(arena, &subjects, SUBJECT_EVERYONE, NULL);
    for (i = 0; (name = hbac_nth(rule, "memberuser_user", i)) != NULL; i++)
        if (import_name_fits(name))
            subjects_add(arena, &subjects, SUBJECT_USER, arena_copy(arena, name, strlen(name)));
        else
            lose(reading, "the user", name);
    for (i = 0; (name = hbac_nth(rule, "memberuser_group", i)) != NULL; i++)
        if (import_name_fits(name))
            subjects_add(arena, &subjects, SUBJECT_GROUP, arena_copy(arena, name, strlen(name)));
        else
            lose(reading, "the group", name);
    return formula_leaf(arena, &subjects, host, &reading->origin);
}

/* On which machines a rule holds. A name without a dot would match the first part of many. */
static const struct proviso *hosts_of(struct hbac_reading *reading, const json_t *rule)
{
    static const char *const keys[] = {"memberhost_host", "externalhost"};
    struct arena *arena = reading->import->arena;
    const struct proviso *hosts = proviso_constant(is_all(rule, "hostcategory"));
    const char *name;
    size_t i, k;

    for (k = 0; k < sizeof keys / sizeof *keys; k++)
        for (i = 0; (name = hbac_nth(rule, keys[k], i)) != NULL; i++)
            if (strchr(name, '.') != NULL && strpbrk(name, "*?") == NULL && import_name_fits(name))
                hosts = proviso_both(arena, PROVISO_OR, hosts,
                                     proviso_text(arena, PROVISO_HOST, arena_copy(arena, name, strlen(name))));
            else
                lose(reading, "the host", name);
    for (i = 0; (name = hbac_nth(rule, "memberhost_hostgroup", i)) != NULL; i++)
        lose(reading, "the group of hosts", name);
    return hosts;
}

static bool has_service(struct hbac_reading *reading, const json_t *rule)
{
    bool has = is_all(rule, "servicecategory");
    const char *name;
    size_t i;

    for (i = 0; (name = hbac_nth(rule, "memberservice_hbacsvc", i)) != NULL; i++)
        has = has || strcasecmp(name, reading->import->service) == 0;
    for (i = 0; (name = hbac_nth(rule, "memberservice_hbacsvcgroup", i)) != NULL; i++)
        lose(reading, "the group of services", name);
    return has;
}

static bool is_true(const json_t *rule, const char *key)
{
    return strcasecmp(hbac_text(rule, key), "true") == 0;
}

/* Takes a rule. False: import_fail() was called. */
static bool take_rule(struct hbac_reading *reading, const json_t *rule)
{
    struct import *import = reading->import;
    const char *name = hbac_text(rule, "cn"), *type = hbac_text(rule, "accessruletype");
    const struct formula *match;

    reading->origin = (struct origin){.file = arena_printf(import->arena, "rule %s", name)};
    if (!is_true(rule, "ipaenabledflag")) {
        import_lose(import, LOSS_NONE, &reading->origin, "it is disabled");
        return true;
    }
    if (type[0] != '\0' && strcasecmp(type, "allow") != 0)
        return import_fail(import, "the rule \"%s\" denies, which clients take for a denial of everybody", name) !=
               NULL;
    if (!has_service(reading, rule))
        return true;
    match = users_of(reading, rule, hosts_of(reading, rule));
    formulas_add(import->arena, &reading->rules, match);
    import_add_case(import, &(struct origin){.file = "rule"}, name, match, false);
    return true;
}

const struct formula *import_hbac(struct import *import, const struct import_call *call)
{
    struct hbac_reading reading = {.import = import};
    json_t *entries;
    bool right = true;
    size_t i;

    if (call->file == NULL || call->argument_count > 0)
        return import_fail(import, "name the file with what hbacrule_find has answered in JSON, or with an LDIF");
    import->shown = call->file;
    entries = hbac_entries(import, call->file);
    for (i = 0; entries != NULL && right && i < json_array_size(entries); i++)
        right = take_rule(&reading, json_array_get(entries, i));
    if (entries == NULL || !right) {
        json_decref(entries);
        return NULL;
    }
    json_decref(entries);
    import_add_case(import, &(struct origin){.file = "rules"}, "whom no rule names", formula_constant(true), false);
    return formula_join(import->arena, FORMULA_OR, &reading.rules);
}
