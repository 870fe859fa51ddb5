/*
 * origins.c - the classes of origins: local, intervals of addresses, and a name that is no address.
 *
 * What networks say of an address changes only where one begins or behind where one ends, so those addresses, and the
 * first of each family, stand for all. An IPv4-mapped IPv6 address is an IPv4 one, and is stepped over.
 */
#include <string.h>

#include "axis.h"

static bool is_mapped(const unsigned char *address)
{
    static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

    return memcmp(address, mapped, sizeof mapped) == 0;
}

static void meet_address(struct classes *classes, enum origin_kind kind, const unsigned char *address)
{
    struct fact fact = {.origin = {.kind = kind}};

    if (kind == ORIGIN_V6 && is_mapped(address))
        return;
    memcpy(fact.origin.address, address, kind == ORIGIN_V4 ? 4 : 16);
    classes_meet(classes, &fact);
}

/* The address behind another; false: there is none. */
static bool address_next(unsigned char *address, unsigned size)
{
    unsigned i = size;

    while (i-- > 0)
        if (++address[i] != 0)
            return true;
    return false;
}

/* A network's second address, which looks like a host's, and its first. */
static void meet_network(struct classes *classes, enum origin_kind kind, const struct ir_net *net)
{
    unsigned size = kind == ORIGIN_V4 ? 4 : 16;
    unsigned char address[16];

    memcpy(address, net->address, sizeof address);
    if (net->length < size * 8 - 1 && address_next(address, size))
        meet_address(classes, kind, address);
    meet_address(classes, kind, net->address);
}

/* What lies behind a network. */
static void meet_behind(struct classes *classes, enum origin_kind kind, const struct ir_net *net)
{
    unsigned size = kind == ORIGIN_V4 ? 4 : 16, bit;
    unsigned char address[16];

    memcpy(address, net->address, sizeof address);
    for (bit = net->length; bit < size * 8; bit++)
        address[bit / 8] |= (unsigned char)(0x80u >> bit % 8);
    if (address_next(address, size))
        meet_address(classes, kind, address);
}

static void each_network(struct classes *classes,
                         void (*meet)(struct classes *classes, enum origin_kind kind, const struct ir_net *net))
{
    const struct axis_cuts *cuts = classes->cuts;
    size_t i;
    uint32_t j;

    for (i = 0; i < cuts->atom_count; i++) {
        const struct ir_op *op = cuts->atoms[i].op;
        for (j = 0; j < op->v4_count; j++)
            meet(classes, ORIGIN_V4, &op->v4[j]);
        for (j = 0; j < op->v6_count; j++)
            meet(classes, ORIGIN_V6, &op->v6[j]);
    }
}

struct axis axis_origin(const struct axis_cuts *cuts)
{
    static const unsigned char behind_mapped[16] = {[9] = 1}, test_net[16] = {192, 0, 2, 1},
                               documentation[16] = {0x20, 0x01, 0x0d, 0xb8, [15] = 1}, zero[16] = {0};
    struct fact local = {.origin = {.kind = ORIGIN_LOCAL}}, name = {.origin = {.kind = ORIGIN_NAME}};
    struct classes classes;

    classes_begin(&classes, cuts, AXIS_ORIGIN, AXIS_CLASSES_MAX);
    classes_meet(&classes, &local);
    if (cuts->atom_count > 0) {
        each_network(&classes, meet_network);
        meet_address(&classes, ORIGIN_V4, test_net);
        meet_address(&classes, ORIGIN_V6, documentation);
        meet_address(&classes, ORIGIN_V4, zero);
        meet_address(&classes, ORIGIN_V6, zero);
        meet_address(&classes, ORIGIN_V6, behind_mapped);
        each_network(&classes, meet_behind);
        classes_meet(&classes, &name);
    }
    return classes.axis;
}
