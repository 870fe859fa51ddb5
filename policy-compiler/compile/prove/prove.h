/*
 * prove.h - proves a policy's claims, or finds who is against them.
 *
 * Takes the IR as const. What it finds is an assertion of its own: report.c asks the evaluator on the compiled table,
 * and says nothing that it does not confirm.
 */
#ifndef PROVE_H
#define PROVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "axis.h"
#include "compile/ir/ir.h"
#include "rolegate.h"

struct arena;
struct compilation;
struct desk;

/* Who, in which situation. */
struct witness {
    const char *user;
    const char **groups; /* by name */
    uint32_t group_count;
    uint32_t *gids;
    uint32_t gid_count;
    unsigned cost;
    struct fact facts[AXES];
    bool matters[AXES];      /* with another fact there it may be otherwise */
    uint32_t permission;     /* for a target that is a pattern: which; else IR_NONE */
    const struct desk *desk; /* of a claim under delegation; and which of its options he needs: */
    uint32_t *options;
    uint32_t option_count;
};

enum claim_verdict { CLAIM_HOLDS, CLAIM_VIOLATED, CLAIM_UNDECIDED };

/* What came of one target of one claim. */
struct finding {
    const struct ir_claim *claim;
    const struct ir_target *target;
    enum claim_verdict verdict;
    struct witness *witness; /* CLAIM_VIOLATED */
    struct proof *proofs;    /* CLAIM_HOLDS, where they are wanted: of the service, or of each permission */
};

struct findings {
    struct finding *list; /* in the claims' order */
    size_t count, violated;
    const struct ir_claim **unfit; /* claims that fit nobody */
    size_t unfit_count;
};

/* How claims are to be proved. */
struct prove_options {
    int64_t now;    /* what witnesses prefer; no verdict hangs on it */
    bool certified; /* proofs are kept */
    bool solved;    /* by the solver alone */
};

/* Proves all claims of the IR. */
struct findings prove_claims(struct arena *arena, const struct ir *ir, const struct prove_options *options);

/* Reports what was found, each witness having been confirmed by the compilation's table; NULL where nothing is
 * violated. */
void report_claims(struct compilation *compilation, rolegate_table *table, const struct ir *ir,
                   const struct findings *findings);

#endif
