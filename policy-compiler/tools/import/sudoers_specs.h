/*
 * sudoers_specs.h - who may do what where, as cvtsudoers tells it.
 */
#ifndef IMPORT_SUDOERS_SPECS_H
#define IMPORT_SUDOERS_SPECS_H

#include <jansson.h>

struct import;

/*
 * The User_Specs of a file and of those that it includes, in the form of cvtsudoers' JSON, an array that is the
 * caller's. Where its JSON is none, its CSV is read. NULL: import_fail() was called.
 */
json_t *sudoers_specs(struct import *import, const char *path);

#endif
