/*
 * driver.c - the product's side of the comparison with the reference evaluator.
 *
 * Reads policies and requests from standard input, compiles each policy as the command does, asks the library each
 * request, and prints what it says. It decides nothing. Trusts its input, which compare.py writes.
 * Includes the library's public header and the compiler's compile.h, and nothing of their insides.
 *
 * Input, by lines:
 *     P SIZE            and SIZE bytes of policy text: from here on this policy is asked
 *     Q fields          a request: user, service, permission, now, origin, tty, host, then one field a group: one of
 *                       y, n, u, one of n (a name), g (a gid), and its name or number. Fields end with a tab; an
 *                       empty one is one that is not there
 *     L fields          the same, and the reasons are asked of the lazy table as well
 *     V fields          the same, asked for its verdict alone
 *     N fields          the same as Q, but the user and his groups are those that NSS knows, and it is asked for what
 *                       this question needs and no more (the fields of groups are not looked at)
 *     A fields          the same for its verdict alone, and NSS is asked for all that any question can need
 *     .                 what was answered is to be written out now
 * Output: for a policy `ok`, or `refused SIZE` and SIZE bytes of diagnostics; for a request one line, tabs between:
 * verdict, reason, timing, whether there is a next time, that time, the missing permissions (for V and A
 * the verdict alone). A line that starts with `error` says which of the ways of asking disagreed or failed.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rolegate.h"
#include "compile/compile.h"
#include "compile/diag/diag_render.h"

struct asked {
    struct compilation *compilation;
    rolegate_table *whole; /* the table's bytes in memory, every one checked */
    rolegate_table *lazy;  /* the same as a file, read as it is needed */
};

/* Where it works: what it says of a policy does not depend on the folder's name. */
static char folder[] = "/tmp/rolegate-reference-XXXXXX";
static const char policy_path[] = "policy.rg", table_path[] = "table.rgt";

static void fail(const char *what)
{
    fprintf(stderr, "driver: %s: %s\n", what, strerror(errno));
    exit(2);
}

static void write_file(const char *path, const void *bytes, size_t size)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, bytes, size) != (ssize_t)size || close(fd) != 0) {
        fail(path);
    }
}

static void forget(struct asked *asked)
{
    rolegate_table_close(asked->whole);
    rolegate_table_close(asked->lazy);
    if (asked->compilation != NULL) {
        compilation_free(asked->compilation);
    }
    memset(asked, 0, sizeof *asked);
}

static void print_refusal(struct asked *asked)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    if (out == NULL) {
        fail("open_memstream");
    }
    diag_print(&asked->compilation->diag, DIAG_TEXT, false, out);
    fclose(out);
    printf("refused %zu\n", size);
    fwrite(text, 1, size, stdout);
    free(text);
}

/* Compiles the text and opens the table in both ways; prints `ok`, or why not. */
static void take_policy(struct asked *asked, const char *text, size_t size)
{
    struct compile_options options = {.allow_empty = true};
    enum rolegate_status status;

    forget(asked);
    write_file(policy_path, text, size);
    asked->compilation = compile_file(policy_path, &options, true);
    if (asked->compilation->table == NULL) {
        print_refusal(asked);
        return;
    }
    write_file(table_path, asked->compilation->table, asked->compilation->size);
    status = rolegate_table_from_bytes(asked->compilation->table, asked->compilation->size, &asked->whole);
    if (status == ROLEGATE_OK) {
        status = rolegate_table_open(table_path, ROLEGATE_LAZY, &asked->lazy);
    }
    if (status != ROLEGATE_OK) {
        printf("error the table is refused: %s\n", rolegate_status_text(status));
        return;
    }
    puts("ok");
}

static rolegate_subject *make_subject(const char *user, char *const *groups, size_t count)
{
    rolegate_subject *subject;
    size_t i;

    if (rolegate_subject_new(user, &subject) != ROLEGATE_OK) {
        fail("rolegate_subject_new");
    }
    for (i = 0; i < count; i++) {
        const char *group = groups[i];
        enum rolegate_membership membership = group[0] == 'y'   ? ROLEGATE_MEMBER
                                              : group[0] == 'u' ? ROLEGATE_MEMBER_UNKNOWN
                                                                : ROLEGATE_NOT_MEMBER;
        enum rolegate_status status =
            group[1] == 'n' ? rolegate_subject_add_group(subject, group + 2, membership)
                            : rolegate_subject_add_gid(subject, (uint32_t)strtoul(group + 2, NULL, 10), membership);
        if (status != ROLEGATE_OK) {
            fail("a subject's group");
        }
    }
    return subject;
}

/* Resolves what the question needs, or (NULL) everything, and checks. NULL, or what went wrong. */
static const char *check(rolegate_table *table, rolegate_subject *subject, const struct rolegate_question *question,
                         int everything, enum rolegate_verdict *verdict)
{
    enum rolegate_status status = rolegate_resolve(table, subject, everything ? NULL : question);

    if (status != ROLEGATE_OK) {
        return rolegate_status_text(status);
    }
    *verdict = rolegate_check(table, subject, question);
    return NULL;
}

/* Explains, which must come to the same verdict. NULL, or what went wrong. */
static const char *explain(rolegate_table *table, rolegate_subject *subject, const struct rolegate_question *question,
                           enum rolegate_verdict verdict, struct rolegate_answer *answer)
{
    enum rolegate_status status = rolegate_explain(table, subject, question, answer, sizeof *answer);

    if (status != ROLEGATE_OK) {
        return rolegate_status_text(status);
    }
    return answer->verdict == verdict ? NULL : "rolegate_check and rolegate_explain disagree";
}

static int same_answer(const struct rolegate_answer *a, const struct rolegate_answer *b)
{
    size_t i;

    if (a->incomplete || b->incomplete) {
        return a->verdict == b->verdict;
    }
    for (i = 0; i < a->missing_count && i < b->missing_count && i < ROLEGATE_MISSING_MAX; i++) {
        if (strcmp(a->missing[i], b->missing[i]) != 0) {
            return 0;
        }
    }
    return a->verdict == b->verdict && a->reason == b->reason && a->timing == b->timing && a->has_next == b->has_next &&
           a->next == b->next && a->statement_count == b->statement_count && a->more_statements == b->more_statements &&
           a->missing_count == b->missing_count;
}

static void print_answer(const struct rolegate_answer *answer)
{
    size_t i;

    printf("%s\t%s\t%s\t%d\t%lld\t%d", rolegate_verdict_text(answer->verdict), rolegate_reason_text(answer->reason),
           rolegate_timing_text(answer->timing), answer->has_next != 0, (long long)answer->next,
           answer->incomplete != 0);
    for (i = 0; i < answer->missing_count && i < ROLEGATE_MISSING_MAX; i++) {
        printf("\t%s", answer->missing[i]);
    }
    putchar('\n');
}

static const char *or_null(const char *field)
{
    return field[0] == '\0' ? NULL : field;
}

/* Asks about other times first: what a subject keeps of an answer must not show in the next. */
static void use(rolegate_table *table, rolegate_subject *subject, struct rolegate_question question)
{
    static const int64_t away[] = {-400 * 86400, -3600, -1, 1, 40 * 86400, -5 * 86400};
    struct rolegate_answer answer;
    int64_t now = question.now;
    size_t i;

    for (i = 0; i < sizeof away / sizeof *away; i++) {
        question.now = now + away[i];
        (void)rolegate_check(table, subject, &question);
    }
    (void)rolegate_explain(table, subject, &question, &answer, sizeof answer);
}

/*
 * Asks in every way that how (the line's letter) wants, each table with a subject of its own, of which the lazy one's
 * has been asked before for L. *answer holds the verdict alone for V and A. NULL, or what went wrong.
 */
static const char *answer_request(struct asked *asked, char how, rolegate_subject *const subjects[2],
                                  const struct rolegate_question *question, struct rolegate_answer *answer)
{
    struct rolegate_answer other;
    enum rolegate_verdict whole = ROLEGATE_DENY, lazy = ROLEGATE_DENY;
    const char *problem;

    if (asked->whole == NULL || asked->lazy == NULL) {
        return "no table";
    }
    if (how == 'L' && check(asked->lazy, subjects[1], question, 0, &lazy) == NULL) {
        use(asked->lazy, subjects[1], *question);
    }
    if ((problem = check(asked->whole, subjects[0], question, how != 'N', &whole)) != NULL ||
        (problem = check(asked->lazy, subjects[1], question, 0, &lazy)) != NULL) {
        return problem;
    }
    if (whole != lazy) {
        return "a whole table and a lazy one decide differently";
    }
    answer->verdict = whole;
    if (how != 'V' && how != 'A') {
        problem = explain(asked->whole, subjects[0], question, whole, answer);
    }
    if (how == 'L' && problem == NULL) {
        problem = explain(asked->lazy, subjects[1], question, whole, &other);
        if (problem == NULL && !same_answer(answer, &other)) {
            problem = "a whole table and a lazy one have different reasons";
        }
    }
    return problem;
}

/* The subject of a request, one for each table. NULL, or what went wrong. */
static const char *make_subjects(char how, char **fields, size_t count, rolegate_subject *subjects[2])
{
    enum rolegate_status status = ROLEGATE_OK;
    size_t i;

    for (i = 0; i < 2 && status == ROLEGATE_OK; i++) {
        if (how == 'N' || how == 'A') {
            status = rolegate_subject_from_nss(fields[0], &subjects[i]);
        } else {
            subjects[i] = make_subject(fields[0], fields + 7, count - 7);
        }
    }
    return status == ROLEGATE_OK ? NULL : rolegate_status_text(status);
}

/* fields: as the line of a request has them; how: its letter. */
static void take_request(struct asked *asked, char how, char **fields, size_t count)
{
    struct rolegate_question question = {0};
    struct rolegate_answer answer;
    rolegate_subject *subjects[2] = {NULL, NULL};
    const char *problem = make_subjects(how, fields, count, subjects);

    question.service = or_null(fields[1]);
    question.permission = or_null(fields[2]);
    question.now = strtoll(fields[3], NULL, 10);
    question.origin = or_null(fields[4]);
    question.tty = or_null(fields[5]);
    if (problem == NULL && rolegate_question_set_host(&question, fields[6]) != ROLEGATE_OK)
        problem = "host";
    if (problem == NULL) {
        problem = answer_request(asked, how, subjects, &question, &answer);
    }
    if (problem != NULL) {
        printf("error %s\n", problem);
    } else if (how == 'V' || how == 'A') {
        puts(rolegate_verdict_text(answer.verdict));
    } else {
        print_answer(&answer);
    }
    rolegate_subject_free(subjects[0]);
    rolegate_subject_free(subjects[1]);
}

/* Splits a line at its tabs, in place. Returns how many fields there are, at most limit. */
static size_t split(char *line, char **fields, size_t limit)
{
    size_t count = 0;
    char *end;

    while (count < limit && (end = strchr(line, '\t')) != NULL) {
        *end = '\0';
        fields[count++] = line;
        line = end + 1;
    }
    return count;
}

static void next_line(struct asked *asked, char *line)
{
    char *fields[64];
    char *text;
    size_t size;

    if (line[0] == '.') {
        fflush(stdout);
    } else if (line[0] != 'P') {
        size = split(line + 2, fields, 64);
        if (size < 7) {
            fail("a request of too few fields");
        }
        take_request(asked, line[0], fields, size);
    } else {
        size = strtoul(line + 2, NULL, 10);
        text = malloc(size + 1);
        if (text == NULL || fread(text, 1, size, stdin) != size) {
            fail("a policy's text");
        }
        take_policy(asked, text, size);
        free(text);
    }
}

int main(void)
{
    struct asked asked = {0};
    char *line = NULL;
    size_t capacity = 0;

    if (mkdtemp(folder) == NULL || chdir(folder) != 0) {
        fail(folder);
    }
    setvbuf(stdout, NULL, _IOFBF, 1 << 20);
    while (getline(&line, &capacity, stdin) > 0) {
        next_line(&asked, line);
    }
    free(line);
    forget(&asked);
    unlink(policy_path);
    unlink(table_path);
    rmdir(folder);
    return 0;
}
