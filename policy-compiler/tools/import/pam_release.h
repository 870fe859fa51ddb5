/*
 * pam_release.h - which version of Linux-PAM is meant: modules read their files in ways that changed.
 */
#ifndef IMPORT_PAM_RELEASE_H
#define IMPORT_PAM_RELEASE_H

/* "1.5.2", with whatever a distribution puts behind, as PAM_VERSION() has it; 0: it is no version. */
unsigned pam_release_read(const char *text);
/* The installed one, as the machine's packages say; 0: they do not. */
unsigned pam_release_installed(void);

#endif
