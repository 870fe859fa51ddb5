/*
 * boot.c - which run of the machine this is, and how long it has lasted.
 *
 * The kernel names its own runs; a container that starts again under the same kernel has another first process.
 */
#include "boot.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "support/arena.h"
#include "process.h"

const char *boot_name(struct arena *arena)
{
    FILE *file = fopen("/proc/sys/kernel/random/boot_id", "re");
    char id[64] = "";
    struct process first = {.start = 0};

    if (file != NULL) {
        if (fgets(id, sizeof id, file) == NULL)
            id[0] = '\0';
        fclose(file);
    }
    id[strcspn(id, "\n")] = '\0';
    process_read(1, &first);
    return arena_printf(arena, "%s/%lld", id, (long long)first.start);
}

int64_t boot_seconds(void)
{
    struct timespec now = {.tv_sec = 0};

    clock_gettime(CLOCK_BOOTTIME, &now);
    return now.tv_sec;
}
