/*
 * navigate.c - from a name to where it is declared and to where else it stands; and another name for it everywhere.
 */
#include <string.h>

#include "analysis/atom_text.h"
#include "compile/scan/literal.h"
#include "request.h"
#include "support/arena.h"

/* A name under the cursor. */
struct name {
    struct subject_of_request subject;
    const struct mention *mention;
    const char *text;
};

/* False: there is none, or *fault says why. */
static bool name_find(struct server *server, const json_t *params, struct name *name, struct fault *fault)
{
    if (!request_subject(server, params, true, &name->subject, fault) || name->subject.file == NULL)
        return false;
    name->mention = mention_at(&name->subject.file->mentions, name->subject.offset);
    if (name->mention == NULL || !mention_is_name(name->mention->kind))
        return false;
    name->text = mention_name(name->subject.analysis->arena, name->subject.file->source->bytes, name->mention);
    return true;
}

/* The file that an include under the cursor names, as a location; NULL: there is none. */
static json_t *included_file(const struct server *server, const struct subject_of_request *subject)
{
    const struct mention *mention =
        subject->file == NULL ? NULL : mention_at(&subject->file->mentions, subject->offset);
    size_t i, begin;

    for (i = 0; mention != NULL && mention->kind == MENTION_FILE && i < subject->analysis->file_count; i++) {
        const struct file *file = &subject->analysis->files[i];
        if (file->source->included.length > 0 &&
            analysis_place(subject->analysis, file->source->included.at, &begin) == subject->file &&
            begin + file->source->included.length >= mention->at && begin <= (size_t)mention->at + mention->length)
            return json_pack("{s:s,s:o}", "uri", file->uri, "range", text_range(&file->text, server->units, 0, 0));
    }
    return NULL;
}

json_t *answer_definition(struct server *server, const json_t *params, struct fault *fault)
{
    struct name name;
    const struct mention *mention;
    struct file *file;

    if (!name_find(server, params, &name, fault))
        return fault->code != 0 ? NULL : included_file(server, &name.subject);
    if (!analysis_declared(name.subject.analysis, name.mention->kind, name.text, &file, &mention))
        return NULL;
    return location_of(server, file, mention);
}

/* ---- everywhere ---- */

struct list {
    const struct server *server;
    const struct file *only; /* this file alone; NULL: all */
    bool declarations;       /* those as well */
    json_t *items;
};

static void reference_meet(void *context, struct file *file, const struct mention *mention)
{
    const struct list *list = context;

    if (list->declarations || !mention->declares)
        json_array_append_new(list->items, location_of(list->server, file, mention));
}

json_t *answer_references(struct server *server, const json_t *params, struct fault *fault)
{
    struct list list = {.server = server, .items = json_array()};
    struct name name;

    list.declarations = json_is_true(json_object_get(json_object_get(params, "context"), "includeDeclaration"));
    if (name_find(server, params, &name, fault))
        analysis_mentions(name.subject.analysis, name.mention->kind, name.text, reference_meet, &list);
    return list.items;
}

static void highlight_meet(void *context, struct file *file, const struct mention *mention)
{
    const struct list *list = context;

    if (file == list->only)
        json_array_append_new(list->items, json_pack("{s:o,s:i}", "range",
                                                     text_range(&file->text, list->server->units, mention->at,
                                                                (size_t)mention->at + mention->length),
                                                     "kind", mention->declares ? 3 : 2));
}

json_t *answer_highlight(struct server *server, const json_t *params, struct fault *fault)
{
    struct list list = {.server = server, .items = json_array()};
    struct name name;

    if (name_find(server, params, &name, fault)) {
        list.only = name.subject.file;
        analysis_mentions(name.subject.analysis, name.mention->kind, name.text, highlight_meet, &list);
    }
    return list.items;
}

/* ---- rename ---- */

/* Why a name cannot be given another one; NULL: it can. */
static const char *rename_problem(const struct name *name)
{
    const struct mention *declared;
    struct file *file;

    if (name->mention->kind == MENTION_PERMISSION && strchr(name->text, '*') != NULL)
        return "a pattern is not a name";
    if (analysis_declared(name->subject.analysis, name->mention->kind, name->text, &file, &declared) &&
        file->source->installed)
        return "the name is declared in an installed file";
    return NULL;
}

json_t *answer_prepare_rename(struct server *server, const json_t *params, struct fault *fault)
{
    struct name name;

    if (!name_find(server, params, &name, fault) || rename_problem(&name) != NULL)
        return NULL;
    return json_pack("{s:o,s:s}", "range",
                     text_range(&name.subject.file->text, server->units, name.mention->at,
                                (size_t)name.mention->at + name.mention->length),
                     "placeholder", name.text);
}

static enum name_kind name_kind_of(enum mention_kind kind)
{
    switch (kind) {
    case MENTION_ROLE: return NAME_ROLE;
    case MENTION_SERVICE: return NAME_SERVICE;
    case MENTION_PERMISSION: return NAME_PERMISSION;
    case MENTION_CONDITION: return NAME_CONDITION;
    case MENTION_USER: return NAME_USER;
    default: return NAME_GROUP;
    }
}

/* Why a new name cannot be had; NULL: it can. */
static const char *name_problem(const struct name *name, const char *new_name)
{
    struct arena *arena = name->subject.analysis->arena;
    const struct mention *declared;
    struct file *file;
    const char *problem = literal_name(name_kind_of(name->mention->kind), new_name, strlen(new_name), true);

    if (problem != NULL)
        return arena_printf(arena, "\"%s\" %s", new_name, problem);
    if (strcmp(new_name, name->text) != 0 &&
        analysis_declared(name->subject.analysis, name->mention->kind, new_name, &file, &declared))
        return arena_printf(arena, "\"%s\" is declared already", new_name);
    return NULL;
}

struct renaming {
    const struct server *server;
    json_t *changes; /* by URI */
    const char *text;
};

static void rename_meet(void *context, struct file *file, const struct mention *mention)
{
    const struct renaming *renaming = context;

    changes_add(renaming->server, renaming->changes, file, mention->at, mention->length, renaming->text);
}

json_t *answer_rename(struct server *server, const json_t *params, struct fault *fault)
{
    const char *new_name = json_string_value(json_object_get(params, "newName")), *problem;
    struct renaming renaming = {.server = server};
    struct arena *arena;
    struct name name;

    if (!name_find(server, params, &name, fault)) {
        if (fault->code == 0)
            *fault = (struct fault){FAULT_FAILED, "no name at this position"};
        return NULL;
    }
    arena = name.subject.analysis->arena;
    problem = rename_problem(&name);
    if (problem == NULL && new_name == NULL)
        problem = "missing new name";
    if (problem == NULL)
        problem = name_problem(&name, new_name);
    if (problem != NULL) {
        *fault = (struct fault){FAULT_FAILED, problem};
        return NULL;
    }
    renaming.changes = json_object();
    renaming.text = name_text(arena, new_name, (uint32_t)strlen(new_name));
    analysis_mentions(name.subject.analysis, name.mention->kind, name.text, rename_meet, &renaming);
    return workspace_edit(server, renaming.changes);
}
