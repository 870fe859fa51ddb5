/*
 * diff_desk.c - compares bounds: for each bounded include what it lets be written, permission by permission and role by
 * role, to which kinds of subjects, and for how long.
 *
 * A bound, a wildcard of it that meets a new permission, and a role that it lets be assigned may have grown.
 */
#include "diff_desk.h"

#include <string.h>

#include "atom_text.h"
#include "support/arena.h"

#define KINDS      3u
#define FOR_EVER   UINT32_MAX
#define NAMES_MOST 8u /* of a line; the others are counted */

static const char *const kind_words[KINDS] = {"users", "groups", "everyone"};
static const char *const verbs[] = {"", "allow", "deny", "assign"};

struct desk {
    struct diff *diff;
    const struct diff_rows *rows;
    struct arena *arena;
    size_t capacity;
    const struct ir_delegation *sides[UNIVERSE_IRS]; /* the old one may be NULL */
};

static void line_add(struct desk *desk, const char *text)
{
    struct diff *diff = desk->diff;

    diff->desk = arena_grow(desk->arena, diff->desk, diff->desk_count, &desk->capacity, sizeof(char *));
    diff->desk[diff->desk_count++] = arena_printf(desk->arena, "%s may now %s", desk->sides[1]->path.bytes, text);
}

/* ---- how much a bound admits ---- */

/* Hours that a statement may last, for each kind of subject; 0: there may be none. */
struct room {
    uint32_t hours[KINDS];
};

static bool in_patterns(const struct ir_pattern *patterns, uint32_t count, uint32_t permission)
{
    uint32_t i;

    for (i = 0; i < count; i++)
        if (permission >= patterns[i].lo && permission < patterns[i].hi)
            return true;
    return false;
}

static bool has_role(const struct ir_bound *bound, uint32_t role)
{
    uint32_t i;

    for (i = 0; i < bound->role_count; i++)
        if (bound->roles[i] == role)
            return true;
    return false;
}

static bool bound_covers(const struct ir_bound *bound, uint32_t thing)
{
    if (bound->kind == IR_ASSIGN)
        return has_role(bound, thing);
    return in_patterns(bound->patterns, bound->pattern_count, thing) &&
           !in_patterns(bound->except, bound->except_count, thing);
}

/* What one include admits of a permission, or, for `assign`, a role; nothing where it has no number there. */
static struct room room_of(const struct ir_delegation *delegation, enum ir_statement_kind kind, uint32_t thing)
{
    struct room room = {{0}};
    uint32_t i, k;

    for (i = 0; delegation != NULL && thing != IR_NONE && i < delegation->bound_count; i++) {
        const struct ir_bound *bound = &delegation->bounds[i];
        uint32_t hours = bound->amount == 0 ? FOR_EVER : bound->hours ? bound->amount : 24 * bound->amount;
        if (bound->kind != kind || !bound_covers(bound, thing))
            continue;
        for (k = 0; k < KINDS; k++)
            if ((bound->kinds >> k & 1) != 0 && room.hours[k] < hours)
                room.hours[k] = hours;
    }
    return room;
}

static bool room_is(const struct room *a, const struct room *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

/* Of what has grown, how it is now; the others are 0. */
static struct room grown(const struct room *old, const struct room *fresh)
{
    struct room more = {{0}};
    uint32_t k;

    for (k = 0; k < KINDS; k++)
        if (fresh->hours[k] > old->hours[k])
            more.hours[k] = fresh->hours[k];
    return more;
}

static const char *hours_text(struct arena *arena, uint32_t hours)
{
    if (hours == FOR_EVER)
        return "without an end";
    return hours % 24 == 0 ? arena_printf(arena, "for %u days", (unsigned)hours / 24)
                           : arena_printf(arena, "for %u hours", (unsigned)hours);
}

/* " to users, groups for 31 days" */
static const char *room_text(struct arena *arena, const struct room *room)
{
    const char *text = "";
    uint32_t k, j;

    for (k = 0; k < KINDS; k++) {
        const char *kinds = kind_words[k];
        bool said = false;
        for (j = 0; j < k; j++)
            said = said || room->hours[j] == room->hours[k];
        if (room->hours[k] == 0 || said)
            continue;
        for (j = k + 1; j < KINDS; j++)
            if (room->hours[j] == room->hours[k])
                kinds = arena_printf(arena, "%s, %s", kinds, kind_words[j]);
        text = arena_printf(arena, "%s%s to %s %s", text, *text == '\0' ? "" : ", and", kinds,
                            hours_text(arena, room->hours[k]));
    }
    return text;
}

/* ---- what has grown ---- */

static const char *thing_name(const struct ir *ir, enum ir_statement_kind kind, uint32_t thing)
{
    return kind == IR_ASSIGN ? ir->roles[thing].name.bytes : ir->permissions[thing].name.bytes;
}

static uint32_t thing_named(const struct ir *ir, enum ir_statement_kind kind, const char *name)
{
    uint32_t count = (uint32_t)(kind == IR_ASSIGN ? ir->role_count : ir->permission_count), i;

    for (i = 0; i < count; i++)
        if (strcmp(thing_name(ir, kind, i), name) == 0)
            return i;
    return IR_NONE;
}

/* Says what has grown alike in one line. */
static void verb_compare(struct desk *desk, enum ir_statement_kind kind)
{
    const struct ir *old = desk->rows->universe->irs[0], *fresh = desk->rows->universe->irs[1];
    uint32_t count = (uint32_t)(kind == IR_ASSIGN ? fresh->role_count : fresh->permission_count), i, j;
    struct room *more = arena_array(desk->arena, count + 1, sizeof *more);
    const struct room none = {{0}};

    for (i = 0; i < count; i++) {
        struct room now = room_of(desk->sides[1], kind, i), before;
        if (room_is(&now, &none))
            continue;
        before = room_of(desk->sides[0], kind, thing_named(old, kind, thing_name(fresh, kind, i)));
        more[i] = grown(&before, &now);
    }
    for (i = 0; i < count; i++) {
        const char *names = "";
        struct room room = more[i];
        size_t named = 0;
        if (room_is(&room, &none))
            continue;
        for (j = i; j < count; j++) {
            if (!room_is(&more[j], &room))
                continue;
            more[j] = none;
            if (named++ < NAMES_MOST)
                names =
                    arena_printf(desk->arena, "%s%s%s", names, *names == '\0' ? "" : ", ", thing_name(fresh, kind, j));
        }
        if (named > NAMES_MOST)
            names = arena_printf(desk->arena, "%s and %zu more", names, named - NAMES_MOST);
        line_add(desk, arena_printf(desk->arena, "%s %s%s", verbs[kind], names, room_text(desk->arena, &room)));
    }
}

/* Whether a role brings a permission, whenever. */
static bool role_brings(const struct desk *desk, unsigned side, uint32_t role, uint32_t permission, bool *up)
{
    struct model *model = desk->rows->models[side];
    const struct role_rules *rules;
    uint32_t i;

    if (permission == IR_NONE)
        return false;
    memset(up, 0, model->ir->role_count * sizeof *up);
    roles_up(model, role, up);
    rules = &model_ways(model, permission)->role_allows;
    for (i = 0; i < rules->count; i++)
        if (up[rules->list[i].role])
            return true;
    return false;
}

/* Roles that could be assigned before and bring more now. */
static void roles_compare(struct desk *desk)
{
    const struct ir *old = desk->rows->universe->irs[0], *fresh = desk->rows->universe->irs[1];
    size_t most = old->role_count > fresh->role_count ? old->role_count : fresh->role_count;
    bool *up = arena_array(desk->arena, most + 1, sizeof *up);
    const struct room none = {{0}};
    uint32_t role, permission;

    for (role = 0; role < fresh->role_count; role++) {
        struct room now = room_of(desk->sides[1], IR_ASSIGN, role), before;
        uint32_t earlier = thing_named(old, IR_ASSIGN, fresh->roles[role].name.bytes);
        before = room_of(desk->sides[0], IR_ASSIGN, earlier);
        if (room_is(&now, &none) || room_is(&before, &none))
            continue;
        for (permission = 0; permission < fresh->permission_count; permission++)
            if (role_brings(desk, 1, role, permission, up) &&
                !role_brings(desk, 0, earlier, thing_named(old, IR_ALLOW, fresh->permissions[permission].name.bytes),
                             up))
                line_add(desk, arena_printf(desk->arena, "assign role %s with %s in it", fresh->roles[role].name.bytes,
                                            fresh->permissions[permission].name.bytes));
    }
}

/* ---- who writes there ---- */

static bool same_approver(const struct ir_approver *a, const struct ir_approver *b)
{
    return a->kind == b->kind && a->gid == b->gid && strcmp(a->name.bytes, b->name.bytes) == 0;
}

static const char *approver_text(struct arena *arena, const struct ir_approver *approver)
{
    switch (approver->kind) {
    case IR_USER: return arena_printf(arena, "user %s", name_text(arena, approver->name.bytes, approver->name.length));
    case IR_GROUP:
        return arena_printf(arena, "group %s", name_text(arena, approver->name.bytes, approver->name.length));
    case IR_GID: return arena_printf(arena, "gid %u", (unsigned)approver->gid);
    default: return "everyone";
    }
}

static void approvers_compare(struct desk *desk)
{
    const struct ir_delegation *old = desk->sides[0], *fresh = desk->sides[1];
    uint32_t i, j;

    for (i = 0; i < fresh->approver_count; i++) {
        for (j = 0; old != NULL && j < old->approver_count && !same_approver(&old->approvers[j], &fresh->approvers[i]);)
            j++;
        if (old == NULL || j == old->approver_count)
            line_add(desk,
                     arena_printf(desk->arena, "be written by %s", approver_text(desk->arena, &fresh->approvers[i])));
    }
    if (old != NULL && fresh->quorum < old->quorum)
        line_add(desk, arena_printf(desk->arena, "be written where %u agree, not %u",
                                    (unsigned)(fresh->quorum ? fresh->quorum : 1), (unsigned)old->quorum));
}

void diff_desk(struct diff *diff, const struct diff_rows *rows, struct arena *arena)
{
    const struct ir *old = rows->universe->irs[0], *fresh = rows->universe->irs[1];
    struct desk desk = {.diff = diff, .rows = rows, .arena = arena};
    size_t i, j;

    for (i = 0; i < fresh->delegation_count; i++) {
        desk.sides[1] = &fresh->delegations[i];
        desk.sides[0] = NULL;
        for (j = 0; j < old->delegation_count; j++)
            if (strcmp(old->delegations[j].path.bytes, desk.sides[1]->path.bytes) == 0)
                desk.sides[0] = &old->delegations[j];
        approvers_compare(&desk);
        verb_compare(&desk, IR_ALLOW);
        verb_compare(&desk, IR_DENY);
        verb_compare(&desk, IR_ASSIGN);
        if (desk.sides[0] != NULL)
            roles_compare(&desk);
    }
}
