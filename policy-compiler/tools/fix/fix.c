/*
 * fix.c - a policy's texts with the edits of its reports done, as far as they make nothing worse.
 *
 * A round compiles, does as many fixes as do not touch each other, and compiles what has come of it. Where that is
 * worse, the round is done again with half of them; a fix that makes it worse by itself is not tried again.
 */
#include "fix.h"

#include <stdlib.h>
#include <string.h>

#include "support/arena.h"
#include "support/message.h"

#define ROUNDS_MAX  200u
#define REFUSED_MAX 100u

/* A fix that is not tried again: what it would fix, and where. */
struct refused {
    enum diag_id id;
    char *text;
    uint32_t line;
};

struct round {
    struct fix *fix;
    struct diag_report **reports; /* whose edits are done, in the order of their places */
    size_t count;
    struct refused refused[REFUSED_MAX];
    size_t refused_count;
    size_t most; /* fixes of a round */
};

static const struct source *source_at(const struct compilation *compilation, struct span span)
{
    return source_of(&compilation->sources, span.at);
}

bool fix_possible(const struct compilation *compilation, const struct diag_report *report)
{
    const struct diag_edit *edit;

    for (edit = report->edits; edit != NULL; edit = edit->next) {
        const struct source *source = source_at(compilation, edit->span);
        if (source->installed || source->delegation != NULL)
            return false;
    }
    return report->edits != NULL;
}

struct fix_count fix_count(const struct compilation *compilation)
{
    struct fix_count count = {0, 0};
    size_t i;

    for (i = 0; i < compilation->diag.count; i++) {
        const struct diag_report *report = compilation->diag.reports[i];
        if (fix_possible(compilation, report))
            ++*(report->is_safe ? &count.safe : &count.unsafe);
    }
    return count;
}

/* ---- which fixes ---- */

static uint32_t line_of(const struct compilation *compilation, const struct diag_report *report)
{
    struct sources sources = compilation->sources;

    return report->has_span ? source_place(&sources, report->span.at).line : 0;
}

static bool is_refused(const struct round *round, const struct diag_report *report)
{
    const struct compilation *compilation = round->fix->compilation;
    size_t i;

    for (i = 0; i < round->refused_count; i++)
        if (round->refused[i].id == report->id && strcmp(round->refused[i].text, report->text) == 0 &&
            round->refused[i].line == line_of(compilation, report))
            return true;
    return false;
}

static void refuse(struct round *round, const struct diag_report *report, enum diag_id drawn)
{
    struct refused *refused = &round->refused[round->refused_count++];

    round->fix->drawn[drawn] = true;
    *refused = (struct refused){report->id, strdup(report->text), line_of(round->fix->compilation, report)};
    if (refused->text == NULL)
        message_fatal("out of memory");
}

static uint32_t first_place(const struct diag_report *report)
{
    return report->edits->span.at;
}

static int compare_places(const void *a, const void *b)
{
    const struct diag_report *left = *(struct diag_report *const *)a, *right = *(struct diag_report *const *)b;

    if (first_place(left) != first_place(right))
        return first_place(left) < first_place(right) ? -1 : 1;
    return left->order < right->order ? -1 : left->order > right->order;
}

/* Whether the edits of a fix all stand behind an offset; *end is then behind the last one. Edits are in order. */
static bool stands_behind(const struct diag_report *report, uint32_t *end)
{
    const struct diag_edit *edit;
    uint32_t last = *end;

    for (edit = report->edits; edit != NULL; edit = edit->next) {
        if (edit->span.at < last)
            return false;
        last = edit->span.at + edit->span.length;
    }
    *end = last + 1; /* two that touch might mean each other's place */
    return true;
}

size_t fix_apart(struct diag_report **reports, size_t count, size_t most)
{
    uint32_t end = 0;
    size_t kept = 0, i;

    if (count > 1)
        qsort(reports, count, sizeof *reports, compare_places);
    for (i = 0; i < count && kept < most; i++)
        if (stands_behind(reports[i], &end))
            reports[kept++] = reports[i];
    return kept;
}

/* Takes those that can be done together. */
static void fixes_choose(struct round *round)
{
    const struct compilation *compilation = round->fix->compilation;
    const struct diag *diag = &compilation->diag;
    size_t i;

    round->reports = arena_array(compilation->arena, diag->count + 1, sizeof(struct diag_report *));
    round->count = 0;
    for (i = 0; i < diag->count; i++)
        if (fix_possible(compilation, diag->reports[i]) && (diag->reports[i]->is_safe || round->fix->unsafe) &&
            !is_refused(round, diag->reports[i]))
            round->reports[round->count++] = diag->reports[i];
    round->count = fix_apart(round->reports, round->count, round->most);
}

/* ---- texts ---- */

static void *grown(void *memory, size_t size)
{
    memory = realloc(memory, size == 0 ? 1 : size);
    if (memory == NULL)
        message_fatal("out of memory");
    return memory;
}

/* A source with the round's edits in it, from malloc(); NULL: none is in it. */
static char *text_edited(const struct round *round, const struct source *source, size_t *length)
{
    size_t size = 0, at = 0, i;
    const struct diag_edit *edit;
    char *text = NULL;

    for (i = 0; i < round->count; i++)
        for (edit = round->reports[i]->edits; edit != NULL; edit = edit->next) {
            size_t begin = edit->span.at - source->start, more = strlen(edit->text);
            if (source_at(round->fix->compilation, edit->span) != source)
                continue;
            text = grown(text, size + (begin - at) + more);
            memcpy(text + size, source->bytes + at, begin - at);
            memcpy(text + size + (begin - at), edit->text, more);
            size += begin - at + more;
            at = begin + edit->span.length;
        }
    if (text == NULL)
        return NULL;
    text = grown(text, size + source->length - at);
    memcpy(text + size, source->bytes + at, source->length - at);
    *length = size + source->length - at;
    return text;
}

/* The file of a path among those that change, or a new one. */
static struct fix_file *file_of(struct fix_file **files, size_t *count, const char *path)
{
    size_t i;

    for (i = 0; i < *count; i++)
        if (strcmp((*files)[i].path, path) == 0)
            return &(*files)[i];
    *files = grown(*files, (*count + 1) * sizeof **files);
    (*files)[*count] = (struct fix_file){.path = path};
    return &(*files)[(*count)++];
}

static const struct source *source_of_path(const struct compilation *compilation, const char *path)
{
    size_t i;

    for (i = 0; i < compilation->sources.count; i++)
        if (strcmp(compilation->sources.list[i].path, path) == 0)
            return &compilation->sources.list[i];
    return NULL;
}

static struct compilation *compiled(const struct fix *fix, const struct fix_file *files, size_t count)
{
    struct source_text *texts = grown(NULL, count * sizeof *texts);
    struct compile_options options = *fix->options;
    struct compilation *compilation;
    size_t i;

    for (i = 0; i < count; i++)
        texts[i] = (struct source_text){files[i].path, files[i].new, files[i].new_length};
    options.texts = texts;
    options.text_count = count;
    compilation = compile_file(fix->path, &options, true);
    compilation->texts = NULL; /* they are not kept */
    compilation->text_count = 0;
    free(texts);
    return compilation;
}

/* ---- rounds ---- */

static size_t count_of(const struct diag *diag, enum diag_id id)
{
    size_t count = 0, i;

    for (i = 0; i < diag->count; i++)
        count += diag->reports[i]->id == id;
    return count;
}

static bool is_more(const struct compilation *before, const struct compilation *after, enum diag_id id)
{
    return count_of(&after->diag, id) > count_of(&before->diag, id);
}

/* Whether something is reported of which there was less before: *id. Errors hide what is behind them, but no other
 * errors of the text's form. */
static bool is_worse(const struct compilation *before, const struct compilation *after, enum diag_id *id)
{
    static const enum diag_id form[] = {DIAG_SYNTAX, DIAG_BAD_STRING, DIAG_BAD_BYTES, DIAG_TOO_DEEP};
    size_t i;

    for (i = 0; before->diag.errors > 0 && i < sizeof form / sizeof form[0]; i++)
        if (is_more(before, after, *id = form[i]))
            return true;
    for (i = 0; before->diag.errors == 0 && i < diag_count(); i++)
        if (is_more(before, after, *id = diag_nth(i)))
            return true;
    *id = DIAG_CANNOT_READ;
    return after->unreadable;
}

/* A copy of the files, with the round's edits. */
static struct fix_file *files_edited(const struct round *round, size_t *count)
{
    const struct fix *fix = round->fix;
    const struct sources *sources = &fix->compilation->sources;
    struct fix_file *files = grown(NULL, fix->file_count * sizeof *files), *file;
    size_t length, i;

    *count = fix->file_count;
    if (*count > 0)
        memcpy(files, fix->files, *count * sizeof *files);
    for (i = 0; i < sources->count; i++) {
        char *text = text_edited(round, &sources->list[i], &length);
        const struct source *old = source_of_path(fix->before, sources->list[i].path);
        if (text == NULL || old == NULL) {
            free(text);
            continue;
        }
        file = file_of(&files, count, old->path);
        file->old = old->bytes;
        file->old_length = old->length;
        file->new = text;
        file->new_length = length;
    }
    return files;
}

/* Frees the texts of some files that others do not have. */
static void files_free(struct fix_file *files, size_t count, const struct fix_file *kept, size_t kept_count)
{
    size_t i, j;

    for (i = 0; i < count; i++) {
        for (j = 0; j < kept_count && kept[j].new != files[i].new; j++)
            ;
        if (j == kept_count)
            free(files[i].new);
    }
    free(files);
}

/* Does a round. False: there is nothing left to do. */
static bool round_do(struct round *round)
{
    struct fix *fix = round->fix;
    struct compilation *after;
    struct fix_file *files;
    enum diag_id drawn;
    size_t count;

    fixes_choose(round);
    if (round->count == 0 || round->refused_count == REFUSED_MAX)
        return false;
    files = files_edited(round, &count);
    after = compiled(fix, files, count);
    if (is_worse(fix->compilation, after, &drawn)) {
        compilation_free(after);
        files_free(files, count, fix->files, fix->file_count);
        if (round->count == 1)
            refuse(round, round->reports[0], drawn);
        round->most = round->count == 1 ? 2 : round->count / 2;
        return true;
    }
    files_free(fix->files, fix->file_count, files, count);
    if (fix->compilation != fix->before)
        compilation_free(fix->compilation);
    fix->compilation = after;
    fix->files = files;
    fix->file_count = count;
    fix->done += round->count;
    round->most = round->most > SIZE_MAX / 2 ? SIZE_MAX : 2 * round->most;
    return true;
}

void fix_run(struct fix *fix)
{
    struct round round = {.fix = fix, .most = SIZE_MAX};
    size_t rounds = 0, i;

    fix->before = fix->compilation = compile_file(fix->path, fix->options, true);
    while (rounds++ < ROUNDS_MAX && round_do(&round))
        ;
    for (i = 0; i < round.refused_count; i++)
        free(round.refused[i].text);
}

void fix_free(struct fix *fix)
{
    files_free(fix->files, fix->file_count, NULL, 0);
    if (fix->compilation != fix->before)
        compilation_free(fix->compilation);
    compilation_free(fix->before);
}
