/*
 * table.c - a table opened safely, and its header.
 *
 * Trusts nothing that the file says before its sums have been checked, and no length after that. Never maps the file:
 * a file that is cut or overwritten while it is read is an error status, not a signal. Knows blocks and sections,
 * not what stands in them.
 */
#include "table.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"
#include "table_lazy.h"
#include "checksum.h"

const unsigned char *table_at(struct rolegate_table *table, uint32_t start, uint32_t length, uint32_t *until,
                              enum rolegate_status *status)
{
    if (start > table->size || length > table->size - start || length == 0) {
        *status = ROLEGATE_MALFORMED;
        return NULL;
    }
    if (table->image == NULL)
        return table_lazy_at(table, start, length, until, status);
    *until = table->size;
    return table->image + start;
}

/* What can be said of a file before its sums are looked at. */
static enum rolegate_status header_identify(const unsigned char *bytes, uint64_t size)
{
    uint64_t said;

    if (size < 8)
        return size == 0 || memcmp(bytes, TABLE_MAGIC, (size_t)size) == 0 ? ROLEGATE_TOO_SHORT : ROLEGATE_NOT_A_TABLE;
    if (memcmp(bytes, TABLE_MAGIC, 8) != 0)
        return ROLEGATE_NOT_A_TABLE;
    if (size < HEADER_END + SUM_SIZE)
        return ROLEGATE_TOO_SHORT;
    if (load_u32(bytes + HEADER_VERSION) > TABLE_VERSION)
        return ROLEGATE_NEWER_VERSION;
    if (load_u32(bytes + HEADER_VERSION) != TABLE_VERSION)
        return ROLEGATE_NOT_A_TABLE;
    said = load_u32(bytes + HEADER_SIZE);
    if (size < said)
        return ROLEGATE_TOO_SHORT;
    if (size > said)
        return ROLEGATE_TRAILING_BYTES;
    return size > TABLE_MAX ? ROLEGATE_MALFORMED : ROLEGATE_OK;
}

/* Cuts the content into sections, by sizes that the header gives; they must fill it exactly. */
static enum rolegate_status header_sections(struct rolegate_table *table, const unsigned char *header)
{
    uint32_t at = HEADER_END, i;

    for (i = 0; i < SECTION_COUNT; i++) {
        uint32_t size = load_u32(header + HEADER_SECTIONS + 4 * i);
        if (size > table->size - at)
            return ROLEGATE_MALFORMED;
        table->sections[i].start = at;
        table->sections[i].size = size;
        at += size;
    }
    return at == table->size ? ROLEGATE_OK : ROLEGATE_MALFORMED;
}

/* Reads the header of a file of which block 0 is here, checked. */
static enum rolegate_status header_read(struct rolegate_table *table, const unsigned char *header)
{
    table->flags = load_u32(header + HEADER_FLAGS);
    if ((table->flags & ~FLAG_ALL) != 0 || table->file_size != table->size + SUM_SIZE * table->block_count)
        return ROLEGATE_MALFORMED;
    return header_sections(table, header);
}

/* Checks a whole file, and takes its content as the image, in room, which may be where the file is. */
static enum rolegate_status image_adopt(struct rolegate_table *table, unsigned char *room, const unsigned char *file)
{
    enum rolegate_status status = room == NULL ? ROLEGATE_NO_MEMORY : header_identify(file, table->file_size);

    table->image = room;
    if (status != ROLEGATE_OK)
        return status;
    table->identity = load_u64(file + HEADER_IDENTITY);
    status = table_blocks_check(table, room, file, 0, table->block_count);
    return status == ROLEGATE_OK ? header_read(table, room) : status;
}

/* A table of a file of size bytes, which are some and not too many. */
static struct rolegate_table *table_new(uint64_t size)
{
    struct rolegate_table *table = calloc(1, sizeof *table);
    uint32_t tail;

    if (table == NULL)
        return NULL;
    table->fd = -1;
    table->file_size = (uint32_t)size;
    table->block_count = (table->file_size - 1) / BLOCK_SIZE + 1;
    tail = table->file_size - (table->block_count - 1) * BLOCK_SIZE;
    table->size = (table->block_count - 1) * BLOCK_CONTENT + (tail > SUM_SIZE ? tail - SUM_SIZE : 0);
    return table;
}

uint64_t rolegate_table_identity(const rolegate_table *table)
{
    return table == NULL ? 0 : table->identity;
}

void rolegate_table_close(rolegate_table *table)
{
    int saved = errno;

    if (table == NULL)
        return;
    free(table->image);
    table_lazy_free(table);
    if (table->fd >= 0)
        close(table->fd);
    free(table->path);
    free(table);
    errno = saved;
}

enum rolegate_status rolegate_table_from_bytes(const void *bytes, size_t size, rolegate_table **table)
{
    struct rolegate_table *fresh;
    enum rolegate_status status;
    int saved = errno;

    if (bytes == NULL || table == NULL)
        return ROLEGATE_BAD_ARGUMENT;
    status = header_identify(bytes, size);
    if (status != ROLEGATE_OK)
        return status;
    fresh = table_new(size);
    if (fresh == NULL) {
        errno = saved;
        return ROLEGATE_NO_MEMORY;
    }
    fresh->mode = ROLEGATE_WHOLE;
    status = image_adopt(fresh, malloc(fresh->size), bytes);
    if (status == ROLEGATE_OK)
        *table = fresh;
    else
        rolegate_table_close(fresh);
    errno = saved;
    return status;
}

static enum rolegate_status status_of_open_errno(int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR: return ROLEGATE_ABSENT;
    case ELOOP:
    case ENXIO:
    case ENODEV: return ROLEGATE_NOT_REGULAR;
    case ENOMEM: return ROLEGATE_NO_MEMORY;
    case EMFILE:
    case ENFILE: return ROLEGATE_NO_DESCRIPTOR;
    default: return ROLEGATE_NOT_READABLE;
    }
}

/* The rules of a file that may be trusted. */
static enum rolegate_status file_check(const struct stat *st)
{
    if (!S_ISREG(st->st_mode))
        return ROLEGATE_NOT_REGULAR;
    if (st->st_uid != 0 && st->st_uid != geteuid())
        return ROLEGATE_WRONG_OWNER;
    if ((st->st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return ROLEGATE_WRITABLE_BY_OTHERS;
    if (st->st_size == 0)
        return ROLEGATE_TOO_SHORT;
    return st->st_size > TABLE_MAX ? ROLEGATE_NOT_A_TABLE : ROLEGATE_OK;
}

static enum rolegate_status load_whole(struct rolegate_table *table)
{
    unsigned char *file = malloc(table->file_size);
    enum rolegate_status status = file == NULL ? ROLEGATE_NO_MEMORY : table_file_read(table, file, 0, table->file_size);

    if (status == ROLEGATE_OK)
        return image_adopt(table, file, file);
    free(file);
    return status;
}

/* The front, and the header in it. */
static enum rolegate_status load_lazy(struct rolegate_table *table)
{
    enum rolegate_status status = table_lazy_front_read(table);

    if (status == ROLEGATE_OK)
        status = header_identify(table->front, table->file_size);
    if (status != ROLEGATE_OK)
        return status;
    table->identity = load_u64(table->front + HEADER_IDENTITY);
    return table_lazy_front_block(table, 0, &status) == NULL ? status : header_read(table, table->front);
}

static void table_remember(struct rolegate_table *table, const struct stat *st)
{
    table->device = st->st_dev;
    table->inode = st->st_ino;
    table->changed_sec = st->st_ctim.tv_sec;
    table->changed_nsec = st->st_ctim.tv_nsec;
    table->modified_sec = st->st_mtim.tv_sec;
    table->modified_nsec = st->st_mtim.tv_nsec;
}

static enum rolegate_status table_open_fd(int fd, const char *path, enum rolegate_open_mode mode,
                                          struct rolegate_table **table)
{
    struct rolegate_table *fresh;
    struct stat st;
    enum rolegate_status status;

    if (fstat(fd, &st) != 0) {
        status = errno == ENOMEM ? ROLEGATE_NO_MEMORY : ROLEGATE_NOT_READABLE;
        close(fd);
        return status;
    }
    status = file_check(&st);
    fresh = status == ROLEGATE_OK ? table_new((uint64_t)st.st_size) : NULL;
    if (fresh == NULL) {
        close(fd);
        return status == ROLEGATE_OK ? ROLEGATE_NO_MEMORY : status;
    }
    fresh->fd = fd;
    fresh->mode = mode;
    table_remember(fresh, &st);
    fresh->path = strdup(path);
    if (fresh->path == NULL)
        status = ROLEGATE_NO_MEMORY;
    else
        status = mode == ROLEGATE_WHOLE ? load_whole(fresh) : load_lazy(fresh);
    if (status != ROLEGATE_OK) {
        rolegate_table_close(fresh);
        return status;
    }
    if (fresh->mode == ROLEGATE_WHOLE) {
        close(fresh->fd);
        fresh->fd = -1;
    }
    *table = fresh;
    return ROLEGATE_OK;
}

enum rolegate_status rolegate_table_open(const char *path, enum rolegate_open_mode mode, rolegate_table **table)
{
    int saved = errno, fd;
    enum rolegate_status status;

    if (table == NULL || (mode != ROLEGATE_LAZY && mode != ROLEGATE_WHOLE))
        return ROLEGATE_BAD_ARGUMENT;
    if (path == NULL)
        path = ROLEGATE_TABLE_PATH;
    fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    status = fd < 0 ? status_of_open_errno(errno) : table_open_fd(fd, path, mode, table);
    errno = saved;
    return status;
}

enum rolegate_status rolegate_table_reload(const rolegate_table *table, rolegate_table **fresh)
{
    int saved = errno;
    struct stat st;
    int result;

    if (table == NULL || fresh == NULL || table->path == NULL)
        return ROLEGATE_BAD_ARGUMENT;
    result = lstat(table->path, &st);
    if (result == 0 && st.st_dev == table->device && st.st_ino == table->inode &&
        st.st_ctim.tv_sec == table->changed_sec && st.st_ctim.tv_nsec == table->changed_nsec &&
        st.st_mtim.tv_sec == table->modified_sec && st.st_mtim.tv_nsec == table->modified_nsec &&
        (uint64_t)st.st_size == table->file_size) {
        errno = saved;
        return ROLEGATE_UNCHANGED;
    }
    errno = saved;
    return rolegate_table_open(table->path, table->mode, fresh);
}
