/*
 * parsed.h - parses a policy in a test, and gives what was reported as text.
 *
 * Includes the system's and the compiler's own headers alone; the tests include cmocka, before this.
 */
#ifndef PARSED_H
#define PARSED_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support/arena.h"
#include "compile/ast/ast.h"
#include "compile/compile.h"
#include "compile/diag/diag_render.h"
#include "compile/parse/parse_policy.h"

struct parsed {
    struct arena *arena;
    struct compilation *compilation;
    char *reports; /* as the command prints them */
};

/* Parses the file at path; installed: the folder for include <NAME>, or NULL. A text of parsed_bytes() has no folder.
 */
static inline struct parsed parsed_file(const char *path, const char *installed)
{
    struct compile_options options = {.include_dirs = &installed,
                                      .include_dir_count = installed != NULL,
                                      .include_anywhere = strncmp(path, "/proc/", 6) == 0};
    struct parsed parsed = {.arena = arena_new()};
    struct compilation *compilation = arena_alloc(parsed.arena, sizeof *compilation);
    size_t size;
    FILE *out = open_memstream(&parsed.reports, &size);

    parsed.compilation = compilation;
    compilation->arena = compilation->sources.arena = compilation->diag.arena = parsed.arena;
    compilation->diag.sources = &compilation->sources;
    parse_policy(compilation, arena_copy(parsed.arena, path, strlen(path)), &options);
    diag_print(&compilation->diag, DIAG_TEXT, false, out);
    fclose(out);
    return parsed;
}

/* Parses length bytes as a file. */
static inline struct parsed parsed_bytes(const char *bytes, size_t length)
{
    int fd = memfd_create("policy", MFD_CLOEXEC);
    struct parsed parsed;
    char path[32];

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, length), length);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    parsed = parsed_file(path, NULL);
    close(fd);
    return parsed;
}

static inline void parsed_free(struct parsed *parsed)
{
    arena_free(parsed->compilation->statements);
    arena_free(parsed->arena);
    free(parsed->reports);
}

#endif
