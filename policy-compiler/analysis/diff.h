/*
 * diff.h - who gains what and who loses what between two policies.
 */
#ifndef DIFF_H
#define DIFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "region_text.h"
#include "row.h"

struct arena;

/* A row of both policies. */
struct diff_row {
    struct row row;                 /* its name and text */
    struct row sides[UNIVERSE_IRS]; /* the same in each; its node or role is IR_NONE where the policy has none of it */
};

/* One who is to be seen with other eyes: with which facts. */
struct diff_example {
    struct fact facts[AXES];
    bool matters[AXES];
};

/* Somebody whose access is another. */
struct diff_change {
    const struct diff_row *one, *other; /* other: NULL, or he is that, too, and neither alone shows it */
    const struct diff_row **more;       /* and these, where three and more are needed */
    uint32_t more_count;
    bool gains, loses;
    struct region_text gained, lost;
    const char *gained_text, *lost_text;
    struct diff_example example; /* of what was gained, or else lost */
    const char *facts, *command; /* the same as the evaluator has confirmed it, in words; NULL: there are none */
};

/* Accounts, by name. */
struct diff_people {
    const char **names;
    size_t count;
};

struct diff_target {
    bool is_permission;
    const char *name;
    bool listed[UNIVERSE_IRS]; /* a service: whether each lists it; a permission: whether it is declared */
    struct diff_change *changes;
    size_t count;
    bool quiet; /* a permission whose services say it already */
    struct demand demands[UNIVERSE_IRS];
    struct diff_people gainers, losers; /* diff_accounts() */
};

/* Its name; `*` for services that are not listed, where a policy says what they require. */
static inline const char *diff_target_text(const struct diff_target *target)
{
    return *target->name == '\0' ? "*" : target->name;
}

struct diff {
    struct diff_target *targets; /* those that differ: services, then permissions, by name */
    size_t count;
    bool unlisted_changed, unlisted_ignored; /* services that are not listed: another answer; ignored now */
    bool rosters_changed;
    bool widens, narrows;
    bool undecided;    /* something could not be determined */
    bool roster;       /* rows are of people on the rosters */
    const char **desk; /* what may be written into bounded files now, and might not before: a line each;
                           nobody gains by it yet */
    size_t desk_count;
    bool asks_people; /* accounts were looked at: how many, and how many of them gain and lose */
    size_t people, gainers, losers;
};

/* All differences, in the arena. */
struct diff diff_of(struct universe *universe, struct arena *arena);

void diff_print(const struct diff *diff, FILE *out);
/* In two lines: who gains, who loses; and remarks. */
void diff_print_brief(const struct diff *diff, struct arena *arena, FILE *out);
/* What may be handed out now, a line each. */
void diff_print_desk(const struct diff *diff, FILE *out);
/* What holds for all of it, a line each, where there is anything to say. */
void diff_print_remarks(const struct diff *diff, FILE *out);
/* One headline, folded sections, no more than DIFF_MARKDOWN_MAX bytes. */
#define DIFF_MARKDOWN_MAX 60000u
void diff_print_markdown(const struct diff *diff, struct arena *arena, FILE *out);
/* False: it could not be written, or out of memory. */
bool diff_print_json(const struct diff *diff, FILE *out);

#endif
