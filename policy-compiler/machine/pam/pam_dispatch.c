/*
 * pam_dispatch.c - what can happen in an account stack.
 *
 * The states of libpam's dispatch are few: where it stands, what it thinks so far, and what it thought when it went
 * into each substack. All that can be reached are looked at, nearest first; each remembers how it was reached.
 */
#include "pam_dispatch.h"

#include <search.h>
#include <stdint.h>
#include <string.h>

#include "support/arena.h"
#include "options.h"

#define CODE_SUCCESS          0
#define CODE_SYSTEM_ERR       4
#define CODE_BUF_ERR          5
#define CODE_PERM_DENIED      6
#define CODE_AUTH_ERR         7
#define CODE_NEW_AUTHTOK_REQD 12
#define CODE_ACCT_EXPIRED     13
#define CODE_IGNORE           25
#define CODE_MODULE_UNKNOWN   28
#define CODE_INCOMPLETE       31

enum impression { IMPRESSION_NONE, IMPRESSION_GOOD, IMPRESSION_BAD };
enum consent { CONSENT_NOT_ASKED, CONSENT_GIVEN, CONSENT_REFUSED };

/* What libpam thinks so far, and what it would say. */
struct opinion {
    uint8_t impression, status;
};

/* Where a walk stands. No padding: states are compared by their bytes. */
struct state {
    uint16_t at;   /* the handler that comes next; the count: the end */
    uint8_t level; /* of the handler before */
    uint8_t consent;
    struct opinion now, entered[PAM_LEVELS_MAX + 1]; /* and at the entry of each level */
};

static const struct opinion nothing = {IMPRESSION_NONE, CODE_PERM_DENIED};

static void state_begin(struct state *state)
{
    size_t i;

    memset(state, 0, sizeof *state);
    state->now = nothing;
    for (i = 0; i <= PAM_LEVELS_MAX; i++)
        state->entered[i] = nothing;
}

/* Passes over handlers that ask nobody, and notes what is thought at the entry of a substack. */
static void enter(const struct pam_stack *stack, struct state *state)
{
    for (; state->at < stack->count; state->at++) {
        const struct pam_handler *handler = &stack->handlers[state->at];

        unsigned level;

        if (state->level < handler->level)
            state->entered[handler->level] = state->now;
        for (level = handler->level + 1; level <= PAM_LEVELS_MAX; level++)
            state->entered[level] = nothing; /* entered anew before it is used again */
        if (handler->kind != PAM_HANDLER_SUBSTACK)
            return;
        state->level = (uint8_t)handler->level;
    }
}

static void take_good(struct opinion *opinion, int code)
{
    if (opinion->impression == IMPRESSION_NONE ||
        (opinion->impression == IMPRESSION_GOOD && opinion->status == CODE_SUCCESS))
        *opinion = (struct opinion){IMPRESSION_GOOD, (uint8_t)code};
}

static void take_bad(struct opinion *opinion, int code)
{
    if (opinion->impression != IMPRESSION_BAD)
        *opinion = (struct opinion){IMPRESSION_BAD, (uint8_t)(code == CODE_IGNORE ? CODE_PERM_DENIED : code)};
}

/* Passes over the rest of the stack or substack that the handler at state->at is in. */
static void leave(const struct pam_stack *stack, struct state *state, unsigned level)
{
    while (state->at + 1u < stack->count && stack->handlers[state->at + 1].level >= level)
        state->at++;
}

/* Passes over so many handlers of the same level; a substack counts as one, with all that is in it. */
static void jump(const struct pam_stack *stack, struct state *state, unsigned level, int count)
{
    const struct pam_handler *handlers = stack->handlers;

    while (count > 0 && state->at + 1u < stack->count && handlers[state->at + 1].level >= level) {
        do
            state->at++;
        while (state->at + 1u < stack->count && handlers[state->at + 1].level > level);
        count--;
    }
    if (count > 0)
        state->now = (struct opinion){IMPRESSION_BAD, CODE_PERM_DENIED};
}

static int action_of(const struct pam_handler *handler, int code)
{
    return code < PAM_CODES ? handler->actions[code] : PAM_ACTION_BAD;
}

/* The handler at state->at answers code: what comes of it. */
static void answer(const struct pam_stack *stack, struct state *state, int code)
{
    const struct pam_handler *handler = &stack->handlers[state->at];
    int action = action_of(handler, code);

    if (code == PAM_CODE_OUT_OF_RANGE)
        code = CODE_PERM_DENIED;
    if (action == PAM_ACTION_RESET)
        state->now = state->entered[handler->level];
    else if (action == PAM_ACTION_OK || action == PAM_ACTION_DONE)
        take_good(&state->now, code);
    else if (action == PAM_ACTION_BAD || action == PAM_ACTION_DIE)
        take_bad(&state->now, code);
    else if (action > 0)
        jump(stack, state, handler->level, action);
    if (action == PAM_ACTION_DIE || (action == PAM_ACTION_DONE && state->now.impression == IMPRESSION_GOOD))
        leave(stack, state, handler->level);
    state->at++;
    state->level = (uint8_t)handler->level;
}

/* What the application gets at the end. */
static int result_of(const struct state *state)
{
    if (state->now.status == CODE_SUCCESS && state->now.impression != IMPRESSION_GOOD)
        return CODE_PERM_DENIED;
    return state->now.status;
}

/* ---- one walk ---- */

int pam_dispatch_answers(const struct pam_stack *stack, const int *answers, bool *asked)
{
    struct state state;

    state_begin(&state);
    for (enter(stack, &state); state.at < stack->count; enter(stack, &state)) {
        bool fails = stack->handlers[state.at].kind == PAM_HANDLER_FAILS;
        int code = fails ? CODE_PERM_DENIED : answers[state.at];

        if (asked != NULL)
            asked[state.at] = !fails;
        if (code == CODE_INCOMPLETE)
            return code;
        answer(stack, &state, code);
    }
    return stack->count == 0 ? CODE_PERM_DENIED : result_of(&state);
}

/* ---- all walks ---- */

/* A state, and how it was reached. */
struct reached {
    struct state state;
    const struct reached *from; /* NULL: the beginning */
    const struct pam_handler *handler;
    int code;
    struct reached *next;
};

struct walk {
    struct arena *arena;
    const struct pam_stack *stack;
    bool permissive_decides; /* lines of pam_rolegate that only log are taken as if they did not */
    void *known;             /* tree of struct reached, by state (tsearch) */
    struct reached *first, **end;
};

static int compare_states(const void *a, const void *b)
{
    return memcmp(&((const struct reached *)a)->state, &((const struct reached *)b)->state, sizeof(struct state));
}

static void reach(struct walk *walk, const struct reached *reached)
{
    struct reached *fresh = arena_alloc(walk->arena, sizeof *fresh), **known;

    *fresh = *reached;
    enter(walk->stack, &fresh->state);
    known = tsearch(fresh, &walk->known, compare_states);
    if (known == NULL || *known != fresh)
        return;
    *walk->end = fresh;
    walk->end = &fresh->next;
}

/* What a handler that asks pam_rolegate may do: what its options say. */
static bool decides(const struct walk *walk, const struct pam_handler *handler)
{
    return handler->rolegate == NULL || !handler->rolegate->permissive || walk->permissive_decides;
}

static void try_code(struct walk *walk, const struct reached *from, int code)
{
    const struct pam_handler *handler = &walk->stack->handlers[from->state.at];
    struct reached reached = {.state = from->state, .from = from, .handler = handler, .code = code};

    if (pam_handler_is_rolegate(handler) && decides(walk, handler) && reached.state.consent != CONSENT_REFUSED)
        reached.state.consent = code == CODE_SUCCESS ? CONSENT_GIVEN : CONSENT_REFUSED;
    answer(walk->stack, &reached.state, code);
    reach(walk, &reached);
}

static void try_all(struct walk *walk, const struct reached *from, const int *codes, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
        try_code(walk, from, codes[i]);
}

#define TRY_ALL(walk, from, codes) try_all(walk, from, codes, sizeof(codes) / sizeof *(codes))

/* What pam_rolegate can answer with the options that it has; any module can be missing, or out of memory. */
static void try_rolegate(struct walk *walk, const struct reached *from, const struct pam_handler *handler)
{
    static const int consent[] = {CODE_SUCCESS, CODE_PERM_DENIED}, no_opinion[] = {CODE_IGNORE},
                     fails[] = {CODE_SYSTEM_ERR, CODE_BUF_ERR, CODE_MODULE_UNKNOWN};

    if (!decides(walk, handler))
        TRY_ALL(walk, from, no_opinion);
    else if (handler->rolegate != NULL)
        TRY_ALL(walk, from, consent);
    TRY_ALL(walk, from, fails);
}

/* What another module can answer; the likeliest first, for the reader's sake. Known are two of libpam's folder. */
static void try_other(struct walk *walk, const struct reached *from, const struct pam_handler *handler)
{
    static const int permit[] = {CODE_SUCCESS, CODE_SYSTEM_ERR, CODE_BUF_ERR, CODE_MODULE_UNKNOWN},
                     deny[] = {CODE_PERM_DENIED, CODE_AUTH_ERR, CODE_ACCT_EXPIRED,
                               CODE_SYSTEM_ERR,  CODE_BUF_ERR,  CODE_MODULE_UNKNOWN},
                     likely[] = {CODE_SUCCESS, CODE_NEW_AUTHTOK_REQD, CODE_IGNORE, CODE_PERM_DENIED};
    int code;

    if (strcmp(handler->module, "pam_permit.so") == 0) {
        TRY_ALL(walk, from, permit);
    } else if (strcmp(handler->module, "pam_deny.so") == 0) {
        TRY_ALL(walk, from, deny);
    } else {
        TRY_ALL(walk, from, likely);
        for (code = 0; code <= PAM_CODE_OUT_OF_RANGE; code++)
            if (code != CODE_INCOMPLETE)
                try_code(walk, from, code);
    }
}

static void try_codes(struct walk *walk, const struct reached *from)
{
    const struct pam_handler *handler = &walk->stack->handlers[from->state.at];

    if (handler->kind == PAM_HANDLER_FAILS)
        try_code(walk, from, CODE_PERM_DENIED);
    else if (pam_handler_is_rolegate(handler))
        try_rolegate(walk, from, handler);
    else
        try_other(walk, from, handler);
}

static void walk_back(struct arena *arena, const struct reached *last, struct pam_way *way)
{
    const struct reached *at;
    size_t i = 0;

    for (at = last; at->from != NULL; at = at->from)
        i++;
    way->count = i;
    way->steps = arena_array(arena, i + 1, sizeof *way->steps);
    for (at = last; at->from != NULL; at = at->from)
        way->steps[--i] = (struct pam_step){at->handler, at->code, action_of(at->handler, at->code)};
    way->result = result_of(&last->state);
}

static bool lets_in(const struct state *state)
{
    int result = result_of(state);

    return result == CODE_SUCCESS || result == CODE_NEW_AUTHTOK_REQD;
}

static bool lets_in_without_consent(const struct state *state)
{
    return state->consent != CONSENT_GIVEN && lets_in(state);
}

static bool refuses_before_asking(const struct state *state)
{
    return state->consent == CONSENT_NOT_ASKED && !lets_in(state);
}

static void forget_nothing(void *node)
{
    (void)node; /* it is in the arena */
}

/* Whether all lines of pam_rolegate only log. */
static bool only_logs(const struct pam_stack *stack)
{
    size_t i;

    for (i = 0; i < stack->count; i++) {
        const struct pam_handler *handler = &stack->handlers[i];

        if (pam_handler_is_rolegate(handler) && (handler->rolegate == NULL || !handler->rolegate->permissive))
            return false;
    }
    return true;
}

static bool find(struct walk *walk, bool (*wanted)(const struct state *), struct pam_way *way)
{
    struct reached begin = {.from = NULL};
    const struct reached *at = NULL;

    if (walk->stack->fault != NULL || walk->stack->count == 0)
        return false;
    walk->end = &walk->first;
    state_begin(&begin.state);
    reach(walk, &begin);
    for (at = walk->first; at != NULL; at = at->next) {
        if (at->state.at < walk->stack->count)
            try_codes(walk, at);
        else if (wanted(&at->state))
            break;
    }
    if (at != NULL)
        walk_back(walk->arena, at, way);
    tdestroy(walk->known, forget_nothing);
    return at != NULL;
}

bool pam_dispatch_around(struct arena *arena, const struct pam_stack *stack, struct pam_way *way)
{
    struct walk walk = {.arena = arena, .stack = stack, .permissive_decides = only_logs(stack)};

    return find(&walk, lets_in_without_consent, way);
}

bool pam_dispatch_cut_short(struct arena *arena, const struct pam_stack *stack, struct pam_way *way)
{
    struct walk walk = {.arena = arena, .stack = stack, .permissive_decides = only_logs(stack)};

    return find(&walk, refuses_before_asking, way);
}

bool pam_dispatch_lets_in(struct arena *arena, const struct pam_stack *stack)
{
    struct walk walk = {.arena = arena, .stack = stack};
    struct pam_way way;

    return find(&walk, lets_in, &way);
}

bool pam_dispatch_jumps_over(const struct pam_stack *stack, size_t i)
{
    size_t from;
    int code;

    for (from = 0; from < i; from++)
        for (code = 0; code < PAM_CODES; code++) {
            const struct pam_handler *handler = &stack->handlers[from];
            struct state state = {.at = (uint16_t)from};

            if (handler->kind == PAM_HANDLER_SUBSTACK || handler->actions[code] <= 0)
                continue;
            jump(stack, &state, handler->level, handler->actions[code]);
            if (state.at >= i)
                return true;
        }
    return false;
}
