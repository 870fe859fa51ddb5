/*
 * table.c - a table's image: opened safely, filled block by block, checked before it is seen.
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
#include "sum.h"

/* A table up to this size is read at once; of a larger one, what a decision needs, a block at a time. */
#define SMALL_TABLE     (16u * BLOCK_SIZE)
#define INTERRUPTED_MAX 1000u /* a read that is interrupted more often than this has failed */
#define SUMS_PER_BLOCK  (BLOCK_SIZE / 8u)

enum block_state { BLOCK_ABSENT, BLOCK_READ, BLOCK_CHECKED };

static uint32_t block_length(const struct rolegate_table *table, uint32_t block)
{
    uint32_t left = table->size - block * BLOCK_SIZE;

    return left < BLOCK_SIZE ? left : BLOCK_SIZE;
}

/* Reads file bytes [start, start + length) into the image, whole or not at all. */
static enum rolegate_status image_read(struct rolegate_table *table, uint32_t start, uint32_t length)
{
    unsigned interrupted = 0;

    while (length > 0) {
        ssize_t got = pread(table->fd, table->fill + start, length, (off_t)start);
        if (got < 0 && errno == EINTR && interrupted++ < INTERRUPTED_MAX)
            continue;
        if (got < 0)
            return ROLEGATE_NOT_READABLE;
        if (got == 0)
            return ROLEGATE_TOO_SHORT;
        start += (uint32_t)got;
        length -= (uint32_t)got;
    }
    return ROLEGATE_OK;
}

/* Brings a block into the image, unless it is there. */
static enum rolegate_status block_read(struct rolegate_table *table, uint32_t block)
{
    enum rolegate_status status;

    if (table->present[block] != BLOCK_ABSENT)
        return ROLEGATE_OK;
    status = image_read(table, block * BLOCK_SIZE, block_length(table, block));
    if (status == ROLEGATE_OK)
        table->present[block] = BLOCK_READ;
    return status;
}

/* Where in the file the sum of a block other than 0 stands. */
static uint32_t block_sum_place(const struct rolegate_table *table, uint32_t block)
{
    if (block <= table->sums_blocks || table->sums_blocks == 0)
        return HEADER_TOP + 8 * (block - 1);
    return BLOCK_SIZE + 8 * (block - table->sums_blocks - 1);
}

static enum rolegate_status block_check(struct rolegate_table *table, uint32_t block)
{
    uint32_t place = block_sum_place(table, block);
    enum rolegate_status status;

    if (table->present[block] == BLOCK_CHECKED)
        return ROLEGATE_OK;
    /* The sum stands in block 0 or in a block of sums, whose own sum stands in block 0: this goes one level deep. */
    if (place >= BLOCK_SIZE) {
        status = block_check(table, place / BLOCK_SIZE);
        if (status != ROLEGATE_OK)
            return status;
    }
    status = block_read(table, block);
    if (status != ROLEGATE_OK)
        return status;
    if (block_sum(table->image + block * BLOCK_SIZE, block_length(table, block), block) !=
        load_u64(table->image + place))
        return ROLEGATE_BAD_CHECKSUM;
    table->present[block] = BLOCK_CHECKED;
    return ROLEGATE_OK;
}

enum rolegate_status table_need(struct rolegate_table *table, uint32_t start, uint32_t length)
{
    uint32_t block, last;

    if (start > table->size || length > table->size - start)
        return ROLEGATE_MALFORMED;
    if (table->present == NULL || length == 0)
        return ROLEGATE_OK;
    last = (start + length - 1) / BLOCK_SIZE;
    for (block = start / BLOCK_SIZE; block <= last; block++) {
        enum rolegate_status status = block_check(table, block);
        if (status != ROLEGATE_OK)
            return status;
    }
    return ROLEGATE_OK;
}

/* Block 0's sum is taken with the field that holds it as zero. */
static bool header_sum_fits(const struct rolegate_table *table)
{
    unsigned char block[BLOCK_SIZE];
    uint32_t length = block_length(table, 0);

    memcpy(block, table->image, length);
    memset(block + HEADER_SUM, 0, 8);
    return block_sum(block, length, 0) == load_u64(table->image + HEADER_SUM);
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
static enum rolegate_status header_sections(struct rolegate_table *table)
{
    uint32_t top = table->sums_blocks != 0 ? table->sums_blocks : table->block_count - 1;
    uint32_t at = table->sums_blocks != 0 ? (table->sums_blocks + 1) * BLOCK_SIZE : HEADER_TOP + 8 * top;
    uint32_t i;

    if (load_u32(table->image + HEADER_DATA) != at || at > table->size)
        return ROLEGATE_MALFORMED;
    for (i = 0; i < SECTION_COUNT; i++) {
        uint32_t size = load_u32(table->image + HEADER_SECTIONS + 4 * i);
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

/* Reads the header of an image whose block 0 is there. */
static enum rolegate_status header_read(struct rolegate_table *table)
{
    if (!header_sum_fits(table))
        return ROLEGATE_BAD_CHECKSUM;
    table->flags = load_u32(table->image + HEADER_FLAGS);
    if ((table->flags & ~FLAG_ALL) != 0)
        return ROLEGATE_MALFORMED;
    table->identity = load_u64(table->image + HEADER_SUM);
    return header_sections(table);
}

static enum rolegate_status table_check_all(struct rolegate_table *table)
{
    uint32_t block;

    for (block = 1; block < table->block_count; block++) {
        enum rolegate_status status = block_check(table, block);
        if (status != ROLEGATE_OK)
            return status;
    }
    free(table->present);
    table->present = NULL;
    return ROLEGATE_OK;
}

static struct rolegate_table *table_new(uint64_t size)
{
    struct rolegate_table *table = calloc(1, sizeof *table);

    if (table == NULL)
        return NULL;
    table->fd = -1;
    table->size = (uint32_t)size;
    if (!table_geometry(table) || (table->present = calloc(table->block_count, 1)) == NULL) {
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
    free(table->fill);
    if (table->fd >= 0)
        close(table->fd);
    free(table->present);
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
    fresh->image = bytes;
    memset(fresh->present, BLOCK_READ, fresh->block_count);
    fresh->present[0] = BLOCK_CHECKED;
    status = header_read(fresh);
    if (status == ROLEGATE_OK)
        status = table_check_all(fresh);
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

/* How much is read at once when a table is opened: all that is wanted of it, or the header and the list of sums. */
static uint32_t first_read(const struct rolegate_table *table)
{
    if (table->mode == ROLEGATE_WHOLE || table->size <= SMALL_TABLE)
        return table->size;
    return (table->sums_blocks + 1) * BLOCK_SIZE;
}

/* Makes the image, reads its beginning, and checks what is there. The descriptor is the table's already. */
static enum rolegate_status table_load(struct rolegate_table *table)
{
    uint32_t first = first_read(table);
    enum rolegate_status status;
    void *image = malloc(table->size); /* what is not read is never touched, so it costs no memory */

    if (image == NULL)
        return ROLEGATE_NO_MEMORY;
    table->fill = image;
    table->image = image;
    status = image_read(table, 0, first);
    if (status == ROLEGATE_OK)
        status = header_identify(table->image, table->size);
    if (status != ROLEGATE_OK)
        return status;
    memset(table->present, BLOCK_READ, (first + BLOCK_SIZE - 1) / BLOCK_SIZE);
    table->present[0] = BLOCK_CHECKED;
    status = header_read(table);
    if (status == ROLEGATE_OK && table->mode == ROLEGATE_WHOLE)
        status = table_check_all(table);
    return status;
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
    status = fresh->path == NULL ? ROLEGATE_NO_MEMORY : table_load(fresh);
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
