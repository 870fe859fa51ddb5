/*
 * library_world.h - one policy as a table in a file, as a program that uses the library finds it.
 */
#ifndef LIBRARY_WORLD_H
#define LIBRARY_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/arena.h"
#include "compile/compile.h"
#include "file_write.h"
#include "table/format.h"
#include "rolegate.h"

static char folder[] = "/tmp/rolegate-library-XXXXXX";
static char table_path[64], other_path[64], policy_path[64];

static const char first_policy[] = "contact \"Ask desk@example.com\"\n"
                                   "permission door.open, safe.open\n"
                                   "service door requires door.open\n"
                                   "service safe requires safe.open and door.open\n"
                                   "role guard { allow door.open }\n"
                                   "assign guard to group guards\n"
                                   "allow safe.open to user kim until 2099-01-01 because \"T-1\"\n"
                                   "deny door.open to group banned because \"T-2\"\n";

/* Compiles a text into a file, by rename, as the command does. */
static inline void table_make(const char *text)
{
    struct compile_options options = {.resolve = false};
    struct compilation *compilation;

    file_write(policy_path, text, strlen(text));
    compilation = compile_file(policy_path, &options, true);
    assert_non_null(compilation->table);
    file_write(other_path, compilation->table, compilation->size);
    assert_int_equal(rename(other_path, table_path), 0);
    compilation_free(compilation);
}

static inline int prepare(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL)
        return -1;
    snprintf(table_path, sizeof table_path, "%s/t.rgt", folder);
    snprintf(other_path, sizeof other_path, "%s/new.rgt", folder);
    snprintf(policy_path, sizeof policy_path, "%s/p.rg", folder);
    return 0;
}

static inline int clean(void **state)
{
    (void)state;
    unlink(table_path);
    unlink(policy_path);
    return rmdir(folder);
}

static inline rolegate_subject *subject_of(const char *user, const char *group, enum rolegate_membership membership)
{
    rolegate_subject *subject = NULL;

    assert_int_equal(rolegate_subject_new(user, &subject), ROLEGATE_OK);
    if (group != NULL)
        assert_int_equal(rolegate_subject_add_group(subject, group, membership), ROLEGATE_OK);
    return subject;
}

static inline void each_bad_file_has_a_status_of_its_own(void **state)
{
    rolegate_table *table = NULL;
    unsigned char bytes[65536];
    ssize_t size;
    int fd;

    (void)state;
    table_make(first_policy);
    fd = open(table_path, O_RDONLY | O_CLOEXEC);
    size = read(fd, bytes, sizeof bytes);
    close(fd);
    assert_true(size > 0);
#define EXPECT(status) assert_int_equal(rolegate_table_open(table_path, ROLEGATE_LAZY, &table), (status))
    chmod(table_path, 0664);
    EXPECT(ROLEGATE_WRITABLE_BY_OTHERS);
    chmod(table_path, 0644);
    EXPECT(ROLEGATE_OK);
    rolegate_table_close(table);
    table = NULL;
    file_write(table_path, bytes, (size_t)size - 1);
    EXPECT(ROLEGATE_TOO_SHORT);
    file_write(table_path, bytes, (size_t)size + 1);
    EXPECT(ROLEGATE_TRAILING_BYTES);
    bytes[size / 2] ^= 1;
    file_write(table_path, bytes, (size_t)size);
    EXPECT(ROLEGATE_BAD_CHECKSUM);
    bytes[HEADER_VERSION]++;
    file_write(table_path, bytes, (size_t)size);
    EXPECT(ROLEGATE_NEWER_VERSION);
    file_write(table_path, "#!/bin/sh\nexit 0\n", 17);
    EXPECT(ROLEGATE_NOT_A_TABLE);
    file_write(table_path, "", 0);
    EXPECT(ROLEGATE_TOO_SHORT);
    unlink(table_path);
    EXPECT(ROLEGATE_ABSENT);
    assert_int_equal(symlink("/dev/null", table_path), 0);
    EXPECT(ROLEGATE_NOT_REGULAR);
    unlink(table_path);
    assert_int_equal(mkfifo(table_path, 0600), 0);
    EXPECT(ROLEGATE_NOT_REGULAR);
    unlink(table_path);
#undef EXPECT
    assert_null(table);
    assert_int_equal(rolegate_table_open(folder, ROLEGATE_LAZY, &table), ROLEGATE_NOT_REGULAR);
}

#endif
