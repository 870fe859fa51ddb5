/*
 * digest.c - the SHA-256 of bytes, by nettle; see digest.h.
 */
#include "digest.h"

#include <stdint.h>
#include <stdio.h>

#include <nettle/sha2.h>

_Static_assert(DIGEST_BYTES == SHA256_DIGEST_SIZE, "a digest is one of SHA-256");

void digest_bytes(const void *bytes, size_t size, unsigned char digest[DIGEST_BYTES])
{
    struct sha256_ctx context;

    sha256_init(&context);
    sha256_update(&context, size, bytes);
    sha256_digest(&context, DIGEST_BYTES, digest);
}

void digest_hex(const unsigned char *bytes, size_t count, char *text)
{
    size_t i;

    for (i = 0; i < count; i++)
        snprintf(text + 2 * i, 3, "%02x", bytes[i]);
}

void digest_text(const void *bytes, size_t size, char text[DIGEST_TEXT])
{
    unsigned char digest[DIGEST_BYTES];

    digest_bytes(bytes, size, digest);
    digest_hex(digest, sizeof digest, text);
}
