/*
 * table_source.c - the table that a command asks: an installed one, or one that is made from a policy on the spot.
 */
#include "table_source.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compile/ir/ir_from_table.h"
#include "inspect/inspect.h"
#include "support/datetime.h"

#define BEGIN_READ 64u /* bytes, by which a table is known */

bool table_source_table(struct table_source *source, const char *path, enum rolegate_open_mode mode)
{
    enum rolegate_status status;

    memset(source, 0, sizeof *source);
    source->name = path ? path : ROLEGATE_TABLE_PATH;
    status = rolegate_table_open(source->name, mode, &source->table);
    if (status == ROLEGATE_OK)
        return true;
    message_error("%s: %s", source->name, rolegate_status_text(status));
    return false;
}

bool table_source_policy(struct table_source *source, const char *path, const struct compile_options *options)
{
    struct compile_options unproved = *options;
    struct compilation *compilation;
    enum rolegate_status status;

    unproved.unproved = true;
    unproved.allow_empty = true;
    compilation = compile_file(path, &unproved, false);

    memset(source, 0, sizeof *source);
    source->name = path;
    source->compilation = compilation;
    if (compilation->table == NULL) {
        policy_report(compilation, DIAG_TEXT);
        table_source_close(source);
        return false;
    }
    status = compilation_open(compilation, &source->table);
    if (status == ROLEGATE_OK)
        return true;
    message_error("%s: unusable table: %s", path, rolegate_status_text(status));
    table_source_close(source);
    return false;
}

/* Whether a file is there, and begins otherwise than a table does. */
static bool is_policy(const char *path)
{
    char begin[BEGIN_READ];
    struct stat kind;
    rolegate_table *table = NULL;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    ssize_t length =
        file >= 0 && fstat(file, &kind) == 0 && S_ISREG(kind.st_mode) ? read(file, begin, sizeof begin) : -1;
    bool is = length >= 0 && rolegate_table_from_bytes(begin, (size_t)length, &table) == ROLEGATE_NOT_A_TABLE;

    rolegate_table_close(table);
    if (file >= 0)
        close(file);
    return is;
}

bool table_source_file(struct table_source *source, const char *path, const struct compile_options *options)
{
    return is_policy(path) ? table_source_policy(source, path, options)
                           : table_source_table(source, path, ROLEGATE_WHOLE);
}

void table_source_close(struct table_source *source)
{
    rolegate_table_close(source->table);
    if (source->compilation != NULL)
        compilation_free(source->compilation);
    memset(source, 0, sizeof *source);
}

bool table_source_time(const struct table_source *source, const char *word, int64_t *instant, const char **problem)
{
    struct datetime moment;
    enum rolegate_status status = ROLEGATE_OK;

    *problem = "is " DATETIME_NOT;
    if (!datetime_parse(word, &moment))
        return false;
    if (!moment.is_date)
        *instant = moment.instant;
    else
        status = inspect_day(source->table, moment.year, moment.month, moment.day, instant);
    if (status != ROLEGATE_OK)
        *problem = rolegate_status_text(status);
    return status == ROLEGATE_OK;
}

bool table_source_ir(const struct table_source *opened, struct arena *arena, const struct ir **ir)
{
    enum rolegate_status status = ir_from_table(arena, opened->table, ir);

    if (status == ROLEGATE_OK)
        return true;
    message_error("%s: %s", opened->name, rolegate_status_text(status));
    return false;
}
