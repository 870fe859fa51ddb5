/*
 * enabled.c - which services were switched on: JSON, read strictly; see enabled.h.
 */
#include "enabled.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "support/json_text.h"
#include "support/message.h"
#include "support/arena.h"
#include "support/shell_word.h"
#include "support/atomic_file.h"

#define FOLDER      "/var/lib/rolegate"
#define PATH        FOLDER "/enabled.json"
#define FORMAT      1
#define FOLDER_MODE (S_IRWXU | S_IRGRP | S_IXGRP | S_IROTH | S_IXOTH)

static char *copy(struct arena *arena, const char *text)
{
    return arena_copy(arena, text, strlen(text));
}

static void add(struct enabled *enabled, const struct enabled_service *service)
{
    enabled->services =
        arena_grow(enabled->arena, enabled->services, enabled->count, &enabled->capacity, sizeof *enabled->services);
    enabled->services[enabled->count++] = *service;
}

static bool read_service(struct enabled *enabled, json_t *object)
{
    struct enabled_service service = {.name = NULL};
    const char **options, *name, *copied_of = NULL;
    json_t *list, *option;
    size_t i;

    if (json_unpack(object, "{s:s, s:o, s?s}", "service", &name, "options", &list, "copied_of", &copied_of) != 0 ||
        !json_is_array(list))
        return false;
    options = arena_array(enabled->arena, json_array_size(list) + 1, sizeof *options);
    json_array_foreach(list, i, option)
    {
        if (!json_is_string(option))
            return false;
        options[i] = copy(enabled->arena, json_string_value(option));
    }
    service.name = copy(enabled->arena, name);
    service.options = options;
    service.option_count = json_array_size(list);
    service.copied_of = copied_of != NULL ? copy(enabled->arena, copied_of) : NULL;
    add(enabled, &service);
    return true;
}

static bool read_list(struct enabled *enabled, json_t *root)
{
    json_t *list, *object;
    json_int_t format;
    size_t i;

    if (json_unpack(root, "{s:I, s:o}", "format", &format, "services", &list) != 0 || format != FORMAT ||
        !json_is_array(list))
        return false;
    json_array_foreach(list, i, object) if (!read_service(enabled, object)) return false;
    return true;
}

void enabled_read(struct arena *arena, struct enabled *enabled)
{
    FILE *file = fopen(PATH, "re");
    json_error_t error;
    json_t *root;

    *enabled = (struct enabled){.arena = arena};
    if (file == NULL) {
        if (errno != ENOENT)
            enabled->problem = arena_printf(arena, "cannot read " PATH ": %s", strerror(errno));
        return;
    }
    root = json_loadf(file, JSON_REJECT_DUPLICATES, &error);
    fclose(file);
    if (root == NULL || !read_list(enabled, root)) {
        enabled->problem = PATH " is invalid; move it aside to continue without it";
        enabled->count = 0;
    }
    json_decref(root);
}

const struct enabled_service *enabled_find(const struct enabled *enabled, const char *name)
{
    size_t i;

    for (i = 0; i < enabled->count; i++)
        if (strcmp(enabled->services[i].name, name) == 0)
            return &enabled->services[i];
    return NULL;
}

static json_t *service_json(const struct enabled_service *service)
{
    json_t *object = json_object(), *options = json_array();
    size_t i;

    for (i = 0; i < service->option_count; i++)
        json_array_append_new(options, json_text(service->options[i]));
    json_object_set_new(object, "service", json_text(service->name));
    json_object_set_new(object, "options", options);
    if (service->copied_of != NULL)
        json_object_set_new(object, "copied_of", json_text(service->copied_of));
    return object;
}

static char *text_of(const struct enabled *enabled)
{
    json_t *root = json_object(), *list = json_array();
    char *text;
    size_t i;

    for (i = 0; i < enabled->count; i++)
        json_array_append_new(list, service_json(&enabled->services[i]));
    json_object_set_new(root, "format", json_integer(FORMAT));
    json_object_set_new(root, "services", list);
    text = json_dumps(root, JSON_INDENT(2));
    json_decref(root);
    return text;
}

/* The folders are made where they are missing; everybody may look. */
static bool make_folder(void)
{
    static const char *const folders[] = {"/var", "/var/lib", FOLDER};
    size_t i;

    for (i = 0; i < sizeof folders / sizeof folders[0]; i++)
        if (mkdir(folders[i], FOLDER_MODE) == 0 ? chmod(folders[i], FOLDER_MODE) != 0 : errno != EEXIST) {
            message_error("cannot create %s: %s", folders[i], strerror(errno));
            return false;
        }
    return true;
}

static bool write_list(const struct enabled *enabled)
{
    struct atomic_file_problem problem;
    char *text = text_of(enabled);
    bool written = false;

    if (text == NULL) {
        message_error("out of memory");
    } else if (make_folder()) {
        written = atomic_file_write(PATH, text, strlen(text), NULL, &problem) == 0;
        if (!written)
            atomic_file_complain(&problem);
    }
    free(text);
    return written;
}

static void remove_at(struct enabled *enabled, size_t i)
{
    enabled->count--;
    memmove(&enabled->services[i], &enabled->services[i + 1], (enabled->count - i) * sizeof enabled->services[0]);
}

static bool forget(struct enabled *enabled, const char *name)
{
    size_t i = 0, before = enabled->count;

    while (i < enabled->count)
        if (name == NULL || strcmp(enabled->services[i].name, name) == 0)
            remove_at(enabled, i);
        else
            i++;
    return enabled->count != before;
}

bool enabled_note(struct enabled *enabled, const struct enabled_service *service)
{
    if (enabled->problem != NULL) {
        message_error("%s", enabled->problem);
        return false;
    }
    forget(enabled, service->name);
    add(enabled, service);
    return write_list(enabled);
}

bool enabled_drop(struct enabled *enabled, const char *name)
{
    if (enabled->problem != NULL) {
        message_error("%s", enabled->problem);
        return false;
    }
    return !forget(enabled, name) || write_list(enabled);
}

const char *enabled_command(struct arena *arena, const struct enabled_service *service)
{
    const char *text = arena_printf(arena, "rolegate enable %s", shell_word(arena, service->name));
    size_t i;

    for (i = 0; i < service->option_count; i++)
        text = arena_printf(arena, "%s %s", text, shell_word(arena, service->options[i]));
    return text;
}
