/*
 * digest.h - the SHA-256 of bytes, and digests as people read them.
 */
#ifndef DIGEST_H
#define DIGEST_H

#include <stddef.h>

#define DIGEST_BYTES 32u
#define DIGEST_TEXT  (2 * DIGEST_BYTES + 1)

void digest_bytes(const void *bytes, size_t size, unsigned char digest[DIGEST_BYTES]);
/* Writes count bytes as 2 * count lower-case hexadecimal digits and a NUL. */
void digest_hex(const unsigned char *bytes, size_t count, char *text);
/* The digest of bytes as a text. */
void digest_text(const void *bytes, size_t size, char text[DIGEST_TEXT]);

#endif
