/*
 * pam_edit.c - puts pam_rolegate's line into a file of PAM's configuration, and takes it out again.
 */
#include "pam_edit.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "support/arena.h"
#include "pam_line.h"

#define MODULE       "pam_rolegate.so"
#define COUNTED_LINE "account  [default=ignore]  pam_permit.so  # says nothing: the lines above jump over it\n"
#define OTHER_LINE   "account  include  other  # what was asked before pam_rolegate.so was\n"

enum kind { KIND_ANOTHER, KIND_ACCOUNT, KIND_OF_ANOTHER_TYPE, KIND_OTHER_LINE };

/* Whether a word names the module; a carriage return behind it is a mistake that libpam does not forgive. */
static bool is_module(const char *word)
{
    const char *slash = strrchr(word, '/'), *name = slash ? slash + 1 : word;
    size_t length = strlen(MODULE);

    return strncmp(name, MODULE, length) == 0 && (name[length] == '\0' || strcmp(name + length, "\r") == 0);
}

/* What a line is that says something; its text is cut into words. */
static enum kind kind_of(const char *text, struct pam_line *line, bool with_service)
{
    char *rest = line->text;
    const char *type, *module;

    if (line->end - line->begin == strlen(OTHER_LINE) &&
        strncmp(text + line->begin, OTHER_LINE, strlen(OTHER_LINE)) == 0)
        return KIND_OTHER_LINE;
    if (with_service)
        pam_word(&rest);
    type = pam_word(&rest);
    pam_word(&rest); /* the control */
    module = pam_word(&rest);
    if (type == NULL || module == NULL || !is_module(module))
        return KIND_ANOTHER;
    return strcasecmp(type + (type[0] == '-'), "account") == 0 ? KIND_ACCOUNT : KIND_OF_ANOTHER_TYPE;
}

char *pam_edit_without(struct arena *arena, const char *text, bool with_service, enum pam_edit_leave leave,
                       size_t *count)
{
    struct pam_lines *lines = pam_lines_of(arena, text);
    char *result = arena_copy(arena, "", 0);
    enum pam_lines_state state;
    struct pam_line line;
    size_t done = 0;

    *count = 0;
    while ((state = pam_lines_next(lines, &line)) != PAM_LINES_END) {
        enum kind kind = state == PAM_LINES_INDETERMINATE ? KIND_ANOTHER : kind_of(text, &line, with_service);

        if (kind == KIND_ANOTHER)
            continue;
        result = arena_printf(arena, "%s%.*s%s", result, (int)(line.begin - done), text + done,
                              kind == KIND_ACCOUNT && leave == PAM_LEAVE_COUNTED ? COUNTED_LINE : "");
        done = line.end;
        *count += kind != KIND_OTHER_LINE;
    }
    return arena_printf(arena, "%s%s", result, text + done);
}

/* Where the block begins that pam-auth-update writes anew: what stands before this line it leaves alone. NULL: nowhere.
 */
static const char *block_begin(const char *text)
{
    static const char mark[] = "# here are the per-package modules (the \"Primary\" block)";
    const char *found = text;

    while ((found = strstr(found, mark)) != NULL && found > text && found[-1] != '\n')
        found++;
    return found;
}

/* The bytes before the first line that says something, and before pam-auth-update's block. */
static size_t preface(struct arena *arena, const char *text)
{
    struct pam_lines *lines = pam_lines_of(arena, text);
    const char *block = block_begin(text);
    struct pam_line line;
    size_t length = pam_lines_next(lines, &line) == PAM_LINES_END ? strlen(text) : line.begin;

    return block != NULL && (size_t)(block - text) < length ? (size_t)(block - text) : length;
}

char *pam_edit_with(struct arena *arena, const char *text, const char *line, bool with_other)
{
    size_t length = preface(arena, text);
    const char *end = length > 0 && text[length - 1] != '\n' ? "\n" : "";

    return arena_printf(arena, "%.*s%s%s\n%s%s", (int)length, text, end, line, with_other ? OTHER_LINE : "",
                        text + length);
}
