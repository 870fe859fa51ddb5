/*
 * world_part.h - what the parts of world.h share.
 */
#ifndef TESTS_PAM_WORLD_PART_H
#define TESTS_PAM_WORLD_PART_H

#include "world.h"

/* Counts a call; what it is to fail with, or 0. */
int world_failing(enum world_call call);
/* Nobody, and no groups. */
void world_accounts_reset(void);

#endif
