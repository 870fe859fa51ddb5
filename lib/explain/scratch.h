/*
 * scratch.h - memory for the search for another time or place.
 *
 * One for a subject, made when an answer about it is first explained. Begins with zeros and is not cleared between
 * answers; each count says what is there.
 */
#ifndef ROLEGATE_SCRATCH_H
#define ROLEGATE_SCRATCH_H

#include "decide/condition.h"

#define LIMITS_TRIED   8192u /* limits that the search takes into account */
#define LIMITS_RECENT  1024u /* of those, how many are seen to be the same */
#define ORIGINS_TRIED  128u
#define TEXTS_TRIED    64u
#define EXAMPLE_MAX    256u /* longest terminal or host name that is made up, with its final 0 */
#define FROMS_TRIED    64u
#define GLOBS_TRIED    64u
#define TIMES_SEEN     1024u /* a power of two */
#define STRETCHES_SEEN 64u
#define ZONES_TRIED    8u
#define WITNESSES      2u
#define MISSING_KEPT   16384u

enum text_fact { TEXT_TTY, TEXT_HOST, TEXT_FACTS };

/* What a limit can do for the request. */
enum limit_use {
    LIMIT_GRANTS = 1,  /* an allow, or an assignment of a role, has it */
    LIMIT_HINDERS = 2, /* a deny has it, or an assignment of a role that hinders */
    LIMIT_SERVICE = 4  /* it is no limit: it is the service's own condition */
};

/* A limit that bears on the request. */
struct search_limit {
    uint32_t ref; /* ref? LIMITS, or ref? CONDITIONS for LIMIT_SERVICE */
    uint8_t use;
    int64_t next; /* when it next turns, while times are swept */
};

/* A zone's offset, and from when to before when it is known to hold. */
struct zone_known {
    int64_t from, until; /* the next jump, or INT64_MAX */
    int32_t east;
};

/* Terminals or hosts that differ in what the conditions at hand say of them. */
struct text_candidates {
    const char *text[TEXTS_TRIED];
    uint64_t seen[TEXTS_TRIED];
    char scratch[TEXTS_TRIED + 1][EXAMPLE_MAX]; /* the last is for a text that is not kept */
    uint32_t count;
};

/* The globs of the conditions at hand, each once, and which of them stand together in an atom. */
struct globs {
    const char *text[GLOBS_TRIED];
    uint32_t length[GLOBS_TRIED], refs[GLOBS_TRIED];
    uint32_t count;
    uint64_t masks[GLOBS_TRIED];
    uint32_t mask_count;
};

/* A situation in which the request was allowed under some setting, with texts of its own. */
struct witness {
    struct situation situation;
    char candidates[TEXT_FACTS][EXAMPLE_MAX];
};

/* For the permissions that are missing. */
struct missing_scratch {
    uint32_t sure[MISSING_KEPT], list[MISSING_KEPT];
    bool held[MISSING_KEPT];   /* by place in the program: whether the permission there is allowed */
    uint8_t bit[MISSING_KEPT]; /* and which bit it has where sets are tried */
};

struct search_scratch {
    struct search_limit limits[LIMITS_TRIED];
    uint32_t recent[LIMITS_RECENT]; /* places in limits, by what ref leaves */
    uint32_t limit_count;
    uint32_t heap[LIMITS_TRIED]; /* places in limits, the one that turns first at the top */
    uint32_t heap_count;
    uint32_t zones[ZONES_TRIED];                /* of the windows at hand */
    struct zone_known zones_known[ZONES_TRIED]; /* by place in zones */
    uint32_t zone_count;
    struct atom froms[FROMS_TRIED]; /* the lists of networks at hand, each once */
    uint64_t froms_seen[FROMS_TRIED];
    uint32_t from_count;
    struct origin origins[ORIGINS_TRIED];
    uint64_t origins_seen[ORIGINS_TRIED];
    uint32_t origin_count;
    struct globs globs[TEXT_FACTS];
    struct text_candidates candidates[TEXT_FACTS];
    uint64_t times_seen[TIMES_SEEN];
    uint64_t stretches_seen[STRETCHES_SEEN]; /* of times, that were gone through to their end */
    uint32_t stretch_count;
    struct witness witnesses[WITNESSES];
    uint32_t witness_count;
    char examples[TEXT_FACTS][EXAMPLE_MAX]; /* of the one limit that is looked at alone */
    struct missing_scratch missing;
};

#endif
