/*
 * emit_files.c - FILES: the sources of a policy, and the SHA-256 of each.
 */
#include <string.h>

#include "support/digest.h"
#include "support/arena.h"
#include "emit_internal.h"
#include "emit_table.h"
#include "compile/source/source.h"

void emit_digest(const struct ir_file *file, unsigned char *digest)
{
    if (!file->source) {
        memcpy(digest, file->digest, DIGEST_SIZE);
        return;
    }
    digest_bytes(file->source->bytes, file->source->length, digest);
}

void emit_files(struct emit *emit)
{
    struct writer *out = &emit->sections[SECTION_FILES];
    for (size_t i = 0; i < emit->ir->file_count; i++) {
        unsigned char digest[DIGEST_SIZE];
        emit_digest(&emit->ir->files[i], digest);
        writer_u32(out, string_at(emit, emit->ir->files[i].name));
        writer_put(out, digest, DIGEST_SIZE);
    }
}
