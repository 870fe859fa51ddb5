/*
 * sshd_config.h - the lines of sshd_config and of the files that it includes, cut into words as sshd cuts them.
 */
#ifndef IMPORT_SSHD_CONFIG_H
#define IMPORT_SSHD_CONFIG_H

#include "import.h"

#define SSHD_WORDS_MAX 1024u

struct sshd_line {
    struct origin origin;
    const char *words[SSHD_WORDS_MAX]; /* the keyword first */
    size_t count;
    bool in_match; /* it stands behind a `Match` of its file */
};

/* Gives each line that says something to take. False: import_fail() was called. */
bool sshd_config_read(struct import *import, const char *path,
                      void (*take)(void *context, const struct sshd_line *line), void *context);

#endif
