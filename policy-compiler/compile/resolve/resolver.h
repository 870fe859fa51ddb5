/*
 * resolver.h - what the files of this pass share.
 */
#ifndef RESOLVER_H
#define RESOLVER_H

#include "resolve.h"
#include "support/suggest.h"

struct resolver {
    struct compilation *compilation;
    struct arena *arena;
    struct diag *diag;
    struct ast *ast;
    struct zones *zones;
    struct suggest suggest;
    int zone; /* number of the policy's zone; -1: UTC */
};

/* Hangs each declaration on its name's symbol; reports those of one name. declare.c */
void resolver_declare(struct resolver *resolver);

#endif
