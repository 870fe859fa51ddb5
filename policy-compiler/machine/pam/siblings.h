/*
 * siblings.h - services that are other names of one door: su and su-l, sudo and sudo-i.
 */
#ifndef SIBLINGS_H
#define SIBLINGS_H

#include <stddef.h>

#define SIBLINGS_MOST 8

/* The i-th sibling of a service, from 0, not the service itself; NULL: there are no more. Static. */
const char *pam_sibling(const char *service, size_t i);

#endif
