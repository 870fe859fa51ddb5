/*
 * certificate.h - the proofs of claims as JSON, for who does not want to believe the compiler.
 *
 * docs/certificate.md says what it means.
 */
#ifndef CERTIFICATE_H
#define CERTIFICATE_H

#include <stdbool.h>
#include <stddef.h>

#include "prove.h"

/* A certificate in memory of its own, which the caller frees; NULL: out of memory. *size: its bytes. */
char *certificate_new(const struct ir *ir, const struct findings *findings, size_t *size);
/* How many services and permissions are said to be proved that the certificate has no proof of. */
size_t certificate_missing(const struct findings *findings);

#endif
