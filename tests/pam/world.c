/*
 * world.c - a machine that a test makes up; see world.h.
 *
 * Trusts its caller: it is test code. Everything it defines in place of libc answers like libc where it is not told
 * otherwise, so that the test program itself can live in the same world.
 */
#include "world_part.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include <security/pam_appl.h>
#include <security/pam_modules.h>
#include <security/pam_modutil.h>

/* What stands below comes before libc's own, for the module too. */
#pragma GCC visibility push(default)

struct world world;

static bool armed;
static struct fault {
    enum world_call call;
    unsigned n;
    bool for_ever;
    int error;
} fault;
static unsigned counts[WORLD_CALL_COUNT];
static long blocks, live;

const char *world_call_text(enum world_call call)
{
    static const char *const texts[WORLD_CALL_COUNT] = {
#define WORLD_CALL_TEXT(name) #name,
        WORLD_CALLS(WORLD_CALL_TEXT)
#undef WORLD_CALL_TEXT
    };

    return texts[call];
}

void world_reset(void)
{
    memset(&world, 0, sizeof world);
    world.effective_uid = (uid_t)syscall(SYS_geteuid);
    world_accounts_reset();
    fault = (struct fault){0};
    armed = false;
}

void world_forget(void)
{
    world.line_count = 0;
}

void world_arm(void)
{
    memset(counts, 0, sizeof counts);
    blocks = 0;
    world.environment_reads = world.zone_reads = 0;
    armed = true;
}

void world_disarm(void)
{
    armed = false;
}

void world_fail(enum world_call call, unsigned n, bool for_ever, int error)
{
    fault = (struct fault){call, n, for_ever, error};
}

unsigned world_count(enum world_call call)
{
    return counts[call];
}

long world_blocks(void)
{
    return blocks;
}

bool world_has(enum world_call call)
{
#if defined(__SANITIZE_ADDRESS__)
    return call != WORLD_MALLOC;
#else
    return call < WORLD_CALL_COUNT;
#endif
}

long world_live_blocks(void)
{
    return live;
}

int world_failing(enum world_call call)
{
    if (!armed)
        return 0;
    counts[call]++;
    if (fault.n == 0 || fault.call != call)
        return 0;
    return counts[call] == fault.n || (fault.for_ever && counts[call] > fault.n) ? fault.error : 0;
}

/* Memory. Under a sanitizer the allocator is the sanitizer's. */
#if !defined(__SANITIZE_ADDRESS__)
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void __libc_free(void *block);

void *malloc(size_t size)
{
    int error = world_failing(WORLD_MALLOC);

    if (error != 0) {
        errno = error;
        return NULL;
    }
    blocks += armed;
    live++;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    int error = world_failing(WORLD_MALLOC);

    if (error != 0) {
        errno = error;
        return NULL;
    }
    blocks += armed;
    live++;
    return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
    int error = world_failing(WORLD_MALLOC);

    if (error != 0) {
        errno = error;
        return NULL;
    }
    blocks += armed && block == NULL;
    live += block == NULL;
    return __libc_realloc(block, size);
}

void *reallocarray(void *block, size_t count, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(count, size, &bytes)) {
        errno = ENOMEM;
        return NULL;
    }
    return realloc(block, bytes);
}

char *strdup(const char *string)
{
    size_t size = strlen(string) + 1;
    char *copy = malloc(size);

    return copy == NULL ? NULL : memcpy(copy, string, size);
}

void free(void *block)
{
    blocks -= armed && block != NULL;
    live -= block != NULL;
    __libc_free(block);
}
#endif

/* Files. */
static int open_file(const char *path, int flags, mode_t mode)
{
    int error = world_failing(WORLD_OPEN);

    if (error != 0) {
        errno = error;
        return -1;
    }
    return (int)syscall(SYS_openat, -100, path, flags, mode);
}

int open(const char *path, int flags, ...);
int open(const char *path, int flags, ...)
{
    va_list list;
    mode_t mode;

    va_start(list, flags);
    mode = va_arg(list, mode_t);
    va_end(list);
    return open_file(path, flags, mode);
}

int open64(const char *path, int flags, ...) __attribute__((alias("open")));
int __open_2(const char *path, int flags);
int __open_2(const char *path, int flags)
{
    return open_file(path, flags, 0);
}

int fstat(int fd, struct stat *st)
{
    int error = world_failing(WORLD_FSTAT);

    if (error != 0) {
        errno = error;
        return -1;
    }
    return (int)syscall(SYS_fstat, fd, st);
}

ssize_t pread(int fd, void *buffer, size_t size, off_t offset)
{
    int error = world_failing(WORLD_PREAD);

    if (error == WORLD_EOF)
        return 0;
    if (error > 0) {
        errno = error;
        return -1;
    }
    if (error == WORLD_SHORT && size > 1)
        size /= 2;
    return syscall(SYS_pread64, fd, buffer, size, offset);
}

ssize_t pread64(int fd, void *buffer, size_t size, off_t offset) __attribute__((alias("pread")));
ssize_t __pread_chk(int fd, void *buffer, size_t size, off_t offset, size_t room);
ssize_t __pread_chk(int fd, void *buffer, size_t size, off_t offset, size_t room)
{
    if (size > room)
        abort();
    return pread(fd, buffer, size, offset);
}

/* A close that fails has closed all the same, as on Linux. */
int close(int fd)
{
    int error = world_failing(WORLD_CLOSE);
    int result = (int)syscall(SYS_close, fd);

    if (error != 0) {
        errno = error;
        return -1;
    }
    return result;
}

uid_t getuid(void)
{
    return armed ? world.real_uid : (uid_t)syscall(SYS_getuid);
}

uid_t geteuid(void)
{
    return armed ? world.effective_uid : (uid_t)syscall(SYS_geteuid);
}

/* The clock and the host. */
int clock_gettime(clockid_t id, struct timespec *now)
{
    int error = world_failing(WORLD_CLOCK);

    if (error != 0) {
        errno = error;
        return -1;
    }
    if (!armed || world.clock == 0)
        return (int)syscall(SYS_clock_gettime, id, now);
    *now = (struct timespec){.tv_sec = world.clock};
    return 0;
}

int gethostname(char *name, size_t size)
{
    int error = world_failing(WORLD_HOSTNAME);
    const char *host = world.host_name == NULL ? "box.example.org" : world.host_name;

    if (error != 0 || strlen(host) >= size) {
        errno = error != 0 ? error : ENAMETOOLONG;
        return -1;
    }
    memcpy(name, host, strlen(host) + 1);
    return 0;
}

int __gethostname_chk(char *name, size_t size, size_t room);
int __gethostname_chk(char *name, size_t size, size_t room)
{
    return gethostname(name, size < room ? size : room);
}

/* What the module must never use. */
char *getenv(const char *name)
{
    extern char **environ;
    size_t length = strlen(name);

    world.environment_reads += armed;
    for (char **at = environ; at != NULL && *at != NULL; at++)
        if (strncmp(*at, name, length) == 0 && (*at)[length] == '=')
            return *at + length + 1;
    return NULL;
}

char *secure_getenv(const char *name)
{
    return getenv(name);
}

static void *next_symbol(const char *name)
{
    void *symbol = dlsym(RTLD_NEXT, name);

    if (symbol == NULL)
        abort();
    return symbol;
}

/* The real function of that name, after noting that it was asked. */
static struct tm *zone_read(const char *name, const time_t *instant, struct tm *when)
{
    void *symbol = next_symbol(name);
    struct tm *(*real)(const time_t *, struct tm *);

    world.zone_reads += armed;
    memcpy(&real, &symbol, sizeof real);
    return real(instant, when);
}

struct tm *localtime_r(const time_t *instant, struct tm *when)
{
    return zone_read("localtime_r", instant, when);
}

struct tm *gmtime_r(const time_t *instant, struct tm *when)
{
    return zone_read("gmtime_r", instant, when);
}

void tzset(void)
{
    world.zone_reads += armed;
}

/* The log. */
void vsyslog(int priority, const char *format, va_list list)
{
    size_t at = world.line_count;

    if (!armed || at == WORLD_LINES)
        return;
    vsnprintf(world.lines[at], WORLD_LINE_MAX, format, list);
    world.priorities[at] = priority & LOG_PRIMASK;
    world.line_count++;
}

void syslog(int priority, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    vsyslog(priority, format, list);
    va_end(list);
}

void __syslog_chk(int priority, int flag, const char *format, ...);
void __syslog_chk(int priority, int flag, const char *format, ...)
{
    va_list list;

    (void)flag;
    va_start(list, format);
    vsyslog(priority, format, list);
    va_end(list);
}

/* PAM. */
int pam_modutil_audit_write(pam_handle_t *pamh, int type, const char *message, int result)
{
    (void)pamh;
    world.audit_type = type;
    world.audit_count++;
    world.audit_result = result;
    snprintf(world.audit_text, sizeof world.audit_text, "%s", message);
    return world.audit_fails ? PAM_SYSTEM_ERR : PAM_SUCCESS;
}

int pam_get_item(const pam_handle_t *pamh, int type, const void **item)
{
    static int (*real)(const pam_handle_t *, int, const void **);
    int error = world_failing(WORLD_GET_ITEM);

    if (error != 0)
        return error;
    if (real == NULL) {
        void *symbol = next_symbol("pam_get_item");
        memcpy(&real, &symbol, sizeof real);
    }
    return real(pamh, type, item);
}
