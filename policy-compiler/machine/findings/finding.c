/*
 * finding.c - what a machine is found to be: the list; see finding.h.
 */
#include "finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "support/arena.h"

static const struct {
    const char *name;
    enum finding_weight weight;
    bool by_state;
} kinds[FINDING_KINDS] = {
#define FINDING(kind, name, weight, by_state) {name, FINDING_##weight, by_state},
#include "finding.def"
#undef FINDING
};

const char *finding_name(enum finding_kind kind)
{
    return kinds[kind].name;
}

enum finding_weight finding_weight(enum finding_kind kind)
{
    return kinds[kind].weight;
}

bool finding_is_state(enum finding_kind kind)
{
    return kinds[kind].by_state;
}

void finding_add(struct findings *findings, enum finding_kind kind, const char *about, const char *fix,
                 const char *format, ...)
{
    char text[2048];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    findings->list =
        arena_grow(findings->arena, findings->list, findings->count, &findings->capacity, sizeof *findings->list);
    findings->list[findings->count++] = (struct finding){.kind = kind,
                                                         .about = arena_copy(findings->arena, about, strlen(about)),
                                                         .text = arena_copy(findings->arena, text, strlen(text)),
                                                         .fix = fix};
}

size_t findings_count(const struct findings *findings, enum finding_weight weight)
{
    size_t count = 0, i;

    for (i = 0; i < findings->count; i++)
        count += kinds[findings->list[i].kind].weight == weight;
    return count;
}

bool findings_have(const struct findings *findings, enum finding_kind kind, const char *about)
{
    size_t i;

    for (i = 0; i < findings->count; i++)
        if (findings->list[i].kind == kind && strcmp(findings->list[i].about, about) == 0)
            return true;
    return false;
}
