/*
 * verify_text.c - the sections STRINGS, PERMISSIONS, PATTERNS and SETS, and what may be a name.
 *
 * OWNERS, to which patterns refer, is looked at in verify_rule.c.
 */
#include <string.h>

#include "verify_walk.h"

#define IDENTIFIER_MAX 32u
#define ACCOUNT_MAX    255u
#define PERMISSION_MAX 255u

/* ---- names ---- */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool verify_identifier(const char *text, uint32_t length)
{
    uint32_t i;

    if (length == 0 || length > IDENTIFIER_MAX || !is_letter(text[0]))
        return false;
    for (i = 0; i < length; i++)
        if (!is_letter(text[i]) && !is_digit(text[i]) && text[i] != '_' && text[i] != '-')
            return false;
    return true;
}

/* Bytes below 64 that no name of a user, group or service has, a bit for each: controls, / and : */
#define NOT_IN_ACCOUNT (UINT64_C(0xffffffff) | UINT64_C(1) << '/' | UINT64_C(1) << ':')

static bool all_digits(const char *text, uint32_t length)
{
    uint32_t i = 0;

    while (i < length && is_digit(text[i]))
        i++;
    return i == length;
}

bool verify_account(const char *text, uint32_t length, bool digits_allowed)
{
    uint32_t i;

    if (length == 0 || length > ACCOUNT_MAX || text[0] == ' ' || text[length - 1] == ' ')
        return false;
    for (i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte < 64 ? (NOT_IN_ACCOUNT >> byte & 1) != 0 : byte == 0x7f)
            return false;
    }
    return digits_allowed || !all_digits(text, length);
}

static bool is_permission(const char *text, uint32_t length)
{
    bool begun = false;
    uint32_t i;

    if (length > PERMISSION_MAX)
        return false;
    for (i = 0; i < length; i++) {
        if (text[i] == '.'
                ? !begun
                : !(text[i] >= 'a' && text[i] <= 'z') && !is_digit(text[i]) && text[i] != '_' && text[i] != '-')
            return false;
        begun = text[i] != '.';
    }
    return begun;
}

/* ---- strings ---- */

/* Each is followed by a 0 byte and holds none, so the order by bytes is that of strcmp(). */
void verify_strings(struct verify *verify)
{
    struct verify_walk walk;
    const char *before = NULL;

    verify_walk_begin(&walk, verify, SECTION_STRINGS);
    while (verify_walk_next(&walk)) {
        uint32_t length;
        const char *text = reader_str(&walk.reader, &length);
        if (!reader_ok(&walk.reader))
            continue;
        if (strlen(text) != length)
            verify_walk_fail(&walk, "a string holds a 0 byte");
        if (before == NULL ? length != 0 : strcmp(before, text) >= 0)
            verify_walk_fail(&walk, "strings do not ascend from the empty one");
        before = text;
    }
    if (before == NULL)
        verify_fail(verify, SECTION_STRINGS, 0, "the empty string is not there");
}

/* ---- permissions and patterns ---- */

/* The name of a permission, and its length. */
static const char *permission_name(struct verify *verify, uint32_t number, uint32_t *length)
{
    uint32_t at = table_field(verify->table, SECTION_PERMISSIONS, number, PERMISSION_SIZE, 0, &verify->status);

    return table_string(verify->table, at, length, &verify->status);
}

static void verify_permissions(struct verify *verify)
{
    struct verify_walk walk;
    uint32_t before_length = 0;
    const char *before = "";

    verify_walk_begin(&walk, verify, SECTION_PERMISSIONS);
    while (verify_walk_next(&walk)) {
        uint32_t offset = reader_u32(&walk.reader), length;
        const char *name;
        if (!verify_refers(&walk, SECTION_STRINGS, offset))
            continue;
        name = verify_string(&walk, offset, &length);
        if (!is_permission(name, length))
            verify_walk_fail(&walk, "a permission with a name that no permission can have");
        if (verify_compare(before, before_length, name, length) >= 0)
            verify_walk_fail(&walk, "a permission does not follow the one before it");
        before = name;
        before_length = length;
        verify_refers(&walk, SECTION_STRINGS, reader_u32(&walk.reader));
        reader_u32(&walk.reader); /* see pattern_links() */
    }
}

static bool begins_with(struct verify *verify, uint32_t permission, const char *prefix, uint32_t prefix_length)
{
    uint32_t length;
    const char *name = permission_name(verify, permission, &length);

    return length >= prefix_length && memcmp(name, prefix, prefix_length) == 0;
}

bool verify_range(struct verify *verify, const char *text, uint32_t length, uint32_t lo, uint32_t hi)
{
    uint32_t count = verify->permission_count, name_length;
    const char *name;

    if (lo >= hi || hi > count)
        return false;
    if (length == 1 && text[0] == '*')
        return lo == 0 && hi == count;
    if (length > 2 && text[length - 1] == '*' && text[length - 2] == '.') {
        if (!is_permission(text, length - 2))
            return false;
        /* Names that begin alike stand together. */
        return begins_with(verify, lo, text, length - 1) && begins_with(verify, hi - 1, text, length - 1) &&
               (lo == 0 || !begins_with(verify, lo - 1, text, length - 1)) &&
               (hi == count || !begins_with(verify, hi, text, length - 1));
    }
    name = permission_name(verify, lo, &name_length);
    return hi == lo + 1 && verify_compare(name, name_length, text, length) == 0;
}

/* A pattern as it stands in the table. */
struct pattern {
    const char *text;
    uint32_t length, lo, hi, wider;
};

static struct pattern pattern_read(struct verify *verify, uint32_t number)
{
    struct pattern pattern;
    enum rolegate_status *status = &verify->status;
    uint32_t text = table_field(verify->table, SECTION_PATTERNS, number, PATTERN_SIZE, 0, status);

    pattern.text = table_string(verify->table, text, &pattern.length, status);
    pattern.lo = table_field(verify->table, SECTION_PATTERNS, number, PATTERN_SIZE, 4, status);
    pattern.hi = table_field(verify->table, SECTION_PATTERNS, number, PATTERN_SIZE, 8, status);
    pattern.wider = table_field(verify->table, SECTION_PATTERNS, number, PATTERN_SIZE, 12, status);
    return pattern;
}

static bool pattern_behind(const struct pattern *before, const struct pattern *pattern)
{
    if (before->lo != pattern->lo)
        return before->lo < pattern->lo;
    if (before->hi != pattern->hi)
        return before->hi > pattern->hi;
    return verify_compare(before->text, before->length, pattern->text, pattern->length) < 0;
}

/* The links from permissions and patterns to the next wider pattern, in one walk from left to right. */
static void pattern_links(struct verify *verify)
{
    uint32_t open = 0, next = 0, permission;

    for (permission = 0; permission < verify->permission_count && verify_ok(verify); permission++) {
        while (open != 0 && pattern_read(verify, open - 1).hi <= permission)
            open = pattern_read(verify, open - 1).wider;
        for (; next < verify->pattern_count && verify_ok(verify); next++) {
            struct pattern pattern = pattern_read(verify, next);
            if (pattern.lo != permission)
                break;
            if (pattern.wider != open)
                verify_fail(verify, SECTION_PATTERNS, next * PATTERN_SIZE, "the next wider pattern is another one");
            open = next + 1;
        }
        if (table_field(verify->table, SECTION_PERMISSIONS, permission, PERMISSION_SIZE, 8, &verify->status) != open)
            verify_fail(verify, SECTION_PERMISSIONS, permission * PERMISSION_SIZE,
                        "the narrowest pattern is another one");
    }
}

static void verify_pattern_list(struct verify *verify)
{
    struct verify_walk walk;
    struct pattern before = {.text = ""}, pattern;
    uint32_t number;

    verify_walk_begin(&walk, verify, SECTION_PATTERNS);
    for (number = 0; verify_walk_next(&walk); number++) {
        verify_refers(&walk, SECTION_STRINGS, reader_u32(&walk.reader));
        reader_bytes(&walk.reader, PATTERN_SIZE - 4);
        if (!reader_ok(&walk.reader))
            continue;
        pattern = pattern_read(verify, number);
        if (!verify_range(verify, pattern.text, pattern.length, pattern.lo, pattern.hi))
            verify_walk_fail(&walk, "a pattern does not match its list of permissions");
        if (number > 0 && !pattern_behind(&before, &pattern))
            verify_walk_fail(&walk, "a pattern does not follow the one before it");
        before = pattern;
    }
}

static void verify_sets(struct verify *verify)
{
    struct verify_walk walk;

    verify_walk_begin(&walk, verify, SECTION_SETS);
    while (verify_walk_next(&walk)) {
        uint32_t count = verify_list(&walk, SECTION_PATTERNS, NULL, 0);
        uint32_t taken = verify_list(&walk, SECTION_PATTERNS, NULL, 0);
        if (count == 0 || (count == 1 && taken == 0))
            verify_walk_fail(&walk, "a set without patterns, or of one alone");
        verify_walk_ascends(&walk);
    }
}

void verify_patterns(struct verify *verify)
{
    verify_permissions(verify);
    if (verify_ok(verify) && verify->table->sections[SECTION_PATTERNS].size % PATTERN_SIZE != 0)
        verify_fail(verify, SECTION_PATTERNS, 0, "not a whole number of elements");
    if (verify_ok(verify))
        verify_pattern_list(verify);
    if (verify_ok(verify))
        pattern_links(verify);
    if (verify_ok(verify))
        verify_sets(verify);
}
