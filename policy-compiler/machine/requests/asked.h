/*
 * asked.h - what somebody asks for: permissions, for how long, and why; as a file's bytes, and read out of them.
 *
 * Whoever asks writes the file himself, so nothing in it is trusted: who he is, says the kernel.
 */
#ifndef ASKED_H
#define ASKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct arena;

#define ASKED_BYTES_MOST 4096u /* of a file */
#define ASKED_NAMES_MOST 16u
#define ASKED_ID_TEXT    33u /* 32 hexadecimal digits and a 0 */
#define ASKED_DAYS       7   /* a request ends after so many */

struct asked {
    char id[ASKED_ID_TEXT]; /* of owner, bytes and inode: of another text it is another */
    const char *name;       /* of the file */
    uid_t uid;              /* who asks: the file's owner */
    const char *user;       /* as NSS names him; NULL: there is no such account */
    int64_t at;             /* when the file was last touched, by the kernel's clock */
    const char *service;    /* what he wants to use; "": he asks for permissions */
    const char *permissions[ASKED_NAMES_MOST];
    size_t permission_count;
    int64_t seconds;
    const char *because;
};

/* The bytes of a file, in the arena. What is wrong with what is asked for, as a static text, or NULL. */
const char *asked_problem(const struct asked *asked);
const char *asked_bytes(struct arena *arena, const struct asked *asked);
/* Reads them. False: they are no request. */
bool asked_read(struct arena *arena, const void *bytes, size_t size, struct asked *asked);
/* The ID of a file with these bytes. */
void asked_identify(struct asked *asked, ino_t inode, const void *bytes, size_t size);
/* "automation.run, broadcast.send", in the arena. */
const char *asked_names(struct arena *arena, const struct asked *asked);
/* All of it: "automation.run, broadcast.send, for broadcast-job, for 8h: spring campaign", in the arena. */
const char *asked_text(struct arena *arena, const struct asked *asked);
/* Whether a text is one line that shows as it is, with something in it. */
bool asked_is_plain(const char *text, size_t most);

#endif
