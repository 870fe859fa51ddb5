/*
 * service_state.c - what the table that a line of pam_rolegate reads has to say of a service; see service_state.h.
 */
#include "service_state.h"

#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "inspect/inspect.h"
#include "inspect/reach.h"
#include "options.h"
#include "support/arena.h"

const char *line_service(const struct options *options, const char *service)
{
    return options->service != NULL ? options->service : service;
}

bool line_uses_installed(const struct options *options)
{
    return strcmp(options->table, ROLEGATE_TABLE_PATH) == 0;
}

const char *line_table(const struct options *options)
{
    return options->table;
}

static enum service_state look_up(rolegate_table *table, const char *service)
{
    struct inspect_summary summary;
    struct inspect_service listed;
    bool found = false, possible = true;

    if (inspect_summary(table, &summary) != ROLEGATE_OK ||
        inspect_service(table, service, &found, &listed) != ROLEGATE_OK ||
        reach_service(table, service, time(NULL), &possible) != ROLEGATE_OK)
        return SERVICE_UNUSABLE;
    if (found && possible)
        return listed.unlisted ? SERVICE_REQUIRED : SERVICE_LISTED;
    if (found)
        return SERVICE_NOBODY;
    return summary.unlisted_ignore ? SERVICE_IGNORED : SERVICE_DENIED;
}

/* Whether two paths name one file, though one of them may not be there yet. */
static bool is_path(struct arena *arena, const char *a, const char *b)
{
    const char *name_a = strrchr(a, '/'), *name_b = strrchr(b, '/');
    struct stat folder_a, folder_b;

    if (strcmp(a, b) == 0)
        return true;
    return name_a != NULL && name_b != NULL && strcmp(name_a, name_b) == 0 &&
           stat(arena_printf(arena, "%.*s/", (int)(name_a - a), a), &folder_a) == 0 &&
           stat(arena_printf(arena, "%.*s/", (int)(name_b - b), b), &folder_b) == 0 &&
           folder_a.st_dev == folder_b.st_dev && folder_a.st_ino == folder_b.st_ino;
}

enum service_state service_state_of(struct arena *arena, const char *root, const struct assumed_table *instead,
                                    const struct options *options, const char *service)
{
    const char *path = arena_printf(arena, "%s%s", root, options->table), *name = line_service(options, service);
    rolegate_table *table = NULL;
    enum rolegate_status status;
    enum service_state state = SERVICE_UNUSABLE;

    if (instead != NULL && is_path(arena, options->table, instead->path))
        return look_up(instead->table, name);
    status = rolegate_table_open(path, ROLEGATE_WHOLE, &table);
    if (status == ROLEGATE_OK)
        state = look_up(table, name);
    else if (status == ROLEGATE_NOT_READABLE)
        state = SERVICE_UNREADABLE;
    rolegate_table_close(table);
    return state;
}
