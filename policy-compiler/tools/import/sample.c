/*
 * sample.c - one request of which all is known.
 */
#include "sample.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "policy_word.h"

void sample_write(const struct sample *sample, FILE *out)
{
    fputs("given user ", out);
    policy_word_name(out, sample->user);
    if (sample->group != NULL || sample->gid != NULL)
        fputs(" in ", out);
    if (sample->group != NULL)
        policy_word_name(out, sample->group);
    else if (sample->gid != NULL)
        fprintf(out, "gid %s", sample->gid);
    if (sample->at != NULL)
        fprintf(out, " at %s", sample->at);
    if (sample->from != NULL)
        fprintf(out, " from %s", sample->from);
    if (sample->tty != NULL) {
        fputs(" tty ", out);
        policy_word_glob(out, sample->tty);
    }
    if (sample->host != NULL) {
        fputs(" host ", out);
        policy_word_name(out, sample->host);
    }
}

/* The bytes of an address; their number, 0 where it is none. */
static size_t address_bytes(const char *text, unsigned char bytes[16])
{
    if (inet_pton(AF_INET, text, bytes) == 1)
        return 4;
    return inet_pton(AF_INET6, text, bytes) == 1 ? 16 : 0;
}

bool sample_from_network(const struct sample *sample, const char *network)
{
    unsigned char net[16], from[16];
    char address[INET6_ADDRSTRLEN];
    size_t length = strcspn(network, "/"), bits, size, i;

    if (sample->from == NULL || strcmp(network, "local") == 0)
        return sample->from == NULL && strcmp(network, "local") == 0;
    if (length >= sizeof address)
        return false;
    memcpy(address, network, length);
    address[length] = '\0';
    size = address_bytes(address, net);
    if (size == 0 || address_bytes(sample->from, from) != size)
        return false;
    bits = network[length] == '/' ? strtoul(network + length + 1, NULL, 10) : 8 * size;
    for (i = 0; i < size && bits > 0; i++) {
        size_t here = bits < 8 ? bits : 8;

        if ((net[i] ^ from[i]) >> (8 - here) != 0)
            return false;
        bits -= here;
    }
    return true;
}
