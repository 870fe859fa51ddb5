/*
 * options.c - reads the module's arguments, strictly.
 *
 * A word that is not understood is never passed over: an administrator who mistypes table= must not end up with
 * another policy than the one he meant. Trusts nothing in the arguments; asks nobody, allocates nothing.
 */
#include "options.h"

#include <limits.h>
#include <stddef.h>
#include <string.h>

#include "rolegate.h"

#define SERVICE_MAX 255u

enum option_id {
#define OPTION(name, has_value) OPTION_##name,
#include "options.def"
#undef OPTION
    OPTION_COUNT
};

struct option {
    char name[12];
    bool has_value;
};

static const struct option option_list[OPTION_COUNT] = {
#define OPTION(name, has_value) {#name, has_value},
#include "options.def"
#undef OPTION
};

/* Whether the length bytes at name may be a service's name, as rolegate-policy(5) says. */
static bool is_service(const char *name, size_t length)
{
    if (length == 0 || length > SERVICE_MAX || name[0] == ' ' || name[length - 1] == ' ')
        return false;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)name[i];
        if (c < 0x20 || c == 0x7f || c == ':' || c == '/')
            return false;
    }
    return true;
}

static bool is_path(const char *value)
{
    return value[0] == '/' && strlen(value) < PATH_MAX;
}

/* A list is names joined by single commas; `none` stands alone. */
static bool is_breakglass(const char *value)
{
    if (strcmp(value, "none") == 0)
        return true;
    for (;;) {
        size_t length = strcspn(value, ",");
        if (!is_service(value, length) || (length == 4 && memcmp(value, "none", 4) == 0))
            return false;
        if (value[length] == '\0')
            return true;
        value += length + 1;
    }
}

static bool log_read(const char *value, enum options_log *log)
{
    if (strcmp(value, "all") == 0)
        *log = OPTIONS_LOG_ALL;
    else if (strcmp(value, "deny") == 0)
        *log = OPTIONS_LOG_DENY;
    else if (strcmp(value, "none") == 0)
        *log = OPTIONS_LOG_NONE;
    else
        return false;
    return true;
}

static bool yes_no_read(const char *value, bool *answer)
{
    *answer = strcmp(value, "yes") == 0;
    return *answer || strcmp(value, "no") == 0;
}

/* Takes one option's value ("" where it has none); NULL, or what is wrong with it. */
static const char *option_set(enum option_id id, const char *value, struct options *options)
{
    switch (id) {
    case OPTION_table: options->table = value; return is_path(value) ? NULL : "not an absolute path";
    case OPTION_shadow: options->shadow = value; return is_path(value) ? NULL : "not an absolute path";
    case OPTION_service:
        options->service = value;
        return is_service(value, strlen(value)) ? NULL : "not a valid service name";
    case OPTION_breakglass:
        options->breakglass = value;
        return is_breakglass(value) ? NULL : "expected none, or service names separated by commas";
    case OPTION_log: return log_read(value, &options->log) ? NULL : "expected all, deny or none";
    case OPTION_log_groups: return yes_no_read(value, &options->log_groups) ? NULL : "expected yes or no";
    case OPTION_permissive: options->permissive = true; return NULL;
    case OPTION_audit: options->audit = true; return NULL;
    case OPTION_quiet: options->quiet = true; return NULL;
    case OPTION_debug: options->debug = true; return NULL;
    case OPTION_COUNT: break; /* not reached: the caller has looked */
    }
    return "unknown option";
}

/* The option that an argument names, OPTION_COUNT for none; *value is what stands behind its `=`, or NULL. */
static enum option_id option_find(const char *argument, const char **value)
{
    size_t length = strcspn(argument, "=");
    enum option_id id = 0;

    *value = argument[length] == '=' ? argument + length + 1 : NULL;
    while (id < OPTION_COUNT &&
           (strlen(option_list[id].name) != length || memcmp(option_list[id].name, argument, length) != 0))
        id++;
    return id;
}

static const char *argument_read(const char *argument, unsigned *seen, struct options *options)
{
    const char *value;
    enum option_id id = option_find(argument, &value);

    if (id == OPTION_COUNT)
        return "unknown option";
    if (*seen & (1u << id))
        return "duplicate option";
    *seen |= 1u << id;
    if (option_list[id].has_value && value == NULL)
        return "missing value";
    if (!option_list[id].has_value && value != NULL)
        return "takes no value";
    return option_set(id, value == NULL ? "" : value, options);
}

bool options_read(int argc, const char *const *argv, struct options *options, struct options_fault *fault)
{
    unsigned seen = 0;

    *options = (struct options){
        .table = ROLEGATE_TABLE_PATH, .breakglass = OPTIONS_BREAKGLASS, .log = OPTIONS_LOG_ALL, .log_groups = true};
    for (int i = 0; i < argc; i++) {
        fault->argument = argv[i];
        fault->what = argument_read(argv[i], &seen, options);
        if (fault->what != NULL)
            return false;
    }
    return true;
}

bool options_list_has(const char *list, const char *name)
{
    size_t length = strlen(name);

    if (strcmp(list, "none") == 0)
        return false;
    for (;;) {
        size_t part = strcspn(list, ",");
        if (part == length && memcmp(list, name, length) == 0)
            return true;
        if (list[part] == '\0')
            return false;
        list += part + 1;
    }
}
