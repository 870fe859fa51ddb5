/*
 * hbac_entries.c - rules of FreeIPA, from the JSON of its commands or from an LDIF of its directory.
 */
#include "hbac_entries.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "import.h"
#include "support/arena.h"

#define LEVELS_MAX 8u /* of objects around the list of rules */

const char *hbac_nth(const json_t *rule, const char *key, size_t i)
{
    const json_t *value = json_object_get(rule, key);

    if (json_is_array(value))
        value = json_array_get(value, i);
    else if (i > 0)
        return NULL;
    if (json_is_object(value)) /* {"__base64__": …}, or a name of DNS */
        value = json_object_get(value, "__dns_name__");
    return json_is_boolean(value) ? (json_is_true(value) ? "true" : "false") : json_string_value(value);
}

const char *hbac_text(const json_t *rule, const char *key)
{
    const char *text = hbac_nth(rule, key, 0);

    return text == NULL ? "" : text;
}

/* ---- JSON ---- */

/* The list in {"result": {"result": […]}}, or the list itself. Borrowed. */
static json_t *list_of(json_t *root)
{
    unsigned level = 0;

    while (json_is_object(root) && level++ < LEVELS_MAX)
        root = json_object_get(root, "result");
    return json_is_array(root) ? root : NULL;
}

static json_t *entries_of_json(struct import *import, const char *path, const char *bytes, size_t length)
{
    json_error_t error;
    json_t *root = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &error), *list;
    size_t i;

    if (root == NULL) {
        import_fail(import, "%s:%d: %s", path, error.line, error.text);
        return NULL;
    }
    list = json_incref(list_of(root));
    json_decref(root);
    for (i = 0; list != NULL && i < json_array_size(list); i++)
        if (hbac_text(json_array_get(list, i), "cn")[0] == '\0') {
            json_decref(list);
            list = NULL;
        }
    if (list == NULL)
        import_fail(import, "%s: expected a list of rules, as hbacrule_find prints", path);
    return list;
}

/* ---- LDIF ---- */

static int base64_digit(char digit)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = digit == '\0' ? NULL : strchr(digits, digit);

    return at == NULL ? -1 : (int)(at - digits);
}

/* Takes base64 out of a text, in place. False: it holds a NUL byte. */
static bool base64_take(char *text)
{
    unsigned bits = 0, have = 0;
    char *to = text, *begin = text;

    for (; base64_digit(*text) >= 0; text++) {
        bits = bits << 6 | (unsigned)base64_digit(*text);
        have += 6;
        if (have >= 8)
            *to++ = (char)(bits >> (have -= 8) & 0xff);
    }
    *to = '\0';
    return strlen(begin) == (size_t)(to - begin);
}

/* The value of the first part of a name in a directory, such as admins of cn=admins,cn=groups,…; in place. */
static char *first_part(char *name)
{
    char *value = strchr(name, '='), *comma;

    if (value == NULL)
        return name;
    comma = strchr(++value, ',');
    if (comma != NULL)
        *comma = '\0';
    return value;
}

/* What a member is, by the folder of the directory that it lies in: the key that JSON has. */
static const char *member_key(const char *attribute, const char *name)
{
    static const struct {
        const char *attribute, *folder, *key;
    } kinds[] = {{"memberuser", ",cn=users,", "memberuser_user"},
                 {"memberuser", ",cn=groups,", "memberuser_group"},
                 {"memberhost", ",cn=computers,", "memberhost_host"},
                 {"memberhost", ",cn=hostgroups,", "memberhost_hostgroup"},
                 {"memberservice", ",cn=hbacservices,", "memberservice_hbacsvc"},
                 {"memberservice", ",cn=hbacservicegroups,", "memberservice_hbacsvcgroup"}};
    size_t i;

    for (i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(attribute, kinds[i].attribute) == 0 && strcasestr(name, kinds[i].folder) != NULL)
            return kinds[i].key;
    return attribute;
}

/* Takes one line, `attribute: value` or `attribute:: base64`; text may be written to. */
static void take_attribute(json_t *entry, char *text)
{
    char *value = strchr(text, ':'), *at;
    bool encoded;
    const char *key;
    json_t *list;

    if (value == NULL || text[0] == '#')
        return;
    *value++ = '\0';
    encoded = *value == ':';
    value += encoded;
    value += strspn(value, " ");
    if (encoded && !base64_take(value))
        return;
    for (at = text; *at != '\0'; at++)
        *at = (char)tolower((unsigned char)*at);
    key = member_key(text, value);
    if (key != text)
        value = first_part(value);
    list = json_object_get(entry, key);
    if (list == NULL) {
        list = json_array();
        json_object_set_new(entry, key, list);
    }
    json_array_append_new(list, json_string(value));
}

/* Joins lines that go on behind a line end and a blank, and ends lines with LF. */
static void unfold(char *text)
{
    char *to = text;

    for (; *text != '\0'; text++)
        if (text[0] == '\n' && text[1] == ' ')
            text++;
        else if (text[0] != '\r')
            *to++ = *text;
    *to = '\0';
}

/* Puts an entry to the others where it is a rule. */
static json_t *entry_end(json_t *list, json_t *entry)
{
    const char *class;
    size_t i;

    for (i = 0; (class = hbac_nth(entry, "objectclass", i)) != NULL; i++)
        if (strcasecmp(class, "ipahbacrule") == 0) {
            json_array_append(list, entry);
            break;
        }
    json_decref(entry);
    return json_object();
}

static json_t *entries_of_ldif(struct import *import, const char *path, char *text)
{
    json_t *list = json_array(), *entry = json_object();
    char *end;

    unfold(text);
    for (; *text != '\0'; text = *end == '\0' ? end : end + 1) {
        end = strchrnul(text, '\n');
        if (end == text)
            entry = entry_end(list, entry);
        if (*end == '\n') {
            *end = '\0';
            take_attribute(entry, text);
            *end = '\n';
        } else {
            take_attribute(entry, text);
        }
    }
    json_decref(entry_end(list, entry));
    if (json_array_size(list) > 0)
        return list;
    json_decref(list);
    import_fail(import, "%s: expected JSON with a list of rules, or entries of the class ipahbacrule", path);
    return NULL;
}

json_t *hbac_entries(struct import *import, const char *path)
{
    size_t length;
    char *bytes = import_read(import, path, &length);
    const char *first = bytes == NULL ? "" : bytes + strspn(bytes, " \t\r\n");

    if (bytes == NULL)
        return NULL;
    return *first == '{' || *first == '[' ? entries_of_json(import, path, bytes, length)
                                          : entries_of_ldif(import, path, bytes);
}
