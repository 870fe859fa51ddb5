/*
 * sudoers_specs.c - who may do what where, as cvtsudoers tells it.
 *
 * Some versions print JSON that is none, such as that of 1.9.13 for CWD=; both forms are read strictly, and what is in
 * neither is refused.
 */
#include "sudoers_specs.h"

#include <stdio.h>
#include <string.h>

#include "import.h"
#include "support/arena.h"
#include "support/read_all.h"
#include "support/spawn.h"

#define OUTPUT_MAX (16u * 1024 * 1024)
#define CSV_FIELDS 7u

/* What cvtsudoers prints in a format; NULL: it is not there, or does not take the file. */
static char *output_of(struct import *import, const char *path, const char *format, size_t *length)
{
    const char *const words[] = {"cvtsudoers", "-e", "-s", "defaults,aliases", "-f", format, path, NULL};
    pid_t child;
    FILE *reader = spawn_reader(words, &child);
    char *text;

    if (reader == NULL)
        return NULL;
    text = read_all(fileno(reader), 0, OUTPUT_MAX, length);
    if (text != NULL)
        arena_own(import->arena, text);
    return spawn_close(reader, child) == 0 ? text : NULL;
}

/* ---- CSV ---- */

/* Takes a field off a line: with quotes around it, two of which within are one, or without any. False: it is none. */
static bool set_field(char **rest, char **field)
{
    char *at = *rest, *to;

    *field = at;
    if (*at != '"') {
        at += strcspn(at, ",\"");
    } else {
        for (*field = to = ++at; *at != '\0' && (at[0] != '"' || at[1] == '"'); at++) {
            at += at[0] == '"';
            *to++ = *at;
        }
        if (*at++ != '"')
            return false;
        *to = '\0';
    }
    if (*at != ',' && *at != '\0')
        return false;
    *rest = *at == ',' ? at + 1 : NULL;
    *at = '\0';
    return true;
}

/* One item of a list, with an exclamation mark or without. */
static json_t *item_of(char *text, bool is_user)
{
    static const struct {
        const char *prefix, *key;
    } kinds[] = {{"%:", "nonunixgroup"}, {"%#", "usergid"}, {"%", "usergroup"}, {"#", "userid"}, {"+", "netgroup"}};
    bool negated = text[0] == '!';
    const char *key = is_user ? "username" : text[negated] == '+' ? "netgroup" : "hostname";
    json_t *item = json_object();
    size_t i;

    text += negated;
    for (i = 0; is_user && i < sizeof kinds / sizeof *kinds; i++)
        if (strncmp(text, kinds[i].prefix, strlen(kinds[i].prefix)) == 0) {
            text += strlen(kinds[i].prefix);
            key = kinds[i].key;
            break;
        }
    if (!is_user && text[strspn(text, "0123456789./")] == '\0')
        key = "networkaddr";
    json_object_set_new(item, key, json_string(text));
    if (negated)
        json_object_set_new(item, "negated", json_true());
    return item;
}

static json_t *list_of(char *text, const char *key)
{
    json_t *list = json_array();
    char *rest = NULL, *item;

    for (item = strtok_r(text, ",", &rest); item != NULL; item = strtok_r(NULL, ",", &rest))
        if (strcmp(key, "command") != 0)
            json_array_append_new(list, item_of(item, strcmp(key, "username") == 0));
        else
            json_array_append_new(list, item[0] == '!' ? json_pack("{s:s,s:b}", key, item + 1, "negated", 1)
                                                       : json_pack("{s:s}", key, item));
    return list;
}

/* The bounds in time out of the options of a rule. */
static json_t *options_of(char *text)
{
    json_t *list = json_array();
    char *rest = NULL, *item;

    for (item = strtok_r(text, ",", &rest); item != NULL; item = strtok_r(NULL, ",", &rest)) {
        char *value = strchr(item, '=');

        if (value == NULL || strncmp(item, "not", 3) != 0)
            continue;
        *value++ = '\0';
        json_array_append_new(list, json_pack("{s:s}", item, value));
    }
    return list;
}

/* A line of CSV as a User_Spec; NULL: it is none, or has an escaped byte, which may be a comma. */
static json_t *spec_of_line(char *line)
{
    char *fields[CSV_FIELDS], *rest = line;
    size_t count = 0;

    if (strchr(line, '\\') != NULL)
        return NULL;
    while (rest != NULL && count < CSV_FIELDS)
        if (!set_field(&rest, &fields[count++]))
            return NULL;
    if (rest != NULL || count != CSV_FIELDS || strcmp(fields[0], "rule") != 0)
        return NULL;
    return json_pack("{s:o,s:o,s:[{s:o,s:o,s:o}]}", "User_List", list_of(fields[1], "username"), "Host_List",
                     list_of(fields[2], "hostname"), "Cmnd_Specs", "runasusers", list_of(fields[3], "username"),
                     "Options", options_of(fields[5]), "Commands", list_of(fields[6], "command"));
}

static json_t *specs_of_csv(char *text)
{
    json_t *specs = json_array();
    char *rest = NULL, *line = strtok_r(text, "\n", &rest);

    if (line == NULL || strcmp(line, "rule,user,host,runusers,rungroups,options,command") != 0) {
        json_decref(specs);
        return NULL;
    }
    while ((line = strtok_r(NULL, "\n", &rest)) != NULL) {
        json_t *spec = spec_of_line(line);

        if (spec == NULL) {
            json_decref(specs);
            return NULL;
        }
        json_array_append_new(specs, spec);
    }
    return specs;
}

/* ---- the whole ---- */

json_t *sudoers_specs(struct import *import, const char *path)
{
    size_t length;
    char *text = output_of(import, path, "json", &length);
    json_t *root, *specs;

    if (text == NULL) {
        import_fail(import,
                    "%s: cvtsudoers, which comes with sudo, is missing or rejects the file; "
                    "`cvtsudoers -f json %s' says why",
                    path, path);
        return NULL;
    }
    root = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
    if (root != NULL) {
        specs = json_object_get(root, "User_Specs");
        specs = json_is_array(specs) ? json_incref(specs) : json_array();
        json_decref(root);
        return specs;
    }
    text = output_of(import, path, "csv", &length);
    specs = text == NULL ? NULL : specs_of_csv(text);
    if (specs == NULL)
        import_fail(import, "%s: what cvtsudoers makes of it is neither JSON nor CSV; a newer sudo may do better",
                    path);
    return specs;
}
