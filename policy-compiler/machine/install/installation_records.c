/*
 * installation_records.c - the files beside an installed table: JSON, read strictly.
 *
 * Only root writes them. A file that makes no sense is an error that names it: nothing is guessed.
 */
#include "installation_records.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/arena.h"
#include "support/message.h"
#include "support/json_text.h"
#include "support/shell_word.h"

#define FORMAT 1

bool installation_is_digest(const char *text)
{
    return strlen(text) == DIGEST_TEXT - 1 && strspn(text, "0123456789abcdef") == DIGEST_TEXT - 1;
}

static char *copy(struct arena *arena, const char *text)
{
    return arena_copy(arena, text, strlen(text));
}

/* Opens a regular file; a link in its place, to a file that somebody else wrote, is none. */
static FILE *open_record(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);

    return fd >= 0 ? fdopen(fd, "r") : NULL;
}

/* Reads a JSON file; *root NULL: it is not there. False: a message was printed. */
static bool load(const char *path, json_t **root)
{
    FILE *file = open_record(path);
    json_error_t error;

    *root = NULL;
    if (file == NULL) {
        if (errno == ENOENT)
            return true;
        message_error("cannot read %s: %s", path, strerror(errno));
        return false;
    }
    *root = json_loadf(file, JSON_REJECT_DUPLICATES, &error);
    fclose(file);
    if (*root == NULL)
        message_error("%s: line %d: %s; move it aside to continue without it", path, error.line, error.text);
    return *root != NULL;
}

static bool senseless(const char *path)
{
    message_error("%s is invalid; move it aside to continue without it", path);
    return false;
}

const char *installation_command(struct arena *arena, const struct installed *record)
{
    const char *text = arena_printf(arena, "rolegate install %s", shell_word(arena, record->source));
    size_t i;

    for (i = 0; i < record->include_dir_count; i++)
        text = arena_printf(arena, "%s -I %s", text, shell_word(arena, record->include_dirs[i]));
    return record->include_anywhere ? arena_printf(arena, "%s --include-anywhere", text) : text;
}

/* Reads the folders of includes; a list that is not there has none. */
static bool read_folders(struct arena *arena, const json_t *list, struct installed *record)
{
    size_t count = json_array_size(list), i;
    const char **folders = arena_array(arena, count + 1, sizeof *folders);

    for (i = 0; i < count; i++) {
        const char *folder = json_string_value(json_array_get(list, i));

        if (folder == NULL || folder[0] != '/')
            return false;
        folders[i] = copy(arena, folder);
    }
    record->include_dirs = folders;
    record->include_dir_count = count;
    return true;
}

static bool read_record(struct arena *arena, json_t *object, struct installed *record)
{
    const char *sha256, *by, *because, *source, *instead_of = "";
    int stripped = 0, anywhere = 0;
    json_t *folders = NULL;
    json_int_t at;

    if (json_unpack(object, "{s:s, s:I, s:s, s:s, s:s, s?s, s?b, s?o, s?b}", "sha256", &sha256, "at", &at, "by", &by,
                    "because", &because, "source", &source, "instead_of", &instead_of, "stripped", &stripped, "include",
                    &folders, "include_anywhere", &anywhere) != 0)
        return false;
    *record = (struct installed){.at = at,
                                 .by = copy(arena, by),
                                 .because = copy(arena, because),
                                 .source = copy(arena, source),
                                 .stripped = stripped != 0,
                                 .include_anywhere = anywhere != 0};
    if (!read_folders(arena, folders, record))
        return false;
    if (installation_is_digest(sha256))
        memcpy(record->sha256, sha256, DIGEST_TEXT);
    if (installation_is_digest(instead_of))
        memcpy(record->instead_of, instead_of, DIGEST_TEXT);
    return true;
}

static bool read_list(struct arena *arena, json_t *root, struct installed *records, size_t *count)
{
    json_t *list, *object;
    json_int_t format;
    size_t i;

    if (json_unpack(root, "{s:I, s:o}", "format", &format, "tables", &list) != 0 || format != FORMAT ||
        !json_is_array(list) || json_array_size(list) > INSTALLATION_RECORDS)
        return false;
    json_array_foreach(list, i, object)
    {
        if (!read_record(arena, object, &records[*count]))
            return false;
        if (records[*count].sha256[0] != '\0')
            ++*count;
    }
    return true;
}

bool installation_read_records(struct arena *arena, const char *path, struct installed *records, size_t *count)
{
    json_t *root;
    bool read;

    *count = 0;
    if (!load(path, &root))
        return false;
    if (root == NULL)
        return true;
    read = read_list(arena, root, records, count);
    json_decref(root);
    return read || senseless(path);
}

/* The text of a JSON value, which it drops. */
static char *text_of(json_t *root)
{
    char *text = root ? json_dumps(root, JSON_INDENT(2)) : NULL;

    json_decref(root);
    if (text == NULL)
        message_error("out of memory");
    return text;
}

static json_t *folders_json(const struct installed *record)
{
    json_t *list = json_array();
    size_t i;

    for (i = 0; i < record->include_dir_count; i++)
        json_array_append_new(list, json_text(record->include_dirs[i]));
    return list;
}

char *installation_records_text(const struct installed *records, size_t count)
{
    json_t *list = json_array();
    size_t i;

    for (i = 0; i < count; i++) {
        json_t *record = json_pack("{s:s, s:I, s:o, s:o, s:o}", "sha256", records[i].sha256, "at",
                                   (json_int_t)records[i].at, "by", json_text(records[i].by), "because",
                                   json_text(records[i].because), "source", json_text(records[i].source));

        if (records[i].instead_of[0] != '\0')
            json_object_set_new(record, "instead_of", json_string(records[i].instead_of));
        if (records[i].stripped)
            json_object_set_new(record, "stripped", json_true());
        if (records[i].include_dir_count > 0)
            json_object_set_new(record, "include", folders_json(&records[i]));
        if (records[i].include_anywhere)
            json_object_set_new(record, "include_anywhere", json_true());
        json_array_append_new(list, record);
    }
    if (json_array_size(list) != count) {
        json_decref(list);
        list = NULL;
    }
    return text_of(json_pack("{s:i, s:o}", "format", FORMAT, "tables", list));
}

static bool unpack_unconfirmed(struct arena *arena, json_t *root, struct unconfirmed *unconfirmed)
{
    const char *back_to, *waiting[WAITING_MOST], *boot;
    json_int_t format, since, deadline;
    size_t i;

    if (json_unpack(root, "{s:I, s:s, s:[ss], s:s, s:I, s:I}", "format", &format, "back_to", &back_to, "waiting",
                    &waiting[0], &waiting[1], "boot", &boot, "since", &since, "deadline", &deadline) != 0 ||
        format != FORMAT || (back_to[0] != '\0' && !installation_is_digest(back_to)))
        return false;
    *unconfirmed = (struct unconfirmed){.there = true, .boot = copy(arena, boot), .since = since, .deadline = deadline};
    memcpy(unconfirmed->back_to, back_to, strlen(back_to) + 1);
    for (i = 0; i < WAITING_MOST; i++)
        snprintf(unconfirmed->waiting[i], DIGEST_TEXT, "%s", waiting[i]);
    return true;
}

bool installation_read_unconfirmed(struct arena *arena, const char *path, struct unconfirmed *unconfirmed)
{
    json_t *root;
    bool read;

    unconfirmed->there = false;
    if (!load(path, &root))
        return false;
    if (root == NULL)
        return true;
    read = unpack_unconfirmed(arena, root, unconfirmed);
    json_decref(root);
    return read || senseless(path);
}

char *installation_unconfirmed_text(const struct unconfirmed *unconfirmed)
{
    return text_of(json_pack("{s:i, s:s, s:[ss], s:s, s:I, s:I}", "format", FORMAT, "back_to", unconfirmed->back_to,
                             "waiting", unconfirmed->waiting[0], unconfirmed->waiting[1], "boot", unconfirmed->boot,
                             "since", (json_int_t)unconfirmed->since, "deadline", (json_int_t)unconfirmed->deadline));
}

static bool is_kept(const char *name, const char *const *keep, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
        if (strncmp(name, keep[i], DIGEST_TEXT - 1) == 0)
            return true;
    return false;
}

void installation_prune(const char *folder, const char *const *keep, size_t count)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;

    if (dir == NULL)
        return;
    while ((entry = readdir(dir)) != NULL)
        if (strlen(entry->d_name) == DIGEST_TEXT + 3 && strcmp(entry->d_name + DIGEST_TEXT - 1, ".rgt") == 0 &&
            !is_kept(entry->d_name, keep, count))
            unlinkat(dirfd(dir), entry->d_name, 0);
    closedir(dir);
}
