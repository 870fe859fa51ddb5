/*
 * import_policy.c - a source of rules, for some services, as a policy.
 */
#include "import_policy.h"

#include <string.h>

#include "policy_writer.h"
#include "silence_own.h"
#include "support/arena.h"
#include "tools/fmt/fmt.h"

/* Of which depth the formula of a file may be; an expression of the language may be a little deeper. */
#define DEPTH_MAX 450u

/* The group for which a file says the same as for this service; or a new one. */
static struct import_group *group_of(struct import *import, struct import_group *groups, size_t *count,
                                     const struct formula *formula)
{
    const char *any[] = {"any"};
    const struct import_group none = {.count = 1, .services = any};
    const char *rules = policy_write_rules(import, formula, "any", &none);
    size_t i;

    for (i = 0; i < *count; i++)
        if (strcmp(policy_write_rules(import, groups[i].formula, "any", &none), rules) == 0)
            return &groups[i];
    groups[*count] =
        (struct import_group){.formula = formula, .cases = import->cases, .case_count = import->case_count};
    return &groups[(*count)++];
}

/* A policy's text in the form that `rolegate fmt` gives it; one that is not well formed as it is. */
static char *form_of(struct import *import, char *text)
{
    const struct source_text file = {"policy.rg", text, strlen(text)};
    const struct compile_options options = {.texts = &file, .text_count = 1};
    struct fmt_file formed;
    char *copy = text;

    if (fmt_file(file.path, &options, &formed) == FMT_DONE)
        copy = arena_copy(import->arena, formed.text, formed.size);
    compilation_free(formed.compilation);
    return copy;
}

char *import_policy(struct import *import, import_source *source, const struct import_call *call,
                    const char *const *services, size_t count)
{
    struct import_group *groups = arena_array(import->arena, count, sizeof *groups);
    size_t group_count = 0, i;
    char *text;

    for (i = 0; i < count; i++) {
        const struct formula *formula;
        struct import_group *group;

        import->service = services[i];
        import->losses_before = import->loss_count;
        import->cases = NULL;
        import->case_count = import->case_capacity = 0;
        formula = source(import, call);
        if (formula == NULL)
            return NULL;
        if (formula->depth > DEPTH_MAX) {
            import_fail(import, "what the file says is nested more than %u times", DEPTH_MAX);
            return NULL;
        }
        group = group_of(import, groups, &group_count, formula);
        group->services =
            arena_grow(import->arena, group->services, group->count, &group->capacity, sizeof *group->services);
        group->services[group->count++] = services[i];
    }
    text = silence_own(import, form_of(import, policy_write(import, groups, group_count)));
    return text == NULL ? NULL : form_of(import, text);
}
