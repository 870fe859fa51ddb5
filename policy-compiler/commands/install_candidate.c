/*
 * install_candidate.c - a policy or a table on its way into place: read, compiled, verified and held to this machine.
 */
#include "install_candidate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "inspect/empty.h"
#include "machine/install/trust.h"
#include "machine/nss/machine_check.h"
#include "machine/nss/table_named.h"
#include "support/progress.h"
#include "support/read_all.h"
#include "verify/verify.h"

#define WHERE_MAX 256
#define FILE_MOST ((size_t)1 << 30)

/* What --without asks for: root, and a file that a bounded include of the policy names. An exit status. */
static int check_without(const struct install *install, const struct candidate *candidate)
{
    const char *without = install->policy.compile.without;

    if (without == NULL)
        return EXIT_YES;
    if (candidate->compilation == NULL)
        message_error("--without requires a policy, not a table");
    else if (candidate->compilation->left_out == NULL)
        message_error("--without: no bounded include of %s matches the file %s", candidate->path, without);
    else
        return EXIT_YES;
    return EXIT_NO_ANSWER;
}

/* Reads the file, and keeps its bytes where they are no text of a policy. False: a message was printed. */
static bool read_table(struct candidate *candidate)
{
    int fd = open(candidate->path, O_RDONLY | O_CLOEXEC), error = errno;
    rolegate_table *table = NULL;
    struct stat status;

    if (fd >= 0) {
        candidate->written = fstat(fd, &status) == 0 ? status.st_mtime : 0;
        candidate->bytes = read_all(fd, 0, FILE_MOST, &candidate->size);
        error = errno ? errno : EFBIG;
        close(fd);
    }
    if (candidate->bytes == NULL) {
        message_error("cannot read %s: %s", candidate->path, strerror(error));
        return false;
    }
    if (candidate->size == 0 ||
        rolegate_table_from_bytes(candidate->bytes, candidate->size, &table) == ROLEGATE_NOT_A_TABLE) {
        free(candidate->bytes);
        candidate->bytes = NULL;
    }
    rolegate_table_close(table);
    return true;
}

/* Whether nobody else could change the files that a table comes from. Else messages were printed. */
static bool is_trusted(const struct candidate *candidate)
{
    const struct compilation *compilation = candidate->compilation;
    const struct include_pattern *pattern;
    struct trust trust;
    size_t i;

    trust_begin(&trust, candidate->arena);
    trust_file(&trust, candidate->path);
    for (i = 0; compilation != NULL && i < compilation->sources.count; i++) {
        const struct source *source = &compilation->sources.list[i];
        (source->delegation != NULL ? trust_delegated : trust_file)(&trust, source->path);
    }
    for (pattern = compilation != NULL ? compilation->patterns : NULL; pattern != NULL; pattern = pattern->next)
        trust_folder(&trust, pattern->folder[0] != '\0' ? pattern->folder : ".");
    return trust.fine;
}

/* Compiles the policy, its tests and this machine's accounts included. Returns an exit status. */
static int compile(struct install *install, struct candidate *candidate)
{
    int status;

    if (install->root == NULL)
        install->policy.compile.resolve = install->force ? RESOLVE_APART : RESOLVE;
    install->policy.compile.allow_empty |= install->force;
    candidate->compilation = compile_file(candidate->path, &install->policy.compile, true);
    status = policy_report(candidate->compilation, DIAG_TEXT);
    candidate->unfit = status == EXIT_NO && candidate->compilation->machine.errors > 0 &&
                       install->policy.compile.resolve == RESOLVE &&
                       candidate->compilation->machine.errors == candidate->compilation->diag.errors;
    if (install->policy.compile.resolve == RESOLVE_APART && status == EXIT_YES) {
        candidate->machine = candidate->compilation->machine;
        diag_print(&candidate->machine, DIAG_TEXT, command_color(stderr), stderr);
    }
    candidate->untrusted = status == EXIT_YES && !is_trusted(candidate);
    candidate->bytes = candidate->compilation->table;
    candidate->size = candidate->compilation->size;
    return status == EXIT_YES ? check_without(install, candidate) : status;
}

static int open_candidate(struct candidate *candidate)
{
    char where[WHERE_MAX] = "";
    enum rolegate_status status = rolegate_table_from_bytes(candidate->bytes, candidate->size, &candidate->table);

    if (status == ROLEGATE_OK)
        status = table_verify(candidate->table, where, sizeof where);
    if (status == ROLEGATE_OK)
        return EXIT_YES;
    message_error("%s: %s%s%s", candidate->path, rolegate_status_text(status), where[0] ? ": " : "", where);
    return EXIT_NO_ANSWER;
}

/* Asks this machine about a table's names, as about those of a policy. Returns an exit status. */
static int check_names(const struct install *install, struct candidate *candidate)
{
    struct named_list names = {.arena = candidate->arena};
    enum rolegate_status status = table_named(candidate->table, &names);

    if (status != ROLEGATE_OK) {
        message_error("%s: %s", candidate->path, rolegate_status_text(status));
        return EXIT_NO_ANSWER;
    }
    candidate->machine = (struct diag){.arena = candidate->arena, .options = install->policy.compile.diag};
    progress_begin("looking up names");
    machine_check(&names, &candidate->machine);
    progress_end();
    diag_print(&candidate->machine, DIAG_TEXT, command_color(stderr), stderr);
    candidate->unfit = candidate->machine.errors > 0 && !install->force;
    return candidate->unfit ? EXIT_NO : EXIT_YES;
}

void candidate_refuse(void)
{
    message_error("nothing was changed; --force installs it anyway");
}

/* A table that says nothing, which no compiler has refused: of a file that was cut or emptied, as a rule. */
static bool is_empty(const struct candidate *candidate)
{
    bool empty;

    if (inspect_empty(candidate->table, &empty) != ROLEGATE_OK || !empty)
        return false;
    message_error("%s: the policy is empty: it has no service and no statement about anybody", candidate->path);
    return true;
}

/* Looks at what is not the policy's own fault or merit. Returns an exit status. */
static int check_candidate(const struct install *install, struct candidate *candidate)
{
    candidate->empty = is_empty(candidate);
    if (((!candidate->empty || install->policy.compile.allow_empty) && !candidate->untrusted) || install->force)
        return EXIT_YES;
    candidate_refuse();
    return EXIT_NO;
}

int candidate_make(struct install *install, struct candidate *candidate)
{
    bool is_table;
    int status = EXIT_YES;

    if (!read_table(candidate))
        return EXIT_NO_ANSWER;
    is_table = candidate->bytes != NULL;
    if (is_table && install->policy.compile.strip_reasons) {
        message_error("%s is a table; --strip-reasons requires a policy", candidate->path);
        return EXIT_NO_ANSWER;
    }
    if (is_table)
        status = check_without(install, candidate);
    else
        status = compile(install, candidate);
    if (status == EXIT_YES)
        status = open_candidate(candidate);
    if (status == EXIT_YES && is_table)
        candidate->untrusted = !is_trusted(candidate);
    if (status == EXIT_YES)
        status = check_candidate(install, candidate);
    if (status == EXIT_YES && is_table && install->root == NULL)
        status = check_names(install, candidate);
    if (candidate->unfit)
        candidate_refuse();
    return status;
}

void candidate_free(struct candidate *candidate)
{
    rolegate_table_close(candidate->table);
    if (candidate->compilation != NULL)
        compilation_free(candidate->compilation);
    else
        free(candidate->bytes);
    arena_free(candidate->arena);
}
