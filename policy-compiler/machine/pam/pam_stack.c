/*
 * pam_stack.c - reads PAM's configuration files into the stack that libpam would make of them.
 *
 * Reads files that only root writes, and trusts none of their bytes.
 */
#include "pam_stack.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/arena.h"
#include "options.h"
#include "pam_file.h"
#include "pam_control.h"
#include "pam_line.h"

#define DEPTH_MAX  64   /* files that include each other; libpam has no bound but its descriptors */
#define FILES_MOST 1000 /* files that are read for one stack, and its lines; libpam has no bound but its memory */
#define LINES_MOST 1000

enum type { TYPE_ANY, TYPE_AUTH, TYPE_SESSION, TYPE_ACCOUNT, TYPE_PASSWORD };

/* What reading a file came to. */
enum result {
    RESULT_DONE,
    RESULT_REFUSED, /* libpam gives the file up */
    RESULT_FATAL    /* libpam gives everything up, or does what nobody can foresee: stack->fault says what */
};

struct reader {
    struct arena *arena;
    struct pam_stack *stack;
    const char *root;
    const struct pam_file *changed; /* what a file will say, or NULL */
    unsigned files;                 /* so many have been read */
    bool debian;                    /* knows @include, and looks for included files in /etc/pam.d alone */
};

/* The line that is being read. */
struct entry {
    const char *file;
    unsigned line, level, depth;
    enum type type;
    bool include, substack, at_include; /* at_include: Debian's */
    const char *fault;
    struct pam_handler handler;
};

static enum result read_file(struct reader *reader, const char *path, enum type wanted, unsigned level, unsigned depth);

/* Gives the whole stack up; the first reason counts. */
static enum result give_up(const struct reader *reader, const char **reason, const char *file, unsigned line,
                           const char *what)
{
    if (reader->stack->fault == NULL && reader->stack->indeterminate == NULL)
        *reason = arena_printf(reader->arena, "%s:%u: %s", file, line, what);
    return RESULT_FATAL;
}

static enum result fatal(const struct reader *reader, const char *file, unsigned line, const char *what)
{
    return give_up(reader, &reader->stack->fault, file, line, what);
}

static enum result indeterminate(const struct reader *reader, const char *file, unsigned line, const char *what)
{
    return give_up(reader, &reader->stack->indeterminate, file, line, what);
}

/* A file that is there, and whoever runs this cannot read. */
static enum result unreadable(const struct reader *reader, const char *file, int error)
{
    if (reader->stack->fault == NULL && reader->stack->indeterminate == NULL) {
        reader->stack->indeterminate = arena_printf(reader->arena, "cannot read %s: %s", file, strerror(error));
        reader->stack->unreadable = true;
    }
    return RESULT_FATAL;
}

static enum type type_of(const char *word)
{
    static const char *const words[] = {"", "auth", "session", "account", "password"};
    enum type type;

    for (type = TYPE_AUTH; type <= TYPE_PASSWORD; type++)
        if (strcasecmp(word, words[type]) == 0)
            return type;
    return TYPE_ANY;
}

/* The first word: the type, with `-` in front or not, or Debian's @include. */
static void read_type(const struct reader *reader, struct entry *entry, enum type wanted, char **rest)
{
    const char *word = pam_word(rest);

    if (word != NULL && word[0] == '-')
        word++;
    entry->type = word == NULL ? TYPE_ANY : type_of(word);
    if (entry->type == TYPE_ANY && word != NULL && reader->debian && strcasecmp(word, "@include") == 0) {
        entry->include = entry->at_include = true;
        entry->type = wanted;
    } else if (entry->type == TYPE_ANY) {
        entry->fault = word == NULL ? "missing type on this line"
                                    : arena_printf(reader->arena, "\"%s\" is not a type of module", word);
        entry->type = wanted == TYPE_ANY ? TYPE_AUTH : wanted;
    }
}

static void read_control(struct entry *entry, char **rest)
{
    char *word = pam_word(rest);

    if (word == NULL) {
        entry->fault = entry->fault ? entry->fault : "missing control on this line";
        pam_control_fill(entry->handler.actions, PAM_ACTION_BAD);
    } else if (strcasecmp(word, "include") == 0 || strcasecmp(word, "substack") == 0) {
        entry->include = true;
        entry->substack = strcasecmp(word, "substack") == 0;
    } else if (!pam_control_word(entry->handler.actions, word)) {
        pam_control_list(entry->handler.actions, word);
    }
}

/* libpam names a module by its file without folder and ending; where nothing is left it gives up. */
static bool has_name(const char *module)
{
    const char *slash = strrchr(module, '/'), *name = slash ? slash + 1 : module, *dot = strrchr(name, '.');
    size_t length = dot ? (size_t)(dot - name) : strlen(name);

    return length > 0 && !(length == 1 && *name == '?');
}

static enum result add(struct reader *reader, const struct entry *entry, enum pam_handler_kind kind)
{
    struct pam_stack *stack = reader->stack;
    struct pam_handler handler = entry->handler;

    if (entry->type == TYPE_ANY || (handler.module != NULL && !has_name(handler.module)))
        return RESULT_REFUSED;
    if (entry->type != TYPE_ACCOUNT)
        return RESULT_DONE;
    handler.kind = kind;
    handler.level = entry->level;
    handler.file = entry->file;
    handler.line = entry->line;
    handler.fault = entry->fault;
    stack->handlers = arena_grow(reader->arena, stack->handlers, stack->count, &stack->capacity, sizeof handler);
    stack->handlers[stack->count++] = handler;
    return RESULT_DONE;
}

/* One in a folder that whoever runs this may not look into is taken to be there: reading it says why it cannot be. */
static bool exists(const char *path)
{
    return access(path, F_OK) == 0 || errno == EACCES;
}

static bool is_folder(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 ? S_ISDIR(status.st_mode) : errno == EACCES;
}

/* Whether a path leads to a file whose real path is known, or to one that is to be made there. */
static bool leads_to(const char *path, const char *real)
{
    char *found = strcmp(path, real) == 0 ? NULL : realpath(path, NULL);
    bool same = strcmp(found != NULL ? found : path, real) == 0;

    free(found);
    return same;
}

/* Whether a file is there, or will be. */
static bool will_exist(const struct reader *reader, const char *path)
{
    return exists(path) || (reader->changed != NULL && leads_to(path, reader->changed->path));
}

/* Where libpam looks for a file that is included. */
static const char *included_path(const struct reader *reader, const char *name)
{
    const char *path = name[0] == '/' ? arena_printf(reader->arena, "%s%s", reader->root, name)
                                      : arena_printf(reader->arena, "%s/etc/pam.d/%s", reader->root, name);

    if (will_exist(reader, path) || name[0] == '/' || reader->debian)
        return path;
    return arena_printf(reader->arena, "%s/usr/lib/pam.d/%s", reader->root, name);
}

static enum result include(struct reader *reader, struct entry *entry, char **rest)
{
    const char *name = pam_word(rest);
    enum result result = RESULT_REFUSED;

    entry->handler.module = name;
    if (entry->substack && add(reader, entry, PAM_HANDLER_SUBSTACK) != RESULT_DONE)
        return RESULT_REFUSED;
    if (name == NULL && reader->debian)
        return fatal(reader, entry->file, entry->line, "an include without a name, at which libpam crashes");
    if (name != NULL && entry->level + entry->substack < PAM_LEVELS_MAX)
        result = read_file(reader, included_path(reader, name), entry->type, entry->level + entry->substack,
                           entry->depth + 1);
    if (result != RESULT_REFUSED)
        return result;
    /* Debian's libpam then puts in a line whose actions are what happens to be in memory. */
    if (entry->at_include && entry->type == TYPE_ACCOUNT)
        return indeterminate(reader, entry->file, entry->line,
                             arena_printf(reader->arena, "@include of \"%s\", which cannot be included", name));
    entry->fault = arena_printf(reader->arena, "\"%s\" cannot be included", name ? name : "");
    entry->handler.module = NULL;
    pam_control_fill(entry->handler.actions, PAM_ACTION_BAD);
    return add(reader, entry, PAM_HANDLER_FAILS);
}

static void read_arguments(const struct reader *reader, struct pam_handler *handler, char *rest)
{
    const char **arguments = NULL, *word;
    size_t count = 0, capacity = 0;

    while ((word = pam_word(&rest)) != NULL) {
        arguments = arena_grow(reader->arena, arguments, count, &capacity, sizeof *arguments);
        arguments[count++] = word;
    }
    handler->arguments = arguments;
    handler->argument_count = count;
}

static void read_options(const struct reader *reader, struct pam_handler *handler)
{
    struct options *options = arena_alloc(reader->arena, sizeof *options);
    struct options_fault fault;

    if (options_read((int)handler->argument_count, handler->arguments, options, &fault))
        handler->rolegate = options;
}

static enum result read_line(struct reader *reader, const struct pam_line *line, const char *file, enum type wanted,
                             unsigned level, unsigned depth)
{
    struct entry entry = {.file = file, .line = line->number, .level = level, .depth = depth};
    char *rest = line->text;

    pam_control_clear(entry.handler.actions);
    read_type(reader, &entry, wanted, &rest);
    if (wanted != TYPE_ANY && entry.type != wanted)
        return RESULT_DONE;
    if (!entry.include)
        read_control(&entry, &rest);
    if (entry.include)
        return include(reader, &entry, &rest);
    entry.handler.module = pam_word(&rest);
    if (entry.handler.module == NULL && entry.fault == NULL)
        entry.fault = "missing module on this line";
    read_arguments(reader, &entry.handler, rest);
    if (entry.fault == NULL && pam_handler_is_rolegate(&entry.handler))
        read_options(reader, &entry.handler);
    return add(reader, &entry, entry.fault ? PAM_HANDLER_FAILS : PAM_HANDLER_MODULE);
}

static struct pam_lines *open_lines(const struct reader *reader, const char *path)
{
    if (reader->changed != NULL && leads_to(path, reader->changed->path))
        return pam_lines_of(reader->arena, reader->changed->text);
    return pam_lines_open(reader->arena, path);
}

/* Whether root fails in the same way. */
static bool is_gone(int error)
{
    return error == ENOENT || error == ENOTDIR || error == ELOOP || error == ENAMETOOLONG || error == ENXIO;
}

static enum result read_file(struct reader *reader, const char *path, enum type wanted, unsigned level, unsigned depth)
{
    enum pam_lines_state state;
    enum result result = RESULT_DONE;
    struct pam_lines *lines;
    struct pam_line line;

    if (depth > DEPTH_MAX)
        return indeterminate(reader, path, 1, "the file includes itself endlessly");
    if (reader->files++ == FILES_MOST)
        return indeterminate(reader, path, 1, "this stack has too many files");
    lines = open_lines(reader, path);
    if (lines == NULL && errno == 0)
        return indeterminate(reader, path, 1, "the file is too large");
    if (lines == NULL)
        return is_gone(errno) ? RESULT_REFUSED : unreadable(reader, path, errno);
    while (result == RESULT_DONE && (state = pam_lines_next(lines, &line)) != PAM_LINES_END) {
        if (reader->stack->count > LINES_MOST)
            return indeterminate(reader, path, line.number, "this stack has too many lines");
        if (state == PAM_LINES_CUT)
            return RESULT_REFUSED;
        if (state == PAM_LINES_INDETERMINATE)
            return indeterminate(reader, path, line.number, "a line that is too long for libpam, or holds a NUL byte");
        result = read_line(reader, &line, path, wanted, level, depth);
    }
    return result;
}

static const char *service_path(const struct reader *reader, const char *service)
{
    static const char *const folders[] = {"etc", "usr/lib"};
    size_t i;

    for (i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        const char *path = arena_printf(reader->arena, "%s/%s/pam.d/%s", reader->root, folders[i], service);

        if (will_exist(reader, path))
            return path;
    }
    return NULL;
}

/* Reads the file of a service; true: it was there, and libpam takes it. */
static bool read_service(struct reader *reader, const char *path)
{
    enum result result;

    if (path == NULL)
        return false;
    result = read_file(reader, path, TYPE_ANY, 0, 0);
    if (result == RESULT_REFUSED)
        fatal(reader, path, 1, "libpam refuses this file");
    return result == RESULT_DONE;
}

static bool has_folder(const struct reader *reader)
{
    return is_folder(arena_printf(reader->arena, "%s/etc/pam.d", reader->root)) ||
           is_folder(arena_printf(reader->arena, "%s/usr/lib/pam.d", reader->root));
}

static const char *lowered(struct arena *arena, const char *service)
{
    char *copy = arena_copy(arena, service, strlen(service)), *at;

    for (at = copy; *at != '\0'; at++)
        *at = (char)tolower((unsigned char)*at);
    return copy;
}

struct pam_stack *pam_stack_read(struct arena *arena, const char *root, const char *service)
{
    return pam_stack_read_with(arena, root, service, NULL);
}

struct pam_stack *pam_stack_read_with(struct arena *arena, const char *root, const char *service,
                                      const struct pam_file *changed)
{
    struct pam_stack *stack = arena_alloc(arena, sizeof *stack);
    struct reader reader = {.arena = arena, .stack = stack, .root = root, .changed = changed};
    const char *other;

    reader.debian = exists(arena_printf(arena, "%s/etc/debian_version", root));
    stack->service = lowered(arena, service);
    if (!has_folder(&reader)) {
        stack->fault = arena_printf(arena, "there is no %s/etc/pam.d", root);
        return stack;
    }
    stack->file = service_path(&reader, stack->service);
    other = service_path(&reader, "other");
    if (stack->file != NULL && !read_service(&reader, stack->file))
        return stack;
    if (stack->count == 0 || strcmp(stack->service, "other") == 0) {
        stack->from_other = stack->count == 0;
        read_service(&reader, other);
    } else {
        size_t count = stack->count;

        read_service(&reader, other); /* libpam reads it in any case, and stumbles over its faults */
        stack->count = count;
    }
    if (stack->file == NULL && other == NULL)
        stack->fault = arena_printf(arena, "neither %s nor other has a file in /etc/pam.d", stack->service);
    return stack;
}

bool pam_handler_is_rolegate(const struct pam_handler *handler)
{
    const char *slash;

    if (handler->kind != PAM_HANDLER_MODULE)
        return false;
    slash = strrchr(handler->module, '/');
    return strcmp(slash ? slash + 1 : handler->module, "pam_rolegate.so") == 0;
}

bool pam_handler_is_in(const struct pam_handler *handler, const char *path)
{
    return pam_handler_is_rolegate(handler) && leads_to(handler->file, path);
}
