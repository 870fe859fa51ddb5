/*
 * certificate.c - writes what proof.c has kept, a claim's service or pattern a line.
 */
#include "certificate.h"

#include <stdio.h>
#include <stdlib.h>

#include "compile/emit/emit_table.h"
#include "compile/ir/string_pool.h"
#include "delegation.h"
#include "proof.h"
#include "support/digest.h"
#include "support/json_text.h"

static const char *question_word(enum proof_question question)
{
    static const char *const words[] = {"not denied", "allowed", "let in", "not allowed", "denied", "shut out"};

    return words[question];
}

/* ---- names ---- */

static json_t *place_json(const struct ir *ir, uint32_t file, uint32_t line)
{
    return json_pack("{s:o,s:I}", "file", json_text(ir->files[file].name.bytes), "line", (json_int_t)line);
}

static json_t *statement_json(const struct ir *ir, uint32_t statement)
{
    return place_json(ir, ir->statements[statement].file, ir->statements[statement].line);
}

static json_t *subject_json(enum ir_node_kind kind, const char *name, uint32_t gid)
{
    switch (kind) {
    case IR_USER: return json_pack("{s:o}", "user", json_text(name));
    case IR_GROUP: return json_pack("{s:o}", "group", json_text(name));
    case IR_GID: return json_pack("{s:I}", "gid", (json_int_t)gid);
    default: return json_pack("{s:b}", "everyone", 1);
    }
}

/* An option: the include, which bound of it and, where it is of a role, that. */
static json_t *option_json(const struct model *model, uint32_t node)
{
    const struct desk_option *option = &model->desk->options[node - model->desk->option_first];
    json_t *json = place_json(model->ir, model->ir->delegations[option->delegation].place.file,
                              model->ir->delegations[option->delegation].place.line);

    json_object_set_new(json, "bound", json_integer(option->bound + 1));
    if (option->role != IR_NONE)
        json_object_set_new(json, "role", json_text(model->ir->roles[option->role].name.bytes));
    return json_pack("{s:o}", "option", json);
}

static json_t *node_json(const struct model *model, uint32_t node)
{
    const struct ir *ir = model->ir;
    uint32_t length;
    const char *name = "";

    if (ir->nodes[node].kind == IR_OPTION)
        return option_json(model, node);
    if (ir_is_named(&ir->nodes[node]))
        name = (const char *)str_bytes(ir->names.bytes, ir->nodes[node].name, &length);
    return subject_json(ir->nodes[node].kind, name, ir->nodes[node].name);
}

static json_t *claimant_json(const struct ir_claimant *subject)
{
    if (subject->is_role)
        return json_pack("{s:o}", "role", json_text(subject->name.bytes));
    return subject_json(subject->kind, subject->name.bytes, subject->gid);
}

static json_t *permission_json(const struct ir *ir, uint32_t permission)
{
    return json_text(ir->permissions[permission].name.bytes);
}

/* ---- proofs ---- */

static json_t *blamed_json(const struct ir *ir, const struct blamed *blamed)
{
    static const char *const words[] = {"deny", "void", "other role", "allow", "allow"};
    json_t *json = json_pack("{s:s}", "kind", words[blamed->kind]);

    if (blamed->rule != IR_NONE)
        json_object_set_new(json, "rule", statement_json(ir, blamed->rule));
    if (blamed->assign != IR_NONE)
        json_object_set_new(json, "assign", statement_json(ir, blamed->assign));
    return json;
}

static json_t *case_json(const struct model *model, const struct proof_case *is)
{
    const struct ir *ir = model->ir;
    json_t *subjects = json_array(), *permissions = json_array(), *because = json_array();
    size_t i;

    for (i = 0; i < is->node_count; i++)
        json_array_append_new(subjects, node_json(model, is->nodes[i]));
    for (i = 0; i < is->permission_count; i++)
        json_array_append_new(permissions, permission_json(ir, is->permissions[i]));
    for (i = 0; i < is->blamed_count; i++)
        json_array_append_new(because, blamed_json(ir, &is->blamed[i]));
    return json_pack("{s:s,s:o,s:o,s:o}", "never", question_word(is->question), "subjects", subjects, "permissions",
                     permissions, "because", because);
}

static json_t *proof_json(const struct proof *proof)
{
    json_t *json = json_object(), *cases;
    size_t i;

    if (proof->permission != IR_NONE)
        json_object_set_new(json, "permission", permission_json(proof->model->ir, proof->permission));
    if (proof->missing != NULL) {
        json_object_set_new(json, "missing", json_string(proof->missing));
        return json;
    }
    cases = json_array();
    for (i = 0; i < proof->count; i++)
        json_array_append_new(cases, case_json(proof->model, &proof->cases[i]));
    json_object_set_new(json, "cases", cases);
    return json;
}

static json_t *finding_json(const struct ir *ir, const struct finding *finding)
{
    static const char *const verdicts[] = {"holds", "violated", "undecided"};
    const struct ir_claim *claim = finding->claim;
    json_t *json = json_pack("{s:o,s:s,s:o,s:o,s:s}", "place", place_json(ir, claim->place.file, claim->place.line),
                             "claim", claim->always ? "always" : "never", "subject", claimant_json(&claim->subject),
                             finding->target->is_service ? "service" : "pattern",
                             json_text(finding->target->text.bytes), "verdict", verdicts[finding->verdict]);
    json_t *proofs = json_array();
    const struct proof *proof;

    if (claim->delegated)
        json_object_set_new(json, "under", json_string("delegation"));
    for (proof = finding->proofs; proof != NULL; proof = proof->next)
        json_array_append_new(proofs, proof_json(proof));
    json_object_set_new(json, "proofs", proofs);
    return json;
}

static json_t *sources_json(const struct ir *ir)
{
    json_t *sources = json_array();
    size_t i;

    for (i = 0; i < ir->file_count; i++) {
        unsigned char digest[sizeof ir->files[i].digest];
        char hex[2 * sizeof digest + 1];
        emit_digest(&ir->files[i], digest);
        digest_hex(digest, sizeof digest, hex);
        json_array_append_new(sources,
                              json_pack("{s:o,s:s}", "file", json_text(ir->files[i].name.bytes), "sha256", hex));
    }
    return sources;
}

/* ---- the whole ---- */

/* Prints a value behind what stands in front of it, and drops it. */
static bool value_print(FILE *out, const char *before, json_t *value)
{
    bool done;

    fputs(before, out);
    done = value != NULL && print_json_as(out, value, JSON_COMPACT);
    json_decref(value);
    return done;
}

char *certificate_new(const struct ir *ir, const struct findings *findings, size_t *size)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    bool done;
    size_t i;

    if (out == NULL)
        return NULL;
    done = value_print(out, "{\"certificate\":1,\n\"sources\":", sources_json(ir));
    fputs(",\n\"claims\":[", out);
    for (i = 0; i < findings->count && done; i++)
        done = value_print(out, i == 0 ? "\n" : ",\n", finding_json(ir, &findings->list[i]));
    fputs("\n]}\n", out);
    if (fclose(out) == 0 && done)
        return text;
    free(text);
    return NULL;
}

size_t certificate_missing(const struct findings *findings)
{
    const struct proof *proof;
    size_t missing = 0, i;

    for (i = 0; i < findings->count; i++)
        for (proof = findings->list[i].proofs; proof != NULL; proof = proof->next)
            missing += proof->missing != NULL;
    return missing;
}
