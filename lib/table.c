/*
 * table.c - a table opened safely, and its header.
 *
 * Trusts nothing that the file says before its sum has been checked, and no length after that. Never maps the file:
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

#include "bytes.h"
#include "piece.h"
#include "sum.h"

#define SMALL_BLOCKS   16u /* a table up to this size is read at once; of a larger one, what a decision needs */
#define SUMS_PER_BLOCK (BLOCK_SIZE / 8u)

const unsigned char *table_at(struct rolegate_table *table, uint32_t start, uint32_t length, uint32_t *until,
                              enum rolegate_status *status)
{
    if (start > table->size || length > table->size - start || length == 0) {
        *status = ROLEGATE_MALFORMED;
        return NULL;
    }
    if (table->image == NULL)
        return piece_at(table, start, length, until, status);
    *until = table->size;
    return table->image + start;
}

/* Block 0's sum is taken with the field that holds it as zero. */
static bool header_sum_fits(const struct rolegate_table *table, const unsigned char *header)
{
    unsigned char block[BLOCK_SIZE];
    uint32_t length = block_length(table, 0);

    memcpy(block, header, length);
    memset(block + HEADER_SUM, 0, 8);
    return block_sum(block, length, 0) == load_u64(header + HEADER_SUM);
}

/* What can be said of a file before its sums are looked at. */
static enum rolegate_status header_identify(const unsigned char *bytes, uint64_t size)
{
    uint64_t said;

    if (size < 8)
        return size == 0 || memcmp(bytes, TABLE_MAGIC, (size_t)size) == 0 ? ROLEGATE_TOO_SHORT : ROLEGATE_NOT_A_TABLE;
    if (memcmp(bytes, TABLE_MAGIC, 8) != 0)
        return ROLEGATE_NOT_A_TABLE;
    if (size < HEADER_TOP)
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

/* Cuts the file into sections, by sizes that the header gives; they must fill it exactly. */
static enum rolegate_status header_sections(struct rolegate_table *table, const unsigned char *header)
{
    uint32_t top = table->sums_blocks != 0 ? table->sums_blocks : table->block_count - 1;
    uint32_t at = table->sums_blocks != 0 ? (table->sums_blocks + 1) * BLOCK_SIZE : HEADER_TOP + 8 * top;
    uint32_t i;

    if (load_u32(header + HEADER_DATA) != at || at > table->size)
        return ROLEGATE_MALFORMED;
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

/* The geometry that follows from the size alone; false: more blocks than two levels can hold. */
static bool table_geometry(struct rolegate_table *table)
{
    table->block_count = (table->size - 1) / BLOCK_SIZE + 1;
    table->sums_blocks = 0;
    if (table->block_count - 1 > TOP_MAX)
        table->sums_blocks = (table->block_count - 1 + SUMS_PER_BLOCK) / (SUMS_PER_BLOCK + 1);
    return table->sums_blocks <= TOP_MAX;
}

/* Reads the header of a file of which block 0 is here. */
static enum rolegate_status header_read(struct rolegate_table *table, const unsigned char *header)
{
    enum rolegate_status status = header_identify(header, table->size);

    if (status != ROLEGATE_OK)
        return status;
    if (!header_sum_fits(table, header))
        return ROLEGATE_BAD_CHECKSUM;
    table->flags = load_u32(header + HEADER_FLAGS);
    if ((table->flags & ~FLAG_ALL) != 0)
        return ROLEGATE_MALFORMED;
    table->identity = load_u64(header + HEADER_SUM);
    return header_sections(table, header);
}

/* Checks a whole table's image, and takes it as such. Blocks of sums come before those whose sums they hold. */
static enum rolegate_status image_take(struct rolegate_table *table, const unsigned char *image)
{
    enum rolegate_status status = header_read(table, image);
    uint32_t block;

    if (status != ROLEGATE_OK)
        return status;
    for (block = 1; block < table->block_count; block++)
        if (block_sum(image + (size_t)block * BLOCK_SIZE, block_length(table, block), block) !=
            load_u64(image + block_sum_place(table, block)))
            return ROLEGATE_BAD_CHECKSUM;
    table->image = image;
    return ROLEGATE_OK;
}

static struct rolegate_table *table_new(uint64_t size)
{
    struct rolegate_table *table = calloc(1, sizeof *table);

    if (table == NULL)
        return NULL;
    table->fd = -1;
    table->size = (uint32_t)size;
    if (!table_geometry(table)) {
        free(table);
        return NULL;
    }
    return table;
}

void rolegate_table_close(rolegate_table *table)
{
    int saved = errno;

    if (table == NULL)
        return;
    free(table->own);
    pieces_free(table);
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
    status = image_take(fresh, bytes);
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
    enum rolegate_status status;

    table->own = malloc(table->size);
    if (table->own == NULL)
        return ROLEGATE_NO_MEMORY;
    status = file_read(table, table->own, 0, table->size);
    return status == ROLEGATE_OK ? image_take(table, table->own) : status;
}

/* The header; of a small table, all. */
static enum rolegate_status load_lazy(struct rolegate_table *table)
{
    enum rolegate_status status = ROLEGATE_NO_MEMORY;
    const unsigned char *header = NULL;

    table->piece_of = calloc(table->block_count, sizeof *table->piece_of);
    if (table->piece_of != NULL)
        header = piece_read(table, 0, table->block_count <= SMALL_BLOCKS ? table->block_count : 1, &status);
    if (header == NULL)
        return status;
    piece_trust_header(table);
    return header_read(table, header);
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
        close(fd);
        return ROLEGATE_NOT_READABLE;
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
    status = fresh->path == NULL ? ROLEGATE_NO_MEMORY : mode == ROLEGATE_WHOLE ? load_whole(fresh) : load_lazy(fresh);
    if (status != ROLEGATE_OK) {
        rolegate_table_close(fresh);
        return status;
    }
    if (mode == ROLEGATE_WHOLE) {
        close(fresh->fd);
        fresh->fd = -1;
    }
    *table = fresh;
    return ROLEGATE_OK;
}

enum rolegate_status rolegate_table_open(const char *path, enum rolegate_open_mode mode, rolegate_table **table)
{
    int saved = errno;
    int fd;
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
        (uint64_t)st.st_size == table->size) {
        errno = saved;
        return ROLEGATE_UNCHANGED;
    }
    errno = saved;
    return rolegate_table_open(table->path, table->mode, fresh);
}
