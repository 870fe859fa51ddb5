/*
 * include.c - which files an include names: a path, a pattern, an installed policy; include_read.c reads each.
 *
 * Names for the table are worked out from the texts of the includes alone, so that they do not depend on the folder
 * that the compiler is run in.
 */
#include "include.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <nettle/sha2.h>

#include "include_read.h"
#include "support/arena.h"
#include "compile/source/confine.h"

#ifndef ROLEGATE_POLICY_DIR
#define ROLEGATE_POLICY_DIR "/usr/local/share/rolegate/policies"
#endif

#define NAMES_MAX ((size_t)1000000) /* of files that patterns look at, in all */

/* The folders that files may be included from. */
static struct confinement *confinement_of(struct arena *arena, const char *path, const struct compile_options *options)
{
    struct confinement *confinement = confinement_new(arena, options->include_anywhere);
    size_t i;

    confinement_add(confinement, folder_of(arena, path));
    for (i = 0; i < options->include_dir_count; i++)
        confinement_add(confinement, options->include_dirs[i]);
    confinement_add(confinement, ROLEGATE_POLICY_DIR);
    return confinement;
}

void include_main(struct compilation *compilation, const char *path, const struct compile_options *options)
{
    struct include_reading reading = {.compilation = compilation, .is_main = true};
    const char *slash = strrchr(path, '/');

    compilation->confinement = confinement_of(compilation->arena, path, options);
    if (strcmp(path, "-") == 0)
        include_descriptor(&reading, STDIN_FILENO, "<stdin>", "<stdin>");
    else
        include_open(&reading, path, 0, slash == NULL ? path : slash + 1);
}

/* folder (which ends with a slash, or is empty) and text as one path, with `.`, `..` and double slashes worked out. */
static const char *path_join(struct arena *arena, const char *folder, const char *text)
{
    const char *all = *text == '/' ? text : arena_printf(arena, "%s%s", folder, text), *at = all;
    char *out = arena_alloc(arena, strlen(all) + 1);
    size_t length = 0, floor;

    if (*all == '/')
        out[length++] = '/';
    floor = length; /* what `..` cannot take away */
    while (*at != '\0') {
        size_t part = strcspn(at, "/");
        if (part == 2 && memcmp(at, "..", 2) == 0 && length > floor) {
            for (length--; length > floor && out[length - 1] != '/'; length--)
                ;
        } else if (part == 2 && memcmp(at, "..", 2) == 0 && *all == '/') {
            ;
        } else if (part > 0 && !(part == 1 && *at == '.')) {
            memcpy(out + length, at, part);
            length += part;
            out[length++] = '/';
            if (part == 2 && memcmp(at, "..", 2) == 0)
                floor = length;
        }
        at += part;
        at += strspn(at, "/");
    }
    if (length > 1)
        length--;
    out[length] = '\0';
    return out;
}

/* The table's name of a file that another includes by text: beside it; <…> where that one is on the include path. */
static const char *name_beside(const struct compilation *compilation, const struct source *from, const char *text)
{
    struct arena *arena = compilation->arena;
    size_t length = strlen(from->name);

    if (from->start == 0) /* the main file: what is beside it has no folder */
        return path_join(arena, "", text);
    if (*text == '/' || from->name[0] != '<' || from->name[length - 1] != '>')
        return path_join(arena, folder_of(arena, from->name), text);
    return arena_printf(arena, "<%s>", path_join(arena, folder_of(arena, from->name + 1), text));
}

static int compare_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool include_name_matches(const char *pattern, const char *name)
{
    const char *star = NULL, *kept = NULL;

    if (*name == '.' && *pattern != '.')
        return false;
    while (*name != '\0') {
        if (*pattern == '*') {
            star = pattern++;
            kept = name;
        } else if (*pattern == '?' || (*pattern == *name && *pattern != '\0')) {
            pattern++;
            name++;
        } else if (star != NULL) {
            pattern = star + 1;
            name = ++kept;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}

/* Draws on what all includes together may look at. False: it is spent, which is reported once. */
static bool work_spend(const struct include_reading *reading, size_t names)
{
    struct compilation *compilation = reading->compilation;

    if (compilation->include_names > NAMES_MAX)
        return false;
    compilation->include_names += names;
    if (compilation->include_names <= NAMES_MAX)
        return true;
    diag_at(&compilation->diag, DIAG_TOO_LARGE, reading->span,
            "the patterns of all includes look at more than %zu names of files; the files after this one are not read",
            NAMES_MAX);
    return false;
}

/* Whether the same was included before, by an include that is not bounded either: every match has been read then. */
static bool pattern_is_known(const struct include_reading *reading, const char *folder, const char *pattern)
{
    const struct include_pattern *known;
    size_t compared = 0;

    for (known = reading->compilation->patterns; known != NULL; known = known->next, compared++)
        if (!known->bounded && reading->delegation == NULL && strcmp(known->pattern, pattern) == 0 &&
            strcmp(known->folder, folder) == 0)
            return true;
    return !work_spend(reading, 1 + compared / 8);
}

/* Keeps where a pattern looks, for warnings about it. */
static void pattern_note(const struct include_reading *reading, const char *folder, const char *pattern)
{
    struct compilation *compilation = reading->compilation;
    struct include_pattern *note = arena_alloc(compilation->arena, sizeof *note);

    *note = (struct include_pattern){
        .span = reading->span, .folder = folder, .pattern = pattern, .bounded = reading->delegation != NULL};
    *compilation->patterns_end = note;
    compilation->patterns_end = &note->next;
}

struct names {
    const char **list;
    size_t count, capacity;
};

static void name_add(const struct include_reading *reading, struct names *names, const char *name)
{
    struct arena *arena = reading->compilation->arena;

    names->list = arena_grow(arena, names->list, names->count, &names->capacity, sizeof *names->list);
    names->list[names->count++] = arena_copy(arena, name, strlen(name));
}

/* Adds what matches in a folder of the files from memory, but for those that are on the disk as well. */
static void names_of_texts(const struct include_reading *reading, const char *folder, const char *pattern,
                           struct names *names)
{
    const struct compilation *compilation = reading->compilation;
    size_t i;

    for (i = 0; i < compilation->text_count; i++) {
        const char *path = compilation->texts[i].path, *name = path + strlen(folder_of(compilation->arena, path));

        if (include_name_matches(pattern, name) && access(path, F_OK) != 0 &&
            is_same_place(compilation->arena, path, arena_printf(compilation->arena, "%s/%s", folder, name)))
            name_add(reading, names, name);
    }
}

/* The names in a folder that match, in byte order. False: the folder cannot be read, or the work is spent. */
static bool names_read(const struct include_reading *reading, const char *folder, const char *pattern,
                       struct names *names)
{
    const struct dirent *entry;
    DIR *open = opendir(folder);

    if (open == NULL)
        return false;
    while ((entry = readdir(open)) != NULL) {
        if (!work_spend(reading, 1))
            break;
        if (include_name_matches(pattern, entry->d_name))
            name_add(reading, names, entry->d_name);
    }
    closedir(open);
    names_of_texts(reading, folder, pattern, names);
    if (names->count > 1)
        qsort(names->list, names->count, sizeof *names->list, compare_bytes);
    return true;
}

/* Keeps what a pattern matches, for the table, by which a file that is new later is found. */
static void pattern_keep(const struct include_reading *reading, const struct source *from, const char *text,
                         const struct names *names)
{
    struct sources *sources = &reading->compilation->sources;
    struct source_pattern pattern = {
        .name = arena_printf(sources->arena, "%s/", name_beside(reading->compilation, from, text))};
    struct sha256_ctx context;
    size_t i;

    for (i = 0; i < sources->pattern_count; i++)
        if (strcmp(sources->patterns[i].name, pattern.name) == 0)
            return;
    sha256_init(&context);
    for (i = 0; i < names->count; i++) {
        sha256_update(&context, strlen(names->list[i]), (const uint8_t *)names->list[i]);
        sha256_update(&context, 1, (const uint8_t *)"\n");
    }
    sha256_digest(&context, sizeof pattern.digest, pattern.digest);
    sources->patterns = arena_grow(sources->arena, sources->patterns, sources->pattern_count,
                                   &sources->pattern_capacity, sizeof *sources->patterns);
    sources->patterns[sources->pattern_count++] = pattern;
}

/* Includes every match of a pattern, in byte order. text: the include's; folder: its own, joined to the includer's. */
static void include_matches(const struct include_reading *reading, const struct source *from, const char *text,
                            const char *folder, size_t trusted)
{
    struct arena *arena = reading->compilation->arena;
    const char *last = strrchr(text, '/'), *pattern = last == NULL ? text : last + 1;
    const char *real = confined_path(reading->compilation->confinement, *folder == '\0' ? "." : folder);
    struct names names = {.count = 0};
    size_t i;

    if (real == NULL && errno == 0) {
        include_outside(reading, text);
        return;
    }
    if (pattern_is_known(reading, folder, pattern))
        return;
    pattern_note(reading, folder, pattern);
    if (real == NULL ? errno != ENOENT : !names_read(reading, real, pattern, &names))
        include_cannot_read(reading, DIAG_CANNOT_READ, text, "its folder cannot be read");
    pattern_keep(reading, from, text, &names);
    for (i = 0; i < names.count; i++)
        include_open(reading, arena_printf(arena, "%s%s", folder, names.list[i]), trusted,
                     name_beside(reading->compilation, from,
                                 arena_printf(arena, "%.*s%s", (int)(pattern - text), text, names.list[i])));
}

void include_path(struct compilation *compilation, const struct source *from, const char *text, struct span span,
                  struct ast_delegation *delegation)
{
    struct include_reading reading = {.compilation = compilation,
                                      .span = span,
                                      .delegation = delegation,
                                      .installed = delegation == NULL && from->installed};
    struct arena *arena = compilation->arena;
    const char *folder = *text == '/' ? "" : folder_of(arena, from->path);
    const char *last = strrchr(text, '/');

    if (strpbrk(last == NULL ? text : last, "*?") != NULL)
        include_matches(&reading, from, text, arena_printf(arena, "%s%s", folder, folder_of(arena, text)),
                        strlen(folder));
    else if (last != NULL ? last[1] == '\0' : *text == '\0')
        include_cannot_read(&reading, DIAG_CANNOT_READ, text, "it names no file");
    else
        include_open(&reading, arena_printf(arena, "%s%s", folder, text), strlen(folder),
                     name_beside(compilation, from, text));
}

void include_name(struct compilation *compilation, const char *name, struct span span,
                  const struct compile_options *options, struct ast_delegation *delegation)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
    struct include_reading reading = {
        .compilation = compilation, .span = span, .delegation = delegation, .installed = delegation == NULL};
    struct arena *arena = compilation->arena;
    size_t i;

    if (*name == '.' || name[strspn(name, plain)] != '\0') {
        diag_at(&compilation->diag, DIAG_BAD_NAME, span, "<%s> is not the name of an installed policy", name);
        return;
    }
    for (i = 0; i <= options->include_dir_count; i++) {
        const char *folder = i < options->include_dir_count ? options->include_dirs[i] : ROLEGATE_POLICY_DIR;
        const char *path = arena_printf(arena, "%s/%s.rg", folder, name);
        if (access(path, F_OK) == 0) {
            reading.given = i == options->include_dir_count && delegation == NULL;
            include_open(&reading, path, strlen(folder) + 1, arena_printf(arena, "<%s>", name));
            return;
        }
    }
    include_cannot_read(&reading, DIAG_CANNOT_READ, arena_printf(arena, "<%s>", name),
                        arena_printf(arena, "no %s.rg on the include path; add its folder with -I", name));
}
