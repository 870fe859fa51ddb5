/*
 * policy_writer.c - what was imported as the text of a policy.
 */
#include "policy_writer.h"

#include <stdlib.h>
#include <string.h>

#include "permissions.h"
#include "policy_word.h"
#include "support/arena.h"
#include "support/print_text.h"
#include "support/message.h"
#include "witness.h"

/* ---- statements ---- */

static void write_subjects(const struct subjects *subjects, bool brackets, FILE *out)
{
    static const char *const words[] = {
        [SUBJECT_EVERYONE] = "everyone", [SUBJECT_USER] = "user", [SUBJECT_GROUP] = "group", [SUBJECT_GID] = "gid"};
    size_t i;

    if (subjects_have_everyone(subjects)) {
        fputs("everyone", out);
        return;
    }
    fputs(brackets && subjects->count > 1 ? "(" : "", out);
    for (i = 0; i < subjects->count; i++) {
        const struct subject *subject = &subjects->list[i];

        fprintf(out, "%s%s ", i == 0 ? "" : ", ", words[subject->kind]);
        if (subject->kind == SUBJECT_GID)
            fputs(subject->name, out);
        else
            policy_word_name(out, subject->name);
    }
    fputs(brackets && subjects->count > 1 ? ")" : "", out);
}

/* From `to` on. */
static void write_rule_end(const struct formula *leaf, const struct proviso *condition, bool denies, FILE *out)
{
    const struct origin *origin = &leaf->origin;
    char because[600];

    fputs(" to ", out);
    write_subjects(&leaf->subjects, origin->starting != NULL || origin->until != NULL, out);
    if (condition->kind != PROVISO_ALWAYS) {
        fputs(" when ", out);
        proviso_write(condition, denies, out);
    }
    if (origin->starting != NULL)
        fprintf(out, " starting %s", origin->starting);
    if (origin->until != NULL)
        fprintf(out, " until %s", origin->until);
    if (origin->file != NULL) {
        fputs(" because ", out);
        snprintf(because, sizeof because, origin->line == 0 ? "%s" : "%s:%u", origin->file, origin->line);
        policy_word_string(out, because);
    }
    putc('\n', out);
}

static void write_gate(const struct gate *gate, FILE *out)
{
    size_t i;

    for (i = 0; i < gate->count; i++) {
        fprintf(out, "allow %s", gate->name);
        write_rule_end(gate->allowances[i].leaf, gate->allowances[i].condition, false, out);
    }
}

static void write_barrier(const struct permissions *permissions, const struct barrier *barrier, FILE *out)
{
    size_t i;

    if (barrier->count == 0)
        return;
    fputs("deny ", out);
    if (barrier->count > 1 && barrier->count == permissions->count)
        fprintf(out, "%s.*", permissions->base);
    else
        for (i = 0; i < barrier->count; i++)
            fprintf(out, "%s%s", i == 0 ? "" : ", ", permissions->gates[barrier->gates[i]].name);
    write_rule_end(barrier->lacks, barrier->lacks->condition, true, out);
}

static void write_services(const struct import_group *group, FILE *out)
{
    size_t i;

    for (i = 0; i < group->count; i++) {
        fputs(i == 0 ? "service " : ", ", out);
        policy_word_name(out, group->services[i]);
    }
}

char *policy_write_rules(struct import *import, const struct formula *formula, const char *base,
                         const struct import_group *group)
{
    struct permissions permissions = {.arena = import->arena, .base = base};
    char *text = NULL;
    size_t size, i;
    FILE *out = open_memstream(&text, &size);

    if (out == NULL)
        message_fatal("out of memory");
    permissions_of(&permissions, formula);
    if (permissions.requires != NULL || group->count != 1 || strcmp(group->services[0], base) != 0) {
        for (i = 0; i < permissions.count; i++)
            fprintf(out, "%s%s", i == 0 ? "permission " : ", ", permissions.gates[i].name);
        fputs("\n\n", out);
        write_services(group, out);
        fprintf(out, " requires %s", permissions.requires == NULL ? base : permissions.requires);
    } else {
        write_services(group, out);
    }
    fputs("\n", out);
    for (i = 0; i < permissions.count && permissions.gates[i].count == 0; i++)
        ;
    fputs(i < permissions.count ? "\n" : "", out);
    for (i = 0; i < permissions.count; i++)
        write_gate(&permissions.gates[i], out);
    for (i = 0; i < permissions.barrier_count; i++)
        write_barrier(&permissions, permissions.barriers[i], out);
    fclose(out);
    arena_own(import->arena, text);
    return text;
}

/* ---- the whole ---- */

static bool is_permission_name(const char *name)
{
    return name[0] != '\0' && strlen(name) <= 200 &&
           name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-")] == '\0' && policy_word_is_plain(name);
}

static void write_loss(const struct loss *loss, FILE *out)
{
    fputs("#   ", out);
    print_text(out, loss->origin.file);
    if (loss->origin.line != 0)
        fprintf(out, ":%u", loss->origin.line);
    fputs(loss->effect == LOSS_NARROWER ? ": lost: " : ": note: ", out);
    print_text(out, loss->text);
    putc('\n', out);
}

/* What is said of a file as a whole stands first. */
static void write_losses(const struct import *import, FILE *out)
{
    size_t i;

    if (import->loss_count > 0)
        fputs("#\n# What was lost, and what is to be known:\n", out);
    for (i = 0; i < import->loss_count; i++)
        if (import->losses[i].origin.line == 0)
            write_loss(&import->losses[i], out);
    for (i = 0; i < import->loss_count; i++)
        if (import->losses[i].origin.line != 0)
            write_loss(&import->losses[i], out);
}

char *policy_write(struct import *import, const struct import_group *groups, size_t count)
{
    char *text = NULL;
    size_t size, i;
    FILE *out = open_memstream(&text, &size);

    if (out == NULL) {
        message_fatal("out of memory");
        return NULL;
    }
    fputs("# Imported from ", out);
    print_text(out, strcmp(import->shown, "-") == 0 ? "standard input" : import->shown);
    fputs(" by `rolegate import`.\n", out);
    write_losses(import, out);
    if (import->zone_local)
        fputs("\nzone local\n", out);
    for (i = 0; i < count; i++) {
        const char *base = is_permission_name(groups[i].services[0]) ? groups[i].services[0]
                                                                     : arena_printf(import->arena, "enter-%zu", i + 1);

        putc('\n', out);
        fputs(policy_write_rules(import, groups[i].formula, base, &groups[i]), out);
        putc('\n', out);
        witness_write(import, &groups[i], out);
    }
    fclose(out);
    arena_own(import->arena, text);
    return text;
}
