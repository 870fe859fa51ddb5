/*
 * verify_delegation.c - the section DELEGATIONS: bounded includes. What is wrong in it changes no decision, but what is
 * made of a dump.
 */
#include <stdlib.h>
#include <string.h>

#include "verify_walk.h"

/* `<NAME>`, with NAME as an include takes it. */
static bool is_installed_name(const char *text, uint32_t length)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";

    return length > 2 && text[0] == '<' && text[1] != '.' && text[length - 1] == '>' &&
           strspn(text + 1, plain) == length - 2;
}

static void verify_approver(struct verify_walk *walk)
{
    uint32_t kind = reader_uv(&walk->reader), length, gid;
    const char *name;

    if (kind == NODE_USER || kind == NODE_GROUP) {
        name = verify_str(walk, &length);
        if (reader_ok(&walk->reader) && !verify_account(name, length, false))
            verify_walk_fail(walk, "a user or group with a name that none can have");
    } else if (kind == NODE_GID) {
        gid = reader_uv(&walk->reader);
        if (reader_ok(&walk->reader) && (gid == 0 || gid > GID_MAX))
            verify_walk_fail(walk, "a gid that is none");
    } else if (kind != NODE_EVERYONE && reader_ok(&walk->reader)) {
        verify_walk_fail(walk, "an approver of a kind that there is not");
    }
}

/* Returns how many there are; *star: one of them is *. */
static uint32_t verify_bound_patterns(struct verify_walk *walk, bool *star)
{
    uint32_t count = reader_uv(&walk->reader), i;

    for (i = 0; i < count && reader_ok(&walk->reader) && verify_ok(walk->verify); i++) {
        uint32_t length;
        const char *text = verify_str(walk, &length);
        uint32_t lo = reader_uv(&walk->reader), size = reader_uv(&walk->reader);
        if (!reader_ok(&walk->reader))
            break;
        *star = *star || (length == 1 && *text == '*');
        if (size > UINT32_MAX - lo || !verify_range(walk->verify, text, length, lo, lo + size))
            verify_walk_fail(walk, "a pattern does not match its list of permissions");
    }
    return count;
}

static void verify_bound(struct verify_walk *walk)
{
    uint32_t head = reader_uv(&walk->reader), length = reader_uv(&walk->reader), count;
    uint32_t verb = head & KIND_MASK, kinds = head >> KIND_BITS;
    bool star = false, ignored = false;

    if (!reader_ok(&walk->reader))
        return;
    if (verb == STATEMENT_KIND_ASSIGN) {
        count = verify_list(walk, SECTION_ROLES, NULL, 0);
    } else {
        count = verify_bound_patterns(walk, &star);
        verify_bound_patterns(walk, &ignored);
    }
    if (!reader_ok(&walk->reader))
        return;
    if (verb == 0 || kinds == 0 || kinds > BOUND_ALL || count == 0)
        verify_walk_fail(walk, "a bound to nothing, or to nobody");
    else if (length >> 1 > BOUND_AMOUNT_MAX || length == 1)
        verify_walk_fail(walk, "a bound for an invalid time");
    else if (verb == STATEMENT_KIND_DENY && (star || length == 0))
        verify_walk_fail(walk, "a deny bound without an end, or on everything");
}

/* The files that an include has named; bits of those that one before it has. */
static void verify_bounded(struct verify_walk *walk, uint64_t *files)
{
    uint32_t count = reader_uv(&walk->reader), file = 0, i;

    for (i = 0; i < count && reader_ok(&walk->reader) && verify_ok(walk->verify); i++) {
        uint32_t before = file;
        reader_step(&walk->reader, &file);
        if (!reader_ok(&walk->reader))
            return;
        if (file == 0 || file == before || file >= walk->verify->file_count || verify_bit(files, file))
            verify_walk_fail(walk, "a file that belongs to no bounded include");
        else
            verify_bit_set(files, file);
    }
}

static void verify_delegation(struct verify_walk *walk, uint64_t *files)
{
    uint32_t length, head, count;
    const char *path = verify_str(walk, &length);

    head = reader_uv(&walk->reader);
    if (!reader_ok(&walk->reader))
        return;
    if (length == 0 || memchr(path, '\0', length) != NULL || ((head & 1) != 0 && !is_installed_name(path, length)))
        verify_walk_fail(walk, "a bounded include of a path that is none");
    count = reader_uv(&walk->reader);
    if (reader_ok(&walk->reader) && (head >> 1 > QUORUM_MAX || (head >> 1 > 0 && count == 0)))
        verify_walk_fail(walk, "more must agree than there can be");
    for (; count > 0 && reader_ok(&walk->reader) && verify_ok(walk->verify); count--)
        verify_approver(walk);
    for (count = reader_uv(&walk->reader); count > 0 && reader_ok(&walk->reader) && verify_ok(walk->verify); count--)
        verify_bound(walk);
    verify_bounded(walk, files);
}

void verify_delegations(struct verify *verify)
{
    uint64_t *files = verify_bits_new(verify, verify->file_count);
    struct verify_walk walk;
    uint64_t before = 0;

    verify_walk_begin(&walk, verify, SECTION_DELEGATIONS);
    while (files != NULL && verify_walk_next(&walk)) {
        uint64_t place = verify_place(&walk);
        verify_delegation(&walk, files);
        verify_place_ascends(&walk, place, &before);
    }
    free(files);
}
