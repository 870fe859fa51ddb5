/*
 * installation_internal.h - what reading an installation and changing it share.
 */
#ifndef INSTALLATION_INTERNAL_H
#define INSTALLATION_INTERNAL_H

#include "installation.h"

/* A path in the folder of what is kept, in the arena. */
const char *installation_path(const struct installation *installation, const char *name);
/* Reads a file whole into the arena; NULL where it cannot, and errno says why. */
void *installation_file_read(const struct installation *installation, const char *path, size_t *size);
/* Removes a file for good; one that is not there is no error. False: a message was printed. */
bool installation_file_remove(const char *path);
/* Whether the table in place has that digest; "": there is none. */
bool installation_has(const struct installation *installation, const char *sha256);

#endif
