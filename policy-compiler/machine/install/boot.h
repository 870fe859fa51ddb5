/*
 * boot.h - which run of the machine this is, and how long it has lasted: a clock that nobody sets.
 */
#ifndef BOOT_H
#define BOOT_H

#include <stdint.h>

struct arena;

/* A name of this run of the machine (or of the container): another after each start. */
const char *boot_name(struct arena *arena);
/* Seconds since the machine was started (CLOCK_BOOTTIME). */
int64_t boot_seconds(void);

#endif
