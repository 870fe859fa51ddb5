/*
 * glob_example.c - makes up texts that globs match.
 *
 * Two globs have a text in common where their suffixes have one; which of those do is found from their ends
 * backwards, so nothing is tried twice.
 */
#include "glob_example.h"

#include <stdint.h>
#include <string.h>

size_t glob_example(const char *glob, char *text, size_t length, size_t size)
{
    size_t end = length;

    for (; *glob != '\0'; glob++) {
        if (*glob == '*')
            continue;
        if (end + 1 >= size)
            return length;
        text[end++] = *glob == '?' ? 'x' : *glob;
    }
    text[end] = '\0';
    return end;
}

#define UNIFY_MAX 48u /* globs longer than this are not brought together */

/* Which suffixes of two globs have a text in common: bit j of can[i], for those from a[i] and b[j] on. */
struct common {
    uint64_t can[UNIFY_MAX + 2];
};

static bool common_has(const struct common *common, size_t i, size_t j)
{
    return (common->can[i] >> j & 1) != 0;
}

static bool chars_agree(char a, char b)
{
    return a == b || a == '?' || b == '?';
}

static void common_find(const char *a, size_t a_length, const char *b, size_t b_length, struct common *common)
{
    size_t i, j;

    memset(common, 0, sizeof *common);
    for (i = a_length + 1; i-- > 0;)
        for (j = b_length + 1; j-- > 0;) {
            bool can = i == a_length && j == b_length;
            if (i < a_length && a[i] == '*')
                can = common_has(common, i + 1, j) || (j < b_length && common_has(common, i, j + 1));
            if (!can && j < b_length && b[j] == '*')
                can = common_has(common, i, j + 1) || (i < a_length && common_has(common, i + 1, j));
            else if (!can && i < a_length && j < b_length && a[i] != '*')
                can = chars_agree(a[i], b[j]) && common_has(common, i + 1, j + 1);
            common->can[i] |= (uint64_t)can << j;
        }
}

bool glob_example_of_both(const char *a, const char *b, char *text, size_t size)
{
    size_t a_length = strlen(a), b_length = strlen(b), i = 0, j = 0;
    struct common common;

    if (a_length > UNIFY_MAX || b_length > UNIFY_MAX || a_length + b_length >= size)
        return false;
    common_find(a, a_length, b, b_length, &common);
    if (!common_has(&common, 0, 0))
        return false;
    while (i < a_length || j < b_length) {
        if (i < a_length && a[i] == '*' && common_has(&common, i + 1, j)) {
            i++;
        } else if (j < b_length && b[j] == '*' && common_has(&common, i, j + 1)) {
            j++;
        } else if (i < a_length && a[i] == '*') {
            *text++ = b[j] == '?' ? 'x' : b[j];
            j++;
        } else if (j < b_length && b[j] == '*') {
            *text++ = a[i] == '?' ? 'x' : a[i];
            i++;
        } else {
            *text++ = a[i] != '?' ? a[i] : b[j] != '?' ? b[j] : 'x';
            i++;
            j++;
        }
    }
    *text = '\0';
    return true;
}
