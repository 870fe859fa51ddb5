/*
 * module_findings.c - another file under the module's name: what it answers is not what the policy says.
 */
#include "module_findings.h"

#include <errno.h>
#include <string.h>

#include "machine/pam/module_id.h"
#include "machine/pam/stack_check.h"

/* False: there is nothing to be said of the file. */
static bool add(struct findings *findings, const char *service, const char *path)
{
    switch (module_id_of(path)) {
    case MODULE_ID_OURS: return false;
    case MODULE_ID_ANOTHER:
        finding_add(findings, FINDING_MODULE_OTHER, service,
                    "install the module and the command anew, both from one package or one build",
                    "it asks %s, which is not the module that was built with this command (" ROLEGATE_VERSION
                    "): what it answers may be anything",
                    path);
        return true;
    case MODULE_ID_UNREAD:
        if (errno == ENOENT)
            return false;
        finding_add(findings, FINDING_MODULE_UNTOLD, service, "run this as root", "cannot read %s: %s", path,
                    strerror(errno));
        return true;
    }
    return false;
}

void module_findings(struct findings *findings, const struct pam_stack *stack)
{
    bool said = false;
    size_t i;

    for (i = 0; i < stack->count && !said; i++) {
        const char *path = pam_handler_is_rolegate(&stack->handlers[i])
                               ? stack_check_module(findings->arena, "", stack->handlers[i].module)
                               : NULL;

        said = path != NULL && add(findings, stack->service, path);
    }
}
