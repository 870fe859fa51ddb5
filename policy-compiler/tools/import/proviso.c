/*
 * proviso.c - when and from where: made, tried, written.
 */
#include "proviso.h"

#include <string.h>

#include "decide/condition.h"
#include "policy_word.h"
#include "sample.h"
#include "support/arena.h"

#define DAY_MINUTES 1440u

const struct proviso *proviso_constant(bool always)
{
    static const struct proviso constants[] = {{.kind = PROVISO_NEVER}, {.kind = PROVISO_ALWAYS}};

    return &constants[always];
}

static struct proviso *proviso_new(struct arena *arena, enum proviso_kind kind)
{
    struct proviso *condition = arena_alloc(arena, sizeof *condition);

    condition->kind = kind;
    return condition;
}

const struct proviso *proviso_text(struct arena *arena, enum proviso_kind kind, const char *text)
{
    struct proviso *condition = proviso_new(arena, kind);
    const char **texts = arena_array(arena, 1, sizeof *texts);

    texts[0] = text;
    condition->texts = texts;
    condition->count = 1;
    return condition;
}

const struct proviso *proviso_no_tty(struct arena *arena)
{
    return proviso_new(arena, PROVISO_NO_TTY);
}

const struct proviso *proviso_time(struct arena *arena, const struct window *window)
{
    struct proviso *condition;

    if (window->days == 0)
        return proviso_constant(false);
    condition = proviso_new(arena, PROVISO_TIME);
    condition->window = *window;
    return condition;
}

const struct proviso *proviso_not(struct arena *arena, const struct proviso *part)
{
    struct proviso *condition;
    const struct proviso **parts;

    if (part->kind == PROVISO_ALWAYS || part->kind == PROVISO_NEVER)
        return proviso_constant(part->kind == PROVISO_NEVER);
    if (part->kind == PROVISO_NOT)
        return part->parts[0];
    condition = proviso_new(arena, PROVISO_NOT);
    parts = arena_array(arena, 1, sizeof *parts);
    parts[0] = part;
    condition->parts = parts;
    condition->count = 1;
    return condition;
}

/* Parts that are brought together. */
struct join {
    struct arena *arena;
    enum proviso_kind kind;
    const struct proviso **parts;
    size_t count, capacity;
    bool settled; /* one part settles the whole */
};

/* Whether two atoms side by side in an `or` are one atom with a list. */
static bool proviso_is_list(const struct proviso *condition)
{
    return condition->kind == PROVISO_FROM || condition->kind == PROVISO_TTY || condition->kind == PROVISO_HOST;
}

static bool texts_have(const struct proviso *condition, const char *text)
{
    size_t i;

    for (i = 0; i < condition->count; i++)
        if (strcmp(condition->texts[i], text) == 0)
            return true;
    return false;
}

static const struct proviso *texts_joined(struct arena *arena, const struct proviso *one, const struct proviso *other)
{
    struct proviso *condition = proviso_new(arena, one->kind);
    const char **texts = arena_array(arena, one->count + other->count, sizeof *texts);
    size_t i;

    memcpy(texts, one->texts, one->count * sizeof *texts);
    condition->texts = texts;
    condition->count = one->count;
    for (i = 0; i < other->count; i++)
        if (!texts_have(condition, other->texts[i]))
            texts[condition->count++] = other->texts[i];
    return condition;
}

static void join_add(struct join *join, const struct proviso *part)
{
    bool is_or = join->kind == PROVISO_OR;
    size_t i;

    if (part->kind == PROVISO_ALWAYS || part->kind == PROVISO_NEVER) {
        join->settled = join->settled || (part->kind == PROVISO_ALWAYS) == is_or;
        return;
    }
    for (i = 0; is_or && proviso_is_list(part) && i < join->count; i++)
        if (join->parts[i]->kind == part->kind) {
            join->parts[i] = texts_joined(join->arena, join->parts[i], part);
            return;
        }
    join->parts = arena_grow(join->arena, join->parts, join->count, &join->capacity, sizeof *join->parts);
    join->parts[join->count++] = part;
}

const struct proviso *proviso_join(struct arena *arena, enum proviso_kind kind, const struct proviso *const *parts,
                                   size_t count)
{
    struct join join = {.arena = arena, .kind = kind};
    struct proviso *condition;
    size_t i, k;

    for (i = 0; i < count; i++)
        if (parts[i]->kind == kind)
            for (k = 0; k < parts[i]->count; k++)
                join_add(&join, parts[i]->parts[k]);
        else
            join_add(&join, parts[i]);
    if (join.settled || join.count == 0)
        return proviso_constant(join.settled == (kind == PROVISO_OR));
    if (join.count == 1)
        return join.parts[0];
    condition = proviso_new(arena, kind);
    condition->parts = join.parts;
    condition->count = join.count;
    return condition;
}

const struct proviso *proviso_both(struct arena *arena, enum proviso_kind kind, const struct proviso *one,
                                   const struct proviso *other)
{
    return proviso_join(arena, kind, (const struct proviso *[]){one, other}, 2);
}

/* ---- tried ---- */

static bool window_holds(const struct window *window, const struct sample *sample)
{
    bool today = (window->days >> sample->day & 1) != 0;
    bool yesterday = (window->days >> (sample->day + 6) % 7 & 1) != 0;
    bool overnight = window->end <= window->start;

    return (today && window->start <= sample->minute && (sample->minute < window->end || overnight)) ||
           (overnight && yesterday && sample->minute < window->end);
}

static bool texts_hold(const struct proviso *condition, const struct sample *sample)
{
    const char *text = condition->kind == PROVISO_TTY ? sample->tty : sample->host == NULL ? "localhost" : sample->host;
    size_t i;

    for (i = 0; i < condition->count; i++)
        if (condition->kind == PROVISO_FROM ? sample_from_network(sample, condition->texts[i])
                                            : text != NULL && glob_matches(condition->texts[i], text, strlen(text),
                                                                           condition->kind == PROVISO_HOST))
            return true;
    return false;
}

bool proviso_holds(const struct proviso *condition, const struct sample *sample)
{
    size_t i;

    switch (condition->kind) {
    case PROVISO_ALWAYS: return true;
    case PROVISO_NEVER: return false;
    case PROVISO_FROM:
    case PROVISO_TTY:
    case PROVISO_HOST: return texts_hold(condition, sample);
    case PROVISO_NO_TTY: return sample->tty == NULL;
    case PROVISO_TIME: return window_holds(&condition->window, sample);
    case PROVISO_NOT: return !proviso_holds(condition->parts[0], sample);
    case PROVISO_AND:
    case PROVISO_OR: break;
    }
    for (i = 0; i < condition->count; i++)
        if (proviso_holds(condition->parts[i], sample) == (condition->kind == PROVISO_OR))
            return condition->kind == PROVISO_OR;
    return condition->kind == PROVISO_AND;
}

/* ---- written ---- */

static void write_days(unsigned days, FILE *out)
{
    static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    unsigned day, last;
    const char *comma = "";

    if (days == 0x7f) {
        fputs("daily", out);
        return;
    }
    for (day = 0; day < 7; day = last + 1) {
        for (last = day; last < 6 && (days >> day & 1) != 0 && (days >> (last + 1) & 1) != 0; last++)
            ;
        if ((days >> day & 1) == 0)
            continue;
        fprintf(out, "%s%s", comma, names[day]);
        if (last > day)
            fprintf(out, "-%s", names[last]);
        comma = ", ";
    }
}

static void write_window(const struct window *window, FILE *out)
{
    fputs("time ", out);
    write_days(window->days, out);
    if (window->start != 0 || window->end != DAY_MINUTES)
        fprintf(out, " %02u:%02u-%02u:%02u", window->start / 60, window->start % 60, window->end / 60,
                window->end % 60);
}

static void write_texts(const struct proviso *condition, FILE *out)
{
    static const char *const words[] = {[PROVISO_FROM] = "from", [PROVISO_TTY] = "tty", [PROVISO_HOST] = "host"};
    size_t i;

    fputs(words[condition->kind], out);
    for (i = 0; i < condition->count; i++) {
        fputs(i == 0 ? " " : ", ", out);
        if (condition->kind == PROVISO_FROM)
            fputs(condition->texts[i], out);
        else
            policy_word_glob(out, condition->texts[i]);
    }
}

static void write_part(const struct proviso *condition, bool denies, enum proviso_kind within, FILE *out)
{
    bool tty_said = condition->kind == PROVISO_TTY && denies;
    bool brackets =
        (tty_said || condition->kind == PROVISO_AND ? within == PROVISO_OR || within == PROVISO_NOT
                                                    : condition->kind == PROVISO_OR && within != PROVISO_ALWAYS);
    size_t i;

    fputs(brackets ? "(" : "", out);
    switch (condition->kind) {
    case PROVISO_ALWAYS: break;
    case PROVISO_NEVER: break;
    case PROVISO_FROM:
    case PROVISO_HOST: write_texts(condition, out); break;
    case PROVISO_TTY:
        fputs(tty_said ? "not tty none and " : "", out);
        write_texts(condition, out);
        break;
    case PROVISO_NO_TTY: fputs("tty none", out); break;
    case PROVISO_TIME: write_window(&condition->window, out); break;
    case PROVISO_NOT:
        fputs("not ", out);
        write_part(condition->parts[0], !denies, PROVISO_NOT, out);
        break;
    case PROVISO_AND:
    case PROVISO_OR:
        for (i = 0; i < condition->count; i++) {
            fputs(i == 0 ? "" : condition->kind == PROVISO_AND ? " and " : " or ", out);
            write_part(condition->parts[i], denies, condition->kind, out);
        }
        break;
    }
    fputs(brackets ? ")" : "", out);
}

void proviso_write(const struct proviso *condition, bool denies, FILE *out)
{
    write_part(condition, denies, PROVISO_ALWAYS, out);
}
