/*
 * peer.h - random rules of another program, asked of the program itself and of what was imported from them.
 */
#ifndef PEER_H
#define PEER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "tools/import/import_policy.h"

/* One question; NULL: the item is not set. */
struct peer_question {
    const char *user, *origin, *terminal;
    int64_t now;
};

/* The service that every file is imported for. */
#define PEER_SERVICE "svc"

/* Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014: splitmix64. */
void peer_seed(uint64_t seed);
unsigned peer_chance(unsigned bound);
const char *peer_pick(const char *const *list, size_t count);
#define PEER_PICK(list) peer_pick(list, sizeof(list) / sizeof *(list))

/* A file in the folder of this run, to be written anew; its path. */
FILE *peer_file(const char *name);
const char *peer_path(const char *name);

/* Makes `account required MODULE ARGUMENTS` the stack of the service. */
void peer_stack(const char *module, const char *const *arguments, size_t count);

/* The policy for a file of rules, imported, checked and run; a fault ends the program. */
void peer_import(import_source *source, const struct import_call *call);
/* Asks both; what differs is printed, and counted. Where something was lost, the policy may be narrower. */
void peer_ask(const struct peer_question *question);
/* Ends with a file: what differed is shown with its text. */
void peer_end(const char *file);

/* The clock that modules of this process see; 0: the machine's. */
extern int64_t peer_now;

/* One round each: a random file, and questions about it. */
void round_access(void);
void round_listfile(void);
void round_time(void);
void round_succeed_if(void);
void round_stack(void);

#endif
