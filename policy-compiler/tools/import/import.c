/*
 * import.c - what is shared by all that is read: losses, cases, files.
 */
#include "import.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/shown.h"
#include "compile/ast/name_syntax.h"
#include "support/arena.h"
#include "support/read_all.h"

#define FILE_BYTES_MAX (16u * 1024 * 1024)
#define LOSSES_NEAR    16u /* as many that were lost last are looked at, lest one is said twice */
#define SAID_BYTES     60u /* of a line, in the title of a test */

static const char *text_of(struct arena *arena, const char *format, va_list arguments)
{
    char *text;

    if (vasprintf(&text, format, arguments) < 0)
        return "out of memory";
    arena_own(arena, text);
    return text;
}

/* Whether the same was lost for another service, or just now. */
static bool is_lost_already(const struct import *import, const struct loss *loss)
{
    size_t i;

    for (i = 0; i < import->loss_count; i++) {
        const struct loss *other;

        if (i >= import->losses_before && i + LOSSES_NEAR < import->loss_count)
            i = import->loss_count - LOSSES_NEAR;
        other = &import->losses[i];
        if (other->origin.line == loss->origin.line && strcmp(other->text, loss->text) == 0 &&
            strcmp(other->origin.file, loss->origin.file) == 0)
            return true;
    }
    return false;
}

void import_lose(struct import *import, enum loss_effect effect, const struct origin *origin, const char *format, ...)
{
    struct loss loss = {effect, *origin, NULL};
    va_list arguments;

    if (import->silent)
        return;
    va_start(arguments, format);
    loss.text = text_of(import->arena, format, arguments);
    va_end(arguments);
    if (is_lost_already(import, &loss))
        return;
    import->losses =
        arena_grow(import->arena, import->losses, import->loss_count, &import->loss_capacity, sizeof *import->losses);
    import->losses[import->loss_count++] = loss;
}

const struct formula *import_fail(struct import *import, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    import->failed = text_of(import->arena, format, arguments);
    va_end(arguments);
    return NULL;
}

/* As much of a text as a title holds, what is not shown left out. */
static const char *said_shortly(struct arena *arena, const char *said)
{
    char *text = arena_alloc(arena, SAID_BYTES + 1);
    size_t left = strlen(said), length, used = 0;

    for (; left > 0 && used < SAID_BYTES - 4; said += length, left -= length) {
        bool shown;

        length = character_shown(said, left, &shown);
        if (shown) {
            memcpy(text + used, said, length);
            used += length;
        }
    }
    return text;
}

void import_add_case(struct import *import, const struct origin *origin, const char *said, const struct formula *match,
                     bool first)
{
    const char *shortly = said_shortly(import->arena, said);

    import->cases =
        arena_grow(import->arena, import->cases, import->case_count, &import->case_capacity, sizeof *import->cases);
    import->cases[import->case_count++] = (struct import_case){
        origin->line == 0 ? arena_printf(import->arena, "%s: %s", origin->file, shortly)
                          : arena_printf(import->arena, "%s:%u %s", origin->file, origin->line, shortly),
        match, first, import->block};
}

char *import_read(struct import *import, const char *path, size_t *length)
{
    int fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    char *bytes = NULL;

    if (fd >= 0) {
        errno = 0;
        bytes = read_all(fd, 0, FILE_BYTES_MAX, length);
    }
    if (bytes == NULL)
        import_fail(import, "%s: %s", path, fd >= 0 && errno == 0 ? "is larger than 16 MiB" : strerror(errno));
    else
        arena_own(import->arena, bytes);
    if (fd >= 0)
        close(fd);
    return bytes;
}

const char *import_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    if (strcmp(path, "-") == 0)
        return "standard input";
    return slash == NULL ? path : slash + 1;
}

/* The bytes of /etc/passwd, or nothing. */
static const char *accounts_text(struct import *import)
{
    const char *failed = import->failed;
    size_t length;

    if (import->accounts == NULL)
        import->accounts = import_read(import, arena_printf(import->arena, "%s/etc/passwd", import->root), &length);
    import->failed = failed;
    return import->accounts != NULL ? import->accounts : (import->accounts = "");
}

/* A name in small letters. */
static const char *small_letters(struct arena *arena, const char *name)
{
    char *small = arena_copy(arena, name, strlen(name)), *at;

    for (at = small; *at != '\0'; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    return small;
}

void import_add_user_folded(struct import *import, const char *name, struct subjects *subjects)
{
    const char *at = accounts_text(import), *end, *small = small_letters(import->arena, name);
    size_t length = strlen(name);

    subjects_add(import->arena, subjects, SUBJECT_USER, name);
    if (strcmp(small, name) != 0)
        subjects_add(import->arena, subjects, SUBJECT_USER, small);
    for (; *at != '\0'; at = *end == '\0' ? end : end + 1) {
        end = strchrnul(at, '\n');
        if (strncasecmp(at, name, length) == 0 && at[length] == ':' && strncmp(at, name, length) != 0 &&
            strncmp(at, small, length) != 0)
            subjects_add(import->arena, subjects, SUBJECT_USER, arena_copy(import->arena, at, length));
    }
}

bool import_text_fits(const char *text)
{
    size_t left = strlen(text), length;
    uint32_t code;

    for (; left > 0; text += length, left -= length) {
        length = character_read(text, left, &code);
        if (code < 0x20 || code == 0x7f)
            return false;
    }
    return true;
}

bool import_name_fits(const char *name)
{
    return import_text_fits(name) && name_syntax_problem(name) == NULL && name[strspn(name, "0123456789")] != '\0';
}
