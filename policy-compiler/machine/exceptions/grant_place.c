/*
 * grant_place.c - where an exception is written: into the one that it goes on with, or into which file.
 */
#include <string.h>
#include <sys/stat.h>

#include "compile/parse/include.h"
#include "grant_part.h"
#include "support/arena.h"

#define NEW_NAME "granted" /* what stands for the `*` of a pattern in the name of a new file */

/* ---- the statement whose end is moved ---- */

/* Whether somebody who may grant it could have written it, in a file that is meant. */
static bool is_ours(const struct granting *granting, struct span span)
{
    const struct desk *desk = granting->desk;
    const struct source *source = source_of(&desk->policy->sources, span.at);
    const char *slash = strrchr(source->path, '/');

    if (source->delegation != granting->include->delegation)
        return false;
    return granting->wish->file == NULL || strcmp(slash == NULL ? source->path : slash + 1, granting->wish->file) == 0;
}

/* Notes a statement that is in force now, for the same, and ends. */
static void note_old(struct granting *granting, const struct admissible *other)
{
    const struct ast_limits *limits = other->limits;

    if (limits->when != NULL || limits->until == NULL || other->except != NULL ||
        !grant_names_same(other, &granting->is) || limits->until->day_end <= granting->desk->now ||
        (limits->starting != NULL && limits->starting->instant > granting->desk->now))
        return;
    if (granting->old.length > 0 && limits->until->day_end <= granting->old_end)
        return;
    granting->old = other->span;
    granting->old_end = limits->until->day_end;
}

void grant_find_old(struct granting *granting)
{
    const struct ast *ast = granting->desk->policy->ast;
    struct arena *arena = granting->desk->arena;
    const struct ast_rule *rule;
    const struct ast_assign *assign;

    for (rule = ast->rules; rule != NULL && !granting->wish->roles; rule = rule->next)
        if (rule->allow && rule_subjects(rule)->kind == SUBJECT_USER && !rule_subjects(rule)->more &&
            strcmp(rule_subjects(rule)->symbol->text, granting->plan->user) == 0 && is_ours(granting, rule->span)) {
            struct admissible is = admissible_rule(arena, rule);
            note_old(granting, &is);
        }
    for (assign = ast->assigns; assign != NULL && granting->wish->roles; assign = assign->next)
        if (assign_subjects(assign)->kind == SUBJECT_USER && !assign_subjects(assign)->more &&
            strcmp(assign_subjects(assign)->symbol->text, granting->plan->user) == 0 &&
            is_ours(granting, assign->span)) {
            struct admissible is = admissible_assign(arena, assign);
            note_old(granting, &is);
        }
    if (granting->old.length > 0)
        granting->file = source_of(&granting->desk->policy->sources, granting->old.at);
}

/* ---- the file ---- */

static bool is_same_span(struct span a, struct span b)
{
    return a.at == b.at && a.length == b.length;
}

/* The pattern of the include, or NULL: it names one file. */
static const struct include_pattern *pattern_of(const struct granting *granting)
{
    const struct include_pattern *pattern = granting->desk->policy->patterns;

    while (pattern != NULL && !is_same_span(pattern->span, granting->include->delegation->text))
        pattern = pattern->next;
    return pattern;
}

/* The files that the include names: the last one, and how many there are; or the one of a name. */
static const struct source *file_of(const struct granting *granting, const char *name, size_t *count)
{
    const struct sources *sources = &granting->desk->policy->sources;
    const struct source *found = NULL;
    size_t i;

    *count = 0;
    for (i = 0; i < sources->count; i++) {
        const struct source *source = &sources->list[i];
        const char *slash = strrchr(source->path, '/');
        if (source->delegation != granting->include->delegation ||
            (name != NULL && strcmp(slash == NULL ? source->path : slash + 1, name) != 0))
            continue;
        found = source;
        ++*count;
    }
    return found;
}

/* A pattern's first `*` as the name of what is written by this command, any other `*` as nothing, a `?` as an x. */
static const char *name_by(struct arena *arena, const char *pattern)
{
    char *name = arena_alloc(arena, strlen(pattern) + sizeof NEW_NAME), *to = name;
    bool named = false;

    for (; *pattern != '\0'; pattern++) {
        if (*pattern != '*') {
            *to++ = *pattern == '?' ? 'x' : *pattern;
        } else if (!named) {
            to = stpcpy(to, NEW_NAME);
            named = true;
        }
    }
    return name;
}

/* A name that was typed: of a file that the include names, or could. */
static enum desk_answer check_name(struct granting *granting, const struct include_pattern *pattern)
{
    struct desk *desk = granting->desk;
    const char *name = granting->wish->file;

    if (name[0] == '\0' || strchr(name, '/') != NULL || name[0] == '.')
        return desk_refuse(desk, "--file requires the name of a file, without a folder");
    if (strlen(name) > 200 || name[strcspn(name, "\n\r\t ")] != '\0' || strcmp(desk_word(desk, name), name) != 0)
        return desk_refuse(desk, "--file: a name of letters, digits, `-', `_' and `.' will do");
    if (pattern != NULL && !include_name_matches(pattern->pattern, name))
        return desk_refuse(desk, "the include admits files called %s%s, and %s is none", "", pattern->pattern, name);
    return DESK_READY;
}

/* A file that is not there yet, in a folder that must be. */
static enum desk_answer name_new_file(struct granting *granting, const struct include_pattern *pattern,
                                      const char *name)
{
    struct desk *desk = granting->desk;
    const char *folder = pattern->folder[0] == '\0' ? "." : pattern->folder;
    struct stat status;

    if (stat(folder, &status) != 0 || !S_ISDIR(status.st_mode))
        return desk_refuse(desk, "missing folder %s: root must create it", folder);
    granting->plan->change.path = arena_printf(desk->arena, "%s%s", pattern->folder, name);
    return DESK_READY;
}

enum desk_answer grant_find_file(struct granting *granting)
{
    struct desk *desk = granting->desk;
    const struct include_pattern *pattern = pattern_of(granting);
    const char *name = granting->wish->file;
    size_t count = 0;

    if (name != NULL && check_name(granting, pattern) != DESK_READY)
        return DESK_REFUSED;
    if (granting->file == NULL)
        granting->file = file_of(granting, name, &count);
    if (name == NULL && count > 1) /* of several, the one that this command writes */
        granting->file = file_of(granting, name_by(desk->arena, pattern->pattern), &count);
    if (granting->file != NULL) {
        granting->plan->change.path = granting->file->path;
        return DESK_READY;
    }
    if (pattern == NULL)
        return desk_refuse(desk, "the include names the file %s, and no other", granting->include->delegation->path);
    return name_new_file(granting, pattern, name != NULL ? name : name_by(desk->arena, pattern->pattern));
}
