/*
 * verify_owner_lists.c - lists of owners, held to what the owners' statements say: OWNERS by pattern, and in ROLE_DATA,
 * by role, the groups and gids that have it.
 *
 * Owners are walked in the order in which each of these lists must have them, so an owner that names a pattern or has
 * a role is the next one of a list, or the last that was met. OWNERS has nodes and roles in one list, and so is gone
 * through twice: of the other kind's entries the one time, and of this kind's the other time, nothing is said.
 */
#include "verify_walk.h"

#define OWNER_KIND 1u /* the bit of an owner that tells a role from a node */

/* False: it is not what comes next. What differs from value in a bit of other is passed. */
static bool roster_meet(const struct verify *verify, enum table_section section, struct verify_roster *roster,
                        uint32_t value, uint32_t other)
{
    struct verify_reader reader;

    if (roster->met && roster->last == value)
        return true;
    roster->met = false;
    reader = verify_reader_at(verify, section, roster->at);
    while (!roster->met && roster->left > 0 && reader_ok(&reader)) {
        roster->left--;
        reader_step(&reader, &roster->last);
        roster->met = ((roster->last ^ value) & other) == 0;
    }
    roster->at = (uint32_t)(reader.at - verify->table->image) - verify->table->sections[section].start;
    return roster->met && roster->last == value && reader_ok(&reader);
}

/* Nothing is left of a list, but what differs from value in a bit of other. */
static bool roster_over(const struct verify *verify, enum table_section section, struct verify_roster *roster,
                        uint32_t value, uint32_t other)
{
    struct verify_reader reader = verify_reader_at(verify, section, roster->at);

    while (roster->left > 0 && reader_ok(&reader)) {
        roster->left--;
        reader_step(&reader, &roster->last);
        if (((roster->last ^ value) & other) == 0)
            return false;
    }
    return reader_ok(&reader);
}

/* Passes a list, of which it makes a roster of nothing met. Returns how many entries it has. */
static uint32_t roster_read(struct verify_reader *reader, const unsigned char *section, struct verify_roster *roster)
{
    uint32_t count = reader_uv(reader);

    *roster = (struct verify_roster){.at = (uint32_t)(reader->at - section), .left = count};
    reader_skip(reader, count); /* they are read when they are met, or left over */
    return count;
}

/* ---- OWNERS ---- */

/* The reference of the next pattern that has one, from *number on; 0 if there is none. */
static uint32_t pattern_next(struct verify *verify, uint32_t *number)
{
    uint32_t reference = 0;

    for (; *number < verify->pattern_count; ++*number) {
        reference = table_field(verify->table, SECTION_PATTERNS, *number, PATTERN_SIZE, 16, &verify->status);
        if (reference != 0)
            break;
    }
    return reference;
}

void verify_owners_begin(struct verify *verify)
{
    struct verify_walk walk;
    uint32_t number = 0;

    verify_walk_begin(&walk, verify, SECTION_OWNERS);
    for (; verify_walk_next(&walk); number++) {
        struct verify_roster *rosters;
        uint32_t reference = pattern_next(verify, &number);
        if (reference == 0 || reference - 1 != walk.start) {
            verify_walk_fail(&walk, "owners are not in the patterns' order");
            break;
        }
        rosters = &verify->owners[2 * (size_t)number];
        if ((roster_read(&walk.reader, walk.bytes, &rosters[0]) | roster_read(&walk.reader, walk.bytes, &rosters[1])) ==
            0)
            verify_walk_fail(&walk, "a record without owners");
    }
    if (pattern_next(verify, &number) != 0)
        verify_fail(verify, SECTION_PATTERNS, number * PATTERN_SIZE, "a reference to owners that are not there");
}

static void owners_fail(struct verify *verify)
{
    verify_fail(verify, SECTION_OWNERS, 0, "the patterns' owners are not those whose rules name them");
}

void verify_owners_meet(struct verify *verify, uint32_t pattern, bool allow, uint32_t owner)
{
    if (pattern >= verify->pattern_count ||
        !roster_meet(verify, SECTION_OWNERS, &verify->owners[2 * (size_t)pattern + allow], owner, OWNER_KIND))
        owners_fail(verify);
}

void verify_owners_end(struct verify *verify, bool roles)
{
    size_t i;

    for (i = 0; i < 2 * (size_t)verify->pattern_count && verify_ok(verify); i++)
        if (!roster_over(verify, SECTION_OWNERS, &verify->owners[i], roles ? OWNER_KIND : 0, OWNER_KIND))
            owners_fail(verify);
}

/* ---- ROLE_DATA ---- */

static void skip_list(struct verify_reader *reader)
{
    reader_skip(reader, reader_uv(reader));
}

void verify_subjects_begin(struct verify *verify)
{
    struct verify_reader reader = verify_reader_at(verify, SECTION_ROLE_DATA, 0);
    const unsigned char *bytes = reader.at;
    uint32_t number = 0, rules;

    for (; reader.at != reader.end && number < verify->role_count; number++) {
        reader_skip(&reader, 5); /* name, description, gid, place */
        skip_list(&reader);      /* parents */
        skip_list(&reader);      /* exclusive sets */
        rules = reader_uv(&reader);
        if (rules <= RULES_INLINE)
            reader_skip(&reader, rules);
        skip_list(&reader); /* children */
        roster_read(&reader, bytes, &verify->subjects[number]);
    }
    if (!reader_ok(&reader) || reader.at != reader.end || number != verify->role_count)
        verify_fail(verify, SECTION_ROLE_DATA, 0, "ROLES and ROLE_DATA hold different numbers of roles");
}

static void subjects_fail(struct verify *verify)
{
    verify_fail(verify, SECTION_ROLE_DATA, 0, "the roles' groups and gids are not those that are assigned them");
}

void verify_subjects_meet(struct verify *verify, uint32_t role, uint32_t node)
{
    if (role >= verify->role_count || !roster_meet(verify, SECTION_ROLE_DATA, &verify->subjects[role], node, 0))
        subjects_fail(verify);
}

void verify_subjects_end(struct verify *verify)
{
    uint32_t i;

    for (i = 0; i < verify->role_count && verify_ok(verify); i++)
        if (verify->subjects[i].left > 0)
            subjects_fail(verify);
}
