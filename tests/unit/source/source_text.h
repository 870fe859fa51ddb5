/*
 * source_text.h - a folder of policies for one test.
 */
#ifndef SOURCE_TEXT_H
#define SOURCE_TEXT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "compile/ir/ir.h"
#include "parsed.h"

static char folder[] = "/tmp/rolegate-source-XXXXXX";

/* A file below the tests' folder, which is the current one. */
static inline void put_bytes(const char *name, const char *bytes, size_t length)
{
    FILE *file = fopen(name, "w");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static inline void put(const char *name, const char *text)
{
    put_bytes(name, text, strlen(text));
}

static inline int folder_make(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL || chdir(folder) != 0 || mkdir("conf.d", 0755) != 0 ||
           mkdir("a [x]*\\", 0755) != 0 || mkdir("installed", 0755) != 0;
}

static inline int folder_remove(void **state)
{
    char command[64];

    (void)state;
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return chdir("/") != 0 || system(command) != 0;
}

/* The names of all sources, as the table gives them, with a blank behind each; to be freed. */
static inline char *names_of(struct parsed *parsed)
{
    size_t count, size, i;
    const struct ir_file *files = source_table_files(&parsed->compilation->sources, &count);
    char *text;
    FILE *out = open_memstream(&text, &size);

    for (i = 0; i < count; i++)
        fprintf(out, "%.*s ", (int)files[i].name.length, files[i].name.bytes);
    fclose(out);
    return text;
}

/* Parses main.rg with a text; its sources' names and the reports must be these. */
static inline void assert_sources(const char *text, const char *names, const char *reports)
{
    struct parsed parsed;
    char *found;

    put("main.rg", text);
    parsed = parsed_file("main.rg", "installed");
    found = names_of(&parsed);
    assert_string_equal(parsed.reports, reports);
    assert_string_equal(found, names);
    free(found);
    parsed_free(&parsed);
}

#endif
