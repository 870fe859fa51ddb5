/*
 * duration.c - lengths of time as people write them.
 */
#include "duration.h"

#include <stddef.h>
#include <stdio.h>

static const struct unit {
    char letter;
    int64_t seconds;
} units[] = {{'w', 7 * 86400}, {'d', 86400}, {'h', 3600}, {'m', 60}};

#define UNIT_COUNT (sizeof units / sizeof units[0])

bool duration_parse(const char *text, int64_t *seconds)
{
    int64_t number = 0;
    size_t i, unit;

    for (i = 0; text[i] >= '0' && text[i] <= '9' && number <= DURATION_MOST; i++)
        number = number * 10 + (text[i] - '0');
    for (unit = 0; unit < UNIT_COUNT && units[unit].letter != text[i];)
        unit++;
    if (i == 0 || number == 0 || unit == UNIT_COUNT || text[i + 1] != '\0' ||
        number > DURATION_MOST / units[unit].seconds)
        return false;
    *seconds = number * units[unit].seconds;
    return true;
}

void duration_print(int64_t seconds, char text[DURATION_TEXT_MAX])
{
    size_t unit = 0;

    while (unit < UNIT_COUNT - 1 && (seconds < units[unit].seconds || seconds % units[unit].seconds != 0))
        unit++;
    snprintf(text, DURATION_TEXT_MAX, "%lld%c", (long long)(seconds / units[unit].seconds), units[unit].letter);
}
