/*
 * access_request.h - what somebody asks for: permissions, for how long, and why; as a file's bytes, and read out of
 * them.
 *
 * Whoever asks writes the file himself, so nothing in it is trusted: who he is, says the kernel.
 */
#ifndef ACCESS_REQUEST_H
#define ACCESS_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct arena;

#define ACCESS_REQUEST_BYTES_MOST 4096u /* of a file */
#define ACCESS_REQUEST_NAMES_MOST 16u
#define ACCESS_REQUEST_ID_TEXT    33u /* 32 hexadecimal digits and a 0 */
#define ACCESS_REQUEST_DAYS       7   /* a request ends after so many */

struct access_request {
    char id[ACCESS_REQUEST_ID_TEXT]; /* of owner, bytes and inode: of another text it is another */
    const char *name;                /* of the file */
    uid_t uid;                       /* who asks: the file's owner */
    const char *user;                /* as NSS names him; NULL: there is no such account */
    int64_t at;                      /* when the file was last touched, by the kernel's clock */
    const char *service;             /* what he wants to use; "": he asks for permissions */
    const char *permissions[ACCESS_REQUEST_NAMES_MOST];
    size_t permission_count;
    int64_t seconds;
    const char *because;
};

/* The bytes of a file, in the arena. What is wrong with what is asked for, as a static text, or NULL. */
const char *access_request_problem(const struct access_request *request);
const char *access_request_bytes(struct arena *arena, const struct access_request *request);
/* Reads them. False: they are no request. */
bool access_request_read(struct arena *arena, const void *bytes, size_t size, struct access_request *request);
/* The ID of a file with these bytes. */
void access_request_identify(struct access_request *request, ino_t inode, const void *bytes, size_t size);
/* "automation.run, broadcast.send", in the arena. */
const char *access_request_names(struct arena *arena, const struct access_request *request);
/* All of it: "automation.run, broadcast.send, for broadcast-job, for 8h: spring campaign", in the arena. */
const char *access_request_text(struct arena *arena, const struct access_request *request);
/* Whether a text is one line that shows as it is, with something in it. */
bool access_request_is_plain(const char *text, size_t most);

#endif
