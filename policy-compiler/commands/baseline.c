/*
 * baseline.c - warnings that are known already, and not reported again: `rolegate check --baseline FILE`.
 *
 * A warning is known by its file, its id and its fingerprint, so lines may move. Errors are always reported.
 */
#include "baseline.h"

#include <string.h>

#include "compile/diag/diag_spot.h"
#include "support/arena.h"
#include "support/json_text.h"
#include "support/message.h"

/* What a report is known by, as a key; from malloc(). */
static json_t *key_of(const char *file, const char *id, const char *fingerprint)
{
    json_t *clean = json_text(file), *key = NULL;

    if (clean != NULL)
        key = json_sprintf("%s %s %s", id, fingerprint, json_string_value(clean));
    json_decref(clean);
    return key;
}

/* How often a key is known, changed by some. */
static json_int_t known_change(json_t *known, const json_t *key, json_int_t more)
{
    json_int_t count = json_integer_value(json_object_get(known, json_string_value(key)));

    if (count + more >= 0)
        json_object_set_new(known, json_string_value(key), json_integer(count + more));
    return count;
}

static bool known_add(json_t *known, const json_t *one)
{
    const char *id = json_string_value(json_object_get(one, "id"));
    const char *file = json_string_value(json_object_get(one, "file"));
    const char *fingerprint = json_string_value(json_object_get(one, "fingerprint"));
    json_t *key;

    if (id == NULL || fingerprint == NULL)
        return false;
    key = key_of(file == NULL ? "" : file, id, fingerprint);
    if (key != NULL)
        known_change(known, key, 1);
    json_decref(key);
    return key != NULL;
}

bool baseline_read(struct baseline *baseline, const char *path)
{
    json_error_t error;
    json_t *root = json_load_file(path, 0, &error), *list = json_object_get(root, "diagnostics"), *one;
    bool sound = json_is_array(list);
    size_t i;

    baseline->known = json_object();
    json_array_foreach(list, i, one)
    {
        sound = sound && known_add(baseline->known, one);
    }
    if (root == NULL)
        message_error("%s: the baseline cannot be read: %s", path, error.text);
    else if (!sound)
        message_error("%s: not a baseline; write one with check --format json", path);
    json_decref(root);
    return sound;
}

void baseline_begin(struct baseline *baseline, struct compile_options *options)
{
    baseline->wanted = options->diag;
    if (baseline->known == NULL)
        return;
    options->diag.all_errors = false;
    memset(options->diag.error, 0, sizeof options->diag.error);
}

/* Whether a report is known; once for each time that it is. */
static bool is_known(const struct baseline *baseline, struct diag *diag, const struct diag_report *report)
{
    struct diag_spot spot = diag_spot(diag, report);
    bool whole = !report->has_span && report->file == NULL;
    json_t *key;
    bool known;

    if (report->severity == DIAG_ERROR)
        return false;
    key = key_of(whole ? "" : spot.file, diag_name(report->id), diag_fingerprint(diag, report));
    known = key != NULL && known_change(baseline->known, key, -1) > 0;
    json_decref(key);
    return known;
}

void baseline_apply(struct baseline *baseline, struct diag *diag)
{
    bool *known = arena_alloc(diag->arena, diag->count + 1);
    size_t kept = 0, i;

    if (baseline->known == NULL)
        return;
    for (i = 0; i < diag->count; i++)
        known[i] = is_known(baseline, diag, diag->reports[i]);
    for (i = 0; i < diag->count; i++) {
        struct diag_report *report = diag->reports[i];
        diag->warnings -= known[i];
        if (known[i])
            continue;
        if (report->severity == DIAG_WARNING && (baseline->wanted.all_errors || baseline->wanted.error[report->id])) {
            report->severity = DIAG_ERROR;
            diag->warnings--;
            diag->errors++;
        }
        diag->reports[kept++] = report;
    }
    diag->count = kept;
}

void baseline_free(struct baseline *baseline)
{
    json_decref(baseline->known);
}
