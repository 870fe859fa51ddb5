/*
 * module_id.c - reads the build ID of a shared object: a note of its own in one of its segments.
 *
 * Nothing in the file is trusted: what is read lies within bounds, and what makes no sense is another program's.
 */
#include "module_id.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "machine/pam/module_build_id.inc"

#define SEGMENTS_MOST 64u
#define NOTES_MOST    4096u
#define ID_TEXT_MOST  128u

static bool read_at(int fd, void *bytes, size_t size, uint64_t offset)
{
    return offset <= INT64_MAX && pread(fd, bytes, size, (off_t)offset) == (ssize_t)size;
}

/* The place of the next note, whose parts are filled up to words; past the end where it makes no sense. */
static size_t note_end(const ElfW(Nhdr) * note, size_t at)
{
    const size_t word = sizeof(uint32_t);

    if (note->n_namesz > NOTES_MOST || note->n_descsz > NOTES_MOST)
        return NOTES_MOST + 1;
    return at + sizeof *note + (note->n_namesz + word - 1) / word * word + (note->n_descsz + word - 1) / word * word;
}

/* Whether one of the notes is the build ID that is ours. */
static bool has_our_id(const unsigned char *notes, size_t size)
{
    size_t at, end, i;
    ElfW(Nhdr) note;

    for (at = 0; size - at >= sizeof note; at = end) {
        const unsigned char *name = notes + at + sizeof note, *id;
        char text[ID_TEXT_MOST] = "";

        memcpy(&note, notes + at, sizeof note);
        end = note_end(&note, at);
        if (end > size)
            return false;
        id = notes + end - (note.n_descsz + 3) / 4 * 4;
        if (note.n_type != NT_GNU_BUILD_ID || note.n_namesz != sizeof ELF_NOTE_GNU ||
            memcmp(name, ELF_NOTE_GNU, sizeof ELF_NOTE_GNU) != 0)
            continue;
        for (i = 0; i < note.n_descsz && 2 * i + 3 <= sizeof text; i++)
            snprintf(text + 2 * i, 3, "%02x", id[i]);
        if (strcmp(text, MODULE_BUILD_ID) == 0)
            return true;
    }
    return false;
}

/* Whether the file is as long as its headers say: one that was cut short is not loaded. */
static bool is_whole(int fd, const ElfW(Ehdr) * header)
{
    struct stat status;

    return fstat(fd, &status) == 0 && header->e_shoff <= (uint64_t)status.st_size &&
           (uint64_t)header->e_shnum * header->e_shentsize <= (uint64_t)status.st_size - header->e_shoff;
}

static bool is_ours(int fd)
{
    unsigned char notes[NOTES_MOST];
    ElfW(Ehdr) header;
    ElfW(Phdr) segment;
    unsigned i;

    if (!read_at(fd, &header, sizeof header, 0) || memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 ||
        header.e_phentsize != sizeof segment || header.e_phnum > SEGMENTS_MOST || !is_whole(fd, &header))
        return false;
    for (i = 0; i < header.e_phnum; i++)
        if (!read_at(fd, &segment, sizeof segment, header.e_phoff + i * sizeof segment))
            return false;
        else if (segment.p_type == PT_NOTE && segment.p_filesz <= sizeof notes &&
                 read_at(fd, notes, segment.p_filesz, segment.p_offset) && has_our_id(notes, segment.p_filesz))
            return true;
    return false;
}

enum module_id module_id_of(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool is;

    if (fd < 0)
        return MODULE_ID_UNREAD;
    is = is_ours(fd);
    close(fd);
    return is ? MODULE_ID_OURS : MODULE_ID_ANOTHER;
}
