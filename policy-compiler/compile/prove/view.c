/*
 * view.c - questions whose answers are regions: notes their guards, finds their space, makes their regions.
 */
#include <string.h>

#include "person.h"
#include "support/arena.h"

void view_begin(struct view *view, struct model *model, struct arena *arena)
{
    *view = (struct view){.model = model, .arena = arena, .words = 1};
}

/* A region that nobody uses. While guards are noted it is one word, and means nothing. */
static uint64_t *region_room(struct view *view)
{
    size_t at = view->pool_used++;

    view->steps += view->words;
    if (at == view->pool_count) {
        view->pool = arena_grow(view->arena, view->pool, view->pool_count, &view->pool_capacity, sizeof(uint64_t *));
        view->pool_words =
            arena_grow(view->arena, view->pool_words, view->pool_count, &view->size_capacity, sizeof *view->pool_words);
        view->pool[at] = NULL;
        view->pool_words[at] = 0;
        view->pool_count++;
    }
    if (view->pool_words[at] < view->words) {
        view->pool_words[at] = 2 * view->words;
        view->pool[at] = arena_array(view->arena, view->pool_words[at], sizeof(uint64_t));
    }
    return view->pool[at];
}

uint64_t *region_empty(struct view *view)
{
    uint64_t *region = region_room(view);

    memset(region, 0, view->words * sizeof *region);
    return region;
}

static const uint64_t one_word = 1, no_word = 0;

static const uint64_t *everywhere(const struct view *view)
{
    return view->space == NULL ? &one_word : view->space->everywhere;
}

uint64_t *region_full(struct view *view)
{
    uint64_t *region = region_room(view);

    memcpy(region, everywhere(view), view->words * sizeof *region);
    return region;
}

void region_and(const struct view *view, uint64_t *to, const uint64_t *from)
{
    size_t i;

    for (i = 0; i < view->words; i++)
        to[i] &= from[i];
}

void region_or(const struct view *view, uint64_t *to, const uint64_t *from)
{
    size_t i;

    for (i = 0; i < view->words; i++)
        to[i] |= from[i];
}

void region_less(const struct view *view, uint64_t *to, const uint64_t *from)
{
    size_t i;

    for (i = 0; i < view->words; i++)
        to[i] &= ~from[i];
}

bool region_is_empty(const struct view *view, const uint64_t *region)
{
    size_t i;

    for (i = 0; i < view->words; i++)
        if (region[i] != 0)
            return false;
    return true;
}

static void guard_note(struct view *view, uint32_t guard)
{
    if (guard == GUARD_NONE)
        return;
    view->guards = arena_grow(view->arena, view->guards, view->guard_count, &view->guard_capacity, sizeof guard);
    view->guards[view->guard_count++] = guard;
}

const uint64_t *view_surely(struct view *view, uint32_t guard)
{
    if (view->space != NULL)
        return space_surely(view->space, guard);
    guard_note(view, guard);
    return &one_word;
}

const uint64_t *view_perhaps(struct view *view, uint32_t guard)
{
    if (view->space != NULL)
        return space_perhaps(view->space, guard);
    guard_note(view, guard);
    return guard == GUARD_NONE ? &one_word : &no_word;
}

const uint64_t *view_known(const struct view *view)
{
    return view->space == NULL ? &one_word : view->space->known;
}

const uint64_t *view_region(struct view *view, view_question *question, const void *context, bool grows)
{
    const struct space *space;
    const uint64_t *best;

    if (!view->keeps_spaces)
        spaces_forget(view->model->universe);
    view->space = NULL;
    view->words = 1;
    view->guard_count = view->pool_used = 0;
    best = question(view, context);
    if (grows && *best == 0)
        return best;
    space = space_of(view->model->universe, view->guards, view->guard_count);
    if (space->failed)
        return NULL;
    view->space = space;
    view->words = space->words;
    view->pool_used = 0;
    return question(view, context);
}
