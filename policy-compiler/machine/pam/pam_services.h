/*
 * pam_services.h - the services that a machine has PAM files for.
 */
#ifndef PAM_SERVICES_H
#define PAM_SERVICES_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/*
 * The names of the files in /etc/pam.d and /usr/lib/pam.d, sorted, each once; *count of them. Copies that were
 * put aside (.dpkg-old, .rpmsave, ~ …) are none. root: "" for this
 * machine, else the folder that holds another one's files.
 */
const char **pam_services(struct arena *arena, const char *root, size_t *count);

/*
 * Whether the file of that name is for others to include (common-account, system-auth), or stands for services without
 * a file (other): no program asks for a service of that name.
 */
bool pam_is_fragment(const char *name);

#endif
