/*
 * passwd_file.h - the lines of /etc/passwd, each once, in order.
 */
#ifndef PASSWD_FILE_H
#define PASSWD_FILE_H

#include <stdbool.h>
#include <stdint.h>

/* What a line says; the name ends with the visit. */
struct passwd_line {
    const char *name;
    uint32_t uid, gid;
};

/* Calls visit with each line that is well formed; those that send on to another source (+, -) are passed over. */
void passwd_file_each(void (*visit)(void *context, const struct passwd_line *line), void *context);

#endif
