/*
 * table_source.c - the table that a command asks: an installed one, or one that is made from a policy on the spot.
 */
#include "table_source.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "inspect/inspect.h"
#include "support/datetime.h"
#include "table/format.h"

bool opened_table(struct opened *opened, const char *path, enum rolegate_open_mode mode)
{
    enum rolegate_status status;

    memset(opened, 0, sizeof *opened);
    opened->name = path ? path : ROLEGATE_TABLE_PATH;
    status = rolegate_table_open(opened->name, mode, &opened->table);
    if (status == ROLEGATE_OK)
        return true;
    message_error("%s: %s", opened->name, rolegate_status_text(status));
    return false;
}

bool opened_policy(struct opened *opened, const char *path, const struct compile_options *options)
{
    struct compile_options unproved = *options;
    struct compilation *compilation;
    enum rolegate_status status;

    unproved.unproved = true;
    compilation = compile_file(path, &unproved, false);

    memset(opened, 0, sizeof *opened);
    opened->name = path;
    opened->compilation = compilation;
    if (compilation->table == NULL) {
        policy_report(compilation, DIAG_TEXT);
        opened_close(opened);
        return false;
    }
    status = compilation_open(compilation, &opened->table);
    if (status == ROLEGATE_OK)
        return true;
    message_error("%s: its table cannot be used: %s", path, rolegate_status_text(status));
    opened_close(opened);
    return false;
}

/* Whether a file is there, and begins otherwise than a table does. */
static bool is_policy(const char *path)
{
    char begin[sizeof TABLE_MAGIC - 1];
    struct stat kind;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    bool is =
        file >= 0 && fstat(file, &kind) == 0 && S_ISREG(kind.st_mode) &&
        (read(file, begin, sizeof begin) != (ssize_t)sizeof begin || memcmp(begin, TABLE_MAGIC, sizeof begin) != 0);

    if (file >= 0)
        close(file);
    return is;
}

bool opened_file(struct opened *opened, const char *path, const struct compile_options *options)
{
    return is_policy(path) ? opened_policy(opened, path, options) : opened_table(opened, path, ROLEGATE_WHOLE);
}

void opened_close(struct opened *opened)
{
    rolegate_table_close(opened->table);
    if (opened->compilation != NULL)
        compilation_free(opened->compilation);
    memset(opened, 0, sizeof *opened);
}

bool opened_time(struct opened *opened, const char *word, int64_t *instant, const char **problem)
{
    struct moment moment;
    enum rolegate_status status = ROLEGATE_OK;

    *problem = "is neither a date (2026-12-31) nor a time (2026-12-31T18:00:00Z, or with an offset)";
    if (!moment_parse(word, &moment))
        return false;
    if (!moment.is_date)
        *instant = moment.instant;
    else
        status = inspect_day(opened->table, moment.year, moment.month, moment.day, instant);
    if (status != ROLEGATE_OK)
        *problem = rolegate_status_text(status);
    return status == ROLEGATE_OK;
}
