/*
 * module_findings.h - whether what libpam loads under the module's name is the module of this build.
 */
#ifndef MODULE_FINDINGS_H
#define MODULE_FINDINGS_H

#include "finding.h"
#include "machine/pam/pam_stack.h"

/* Looks at the first file that a service's stack loads under that name and that is none of this build. */
void module_findings(struct findings *findings, const struct pam_stack *stack);

#endif
