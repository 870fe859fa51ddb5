/*
 * trust_findings.c - what others than root could change of what decides, as `install` looks at it; see
 * trust_findings.h.
 */
#include "trust_findings.h"

#include <string.h>

#include "machine/install/trust.h"
#include "support/arena.h"

static void add(void *context, const char *path, const char *text, const char *fix)
{
    struct findings *findings = context;

    finding_add(findings, FINDING_OTHERS_WRITE, path, arena_printf(findings->arena, "`%s'", fix), "%s", text);
}

static void begin(struct trust *trust, struct findings *findings)
{
    trust_begin(trust, findings->arena);
    trust->writing_alone = true;
    trust->report = add;
    trust->context = findings;
}

void trust_findings_of_sources(struct findings *findings, const char *main, const struct seen_source *sources,
                               size_t count)
{
    const char *slash = strrchr(main, '/');
    struct trust trust;
    size_t i;

    begin(&trust, findings);
    for (i = 0; i < count && slash != NULL; i++) {
        const char *name = sources[i].file, *path = name;

        if (name[0] == '<') /* on the include path, which is the package's */
            continue;
        if (name[0] != '/')
            path = arena_printf(findings->arena, "%.*s/%s", (int)(slash - main), main, name);
        if (source_is_pattern(name)) /* its own slash, and the part that is the pattern */
            trust_folder(&trust, arena_copy(findings->arena, path,
                                            (size_t)((char *)memrchr(path, '/', strlen(path) - 1) - path)));
        else
            trust_file(&trust, path);
    }
}

void trust_findings_of_services(struct findings *findings, const struct seen_service *services, size_t count)
{
    struct trust trust;
    size_t i;

    begin(&trust, findings);
    for (i = 0; i < count; i++) {
        const struct stack_check *guard = &services[i].guard;

        if (guard->handler == NULL)
            continue;
        if (guard->stack->file != NULL)
            trust_file(&trust, guard->stack->file);
        trust_file(&trust, guard->handler->file);
        trust_file(&trust, guard->handler->module[0] == '/'
                               ? guard->handler->module
                               : arena_printf(findings->arena, "%s/%s", ROLEGATE_PAM_DIR, guard->handler->module));
    }
}
