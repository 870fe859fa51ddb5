/*
 * network.c - addresses and networks as C libraries read them, in the policy language's form.
 */
#include "network.h"

#include <arpa/inet.h>
#include <string.h>

#include "support/arena.h"

bool network_read_address(const char *text, struct network *network)
{
    memset(network, 0, sizeof *network);
    if (inet_pton(AF_INET, text, network->bytes) == 1)
        network->size = 4;
    else if (inet_pton(AF_INET6, text, network->bytes) == 1)
        network->size = 16;
    network->bits = network->size * 8;
    return network->size != 0;
}

int network_mask_bits(const struct network *mask)
{
    unsigned bits = 0, i;

    while (bits < mask->size * 8 && (mask->bytes[bits / 8] >> (7 - bits % 8) & 1) != 0)
        bits++;
    for (i = bits; i < mask->size * 8; i++)
        if ((mask->bytes[i / 8] >> (7 - i % 8) & 1) != 0)
            return -1;
    return (int)bits;
}

bool network_is_mapped(const struct network *network)
{
    static const unsigned char prefix[12] = {[10] = 0xff, [11] = 0xff};

    return network->size == 16 && network->bits >= 96 && memcmp(network->bytes, prefix, sizeof prefix) == 0;
}

const char *network_text(struct arena *arena, const struct network *network)
{
    unsigned char bytes[16];
    char text[INET6_ADDRSTRLEN];
    unsigned i;

    memcpy(bytes, network->bytes, sizeof bytes);
    for (i = network->bits; i < network->size * 8; i++)
        bytes[i / 8] &= (unsigned char)~(0x80u >> i % 8);
    inet_ntop(network->size == 4 ? AF_INET : AF_INET6, bytes, text, sizeof text);
    return network->bits == network->size * 8 ? arena_copy(arena, text, strlen(text))
                                              : arena_printf(arena, "%s/%u", text, network->bits);
}
