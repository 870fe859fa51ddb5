/*
 * account_source.c - asks one source of NSS alone: the functions that the C library itself would call.
 *
 * The C library asks a line's sources in turn and gives the first answer, so what a later one says under the same name
 * stays hidden, and that one was unavailable may be lost. A library that was loaded stays loaded, as with the C
 * library. Where there is no such thing as a source (musl), nothing is asked.
 */
#include "account_lookup.h"

#include <string.h>

#ifdef __GLIBC__

#include <dlfcn.h>
#include <errno.h>
#include <nss.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/arena.h"
#include "account_record.h"

#define SYMBOL_MAX 256

typedef enum nss_status source_getpwnam(const char *, struct passwd *, char *, size_t, int *);
typedef enum nss_status source_getgrnam(const char *, struct group *, char *, size_t, int *);
typedef enum nss_status source_getgrgid(gid_t, struct group *, char *, size_t, int *);

/* One of them; an object's address is turned into a function's. */
union source_call {
    void *address;
    source_getpwnam *getpwnam;
    source_getgrnam *getgrnam;
    source_getgrgid *getgrgid;
};

static bool find_call(const char *source, const char *function, union source_call *call)
{
    char library[SYMBOL_MAX], symbol[SYMBOL_MAX];
    void *handle;
    int length = snprintf(library, sizeof library, "libnss_%s.so.2", source);

    if (length < 0 || length >= SYMBOL_MAX || strchr(source, '/') != NULL)
        return false;
    length = snprintf(symbol, sizeof symbol, "_nss_%s_%s", source, function);
    handle = length < 0 || length >= SYMBOL_MAX ? NULL : dlopen(library, RTLD_NOW | RTLD_LOCAL);
    call->address = handle == NULL ? NULL : dlsym(handle, symbol);
    return call->address != NULL;
}

/* What is asked of a source: a user, a group by name, or, with name NULL, a group by gid. */
struct call {
    union source_call of;
    bool is_user;
    const char *name;
    gid_t gid;
};

static enum nss_status called_once(const struct call *call, char *buffer, size_t size, struct account_record *record,
                                   int *error)
{
    enum nss_status status;

    if (call->is_user)
        status = call->of.getpwnam(call->name, &record->user, buffer, size, error);
    else if (call->name != NULL)
        status = call->of.getgrnam(call->name, &record->group, buffer, size, error);
    else
        status = call->of.getgrgid(call->gid, &record->group, buffer, size, error);
    if (status == NSS_STATUS_SUCCESS) {
        record->user_found = call->is_user ? &record->user : NULL;
        record->group_found = call->is_user ? NULL : &record->group;
    }
    return status;
}

static struct account answer(struct arena *arena, const char *source, const struct call *call)
{
    struct account account = {.answer = ACCOUNT_UNSURE, .reason = ACCOUNT_TOO_LARGE};
    enum nss_status status = NSS_STATUS_TRYAGAIN;
    int error = ERANGE, saved = errno;
    size_t size;

    for (size = ACCOUNT_RECORD_FIRST; status == NSS_STATUS_TRYAGAIN && error == ERANGE && size <= ACCOUNT_RECORD_MAX;
         size *= 4) {
        struct account_record record = {.user_found = NULL};
        char *buffer = malloc(size);

        error = ENOMEM;
        status = buffer == NULL ? NSS_STATUS_UNAVAIL : called_once(call, buffer, size, &record, &error);
        if (status == NSS_STATUS_SUCCESS || status == NSS_STATUS_NOTFOUND)
            account = account_of_record(arena, &record);
        free(buffer);
    }
    if (account.answer == ACCOUNT_UNSURE && error != ERANGE)
        account.reason = arena_printf(arena, "the source \"%s\" does not answer", source);
    errno = saved;
    return account;
}

struct account account_user_of(struct arena *arena, const char *source, const char *name, bool *asked)
{
    struct call call = {.is_user = true, .name = name};

    *asked = find_call(source, "getpwnam_r", &call.of);
    return *asked ? answer(arena, source, &call) : (struct account){.answer = ACCOUNT_UNSURE};
}

struct account account_group_of(struct arena *arena, const char *source, const char *name, gid_t gid, bool *asked)
{
    struct call call = {.name = name, .gid = gid};

    *asked = find_call(source, name != NULL ? "getgrnam_r" : "getgrgid_r", &call.of);
    return *asked ? answer(arena, source, &call) : (struct account){.answer = ACCOUNT_UNSURE};
}

#else

struct account account_user_of(struct arena *arena, const char *source, const char *name, bool *asked)
{
    (void)arena, (void)source, (void)name;
    *asked = false;
    return (struct account){.answer = ACCOUNT_UNSURE};
}

struct account account_group_of(struct arena *arena, const char *source, const char *name, gid_t gid, bool *asked)
{
    (void)arena, (void)source, (void)name, (void)gid;
    *asked = false;
    return (struct account){.answer = ACCOUNT_UNSURE};
}

#endif
