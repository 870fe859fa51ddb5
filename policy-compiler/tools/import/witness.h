/*
 * witness.h - tests for what was imported: for each rule of the file somebody for whom it decides.
 */
#ifndef IMPORT_WITNESS_H
#define IMPORT_WITNESS_H

#include <stdio.h>

#include "policy_writer.h"

/* Writes the tests of a group of services. What they expect is worked out from the file's rules, one by one. */
void witness_write(struct import *import, const struct import_group *group, FILE *out);

#endif
