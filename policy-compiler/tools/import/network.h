/*
 * network.h - addresses and networks as C libraries read them, in the policy language's form.
 */
#ifndef IMPORT_NETWORK_H
#define IMPORT_NETWORK_H

#include <stdbool.h>

struct arena;

/* A network: its address's bytes, how many, and how many bits of them count. */
struct network {
    unsigned char bytes[16];
    unsigned size, bits;
};

/* Reads an address, all of whose bits count. */
bool network_read_address(const char *text, struct network *network);
/* How many leading bits a mask has; -1: it has holes. */
int network_mask_bits(const struct network *mask);
/* Whether it is an IPv4 address in IPv6 clothes: the language takes it for the IPv4 address. */
bool network_is_mapped(const struct network *network);
/* In the language's form, host bits cleared. */
const char *network_text(struct arena *arena, const struct network *network);

#endif
