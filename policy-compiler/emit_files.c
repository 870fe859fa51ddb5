/*
 * emit_files.c - FILES: the sources of a policy, and the SHA-256 of each.
 *
 * A digest takes longer than most sections, and none needs it, so it is made beside them.
 */
#include <nettle/sha2.h>
#include <string.h>

#include "arena.h"
#include "emit.h"
#include "source.h"

static void digest_make(const struct ir_file *file, unsigned char *digest)
{
    struct sha256_ctx sha256;
    if (!file->source) {
        memcpy(digest, file->digest, DIGEST_SIZE);
        return;
    }
    sha256_init(&sha256);
    sha256_update(&sha256, file->source->length, (const uint8_t *)file->source->bytes);
    sha256_digest(&sha256, DIGEST_SIZE, digest);
}

/* Perhaps in a thread. */
static void make_digests(void *context)
{
    const struct emit *emit = context;
    for (size_t i = 0; i < emit->ir->file_count; i++)
        digest_make(&emit->ir->files[i], emit->digests.list + i * DIGEST_SIZE);
}

void begin_digests(struct emit *emit)
{
    uint64_t size = 0;
    for (size_t i = 0; i < emit->ir->file_count; i++)
        size += emit->ir->files[i].source ? emit->ir->files[i].source->length : 0;
    emit->digests.list = arena_array_room(emit->arena, emit->ir->file_count, DIGEST_SIZE);
    aside_begin(&emit->digests.aside, make_digests, emit, size >= ASIDE_LEAST);
}

void emit_files(struct emit *emit)
{
    struct writer *out = &emit->sections[SECTION_FILES];
    aside_end(&emit->digests.aside);
    for (size_t i = 0; i < emit->ir->file_count; i++) {
        writer_u32(out, string_at(emit, emit->ir->files[i].name));
        writer_put(out, emit->digests.list + i * DIGEST_SIZE, DIGEST_SIZE);
    }
}
