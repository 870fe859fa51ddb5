/*
 * pam_services.h - the services that a machine has PAM files for.
 */
#ifndef PAM_SERVICES_H
#define PAM_SERVICES_H

#include <stddef.h>

struct arena;

/*
 * The names of the files in /etc/pam.d and /usr/lib/pam.d, sorted, each once; *count of them. root: "" for this
 * machine, else the folder that holds another one's files.
 */
const char **pam_services(struct arena *arena, const char *root, size_t *count);

#endif
