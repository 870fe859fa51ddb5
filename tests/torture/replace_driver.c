/*
 * replace_driver.c - processes and threads ask a table while it is replaced, and each gets the answer of one of the
 * two.
 *
 * usage: replace_driver A B REPLACEMENTS PROCESSES THREADS
 * A and B both allow the service `s` to the user kim. Processes open the table lazily for each question; threads share
 * one that is read whole, and look whether there is a new one. Prints how many answers there were; the exit status is 1
 * where one was not "allow".
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rolegate.h"

#define THREADS_MAX 64

static const char target[] = "replaced.rgt", fresh[] = "replaced.rgt.new";

/* Shared by all processes. */
struct tally {
    atomic_ulong right, wrong;
    atomic_bool stop;
};
static struct tally *tally;

struct version {
    char *bytes;
    size_t size;
};

static void fail(const char *what)
{
    perror(what);
    exit(2);
}

static bool allows(rolegate_table *table)
{
    struct rolegate_question question;
    struct rolegate_answer answer;
    rolegate_subject *subject;
    bool allowed;

    if (rolegate_subject_new("kim", &subject) != ROLEGATE_OK)
        return false;
    allowed = rolegate_question_init(&question, "s") == ROLEGATE_OK &&
              rolegate_resolve(table, subject, &question) == ROLEGATE_OK &&
              rolegate_check(table, subject, &question) == ROLEGATE_ALLOW &&
              rolegate_explain(table, subject, &question, &answer, sizeof answer) == ROLEGATE_OK &&
              answer.verdict == ROLEGATE_ALLOW;
    rolegate_subject_free(subject);
    return allowed;
}

static void count(bool right)
{
    atomic_fetch_add(right ? &tally->right : &tally->wrong, 1);
}

static void ask_lazily(void)
{
    while (!atomic_load(&tally->stop)) {
        rolegate_table *table;
        if (rolegate_table_open(target, ROLEGATE_LAZY, &table) != ROLEGATE_OK) {
            count(false);
            continue;
        }
        count(allows(table));
        rolegate_table_close(table);
    }
    _exit(0);
}

static void *ask_whole(void *unused)
{
    rolegate_table *table, *next;

    (void)unused;
    if (rolegate_table_open(target, ROLEGATE_WHOLE, &table) != ROLEGATE_OK) {
        count(false);
        return NULL;
    }
    while (!atomic_load(&tally->stop)) {
        enum rolegate_status status = rolegate_table_reload(table, &next);
        if (status == ROLEGATE_OK) {
            rolegate_table_close(table);
            table = next;
        }
        count((status == ROLEGATE_OK || status == ROLEGATE_UNCHANGED) && allows(table));
    }
    rolegate_table_close(table);
    return NULL;
}

static struct version version_read(const char *path)
{
    FILE *file = fopen(path, "re");
    struct version version;

    if (file == NULL || fseek(file, 0, SEEK_END) != 0)
        fail(path);
    version.size = (size_t)ftell(file);
    rewind(file);
    version.bytes = malloc(version.size);
    if (version.bytes == NULL || fread(version.bytes, 1, version.size, file) != version.size)
        fail(path);
    fclose(file);
    return version;
}

static void replace(const struct version *version)
{
    int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    if (fd < 0 || write(fd, version->bytes, version->size) != (ssize_t)version->size || close(fd) != 0 ||
        rename(fresh, target) != 0)
        fail(fresh);
}

/* Waits until somebody has been answered since, so that every table is asked, however busy the machine is. */
static void wait_for_answer(void)
{
    unsigned long seen = atomic_load(&tally->right) + atomic_load(&tally->wrong);

    while (atomic_load(&tally->right) + atomic_load(&tally->wrong) == seen)
        sched_yield();
}

int main(int argc, char **argv)
{
    struct version versions[2];
    pthread_t threads[THREADS_MAX];
    long replacements, processes, thread_count, i;

    if (argc != 6) {
        fputs("usage: replace_driver A B REPLACEMENTS PROCESSES THREADS\n", stderr);
        return 2;
    }
    versions[0] = version_read(argv[1]);
    versions[1] = version_read(argv[2]);
    replacements = strtol(argv[3], NULL, 10);
    processes = strtol(argv[4], NULL, 10);
    thread_count = strtol(argv[5], NULL, 10);
    if (thread_count > THREADS_MAX)
        return 2;
    tally = mmap(NULL, sizeof *tally, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (tally == MAP_FAILED)
        fail("mmap");
    replace(&versions[0]);
    for (i = 0; i < processes; i++) {
        pid_t child = fork();
        if (child < 0)
            fail("fork");
        if (child == 0)
            ask_lazily();
    }
    for (i = 0; i < thread_count; i++)
        if (pthread_create(&threads[i], NULL, ask_whole, NULL) != 0)
            fail("pthread_create");
    for (i = 1; i <= replacements; i++) {
        replace(&versions[i % 2]);
        if (i % 4 == 0)
            wait_for_answer();
    }
    atomic_store(&tally->stop, true);
    for (i = 0; i < thread_count; i++)
        pthread_join(threads[i], NULL);
    while (wait(NULL) > 0 || errno == EINTR)
        ;
    printf("%ld replacements, %ld processes, %ld threads: %lu answers, %lu wrong\n", replacements, processes,
           thread_count, atomic_load(&tally->right), atomic_load(&tally->wrong));
    unlink(target);
    free(versions[0].bytes);
    free(versions[1].bytes);
    return atomic_load(&tally->wrong) != 0 || atomic_load(&tally->right) == 0;
}
