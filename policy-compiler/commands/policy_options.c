/*
 * policy_options.c - the options by which a policy is read, shared by all commands that read one: -I, -W, --format.
 */
#include "command.h"

#include <string.h>
#include <sys/stat.h>

#include "support/suggest.h"

static const struct {
    const char *name;
    enum diag_id id;
} ids[] = {
#define DIAG(id, number, severity, name, summary, paragraph) {name, DIAG_##id},
#include "compile/diag/diag.def"
#undef DIAG
};

#define ID_COUNT (sizeof ids / sizeof ids[0])

static const char *nearest_warning(const char *word)
{
    const char *names[ID_COUNT];
    size_t i, count = 0;

    for (i = 0; i < ID_COUNT; i++)
        if (diag_severity(ids[i].id) == DIAG_WARNING)
            names[count++] = ids[i].name;
    return suggest_nearest(word, names, count);
}

/* Finds the warning of that name. */
static bool find_warning(const struct command *command, const char *name, int *id)
{
    const char *near;

    *id = diag_find(name);
    if (*id >= 0 && diag_severity((enum diag_id) * id) == DIAG_WARNING)
        return true;
    if (*id >= 0)
        return command_usage_error(command, "-W: '%s' is an error, which cannot be turned off", name);
    near = nearest_warning(name);
    if (near != NULL)
        return command_usage_error(command, "-W: unknown warning '%s'; did you mean '%s'?", name, near);
    return command_usage_error(command, "-W: unknown warning '%s'; `rolegate help' lists them", name);
}

static void set_all_off(struct diag_options *options, bool off)
{
    size_t i;

    for (i = 0; i < ID_COUNT; i++)
        options->off[ids[i].id] = off;
}

/*
 * What stands behind -W. An id of its own comes first, so `-Wno-zone` is the warning no-zone, and `-Wno-no-zone`
 * turns it off.
 */
static bool warning_option(const struct command *command, struct diag_options *options, const char *value)
{
    int id;

    if (strcmp(value, "all") == 0 || strcmp(value, "no-all") == 0) {
        set_all_off(options, value[0] == 'n');
        return true;
    }
    if (strcmp(value, "error") == 0) {
        options->all_errors = true;
        return true;
    }
    if (strncmp(value, "error=", 6) == 0) {
        if (!find_warning(command, value + 6, &id))
            return false;
        options->error[id] = true;
        options->off[id] = false;
        return true;
    }
    if (diag_find(value) < 0 && strncmp(value, "no-", 3) == 0) {
        if (!find_warning(command, value + 3, &id))
            return false;
        options->off[id] = true;
        return true;
    }
    if (!find_warning(command, value, &id))
        return false;
    options->off[id] = false;
    return true;
}

bool policy_option(const struct command *command, struct policy_options *options, int key, char *value)
{
    size_t count = options->compile.include_dir_count;

    switch (key) {
    case OPTION_INCLUDE:
        if (value[0] == 0)
            return command_usage_error(command, "-I requires a folder");
        if (count == sizeof options->include_dirs / sizeof options->include_dirs[0])
            return command_usage_error(command, "too many -I: the limit is %zu", count);
        options->include_dirs[count] = value;
        options->compile.include_dirs = options->include_dirs;
        options->compile.include_dir_count = count + 1;
        return true;
    case OPTION_ANYWHERE: options->compile.include_anywhere = true; return true;
    case OPTION_ALLOW_EMPTY: options->compile.allow_empty = true; return true;
    case OPTION_STRIP: options->compile.strip_reasons = true; return true;
    case OPTION_WARN: return warning_option(command, &options->compile.diag, value);
    default: options->compile.resolve = RESOLVE; return true;
    }
}

bool policy_format(const struct command *command, const char *value, enum diag_format *format)
{
    static const char *const names[] = {
        [DIAG_TEXT] = "text",     [DIAG_JSON] = "json",     [DIAG_SARIF] = "sarif",
        [DIAG_GITHUB] = "github", [DIAG_GITLAB] = "gitlab", [DIAG_JUNIT] = "junit",
    };
    size_t i;

    for (i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(value, names[i]) == 0) {
            *format = (enum diag_format)i;
            return true;
        }
    return command_usage_error(command, "unknown format '%s'; use text, json, sarif, github, gitlab or junit", value);
}

bool policy_reads(const struct compilation *compilation, const char *path)
{
    struct stat status;
    size_t i;

    if (stat(path, &status) != 0)
        return false;
    for (i = 0; i < compilation->sources.count; i++) {
        const struct source *source = &compilation->sources.list[i];

        if (source->device == status.st_dev && source->inode == status.st_ino)
            break;
    }
    return i < compilation->sources.count;
}

void policy_reads_complain(const char *path)
{
    message_error("cannot write %s: the policy itself is there", path);
}
