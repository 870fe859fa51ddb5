/*
 * access.c - pam_access: the first line that matches decides, and where none does, everybody is let in.
 *
 * Lines are cut as the module cuts them, with its fields, its skipped lines and, before Linux-PAM 1.6, its buffer.
 */
#include "import.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "access_token.h"
#include "support/arena.h"

#define ACCESS_FILE   "/etc/security/access.conf"
#define ACCESS_FOLDER "/etc/security/access.d"
#define BUFFER_BYTES  8191u /* of a line, before 1.6.0 */
#define EXCEPTS_MAX   50u
#define TURNS_MAX     200u /* from + to - and back */

/* A line that the module takes: its sign, and whom it matches. */
struct access_line {
    bool allows;
    struct origin origin;
    const char *said;
    const struct formula *match;
};

struct access_reader {
    struct import *import;
    const char *field_separators, *list_separators;
    bool groups_in_brackets;
    struct access_line *lines;
    size_t count, capacity;
};

/* ---- a line ---- */

/* The words of a field up to the next EXCEPT. NULL: there is none. */
static char *next_word(const struct access_reader *reader, char **rest)
{
    char *word = strtok_r(NULL, reader->list_separators, rest);

    return word == NULL || strcasecmp(word, "EXCEPT") == 0 ? NULL : word;
}

/* Fields are cut where EXCEPT stands: A EXCEPT B EXCEPT C. Returns how many parts there are. */
static size_t count_parts(const struct access_reader *reader, const char *field)
{
    char *copy = arena_copy(reader->import->arena, field, strlen(field)), *rest = NULL, *word;
    size_t parts = 1;

    for (word = strtok_r(copy, reader->list_separators, &rest); word != NULL;
         word = strtok_r(NULL, reader->list_separators, &rest))
        parts += strcasecmp(word, "EXCEPT") == 0;
    return parts;
}

/* Whom the second field matches, and where the condition of the third holds. */
static const struct formula *read_users(struct access_reader *reader, struct access_reading reading, char *field,
                                        const struct proviso *place)
{
    struct subjects parts[EXCEPTS_MAX + 1] = {{NULL, 0, 0}};
    struct arena *arena = reader->import->arena;
    const struct formula *formula = formula_constant(false);
    size_t count = count_parts(reader, field), i;
    bool widens = reading.widens;
    char *rest = field, *word;

    for (i = 0; i < count; i++) {
        reading.widens = widens != (i % 2 == 1);
        while ((word = next_word(reader, &rest)) != NULL)
            access_user(&reading, arena_copy(arena, word, strlen(word)), &parts[i]);
    }
    for (i = count; i-- > 0;)
        formula = formula_both(arena, FORMULA_AND,
                               formula_leaf(arena, &parts[i], i == 0 ? place : proviso_constant(true), &reading.origin),
                               formula_not(arena, formula));
    return formula;
}

/* From where a part of the third field matches: networks, or a terminal of this machine. */
static const struct proviso *read_part(struct access_reader *reader, const struct access_reading *reading, char **rest)
{
    struct arena *arena = reader->import->arena;
    const struct proviso *place = proviso_constant(false), *terminals = place;
    const struct proviso *local = proviso_text(arena, PROVISO_FROM, "local");
    char *word;

    while ((word = next_word(reader, rest)) != NULL)
        place = proviso_both(arena, PROVISO_OR, place,
                             access_place(reading, arena_copy(arena, word, strlen(word)), &terminals));
    return proviso_both(arena, PROVISO_OR, place, proviso_both(arena, PROVISO_AND, local, terminals));
}

/* From where the third field matches. */
static const struct proviso *read_places(struct access_reader *reader, struct access_reading reading, char *field)
{
    const struct proviso *parts[EXCEPTS_MAX + 1];
    struct arena *arena = reader->import->arena;
    const struct proviso *place = proviso_constant(false);
    size_t count = count_parts(reader, field), i;
    bool widens = reading.widens;
    char *rest = field;

    for (i = 0; i < count; i++) {
        reading.widens = widens != (i % 2 == 1);
        parts[i] = read_part(reader, &reading, &rest);
    }
    for (i = count; i-- > 0;)
        place = proviso_both(arena, PROVISO_AND, parts[i], proviso_not(arena, place));
    return place;
}

/* Whom a line matches. */
static const struct formula *read_match(struct access_reader *reader, struct access_line *line, char *users,
                                        char *places)
{
    struct access_reading reading = {reader->import, line->origin, reader->groups_in_brackets, !line->allows};

    if (count_parts(reader, users) > EXCEPTS_MAX || count_parts(reader, places) > EXCEPTS_MAX) {
        import_lose(reader->import, LOSS_NARROWER, &line->origin,
                    "more than %u EXCEPT are not carried over; the line counts as %s", EXCEPTS_MAX - 1,
                    line->allows ? "no match" : "a match");
        return formula_constant(!line->allows);
    }
    return read_users(reader, reading, users, read_places(reader, reading, places));
}

static void skip_line(struct access_reader *reader, const struct origin *origin, const char *why)
{
    import_lose(reader->import, LOSS_NONE, origin, "the module passes over this line: %s", why);
}

/* Takes a line, its line end included; text may be written to. */
static void next_line(struct access_reader *reader, char *text, const struct origin *origin)
{
    struct access_line line = {.origin = *origin};
    size_t end = strlen(text);
    char *sign, *users, *places, *rest = NULL;

    if (end == 0 || text[end - 1] != '\n') {
        skip_line(reader, origin, "it is too long, has a NUL byte, or no line end");
        return;
    }
    for (end--; end > 0 && isspace((unsigned char)text[end - 1]); end--)
        ;
    text[end] = '\0';
    if (text[0] == '#' || text[0] == '\0')
        return;
    line.said = arena_copy(reader->import->arena, text, end);
    line.allows = text[0] == '+';
    if ((sign = strtok_r(text, reader->field_separators, &rest)) == NULL ||
        (users = strtok_r(NULL, reader->field_separators, &rest)) == NULL ||
        (places = strtok_r(NULL, "\n", &rest)) == NULL) {
        skip_line(reader, origin, "it has fewer than three fields");
        return;
    }
    if (sign[0] != '+' && sign[0] != '-') {
        skip_line(reader, origin, "it begins with neither + nor -");
        return;
    }
    line.match = read_match(reader, &line, users, places);
    reader->lines =
        arena_grow(reader->import->arena, reader->lines, reader->count, &reader->capacity, sizeof *reader->lines);
    reader->lines[reader->count++] = line;
    import_add_case(reader->import, &line.origin, line.said, line.match, true);
}

/* ---- files ---- */

static bool read_file(struct access_reader *reader, const char *path)
{
    size_t length, at = 0, most, size;
    char *bytes = import_read(reader->import, path, &length);
    struct origin origin = {.file = import_base_name(path)};

    if (bytes == NULL)
        return false;
    most = reader->import->pam_version < PAM_VERSION(1, 6, 0) ? BUFFER_BYTES : length;
    for (; at < length; at += size) {
        const char *end = memchr(bytes + at, '\n', length - at);

        size = end == NULL ? length - at : (size_t)(end - (bytes + at)) + 1;
        size = size < most ? size : most;
        origin.line++;
        next_line(reader, arena_copy(reader->import->arena, bytes + at, size), &origin);
    }
    return true;
}

static int is_drop_in(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);

    return entry->d_name[0] != '.' && length > 5 && strcmp(entry->d_name + length - 5, ".conf") == 0;
}

static int by_bytes(const struct dirent **one, const struct dirent **other)
{
    return strcmp((*one)->d_name, (*other)->d_name);
}

/* The files of the folder beside the module's own, in the order of their names. */
static bool read_folder(struct access_reader *reader)
{
    const char *folder = arena_printf(reader->import->arena, "%s" ACCESS_FOLDER, reader->import->root);
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_drop_in, by_bytes), i;
    bool right = true;

    for (i = 0; i < count; i++) {
        const char *path = arena_printf(reader->import->arena, "%s/%s", folder, entries[i]->d_name);

        reader->import->shown = arena_printf(reader->import->arena, "%s, %s", reader->import->shown, path);
        right = right && read_file(reader, path);
        free(entries[i]);
    }
    free(entries);
    return right;
}

/* The module's own file, which need not be there. */
static bool read_default(struct access_reader *reader)
{
    const char *path = arena_printf(reader->import->arena, "%s" ACCESS_FILE, reader->import->root);
    struct origin whole = {.file = import_base_name(path)};

    reader->import->shown = path;
    if (access(path, F_OK) == 0 || errno != ENOENT)
        return read_file(reader, path) && read_folder(reader);
    import_lose(reader->import, LOSS_NONE, &whole, "no such file, so the module keeps nobody out by it");
    return read_folder(reader);
}

/* Takes the module's arguments; *path is the file that they name. */
static void read_arguments(struct access_reader *reader, const struct import_call *call, const char **path)
{
    static const char *const of_no_account[] = {"debug", "noaudit", "quiet_log", "nodns"};
    size_t i, k;

    for (i = 0; i < call->argument_count; i++) {
        const char *argument = call->arguments[i];
        bool known = strcmp(argument, "nodefgroup") == 0;

        for (k = 0; k < sizeof of_no_account / sizeof *of_no_account; k++)
            known = known || strcmp(argument, of_no_account[k]) == 0;
        if (strcmp(argument, "nodefgroup") == 0)
            reader->groups_in_brackets = true;
        else if (strncmp(argument, "fieldsep=", 9) == 0)
            reader->field_separators = argument + 9;
        else if (strncmp(argument, "listsep=", 8) == 0)
            reader->list_separators = argument + 8;
        else if (strncmp(argument, "accessfile=", 11) == 0)
            *path = arena_printf(reader->import->arena, "%s%s", reader->import->root, argument + 11);
        else if (!known)
            import_lose(reader->import, LOSS_NONE, &(const struct origin){.file = "pam_access"},
                        "the module passes over its argument `%s'", argument);
    }
}

/* ---- the whole ---- */

/* Lines from the first on, joined; what is behind them decides where none of them does. */
static const struct formula *join_lines(struct access_reader *reader, const struct formula *end)
{
    struct arena *arena = reader->import->arena;
    const struct formula *formula = end;
    size_t i = reader->count, first, turns = 0;

    for (; i > 0; i = first) {
        bool allows = reader->lines[i - 1].allows;
        struct formulas parts = {.count = 0};
        size_t k;

        for (first = i - 1; first > 0 && reader->lines[first - 1].allows == allows; first--)
            ;
        for (k = first; k < i; k++)
            formulas_add(arena, &parts, allows ? reader->lines[k].match : formula_not(arena, reader->lines[k].match));
        formulas_add(arena, &parts, formula);
        formula = formula_join(arena, allows ? FORMULA_OR : FORMULA_AND, &parts);
        if (++turns > TURNS_MAX)
            return import_fail(reader->import, "the lines turn from + to - and back more than %u times", TURNS_MAX);
    }
    return formula;
}

/* Drops the lines behind one that matches everybody. False: there is none such. */
static bool cut_behind_last(struct access_reader *reader)
{
    size_t i = 0;

    while (i < reader->count && reader->lines[i].match->kind != FORMULA_TRUE)
        i++;
    if (i == reader->count)
        return false;
    if (i + 1 < reader->count)
        import_lose(reader->import, LOSS_NONE, &reader->lines[i + 1].origin,
                    "the module never gets here: line %u matches everybody", reader->lines[i].origin.line);
    reader->count = i + 1;
    return true;
}

const struct formula *import_access(struct import *import, const struct import_call *call)
{
    struct access_reader reader = {.import = import, .field_separators = ":", .list_separators = ", \t"};
    const char *path = NULL;
    struct origin whole;

    read_arguments(&reader, call, &path);
    path = call->file != NULL ? call->file : path;
    import->shown = path;
    if (!(path == NULL ? read_default(&reader) : read_file(&reader, path)))
        return NULL;
    whole = (struct origin){.file = import_base_name(path == NULL ? ACCESS_FILE : path)};
    if (!cut_behind_last(&reader)) {
        import_lose(import, LOSS_NONE, &whole,
                    import->closed ? "whoever no line speaks of is let in there, and kept out here, by --closed"
                                   : "whoever no line speaks of is let in; with --closed he is kept out");
        import_add_case(import, &whole, "whom no line speaks of", formula_constant(true), true);
    }
    return join_lines(&reader, formula_constant(!import->closed));
}
