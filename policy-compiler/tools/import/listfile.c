/*
 * listfile.c - pam_listfile: whoever, or whichever terminal or address, stands in a list is let in, or kept out.
 */
#include "import.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/stat.h>

#include "network.h"
#include "support/arena.h"

#define BUFFER_BYTES 255u /* of a line, before 1.6.0 */
#define CASES_MAX    20u

enum listfile_item { ITEM_NONE, ITEM_USER, ITEM_GROUP, ITEM_TTY, ITEM_RHOST, ITEM_OTHER };

struct listfile {
    struct import *import;
    enum listfile_item item;
    const char *item_name, *sense, *path, *onerr, *apply;
    struct subjects subjects;       /* that are listed, or */
    const struct proviso *provisos; /* where one is */
    struct origin whole;
    size_t cases;
};

/* ---- the module's arguments ---- */

static enum listfile_item item_of(const char *name)
{
    static const struct {
        const char *name;
        enum listfile_item item;
    } items[] = {{"user", ITEM_USER},   {"group", ITEM_GROUP}, {"tty", ITEM_TTY},
                 {"rhost", ITEM_RHOST}, {"ruser", ITEM_OTHER}, {"shell", ITEM_OTHER}};
    size_t i;

    for (i = 0; i < sizeof items / sizeof *items; i++)
        if (strcmp(items[i].name, name) == 0)
            return items[i].item;
    return ITEM_NONE;
}

static bool read_arguments(struct listfile *list, const struct import_call *call)
{
    struct {
        const char *name, **value;
    } const known[] = {{"item=", &list->item_name},
                       {"sense=", &list->sense},
                       {"file=", &list->path},
                       {"onerr=", &list->onerr},
                       {"apply=", &list->apply}};
    size_t i, k;

    for (i = 0; i < call->argument_count; i++) {
        const char *argument = call->arguments[i];

        for (k = 0; k < sizeof known / sizeof *known; k++)
            if (strncmp(argument, known[k].name, strlen(known[k].name)) == 0)
                break;
        if (k < sizeof known / sizeof *known)
            *known[k].value = argument + strlen(known[k].name);
        else if (strchr(argument, '=') == NULL && strcmp(argument, "quiet") != 0)
            import_lose(list->import, LOSS_NONE, &(const struct origin){.file = "pam_listfile"},
                        "the module passes over its argument `%s'", argument);
        else if (strcmp(argument, "quiet") != 0)
            return import_fail(list->import, "pam_listfile has no argument `%s'", argument) != NULL;
    }
    return true;
}

static bool check_arguments(struct listfile *list)
{
    list->item = list->item_name == NULL ? ITEM_NONE : item_of(list->item_name);
    if (list->item == ITEM_NONE)
        return import_fail(list->import, "pam_listfile needs an argument item=: user, group, tty or rhost") != NULL;
    if (list->sense == NULL || (strcmp(list->sense, "allow") != 0 && strcmp(list->sense, "deny") != 0))
        return import_fail(list->import, "pam_listfile needs an argument sense=: allow or deny") != NULL;
    if (list->onerr != NULL && strcmp(list->onerr, "fail") != 0 && strcmp(list->onerr, "succeed") != 0)
        return import_fail(list->import, "pam_listfile knows onerr=succeed and onerr=fail, not onerr=%s",
                           list->onerr) != NULL;
    if (list->path == NULL)
        return import_fail(list->import, "pam_listfile needs an argument file=, or name the file") != NULL;
    if (list->apply != NULL && strcmp(list->apply, list->apply[0] == '@' ? "@" : "") == 0)
        return import_fail(list->import, "pam_listfile's argument apply= names nobody") != NULL;
    return true;
}

/* ---- a line ---- */

static void lose_line(struct listfile *list, const struct origin *origin, const char *text, const char *what)
{
    bool widens = strcmp(list->sense, "deny") == 0;

    import_lose(list->import, LOSS_NARROWER, origin, "`%s' (%s) is not carried over; it counts as %s", text, what,
                widens ? "a match" : "no match");
    if (widens)
        list->provisos = proviso_constant(true);
}

/* An address as text is matched as text; so only the one text that an address has in the language is carried over. */
static bool is_plain_address(struct arena *arena, const char *text)
{
    struct network network;

    return network_read_address(text, &network) && !network_is_mapped(&network) &&
           strcmp(network_text(arena, &network), text) == 0;
}

static void take_entry(struct listfile *list, const char *text, const struct origin *origin)
{
    struct arena *arena = list->import->arena;
    struct subjects one = {.count = 0};
    const struct proviso *where = proviso_constant(true);

    if (list->item == ITEM_TTY && strncmp(text, "/dev/", 5) == 0)
        text += 5;
    if (list->item == ITEM_USER || list->item == ITEM_GROUP) {
        if (!import_name_fits(text)) {
            lose_line(list, origin, text, "no name that a policy can have");
            return;
        }
        subjects_add(arena, &one, list->item == ITEM_USER ? SUBJECT_USER : SUBJECT_GROUP, text);
        subjects_add(arena, &list->subjects, one.list[0].kind, text);
    } else {
        bool is_tty = list->item == ITEM_TTY;

        if (is_tty ? strpbrk(text, "*?") != NULL || strncmp(text, "/dev/", 5) == 0 || !import_text_fits(text)
                   : !is_plain_address(arena, text)) {
            lose_line(list, origin, text, is_tty ? "no terminal that a policy can name" : "no plain address");
            return;
        }
        where = proviso_text(arena, is_tty ? PROVISO_TTY : PROVISO_FROM, text);
        list->provisos = proviso_both(arena, PROVISO_OR, list->provisos, where);
        subjects_add(arena, &one, SUBJECT_EVERYONE, NULL);
    }
    if (list->cases++ < CASES_MAX)
        import_add_case(list->import, origin, text, formula_leaf(arena, &one, where, origin), true);
}

/* Takes what the module reads as a line; text may be written to. */
static void next_line(struct listfile *list, char *text, const struct origin *origin)
{
    size_t length = strlen(text);

    if (list->import->pam_version >= PAM_VERSION(1, 6, 0))
        length = strcspn(text, "\r\n");
    else if (length > 0 && text[length - 1] == '\n' && --length > 0 && text[length - 1] == '\r')
        length--;
    else if (length > 0 && text[length - 1] == '\r')
        length--;
    text[length] = '\0';
    if (length > 0 && (list->item != ITEM_TTY || strcmp(text, "/dev/") != 0))
        take_entry(list, text, origin);
}

/* A list that others may write to, or that is no file, is no list for the module. */
static bool is_trusted(struct listfile *list)
{
    struct stat status;

    if (strcmp(list->path, "-") == 0 ||
        (lstat(list->path, &status) == 0 && S_ISREG(status.st_mode) && (status.st_mode & S_IWOTH) == 0))
        return true;
    import_fail(list->import,
                "%s: the module lets nobody in by a list that is not there, is no regular file, or that "
                "everybody may write to",
                list->path);
    return false;
}

static bool read_list(struct listfile *list)
{
    size_t length, at = 0, size, most;
    char *bytes = is_trusted(list) ? import_read(list->import, list->path, &length) : NULL;
    struct origin origin = list->whole;

    if (bytes == NULL)
        return false;
    most = list->import->pam_version < PAM_VERSION(1, 6, 0) ? BUFFER_BYTES : length;
    for (; at < length; at += size) {
        const char *end = memchr(bytes + at, '\n', length - at);

        size = end == NULL ? length - at : (size_t)(end - (bytes + at)) + 1;
        size = size < most ? size : most;
        next_line(list, arena_copy(list->import->arena, bytes + at, size), &origin);
        origin.line++;
    }
    return true;
}

/* ---- the whole ---- */

/* Whom the list speaks of at all; it passes over the others. */
static const struct formula *applied(struct listfile *list, const struct formula *formula)
{
    struct arena *arena = list->import->arena;
    struct subjects subjects = {.count = 0};
    bool is_group = list->apply != NULL && list->apply[0] == '@';
    const char *name = is_group ? list->apply + 1 : list->apply;

    if (name == NULL || list->item == ITEM_USER || list->item == ITEM_GROUP)
        return formula;
    if (!import_name_fits(name)) {
        import_lose(list->import, LOSS_NARROWER, &list->whole, "apply=%s is not carried over; it counts as everybody",
                    list->apply);
        return formula;
    }
    subjects_add(arena, &subjects, is_group ? SUBJECT_GROUP : SUBJECT_USER, name);
    return formula_both(arena, FORMULA_OR,
                        formula_not(arena, formula_leaf(arena, &subjects, proviso_constant(true), &list->whole)),
                        formula);
}

const struct formula *import_listfile(struct import *import, const struct import_call *call)
{
    struct listfile list = {.import = import, .provisos = proviso_constant(false)};
    const struct formula *match;

    if (!read_arguments(&list, call))
        return NULL;
    if (call->file != NULL)
        list.path = call->file;
    else if (list.path != NULL)
        list.path = arena_printf(import->arena, "%s%s", import->root, list.path);
    if (!check_arguments(&list))
        return NULL;
    import->shown = list.path;
    list.whole = (struct origin){.file = import_base_name(list.path), .line = 1};
    if (list.item == ITEM_OTHER) {
        list.whole.line = 0;
        import_lose(import, LOSS_NARROWER, &list.whole,
                    "item=%s has no equivalent in a policy; the list lets nobody in", list.item_name);
        return formula_constant(false);
    }
    if (!read_list(&list))
        return NULL;
    list.whole.line = 0;
    if (list.onerr != NULL && strcmp(list.onerr, "succeed") == 0)
        import_lose(import, LOSS_NONE, &list.whole,
                    "onerr=succeed: where the list cannot be read, the module lets everybody in; the policy does not");
    match = list.subjects.count > 0 ? formula_leaf(import->arena, &list.subjects, proviso_constant(true), &list.whole)
                                    : formula_where(import->arena, list.provisos, &list.whole);
    if (list.subjects.count > 0 && list.provisos->kind == PROVISO_ALWAYS)
        match = formula_constant(true);
    import_add_case(import, &list.whole, "whoever is not listed", formula_constant(true), true);
    return applied(&list, strcmp(list.sense, "deny") == 0 ? formula_not(import->arena, match) : match);
}
