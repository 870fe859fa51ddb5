/*
 * witness.c - tests for what was imported.
 *
 * People and places are taken from the rule itself. Whether a rule is the one that decides, and what comes of it, is
 * found from the rules of the file, and held against the policy when its tests are run.
 */
#include "witness.h"

#include <string.h>
#include <time.h>

#include "policy_word.h"
#include "sample.h"
#include "support/arena.h"

#define CHOICES_MAX 6u
#define TESTS_MAX   200u
#define CASES_SHORT 50u
#define WORK_MAX    20000000L
#define MONDAY      20458 /* 2026-01-05, in days since 1970-01-01 */

struct choices {
    const char *list[CHOICES_MAX + 2];
    size_t count;
};

/* What can be tried for a rule. */
struct trial {
    struct import *import;
    const struct import_group *group;
    struct choices users, groups, gids, froms, ttys, hosts;
    struct sample times[CHOICES_MAX + 2]; /* of which day, minute and at count */
    size_t time_count;
    const char *somebody; /* whom no rule names */
    long work;
};

static void choice_add(struct choices *choices, const char *text)
{
    size_t i;

    for (i = 0; i < choices->count; i++)
        if (choices->list[i] != NULL && text != NULL && strcmp(choices->list[i], text) == 0)
            return;
    if (choices->count < CHOICES_MAX + 1)
        choices->list[choices->count++] = text;
}

/* An address within a network, the second where there are several. */
static const char *address_in(struct arena *arena, const char *network)
{
    size_t length = strcspn(network, "/");
    char *address = arena_copy(arena, network, length);

    if (network[length] == '\0' || strcmp(network + length, "/32") == 0 || strcmp(network + length, "/128") == 0)
        return address;
    if (strchr(address, ':') != NULL)
        return length > 2 && strcmp(address + length - 2, "::") == 0 ? arena_printf(arena, "%s1", address) : address;
    if (length > 2 && strcmp(address + length - 2, ".0") == 0 && strcmp(network + length, "/31") != 0)
        address[length - 1] = '1';
    return address;
}

/* A terminal that a glob matches. */
static const char *terminal_like(struct arena *arena, const char *glob)
{
    char *text = arena_copy(arena, glob, strlen(glob)), *at;

    for (at = text; *at != '\0'; at++)
        if (*at == '*' || *at == '?')
            *at = '1';
    return text;
}

/* A time of the week, as a test says it on the clock of this machine. */
static void time_add(struct trial *trial, unsigned day, unsigned minute)
{
    struct sample *moment = &trial->times[trial->time_count];
    struct tm broken = {0};
    time_t noon = (time_t)(MONDAY + day) * 86400 + 43200, instant;
    char text[40];
    size_t length;

    if (trial->time_count > CHOICES_MAX || gmtime_r(&noon, &broken) == NULL)
        return;
    broken.tm_hour = (int)(minute / 60);
    broken.tm_min = (int)(minute % 60);
    broken.tm_sec = 0;
    broken.tm_isdst = -1;
    instant = mktime(&broken);
    length = strftime(text, sizeof text - 1, "%Y-%m-%dT%H:%M:%S%z", &broken);
    if (instant == (time_t)-1 || length < 5)
        return;
    memmove(text + length - 1, text + length - 2, 3); /* +0100 becomes +01:00 */
    text[length - 2] = ':';
    *moment = (struct sample){
        .day = day, .minute = minute, .now = instant, .at = arena_copy(trial->import->arena, text, length + 1)};
    trial->time_count++;
}

/* The instant at which a rule starts. */
static void instant_add(struct trial *trial, const char *text, int64_t instant)
{
    struct sample *moment = &trial->times[trial->time_count];
    time_t now = (time_t)instant;
    struct tm broken = {0};

    if (text == NULL || trial->time_count > CHOICES_MAX || localtime_r(&now, &broken) == NULL)
        return;
    *moment = (struct sample){.day = (unsigned)(broken.tm_wday + 6) % 7,
                              .minute = (unsigned)(broken.tm_hour * 60 + broken.tm_min),
                              .at = text,
                              .now = instant};
    trial->time_count++;
}

/* What a condition names. */
static void choose_from_condition(struct trial *trial, const struct proviso *condition)
{
    struct arena *arena = trial->import->arena;
    size_t i;

    for (i = 0; i < condition->count; i++)
        switch (condition->kind) {
        case PROVISO_FROM:
            if (strcmp(condition->texts[i], "local") != 0)
                choice_add(&trial->froms, address_in(arena, condition->texts[i]));
            break;
        case PROVISO_TTY: choice_add(&trial->ttys, terminal_like(arena, condition->texts[i])); break;
        case PROVISO_HOST: choice_add(&trial->hosts, terminal_like(arena, condition->texts[i])); break;
        default: choose_from_condition(trial, condition->parts[i]); break;
        }
    if (condition->kind == PROVISO_TIME)
        for (i = 0; i < 7; i++)
            if ((condition->window.days >> i & 1) != 0) {
                time_add(trial, (unsigned)i, condition->window.start % 1440);
                time_add(trial, (unsigned)i, (condition->window.start + 1439) % 1440);
                break;
            }
}

/* What a rule names. */
static void choose_from(struct trial *trial, const struct formula *formula)
{
    size_t i;

    for (i = 0; i < formula->count; i++)
        choose_from(trial, formula->parts[i]);
    if (formula->kind != FORMULA_LEAF && formula->kind != FORMULA_LACKS)
        return;
    for (i = 0; i < formula->subjects.count; i++) {
        const struct subject *subject = &formula->subjects.list[i];

        switch (subject->kind) {
        case SUBJECT_EVERYONE: break;
        case SUBJECT_USER: choice_add(&trial->users, subject->name); break;
        case SUBJECT_GROUP: choice_add(&trial->groups, subject->name); break;
        case SUBJECT_GID: choice_add(&trial->gids, subject->name); break;
        }
    }
    choose_from_condition(trial, formula->condition);
    instant_add(trial, formula->origin.starting, formula->origin.starts);
}

/* The instant that a test has, 2026-01-01T00:00:00Z, on the clock of this machine. */
static void choose_default(struct trial *trial)
{
    static const time_t instant = 1767225600;
    struct tm broken = {0};

    localtime_r(&instant, &broken);
    trial->times[0] = (struct sample){.day = (unsigned)(broken.tm_wday + 6) % 7,
                                      .minute = (unsigned)(broken.tm_hour * 60 + broken.tm_min),
                                      .now = instant};
    trial->time_count = 1;
    trial->users.count = trial->groups.count = trial->gids.count = 0;
    trial->froms = trial->ttys = trial->hosts = (struct choices){.list = {NULL}, .count = 1};
}

/* Whether a rule is the one that decides in a sample. */
static bool is_decided_by(struct trial *trial, const struct import_case *rule, const struct sample *sample)
{
    const struct import_case *before;

    if (!formula_holds(rule->match, sample, &trial->work))
        return false;
    for (before = trial->group->cases; rule->first && before < rule; before++)
        if (before->first && before->block == rule->block && formula_holds(before->match, sample, &trial->work))
            return false;
    return true;
}

/* Looks at all times and places for one person. */
static bool find_place(struct trial *trial, const struct import_case *rule, struct sample *sample)
{
    size_t from, tty, host, moment;

    for (moment = 0; moment < trial->time_count; moment++)
        for (host = 0; host < trial->hosts.count; host++)
            for (tty = 0; tty < trial->ttys.count; tty++)
                for (from = 0; from < trial->froms.count && trial->work > 0; from++) {
                    sample->from = trial->froms.list[from];
                    sample->tty = trial->ttys.list[tty];
                    sample->host = trial->hosts.list[host];
                    sample->day = trial->times[moment].day;
                    sample->minute = trial->times[moment].minute;
                    sample->at = trial->times[moment].at;
                    sample->now = trial->times[moment].now;
                    if (is_decided_by(trial, rule, sample))
                        return true;
                }
    return false;
}

/* Looks for a user in one of the groups. */
static bool find_member(struct trial *trial, const struct import_case *rule, struct sample *sample, const char *user)
{
    size_t i;

    for (i = 0; i < trial->groups.count + trial->gids.count; i++) {
        *sample = (struct sample){.user = user};
        if (i < trial->groups.count)
            sample->group = trial->groups.list[i];
        else
            sample->gid = trial->gids.list[i - trial->groups.count];
        if (find_place(trial, rule, sample))
            return true;
    }
    return false;
}

/* Looks for somebody among those who can be tried: users, members of groups, anybody, users in groups. */
static bool find_person(struct trial *trial, const struct import_case *rule, struct sample *sample)
{
    size_t i;

    for (i = 0; i < trial->users.count; i++) {
        *sample = (struct sample){.user = trial->users.list[i]};
        if (find_place(trial, rule, sample))
            return true;
    }
    if (find_member(trial, rule, sample, trial->somebody))
        return true;
    *sample = (struct sample){.user = trial->somebody};
    if (find_place(trial, rule, sample))
        return true;
    for (i = 0; i < trial->users.count; i++)
        if (find_member(trial, rule, sample, trial->users.list[i]))
            return true;
    return false;
}

/* Looks for somebody for whom a rule decides: whom it names, then whom all of a short file names. */
static bool find_witness(struct trial *trial, const struct import_case *rule, struct sample *sample)
{
    choose_default(trial);
    choose_from(trial, rule->match);
    choice_add(&trial->froms, "192.0.2.1");
    if (find_person(trial, rule, sample))
        return true;
    if (trial->group->case_count > CASES_SHORT)
        return false;
    choose_from(trial, trial->group->formula);
    return find_person(trial, rule, sample);
}

static bool is_named(const struct formula *formula, const char *name)
{
    size_t i;

    for (i = 0; i < formula->count; i++)
        if (is_named(formula->parts[i], name))
            return true;
    for (i = 0; i < formula->subjects.count; i++)
        if (formula->subjects.list[i].name != NULL && strcasecmp(formula->subjects.list[i].name, name) == 0)
            return true;
    return false;
}

/* A user whom no rule of the services names. */
static const char *choose_somebody(const struct trial *trial)
{
    const char *name = "somebody";
    unsigned again = 1;

    while (is_named(trial->group->formula, name))
        name = arena_printf(trial->import->arena, "somebody-%u", ++again);
    return name;
}

static void write_test(const struct trial *trial, const struct import_case *rule, const struct sample *sample,
                       FILE *out)
{
    long free_of_charge = WORK_MAX;
    size_t i;

    fputs("test ", out);
    policy_word_string(out, rule->title);
    fputs(" {\n    ", out);
    sample_write(sample, out);
    fputs(formula_holds(trial->group->formula, sample, &free_of_charge) ? "\n    may" : "\n    may not", out);
    for (i = 0; i < trial->group->count; i++) {
        fputs(i == 0 ? " " : ", ", out);
        policy_word_name(out, trial->group->services[i]);
    }
    fputs("\n}\n", out);
}

void witness_write(struct import *import, const struct import_group *group, FILE *out)
{
    struct trial trial = {.import = import, .group = group, .work = WORK_MAX};
    struct sample sample;
    size_t i, tests = 0;

    trial.somebody = choose_somebody(&trial);
    for (i = 0; i < group->case_count && tests < TESTS_MAX && trial.work > 0; i++)
        if (find_witness(&trial, &group->cases[i], &sample)) {
            write_test(&trial, &group->cases[i], &sample, out);
            tests++;
        }
    if (i < group->case_count)
        fprintf(out, "# There are no tests for the other %zu rules.\n", group->case_count - i);
}
