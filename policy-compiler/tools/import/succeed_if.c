/*
 * succeed_if.c - pam_succeed_if: all conditions of its line must be met.
 */
#include "import.h"

#include <fnmatch.h>
#include <string.h>
#include <strings.h>

#include "network.h"
#include "support/arena.h"

enum attribute { ATTRIBUTE_USER, ATTRIBUTE_SERVICE, ATTRIBUTE_TTY, ATTRIBUTE_RHOST, ATTRIBUTE_OTHER, ATTRIBUTE_NONE };
enum qualifier { EQUAL, IN, GLOB, IN_GROUP, IN_NETGROUP, NUMBER, QUALIFIER_NONE };

/* One condition of the line. */
struct requirement {
    struct import *import;
    struct origin origin;
    enum attribute attribute;
    enum qualifier qualifier;
    bool negated;
    const char *right;
};

static enum attribute attribute_of(const char *word)
{
    static const struct {
        const char *word;
        enum attribute attribute;
    } known[] = {{"login", ATTRIBUTE_USER},      {"name", ATTRIBUTE_USER}, {"user", ATTRIBUTE_USER},
                 {"service", ATTRIBUTE_SERVICE}, {"tty", ATTRIBUTE_TTY},   {"rhost", ATTRIBUTE_RHOST},
                 {"uid", ATTRIBUTE_OTHER},       {"gid", ATTRIBUTE_OTHER}, {"shell", ATTRIBUTE_OTHER},
                 {"home", ATTRIBUTE_OTHER},      {"dir", ATTRIBUTE_OTHER}, {"homedir", ATTRIBUTE_OTHER},
                 {"ruser", ATTRIBUTE_OTHER}};
    size_t i;

    for (i = 0; i < sizeof known / sizeof *known; i++)
        if (strcasecmp(word, known[i].word) == 0)
            return known[i].attribute;
    return ATTRIBUTE_NONE;
}

static enum qualifier qualifier_of(const char *word, bool *negated)
{
    static const struct {
        const char *word;
        enum qualifier qualifier;
        bool negated;
    } known[] = {{"=", EQUAL, false},
                 {"!=", EQUAL, true},
                 {"in", IN, false},
                 {"notin", IN, true},
                 {"=~", GLOB, false},
                 {"glob", GLOB, false},
                 {"!~", GLOB, true},
                 {"noglob", GLOB, true},
                 {"ingroup", IN_GROUP, false},
                 {"notingroup", IN_GROUP, true},
                 {"innetgr", IN_NETGROUP, false},
                 {"notinnetgr", IN_NETGROUP, true},
                 {"<", NUMBER, false},
                 {"lt", NUMBER, false},
                 {"<=", NUMBER, false},
                 {"le", NUMBER, false},
                 {">", NUMBER, false},
                 {"gt", NUMBER, false},
                 {">=", NUMBER, false},
                 {"ge", NUMBER, false},
                 {"eq", NUMBER, false},
                 {"ne", NUMBER, false}};
    size_t i;

    for (i = 0; i < sizeof known / sizeof *known; i++)
        if (strcasecmp(word, known[i].word) == 0) {
            *negated = known[i].negated;
            return known[i].qualifier;
        }
    return QUALIFIER_NONE;
}

static const struct formula *lose(const struct requirement *requirement, const char *what)
{
    import_lose(requirement->import, LOSS_NARROWER, &requirement->origin, "%s; nobody meets it here", what);
    return formula_constant(false);
}

static bool in_list(const char *text, const char *list)
{
    size_t length = strlen(text), part;

    for (;; list += part + 1) {
        part = strcspn(list, ":");
        if (part == length && strncmp(text, list, length) == 0)
            return true;
        if (list[part] == '\0')
            return false;
    }
}

static const struct formula *positive_or_not(const struct requirement *requirement, const struct formula *formula)
{
    return requirement->negated ? formula_not(requirement->import->arena, formula) : formula;
}

static const struct formula *service_meets(const struct requirement *requirement)
{
    const char *service = requirement->import->service;
    bool meets;

    switch (requirement->qualifier) {
    case EQUAL: meets = strcmp(service, requirement->right) == 0; break;
    case IN: meets = in_list(service, requirement->right); break;
    case GLOB: meets = fnmatch(requirement->right, service, 0) == 0; break;
    default: return lose(requirement, "a policy has no such condition");
    }
    return formula_constant(meets != requirement->negated);
}

/* Those of a list of names, users or groups. */
static const struct formula *names_meet(const struct requirement *requirement, enum subject_kind kind)
{
    struct arena *arena = requirement->import->arena;
    struct subjects subjects = {.count = 0};
    char *names = arena_copy(arena, requirement->right, strlen(requirement->right)), *rest = NULL, *name;

    if (requirement->qualifier != IN && kind == SUBJECT_USER && strchr(names, ':') != NULL)
        return positive_or_not(requirement, formula_constant(false));
    for (name = strtok_r(names, ":", &rest); name != NULL; name = strtok_r(NULL, ":", &rest))
        if (import_name_fits(name))
            subjects_add(arena, &subjects, kind, name);
        else if (requirement->negated)
            return lose(requirement, arena_printf(arena, "`%s' is not a valid name in a policy", name));
        else
            import_lose(requirement->import, LOSS_NARROWER, &requirement->origin,
                        "`%s' is not a valid name in a policy, and counts as no match", name);
    return positive_or_not(requirement, formula_leaf(arena, &subjects, proviso_constant(true), &requirement->origin));
}

static const struct formula *user_meets(const struct requirement *requirement)
{
    switch (requirement->qualifier) {
    case EQUAL:
    case IN: return names_meet(requirement, SUBJECT_USER);
    case GLOB:
        if (strcmp(requirement->right, "*") == 0)
            return positive_or_not(requirement, formula_constant(true));
        if (strpbrk(requirement->right, "*?[\\") == NULL)
            return names_meet(requirement, SUBJECT_USER);
        return lose(requirement, "a policy has no patterns of users");
    default: return formula_constant(false); /* a name is no number */
    }
}

/* Where the terminal is one of a list, or as a glob has it. */
static const struct formula *tty_meets(const struct requirement *requirement)
{
    struct arena *arena = requirement->import->arena;
    const char *right = requirement->right;
    const struct proviso *where = proviso_constant(false);
    char *names = arena_copy(arena, right, strlen(right)), *rest = NULL, *name;

    if (requirement->qualifier == GLOB && strcmp(right, "*") == 0)
        return positive_or_not(requirement, formula_constant(true));
    if (requirement->qualifier == NUMBER || !import_text_fits(right) ||
        strpbrk(right, requirement->qualifier == GLOB ? "[\\" : "*?") != NULL ||
        (requirement->qualifier == IN &&
         (right[0] == ':' || right[0] == '\0' || strstr(right, "::") != NULL || right[strlen(right) - 1] == ':')))
        return lose(requirement, "a policy has no such terminals");
    if (right[0] == '\0')
        where = proviso_no_tty(arena);
    else if (requirement->qualifier == IN)
        for (name = strtok_r(names, ":", &rest); name != NULL; name = strtok_r(NULL, ":", &rest))
            where = proviso_both(arena, PROVISO_OR, where, proviso_text(arena, PROVISO_TTY, name));
    else
        where = proviso_text(arena, PROVISO_TTY, right);
    return positive_or_not(requirement, formula_where(arena, where, &requirement->origin));
}

/* From an address, as the one text that it has; or from nowhere. */
static const struct formula *rhost_meets(const struct requirement *requirement)
{
    struct arena *arena = requirement->import->arena;
    const char *right = requirement->right;
    struct network network;

    if (requirement->qualifier != EQUAL)
        return lose(requirement, "a policy has no names or patterns of hosts");
    if (right[0] != '\0' && (!network_read_address(right, &network) || network_is_mapped(&network) ||
                             strcmp(network_text(arena, &network), right) != 0))
        return lose(requirement, "a policy has no names of hosts");
    return positive_or_not(requirement,
                           formula_where(arena, proviso_text(arena, PROVISO_FROM, right[0] == '\0' ? "local" : right),
                                         &requirement->origin));
}

static const struct formula *requirement_met(const struct requirement *requirement)
{
    if (requirement->attribute == ATTRIBUTE_NONE || requirement->qualifier == QUALIFIER_NONE) {
        import_lose(requirement->import, LOSS_NONE, &requirement->origin,
                    "the module does not know this condition and lets nobody in");
        return formula_constant(false);
    }
    if (requirement->qualifier == IN_NETGROUP)
        return lose(requirement, "a policy has no netgroups");
    if (requirement->attribute == ATTRIBUTE_OTHER)
        return lose(requirement, "a policy has no such condition");
    if (requirement->qualifier == IN_GROUP)
        return names_meet(requirement, SUBJECT_GROUP);
    switch (requirement->attribute) {
    case ATTRIBUTE_SERVICE: return service_meets(requirement);
    case ATTRIBUTE_USER: return user_meets(requirement);
    case ATTRIBUTE_TTY: return tty_meets(requirement);
    default: return rhost_meets(requirement);
    }
}

/* A condition of three words. */
static const struct formula *take_words(struct import *import, const char *const *words)
{
    struct requirement requirement = {.import = import, .attribute = attribute_of(words[0]), .right = words[2]};
    const char *said = arena_printf(import->arena, "%s %s %s", words[0], words[1], words[2]);
    const struct formula *met;

    requirement.qualifier = qualifier_of(words[1], &requirement.negated);
    requirement.origin = (struct origin){.file = arena_printf(import->arena, "pam_succeed_if %s", said)};
    met = requirement_met(&requirement);
    import_add_case(import, &(struct origin){.file = "pam_succeed_if"}, arena_printf(import->arena, "not %s", said),
                    formula_not(import->arena, met), true);
    return met;
}

const struct formula *import_succeed_if(struct import *import, const struct import_call *call)
{
    static const char *const options[] = {"debug", "quiet", "quiet_fail", "quiet_success", "audit"};
    const struct origin whole = {.file = "pam_succeed_if"};
    const char *words[3];
    struct formulas all = {.count = 0};
    size_t count = 0, i, k;

    import->shown = "the conditions of pam_succeed_if";
    if (call->file != NULL)
        return import_fail(import, "pam_succeed_if reads no file: give its conditions with --argument");
    for (i = 0; i < call->argument_count; i++) {
        for (k = 0; k < sizeof options / sizeof *options; k++)
            if (strcmp(call->arguments[i], options[k]) == 0)
                break;
        if (strcmp(call->arguments[i], "use_uid") == 0) {
            import_lose(import, LOSS_NARROWER, &whole,
                        "use_uid: a policy does not ask who runs the program; nobody is let in");
            return formula_constant(false);
        }
        if (k == sizeof options / sizeof *options)
            words[count++] = call->arguments[i];
        if (count == 3) {
            formulas_add(import->arena, &all, take_words(import, words));
            count = 0;
        }
    }
    if (count > 0)
        import_lose(import, LOSS_NONE, &whole, "the last condition is incomplete: the module lets nobody in");
    import_add_case(import, &whole, "whoever meets all", formula_constant(true), true);
    return count > 0 ? formula_constant(false) : formula_join(import->arena, FORMULA_AND, &all);
}
