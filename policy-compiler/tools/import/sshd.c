/*
 * sshd.c - AllowUsers, DenyUsers, AllowGroups and DenyGroups of sshd_config: all four must let somebody in.
 *
 * A `Match` block that has one of them puts its lists, and those of other blocks that match, in the place of the list
 * outside of blocks.
 */
#include "import.h"

#include <string.h>

#include "network.h"
#include "sshd_config.h"
#include "support/arena.h"

#define OPEN_MAX 6u /* blocks of which a policy cannot say whether they match */

enum { DENY_USERS, ALLOW_USERS, DENY_GROUPS, ALLOW_GROUPS, LISTS };

/* Lines outside of blocks, or of one block. */
struct sshd_block {
    const struct formula *match;  /* NULL: a policy cannot say */
    struct formulas lists[LISTS]; /* what each word matches */
    bool has[LISTS];
};

struct sshd_reading {
    struct import *import;
    struct sshd_block *blocks; /* the first: outside of all */
    size_t count, capacity;
    unsigned open; /* which of a list's open blocks are taken to match: a bit for each */
};

static const char *const keywords[LISTS] = {"denyusers", "allowusers", "denygroups", "allowgroups"};

/* ---- words ---- */

static bool has_pattern(const char *word)
{
    return strpbrk(word, "*?") != NULL;
}

/* An address or a network; NULL: it is neither. */
static const struct proviso *place_of(struct import *import, const char *word)
{
    struct network network;
    const char *slash = strchr(word, '/');
    const char *address = arena_copy(import->arena, word, slash == NULL ? strlen(word) : (size_t)(slash - word));
    unsigned bits = 0;

    if (strcmp(word, "*") == 0)
        return proviso_constant(true);
    if (!network_read_address(address, &network))
        return NULL;
    for (; slash != NULL && *++slash != '\0';) {
        if (*slash < '0' || *slash > '9' || bits > 128)
            return NULL;
        bits = bits * 10 + (unsigned)(*slash - '0');
    }
    if (strchr(word, '/') != NULL && bits > network.bits)
        return NULL;
    network.bits = strchr(word, '/') != NULL ? bits : network.bits;
    return network_is_mapped(&network)
               ? NULL
               : proviso_text(import->arena, PROVISO_FROM, network_text(import->arena, &network));
}

static void lose_word(struct sshd_reading *reading, const struct sshd_line *line, const char *word, bool widens)
{
    import_lose(reading->import, LOSS_NARROWER, &line->origin, "`%s' is not carried over; it counts as %s", word,
                widens ? "a match" : "no match");
}

/* Whom a word of a list matches: USER, USER@PLACE or GROUP. */
static const struct formula *word_formula(struct sshd_reading *reading, const struct sshd_line *line, const char *word,
                                          int list)
{
    struct arena *arena = reading->import->arena;
    bool of_users = list == DENY_USERS || list == ALLOW_USERS, widens = list == DENY_USERS || list == DENY_GROUPS;
    const char *at = of_users ? strchr(word, '@') : NULL;
    const char *name = at == NULL ? word : arena_copy(arena, word, (size_t)(at - word));
    const struct proviso *place = at == NULL ? proviso_constant(true) : place_of(reading->import, at + 1);
    struct subjects subjects = {.count = 0};

    if (strcmp(name, "*") == 0)
        subjects_add(arena, &subjects, SUBJECT_EVERYONE, NULL);
    else if (!has_pattern(name) && import_name_fits(name))
        subjects_add(arena, &subjects, of_users ? SUBJECT_USER : SUBJECT_GROUP, name);
    if (subjects.count == 0 || place == NULL) {
        lose_word(reading, line, word, widens);
        return formula_constant(widens);
    }
    return formula_leaf(arena, &subjects, place, &line->origin);
}

/* ---- Match ---- */

/* One item of a criterion, without its exclamation mark; NULL: a policy cannot say. */
static const struct formula *item_formula(struct sshd_reading *reading, const struct sshd_line *line,
                                          const char *criterion, const char *item)
{
    struct arena *arena = reading->import->arena;
    struct subjects subjects = {.count = 0};
    const struct proviso *place;

    if (strcmp(item, "*") == 0 && strcasecmp(criterion, "address") != 0)
        return formula_constant(true);
    if (strcasecmp(criterion, "address") == 0) {
        place = place_of(reading->import, item);
        return place == NULL ? NULL : formula_where(arena, place, &line->origin);
    }
    if (has_pattern(item) || !import_name_fits(item))
        return NULL;
    subjects_add(arena, &subjects, strcasecmp(criterion, "user") == 0 ? SUBJECT_USER : SUBJECT_GROUP, item);
    return formula_leaf(arena, &subjects, proviso_constant(true), &line->origin);
}

/* One criterion with its list: one item must match, and none with an exclamation mark. */
static const struct formula *criterion_formula(struct sshd_reading *reading, const struct sshd_line *line,
                                               const char *criterion, const char *list)
{
    struct arena *arena = reading->import->arena;
    const struct formula *some = formula_constant(false), *none = formula_constant(true);
    char *items = arena_copy(arena, list, strlen(list)), *rest = NULL, *item;

    if (strcasecmp(criterion, "user") != 0 && strcasecmp(criterion, "group") != 0 &&
        strcasecmp(criterion, "address") != 0)
        return NULL;
    for (item = strtok_r(items, ",", &rest); item != NULL; item = strtok_r(NULL, ",", &rest)) {
        const struct formula *one = item_formula(reading, line, criterion, item + (item[0] == '!'));

        if (one == NULL)
            return NULL;
        if (item[0] == '!')
            none = formula_both(arena, FORMULA_AND, none, formula_not(arena, one));
        else
            some = formula_both(arena, FORMULA_OR, some, one);
    }
    return formula_both(arena, FORMULA_AND, some, none);
}

/* When a block matches; NULL: a policy cannot say. */
static const struct formula *match_formula(struct sshd_reading *reading, const struct sshd_line *line)
{
    const struct formula *all = formula_constant(true);
    size_t i;

    if (line->count == 2 && strcasecmp(line->words[1], "all") == 0)
        return all;
    for (i = 1; i + 1 < line->count && all != NULL; i += 2) {
        const struct formula *one = criterion_formula(reading, line, line->words[i], line->words[i + 1]);

        all = one == NULL ? NULL : formula_both(reading->import->arena, FORMULA_AND, all, one);
    }
    return line->count % 2 == 0 ? NULL : all;
}

/* ---- lines ---- */

static void add_block(struct sshd_reading *reading, const struct formula *match)
{
    reading->blocks = arena_grow(reading->import->arena, reading->blocks, reading->count, &reading->capacity,
                                 sizeof *reading->blocks);
    reading->blocks[reading->count++] = (struct sshd_block){.match = match};
}

/* Adds a word to a list; names of one line, from everywhere, are one rule. */
static void add_word(struct sshd_reading *reading, struct formulas *list, const struct formula *match)
{
    const struct formula *last = list->count > 0 ? list->list[list->count - 1] : NULL;

    if (last != NULL && last->kind == FORMULA_LEAF && match->kind == FORMULA_LEAF &&
        last->condition == match->condition && last->origin.line == match->origin.line)
        list->list[list->count - 1] = formula_list(reading->import->arena, last, match);
    else
        formulas_add(reading->import->arena, list, match);
}

/* A test for a word; of one that lets in, with somebody whom all lists let in. */
static void add_case(struct sshd_reading *reading, const struct sshd_line *line, const char *word,
                     const struct formula *match, int list)
{
    struct import *import = reading->import;
    size_t number = import->case_count;

    import_add_case(import, &line->origin, arena_printf(import->arena, "%s %s", line->words[0], word), match,
                    list == ALLOW_USERS || list == ALLOW_GROUPS);
    import->cases[number].block = (unsigned)number;
}

/* The lines, of the file and of those that it includes, in their order. */
static void next_line(void *context, const struct sshd_line *line)
{
    struct sshd_reading *reading = context;
    struct sshd_block *block;
    int list = 0;
    size_t i;

    if (strcasecmp(line->words[0], "match") == 0) {
        add_block(reading, match_formula(reading, line));
        return;
    }
    while (list < LISTS && strcasecmp(line->words[0], keywords[list]) != 0)
        list++;
    if (list == LISTS || line->count < 2)
        return;
    block = &reading->blocks[line->in_match ? reading->count - 1 : 0];
    block->has[list] = true;
    for (i = 1; i < line->count; i++) {
        const struct formula *match = word_formula(reading, line, line->words[i], list);

        add_word(reading, &block->lists[list], match);
        if (block->match != NULL)
            match = formula_both(reading->import->arena, FORMULA_AND, block->match, match);
        add_case(reading, line, line->words[i], match, list);
    }
}

/* ---- the whole ---- */

/* Whether a block has one of the lists, and a policy cannot say when it matches. */
static bool is_open(const struct sshd_block *block)
{
    int list;

    for (list = 0; list < LISTS; list++)
        if (block->match == NULL && block->has[list])
            return true;
    return false;
}

/* When the i-th block matches; bit counts the open ones before it that have the list. */
static const struct formula *match_of(const struct sshd_reading *reading, size_t i, unsigned *bit)
{
    const struct formula *match = reading->blocks[i].match;

    return match != NULL ? match : formula_constant((reading->open >> (*bit)++ & 1) != 0);
}

/* Whom one of the lists matches, blocks considered; where there is no list at all: what is said. */
static const struct formula *list_formula(struct sshd_reading *reading, int list, bool without)
{
    struct arena *arena = reading->import->arena;
    const struct sshd_block *outside = &reading->blocks[0];
    const struct formula *other =
        outside->has[list] ? formula_join(arena, FORMULA_OR, &outside->lists[list]) : formula_constant(without);
    struct formulas parts = {.count = 0};
    unsigned bit = 0;
    size_t i;

    for (i = 1; i < reading->count; i++) {
        const struct formula *match;

        if (!reading->blocks[i].has[list])
            continue;
        match = match_of(reading, i, &bit);
        other = formula_both(arena, FORMULA_AND, formula_not(arena, match), other);
        formulas_add(
            arena, &parts,
            formula_both(arena, FORMULA_AND, match, formula_join(arena, FORMULA_OR, &reading->blocks[i].lists[list])));
    }
    formulas_add(arena, &parts, other);
    return formula_join(arena, FORMULA_OR, &parts);
}

/* Whom a list lets in, whether open blocks match or not. */
static const struct formula *list_lets_in(struct sshd_reading *reading, int list)
{
    bool denies = list == DENY_USERS || list == DENY_GROUPS;
    struct arena *arena = reading->import->arena;
    struct formulas all = {.count = 0};
    unsigned open = 0;
    size_t i;

    for (i = 1; i < reading->count; i++)
        open += reading->blocks[i].match == NULL && reading->blocks[i].has[list];
    for (reading->open = 0; reading->open < 1u << open; reading->open++) {
        const struct formula *match = list_formula(reading, list, !denies);

        formulas_add(arena, &all, denies ? formula_not(arena, match) : match);
    }
    return formula_join(arena, FORMULA_AND, &all);
}

/* Rules that let in are shown at somebody whom all lists let in. */
static void finish_cases(struct import *import, const struct formula *formula)
{
    size_t i;

    for (i = 0; i < import->case_count; i++)
        if (import->cases[i].first)
            import->cases[i].match = formula_both(import->arena, FORMULA_AND, import->cases[i].match, formula);
}

const struct formula *import_sshd(struct import *import, const struct import_call *call)
{
    struct sshd_reading reading = {.import = import};
    struct origin whole = {.file = "sshd_config"};
    const char *path = call->file;
    struct formulas all = {.count = 0};
    const struct formula *formula;
    unsigned open = 0;
    size_t i;
    int list;

    if (call->argument_count > 0)
        return import_fail(import, "sshd has no arguments to be imported");
    if (path == NULL)
        path = arena_printf(import->arena, "%s/etc/ssh/sshd_config", import->root);
    import->shown = path;
    add_block(&reading, formula_constant(true));
    if (!sshd_config_read(import, path, next_line, &reading))
        return NULL;
    for (i = 1; i < reading.count; i++)
        open += is_open(&reading.blocks[i]);
    if (open > OPEN_MAX)
        return import_fail(import, "%s: more than %u Match blocks are of a kind that a policy cannot ask for", path,
                           OPEN_MAX);
    if (open > 0)
        import_lose(
            import, LOSS_NARROWER, &whole,
            "Match with patterns, or with more than User, Group and Address: in the policy somebody must be let "
            "in with these blocks and without");
    for (list = 0; list < LISTS; list++)
        formulas_add(import->arena, &all, list_lets_in(&reading, list));
    formula = formula_join(import->arena, FORMULA_AND, &all);
    finish_cases(import, formula);
    import_add_case(import, &whole, "whom no list names", formula_constant(true), false);
    return formula;
}
