/*
 * name_findings.h - what this machine makes of the names in a table, and of its sources of users and groups.
 */
#ifndef NAME_FINDINGS_H
#define NAME_FINDINGS_H

#include "compile/diag/diag.h"
#include "finding.h"
#include "rolegate.h"

/* Adds what machine_check() reports, as far as the options do not leave it out. */
void name_findings(struct findings *findings, rolegate_table *table, const struct diag_options *options);

#endif
