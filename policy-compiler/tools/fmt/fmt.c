/*
 * fmt.c - a policy's file in its one form: read, put into lines, and held to what it was.
 */
#include "fmt.h"

#include <string.h>

#include "fmt_layout.h"

/* Whether a report is about the text's form, not about what it means. */
static bool is_of_form(enum diag_id id)
{
    switch (id) {
    case DIAG_SYNTAX:
    case DIAG_BAD_BYTES:
    case DIAG_BAD_STRING:
    case DIAG_TOO_DEEP:
    case DIAG_TOO_LARGE:
    case DIAG_CANNOT_READ: return true;
    default: return false;
    }
}

/* Leaves of the reports those about the text's form. Whether there are none. */
static bool is_well_formed(struct diag *diag)
{
    size_t kept = 0, i;

    for (i = 0; i < diag->count; i++)
        if (is_of_form(diag->reports[i]->id))
            diag->reports[kept++] = diag->reports[i];
    diag->count = diag->errors = kept;
    diag->warnings = 0;
    return kept == 0;
}

/* Whether two texts have the same comments before a token. */
static bool same_comments(const struct fmt_text *a, const struct fmt_text *b, size_t token)
{
    struct fmt_gap gap_a = fmt_gap_before(a, token), gap_b = fmt_gap_before(b, token);
    struct fmt_comment comment_a, comment_b;
    bool more = true;

    while (more) {
        more = fmt_gap_next(&gap_a, &comment_a);
        if (fmt_gap_next(&gap_b, &comment_b) != more)
            return false;
        if (more &&
            (comment_a.length != comment_b.length || memcmp(comment_a.text, comment_b.text, comment_a.length) != 0))
            return false;
    }
    return true;
}

/* Whether two texts have the same tokens, and the same comments between them. */
static bool says_the_same(const struct fmt_text *a, const struct fmt_text *b)
{
    size_t i;

    if (a->count != b->count)
        return false;
    for (i = 0; i <= a->count; i++) {
        const struct fmt_token *one = &a->tokens[i], *other = &b->tokens[i];
        if (one->kind != other->kind || one->length != other->length ||
            memcmp(a->bytes + one->at, b->bytes + other->at, one->length) != 0)
            return false;
        if ((one->comments || other->comments) && !same_comments(a, b, i))
            return false;
    }
    return true;
}

static enum fmt_status form_make(struct fmt_file *file, const struct source *source)
{
    struct arena *arena = file->compilation->arena;
    struct fmt_text old, new;
    char *text;

    if (!fmt_text_scan(arena, source->bytes, source->length, &old))
        return FMT_FAULTY;
    text = fmt_layout(arena, &old, &file->size);
    file->text = text;
    if (file->size > UINT32_MAX / 2 || !fmt_text_scan(arena, text, (uint32_t)file->size, &new))
        return FMT_FAULTY;
    return says_the_same(&old, &new) ? FMT_DONE : FMT_FAULTY;
}

enum fmt_status fmt_file(const char *path, const struct compile_options *options, struct fmt_file *file)
{
    struct compile_options alone = *options;
    const struct source *source;

    alone.alone = true;
    *file = (struct fmt_file){.compilation = compile_file(path, &alone, false)};
    if (!is_well_formed(&file->compilation->diag))
        return FMT_REFUSED;
    source = &file->compilation->sources.list[0];
    file->bytes = source->bytes;
    file->length = source->length;
    if (!source_begins_dump(source))
        return form_make(file, source);
    file->text = file->bytes;
    file->size = file->length;
    return FMT_DONE;
}
