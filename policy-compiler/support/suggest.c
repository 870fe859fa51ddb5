/*
 * suggest.c - which name was meant: the least number of letters added, left out, changed or swapped.
 *
 * The distance is the restricted Damerau-Levenshtein distance ("optimal string alignment"); a name that differs only
 * in case is nearer than any other. Names over NAME_MAX_LOOKED bytes are not looked at.
 */
#include "suggest.h"

#include <string.h>
#include <strings.h>

#define NAME_MAX_LOOKED 64u
#define WORK_MAX        200000000u /* in cells of distance tables */
#define WORK_EACH       16u        /* for a candidate, looked at or not */
/* Bytes of a name at least: among shorter ones many differ in a letter, and people's are often a Mario and a Maria. */
#define SLIP_MIN   5u
#define CHANGE_MIN 8u

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* The distance of two names of at most NAME_MAX_LOOKED bytes. */
static unsigned distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    unsigned rows[3][NAME_MAX_LOOKED + 1];
    size_t i, j;

    for (j = 0; j <= b_length; j++)
        rows[0][j] = (unsigned)j;
    for (i = 1; i <= a_length; i++) {
        unsigned *row = rows[i % 3], *above = rows[(i - 1) % 3], *two_above = rows[(i + 1) % 3];
        row[0] = (unsigned)i;
        for (j = 1; j <= b_length; j++) {
            unsigned change = above[j - 1] + (a[i - 1] != b[j - 1]);
            row[j] = least(change, least(above[j] + 1, row[j - 1] + 1));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], two_above[j - 2] + 1);
        }
    }
    return rows[a_length % 3][b_length];
}

void suggest_again(struct suggest *suggest, const char *wrong)
{
    suggest->wrong = wrong;
    suggest->length = strlen(wrong);
    suggest->best = NULL;
    suggest->distance = (unsigned)(suggest->length < 4 ? 1 : suggest->length < 9 ? 2 : 3) + 1;
}

void suggest_begin(struct suggest *suggest, const char *wrong)
{
    suggest->work = WORK_MAX;
    suggest_again(suggest, wrong);
}

static bool suggest_afford(struct suggest *suggest, uint64_t work)
{
    if (work > suggest->work)
        return false;
    suggest->work -= work;
    return true;
}

bool suggest_offer(struct suggest *suggest, const char *candidate)
{
    size_t length = strnlen(candidate, NAME_MAX_LOOKED + 1);
    size_t apart = length > suggest->length ? length - suggest->length : suggest->length - length;
    unsigned found;

    if (length > NAME_MAX_LOOKED || suggest->length > NAME_MAX_LOOKED || apart >= suggest->distance)
        return suggest_afford(suggest, WORK_EACH);
    if (!suggest_afford(suggest, WORK_EACH + suggest->length * length))
        return false;
    found =
        strcasecmp(suggest->wrong, candidate) == 0 ? 0 : distance(suggest->wrong, suggest->length, candidate, length);
    if (found < suggest->distance) {
        suggest->distance = found;
        suggest->best = candidate;
    }
    return suggest->distance > 0;
}

const char *suggest_result(const struct suggest *suggest)
{
    return suggest->best;
}

const char *suggest_nearest(const char *wrong, const char *const *names, size_t count)
{
    struct suggest suggest;
    size_t i;

    suggest_begin(&suggest, wrong);
    for (i = 0; i < count; i++)
        suggest_offer(&suggest, names[i]);
    return suggest_result(&suggest);
}

/* Whether two names differ in a digit where they first do. */
static bool is_series(const char *a, const char *b)
{
    while (*a != '\0' && *a == *b) {
        a++;
        b++;
    }
    return (*a >= '0' && *a <= '9') || (*b >= '0' && *b <= '9');
}

/* Whether two names of one length differ in one letter, which is neither the first nor the last. */
static bool is_one_changed(const char *a, const char *b, size_t length)
{
    size_t changed = 0, i;

    for (i = 0; i < length; i++)
        changed += a[i] != b[i];
    return changed == 1 && length >= CHANGE_MIN && a[0] == b[0] && a[length - 1] == b[length - 1];
}

/* Whether letters are the same but for two that changed places. */
static bool is_one_swapped(const char *a, const char *b, size_t length)
{
    size_t i = 0;

    while (i + 1 < length && a[i] == b[i])
        i++;
    return i + 1 < length && a[i] == b[i + 1] && a[i + 1] == b[i] && memcmp(a + i + 2, b + i + 2, length - i - 2) == 0;
}

bool suggest_is_slip(const char *name, const char *other)
{
    size_t length = strnlen(name, NAME_MAX_LOOKED + 1), other_length = strnlen(other, NAME_MAX_LOOKED + 1);

    if (length < SLIP_MIN || other_length < SLIP_MIN || length > NAME_MAX_LOOKED || other_length > NAME_MAX_LOOKED)
        return false;
    if (strcasecmp(name, other) == 0)
        return true;
    if (is_series(name, other))
        return false;
    if (length == other_length)
        return is_one_swapped(name, other, length) || is_one_changed(name, other, length);
    return (length == other_length + 1 || other_length == length + 1) &&
           distance(name, length, other, other_length) == 1;
}
