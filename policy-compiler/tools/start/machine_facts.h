/*
 * machine_facts.h - what this machine gives for a first policy: its name and zone, its PAM services, its groups.
 */
#ifndef MACHINE_FACTS_H
#define MACHINE_FACTS_H

#include "first_policy.h"

struct arena;

/* Reads them. from_accounts: groups of people and of administrators too, else example names. */
void machine_facts_read(struct arena *arena, bool from_accounts, struct first_facts *facts);

#endif
