/*
 * file_write.h - a file with these bytes and no others, where there may have been one before.
 */
#ifndef FILE_WRITE_H
#define FILE_WRITE_H

#include <fcntl.h>
#include <stddef.h>
#include <unistd.h>

static void file_write(const char *path, const void *bytes, size_t size)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, size), (ssize_t)size);
    assert_int_equal(close(fd), 0);
}

#endif
