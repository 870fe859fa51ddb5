/*
 * time.c - pam_time: whoever a line speaks of is let in only at its times.
 */
#include "import.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "support/arena.h"
#include "time_field.h"
#include "time_window.h"

#define TIME_FILE "/etc/security/time.conf"

/* A file that is read. */
struct time_file {
    struct import *import;
    struct time_fields fields;
    struct origin origin; /* of the line that is read */
    struct formulas lines;
};

static void lose_word(struct time_file *file, const struct time_term *term, const char *what)
{
    import_lose(file->import, LOSS_NARROWER, &file->origin, "`%.*s' (%s) is not carried over; it counts as %s",
                (int)term->length, term->word, what, term->negated ? "no match" : "a match");
}

/* ---- names ---- */

/* Whether a text is the word, whose first asterisk stands for any run: the module's way to compare. */
static bool is_same(const char *text, const struct time_term *term)
{
    const char *word = term->word;
    size_t i, left = term->length;

    for (i = 0; left > 0 && word[i] == text[i]; i++)
        left--;
    if (left == 0)
        return text[i] == '\0';
    if (word[i] != '*' || --left == 0)
        return word[i] == '*';
    return left <= strlen(text) && strncmp(word + i + 1, text + strlen(text) - left, left) == 0;
}

static bool service_matches(struct time_file *file, const char *field)
{
    struct time_term terms[TIME_TERMS_MAX];
    int count = time_terms(field, terms), i;
    bool matches = false;

    for (i = 0; i < count; i++) {
        bool right = is_same(file->import->service, &terms[i]) != terms[i].negated;

        matches = terms[i].is_and ? matches && right : matches || right;
    }
    return matches;
}

/* Where the terminal is the word's. What an asterisk in the middle stands for may be less than nothing: two ends that
 * lie over each other. */
static const struct proviso *terminal_of(struct time_file *file, const struct time_term *term)
{
    struct arena *arena = file->import->arena;
    const char *word = arena_copy(arena, term->word, term->length), *star = strchr(word, '*');
    const struct proviso *terminal = proviso_text(arena, PROVISO_TTY, word);
    size_t before = star == NULL ? 0 : (size_t)(star - word), behind = star == NULL ? 0 : strlen(star + 1), over;

    if (strcmp(word, "*") == 0)
        return proviso_constant(true);
    if (star != NULL && strchr(star + 1, '*') != NULL) {
        lose_word(file, term, "two asterisks");
        return proviso_constant(!term->negated);
    }
    for (over = 1; over <= before && over <= behind; over++)
        if (strncmp(star - over, star + 1, over) == 0)
            terminal = proviso_both(
                arena, PROVISO_OR, terminal,
                proviso_text(arena, PROVISO_TTY, arena_printf(arena, "%.*s%s", (int)before, word, star + 1 + over)));
    return terminal;
}

static const struct proviso *times_of(struct time_file *file, const struct time_term *term)
{
    return time_window(file->import->arena, term->word, term->length);
}

/* A field of terminals or times. */
static const struct proviso *read_proviso(struct time_file *file, const char *field,
                                          const struct proviso *(*read)(struct time_file *, const struct time_term *))
{
    struct time_term terms[TIME_TERMS_MAX];
    struct arena *arena = file->import->arena;
    const struct proviso *whole = proviso_constant(false);
    int count = time_terms(field, terms), i;

    for (i = 0; i < count; i++) {
        const struct proviso *right = read(file, &terms[i]);

        whole = proviso_both(arena, terms[i].is_and ? PROVISO_AND : PROVISO_OR, whole,
                             terms[i].negated ? proviso_not(arena, right) : right);
    }
    return whole;
}

/* A user, or everybody. */
static const struct formula *user_of(struct time_file *file, const struct time_term *term)
{
    struct arena *arena = file->import->arena;
    const char *word = arena_copy(arena, term->word, term->length);
    struct subjects subjects = {.count = 0};
    bool fits = import_name_fits(word) && strchr(word, '*') == NULL;

    if (strcmp(word, "*") == 0)
        return formula_constant(true);
    if (!fits) {
        lose_word(file, term, "no name of one user");
        return formula_constant(!term->negated);
    }
    subjects_add(arena, &subjects, SUBJECT_USER, word);
    return formula_leaf(arena, &subjects, proviso_constant(true), &file->origin);
}

static const struct formula *read_users(struct time_file *file, const char *field)
{
    struct time_term terms[TIME_TERMS_MAX];
    struct arena *arena = file->import->arena;
    const struct formula *whole = formula_constant(false);
    int count, i;

    if (field[0] == '@') {
        import_lose(file->import, LOSS_NARROWER, &file->origin,
                    "`%s' (a netgroup) is not carried over; it counts as a match", field);
        return formula_constant(true);
    }
    count = time_terms(field, terms);
    for (i = 0; i < count; i++) {
        const struct formula *right = user_of(file, &terms[i]);

        right = terms[i].negated ? formula_not(arena, right) : right;
        whole = terms[i].is_and ? formula_both(arena, FORMULA_AND, whole, right) : formula_list(arena, whole, right);
    }
    return whole;
}

/* ---- a line ---- */

/* Whom a line keeps out: its users, where its terminal and none of its times is. */
static const struct formula *kept_out(struct time_file *file, const struct formula *users, const struct proviso *where)
{
    if (users->kind == FORMULA_LEAF)
        return formula_leaf(file->import->arena, &users->subjects, where, &file->origin);
    return formula_both(file->import->arena, FORMULA_AND, users,
                        formula_where(file->import->arena, where, &file->origin));
}

/* Goes to the next field of a line. False: there is none, and the module passes over what it has. */
static bool next_field(struct time_file *file)
{
    time_field_next(&file->fields);
    if (file->fields.state == TIME_FIELD)
        return true;
    import_lose(file->import, LOSS_NONE, &file->origin,
                "the module passes over this line: it has fewer than four fields");
    return false;
}

/* What follows the service of a line, where it speaks of the service. False: import_fail() was called. */
static bool take_rest(struct time_file *file, const char *said, bool matches)
{
    struct arena *arena = file->import->arena;
    const struct proviso *where, *times;
    const struct formula *users, *match;

    if (!next_field(file))
        return true;
    said = arena_printf(arena, "%s;%s", said, file->fields.buffer);
    where = read_proviso(file, file->fields.buffer, terminal_of);
    if (!next_field(file))
        return true;
    said = arena_printf(arena, "%s;%s", said, file->fields.buffer);
    users = read_users(file, file->fields.buffer);
    time_field_next(&file->fields);
    if (file->fields.state == TIME_END)
        return import_fail(file->import, "%s:%u: the module crashes at this line, which has no times",
                           file->origin.file, file->origin.line) != NULL;
    if (file->fields.state == TIME_FIELD) {
        import_lose(file->import, LOSS_NONE, &file->origin,
                    "the module passes over this line's first four fields: more fields follow");
        return true;
    }
    times = read_proviso(file, file->fields.buffer, times_of);
    match = matches ? kept_out(file, users, proviso_both(arena, PROVISO_AND, where, proviso_not(arena, times)))
                    : formula_constant(false);
    formulas_add(arena, &file->lines, formula_not(arena, match));
    import_add_case(file->import, &file->origin, arena_printf(arena, "%s;%s", said, file->fields.buffer), match, false);
    return true;
}

/* Takes a line, whose first field was read; nothing is said of one that speaks of other services. */
static bool next_line(struct time_file *file)
{
    const char *said = arena_copy(file->import->arena, file->fields.buffer, strlen(file->fields.buffer));
    bool matches = service_matches(file, said), silent = file->import->silent, right;

    if (file->fields.state != TIME_FIELD) {
        import_lose(file->import, LOSS_NONE, &file->origin, "the module passes over this line: it has no fields");
        return true;
    }
    file->import->silent = silent || !matches;
    right = take_rest(file, said, matches);
    file->import->silent = silent;
    return right;
}

static bool read_lines(struct time_file *file)
{
    while (file->fields.state != TIME_END) {
        file->origin.line = file->fields.line;
        time_field_next(&file->fields);
        if (file->fields.buffer[0] != '\0' && !next_line(file))
            return false;
    }
    return true;
}

static const char *path_of(struct import *import, const struct import_call *call)
{
    const char *path = TIME_FILE;
    size_t i;

    for (i = 0; i < call->argument_count; i++)
        if (strncmp(call->arguments[i], "conffile=", 9) == 0 && call->arguments[i][9] != '\0')
            path = call->arguments[i] + 9;
        else if (strcmp(call->arguments[i], "debug") != 0 && strcmp(call->arguments[i], "noaudit") != 0)
            import_lose(import, LOSS_NONE, &(const struct origin){.file = "pam_time"},
                        "the module passes over its argument `%s'", call->arguments[i]);
    return call->file != NULL ? call->file : arena_printf(import->arena, "%s%s", import->root, path);
}

const struct formula *import_time(struct import *import, const struct import_call *call)
{
    struct time_file *file = arena_alloc(import->arena, sizeof *file);
    const char *path = path_of(import, call);

    import->shown = path;
    import->zone_local = true;
    file->import = import;
    file->origin.file = import_base_name(path);
    file->fields.line = 1;
    file->fields.bytes = import_read(import, path, &file->fields.left);
    if (file->fields.bytes == NULL || !read_lines(file))
        return NULL;
    import_add_case(import, &(struct origin){.file = file->origin.file}, "whoever no line keeps out",
                    formula_join(import->arena, FORMULA_AND, &file->lines), false);
    return formula_join(import->arena, FORMULA_AND, &file->lines);
}
