/*
 * change_findings.h - which services another table would decide no more, or shut.
 */
#ifndef CHANGE_FINDINGS_H
#define CHANGE_FINDINGS_H

#include <stdbool.h>

#include "rolegate.h"

/*
 * Holds this machine's services against a table that is to lie at path, and prints what is found, as `status` would say
 * it then. False: a service that asks would be shut to everybody, or not be decided any more, and the table in place is
 * better there.
 */
bool change_findings(rolegate_table *table, const char *path);

#endif
