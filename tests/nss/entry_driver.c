/*
 * entry_driver.c - the entries of libnss_rolegate, called as glibc calls them: every length and alignment of the
 * buffer, every allocation failing, sixteen threads beside a table that is replaced, and nothing left behind. Runs in
 * run.sh's namespace; exits with 0 where all was as it must be.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <malloc.h>
#include <nss.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rolegate.h"

#define THREADS 16
#define ROUNDS  2000
#define EDGE    64

static enum nss_status (*by_name)(const char *, struct group *, char *, size_t, int *);
static enum nss_status (*by_gid)(gid_t, struct group *, char *, size_t, int *);
static enum nss_status (*set_all)(int);
static enum nss_status (*next_of_all)(struct group *, char *, size_t, int *);
static enum nss_status (*of_user)(const char *, gid_t, long int *, long int *, gid_t **, long int, int *);
static atomic_int failures, done;

static void fail(const char *what)
{
    printf("FAIL  %s\n", what);
    atomic_fetch_add(&failures, 1);
}

static void load(const char *path)
{
    void *module = dlopen(path, RTLD_NOW | RTLD_LOCAL);

    if (module == NULL) {
        puts(dlerror());
        exit(2);
    }
    *(void **)&by_name = dlsym(module, "_nss_rolegate_getgrnam_r");
    *(void **)&by_gid = dlsym(module, "_nss_rolegate_getgrgid_r");
    *(void **)&set_all = dlsym(module, "_nss_rolegate_setgrent");
    *(void **)&next_of_all = dlsym(module, "_nss_rolegate_getgrent_r");
    *(void **)&of_user = dlsym(module, "_nss_rolegate_initgroups_dyn");
}

static bool inside(const void *at, size_t length, const char *buffer, size_t size)
{
    return (const char *)at >= buffer && (const char *)at + length <= buffer + size;
}

/* Whether all of a group lies in the buffer, and is the one that was asked for. */
static bool is_reader(const struct group *group, const char *buffer, size_t size)
{
    return inside(group->gr_name, 7, buffer, size) && strcmp(group->gr_name, "reader") == 0 && group->gr_gid == 64001 &&
           inside(group->gr_passwd, 2, buffer, size) && strcmp(group->gr_passwd, "x") == 0 &&
           (uintptr_t)group->gr_mem % sizeof(char *) == 0 && inside(group->gr_mem, 2 * sizeof(char *), buffer, size) &&
           inside(group->gr_mem[0], 4, buffer, size) && strcmp(group->gr_mem[0], "kim") == 0 &&
           group->gr_mem[1] == NULL;
}

/* One buffer of a length at an offset, with guard bytes about it. */
static bool try_buffer(size_t offset, size_t size, bool *fits)
{
    static char room[EDGE * 2 + 512];
    struct group group;
    int error = 0;
    enum nss_status status;
    size_t i;

    memset(room, 0x5a, sizeof room);
    memset(&group, 0x77, sizeof group);
    errno = 4711;
    status = by_name("reader", &group, room + EDGE + offset, size, &error);
    *fits = status == NSS_STATUS_SUCCESS;
    for (i = 0; i < sizeof room; i++)
        if ((i < EDGE + offset || i >= EDGE + offset + size) && room[i] != 0x5a)
            return false;
    if (errno != 4711)
        return false;
    if (*fits)
        return is_reader(&group, room + EDGE + offset, size);
    return status == NSS_STATUS_TRYAGAIN && error == ERANGE && *(unsigned char *)&group == 0x77;
}

/* glibc's callers give errno itself: what is said there must not be undone. */
static void try_errno(void)
{
    char buffer[512];
    struct group group;
    long int start = 0, size = 0;
    gid_t *groups = NULL;

    errno = 4711;
    if (by_name("reader", &group, buffer, 4, &errno) != NSS_STATUS_TRYAGAIN || errno != ERANGE)
        fail("a small buffer, said in errno");
    errno = 4711;
    if (by_name("reader", &group, buffer, sizeof buffer, &errno) != NSS_STATUS_SUCCESS || errno != 4711)
        fail("a group, and errno kept");
    if (of_user("nobody-there", 1, &start, &size, &groups, -1, &errno) != NSS_STATUS_NOTFOUND || errno != ENOENT)
        fail("no group, said in errno");
    free(groups);
}

static void try_lengths(void)
{
    size_t offset, size;

    for (offset = 0; offset < 16; offset++) {
        bool fitted = false, fits;

        for (size = 0; size <= 256; size++) {
            if (!try_buffer(offset, size, &fits) || (fitted && !fits)) {
                fail("a buffer");
                return;
            }
            fitted = fitted || fits;
        }
        if (!fitted)
            fail("no buffer is large enough");
    }
}

/* "early", "x" and the end of its empty list take 16 bytes. */
static void try_exact_length(void)
{
    _Alignas(char *) char buffer[16];
    struct group group;
    int error = 0;

    if (by_name("early", &group, buffer, 16, &error) != NSS_STATUS_SUCCESS || group.gr_mem[0] != NULL)
        fail("a buffer that is just long enough");
    if (by_name("early", &group, buffer, 15, &error) != NSS_STATUS_TRYAGAIN || error != ERANGE)
        fail("a buffer that is too short by one");
}

/* getgrent() with a buffer that is too small says so, and the same group comes again. */
static void try_all(void)
{
    char buffer[512];
    struct group group;
    int error = 0;
    unsigned count = 0;
    enum nss_status status;

    set_all(0);
    if (next_of_all(&group, buffer, 4, &error) != NSS_STATUS_TRYAGAIN || error != ERANGE)
        fail("a small buffer for all groups");
    while ((status = next_of_all(&group, buffer, sizeof buffer, &error)) == NSS_STATUS_SUCCESS)
        count++;
    if (count != 5 || status != NSS_STATUS_NOTFOUND)
        fail("all groups, each once");
}

static void try_limit(void)
{
    gid_t *groups = malloc(sizeof *groups);
    long int start = 1, size = 1;
    int error = 0;

    groups[0] = 2002;
    if (of_user("kim", 1001, &start, &size, &groups, 2, &error) != NSS_STATUS_SUCCESS || start != 2 || size != 2)
        fail("no more groups than the limit");
    start = 1;
    if (of_user("kim", 1001, &start, &size, &groups, -1, &error) != NSS_STATUS_SUCCESS || start != 3)
        fail("no limit");
    if (of_user("kim", 1001, &start, &size, &groups, -1, &error) != NSS_STATUS_SUCCESS || start != 3)
        fail("each group once");
    free(groups);
}

/* ---- without memory ---- */

/* What the library calls must be seen there. */
#define SHARED __attribute__((visibility("default")))

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void __libc_free(void *block);

/* How many allocations succeed until one fails, and, with for_ever, all that follow; below 0: none fails. */
static atomic_int allocations_left = -1;
static atomic_bool for_ever;
static atomic_uint failed;
static atomic_long blocks; /* in use */

static bool allocation_fails(void)
{
    if (allocations_left < 0)
        return false;
    if (allocations_left > 0) {
        allocations_left--;
        return false;
    }
    if (!for_ever)
        allocations_left = -1;
    failed++;
    errno = ENOMEM;
    return true;
}

static void *counted(void *block)
{
    blocks += block != NULL;
    return block;
}

SHARED void *malloc(size_t size)
{
    return allocation_fails() ? NULL : counted(__libc_malloc(size));
}

SHARED void *calloc(size_t count, size_t size)
{
    return allocation_fails() ? NULL : counted(__libc_calloc(count, size));
}

SHARED void *realloc(void *old, size_t size)
{
    if (allocation_fails())
        return NULL;
    return old == NULL ? counted(__libc_malloc(size)) : __libc_realloc(old, size);
}

SHARED void free(void *block)
{
    blocks -= block != NULL;
    __libc_free(block);
}

/* Calls each entry once, with an allocation that fails; whether each has said the truth, or that memory is short. */
static bool is_honest(int left)
{
    char buffer[512];
    struct group group;
    long int start = 0, size = 0;
    gid_t *groups = NULL;
    int errors[3] = {0};
    enum nss_status said[3];
    bool honest = true;
    size_t i;

    allocations_left = left;
    errno = 4711;
    said[0] = by_name("reader", &group, buffer, sizeof buffer, &errors[0]);
    honest = said[0] != NSS_STATUS_SUCCESS || is_reader(&group, buffer, sizeof buffer);
    allocations_left = left;
    said[1] = by_gid(64001, &group, buffer, sizeof buffer, &errors[1]);
    allocations_left = left;
    said[2] = of_user("kim", 1001, &start, &size, &groups, -1, &errors[2]);
    allocations_left = -1;
    honest = honest && (said[2] != NSS_STATUS_SUCCESS || start == 2) && errno == 4711;
    for (i = 0; i < 3; i++)
        honest = honest && (said[i] == NSS_STATUS_SUCCESS || (said[i] == NSS_STATUS_TRYAGAIN && errors[i] == ENOMEM));
    free(groups);
    return honest;
}

static void try_no_memory(void)
{
    long used = blocks;
    unsigned before, mode;
    int left;

    for (mode = 0; mode < 2; mode++) {
        for_ever = mode == 1;
        left = 0;
        do {
            before = failed;
            if (!is_honest(left))
                fail("an allocation that fails");
        } while (failed > before && ++left > 0);
        if (left < 8)
            fail("allocations are made");
    }
    if (blocks != used)
        fail("memory is left where there is none");
}

/* ---- threads ---- */

static void *check_in_threads(void *unused)
{
    unsigned i;

    (void)unused;
    for (i = 0; i < ROUNDS; i++) {
        char buffer[512];
        struct group group;
        int error = 0;
        long int start = 0, size = 0;
        gid_t *groups = NULL;

        if (by_name("reader", &group, buffer, sizeof buffer, &error) != NSS_STATUS_SUCCESS ||
            !is_reader(&group, buffer, sizeof buffer) ||
            by_gid(64002, &group, buffer, sizeof buffer, &error) != NSS_STATUS_SUCCESS ||
            of_user("kim", 1001, &start, &size, &groups, -1, &error) != NSS_STATUS_SUCCESS || start != 2)
            fail("a thread");
        free(groups);
        if (next_of_all(&group, buffer, sizeof buffer, &error) == NSS_STATUS_NOTFOUND)
            set_all(0);
    }
    return NULL;
}

/* Puts a copy of the table in its place, again and again. */
static void *replace(void *unused)
{
    (void)unused;
    while (!atomic_load(&done))
        if (system("cp " ROLEGATE_TABLE_PATH " " ROLEGATE_TABLE_PATH ".new && mv " ROLEGATE_TABLE_PATH
                   ".new " ROLEGATE_TABLE_PATH) != 0)
            fail("the table could not be replaced");
    return NULL;
}

static void try_threads(void)
{
    pthread_t threads[THREADS], replacer;
    unsigned i;

    pthread_create(&replacer, NULL, replace, NULL);
    for (i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, check_in_threads, NULL);
    for (i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    atomic_store(&done, 1);
    pthread_join(replacer, NULL);
}

static void try_leaks(void)
{
    size_t before = 0, i;
    int fd = dup(0);

    close(fd);
    for (i = 0; i < 3000; i++) {
        char buffer[512];
        struct group group;
        int error = 0;

        by_name("reader", &group, buffer, sizeof buffer, &error);
        by_name("absent", &group, buffer, sizeof buffer, &error);
        if (i == 1000)
            before = mallinfo2().uordblks;
    }
    if (mallinfo2().uordblks > before)
        fail("memory is left");
    i = (size_t)dup(0);
    if ((int)i != fd)
        fail("a descriptor is left");
    close((int)i);
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    load(argv[1]);
    try_lengths();
    try_exact_length();
    try_errno();
    try_all();
    try_limit();
    try_no_memory();
    try_threads();
    try_leaks();
    return atomic_load(&failures) != 0;
}
