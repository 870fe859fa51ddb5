/*
 * fmt_text.h - a policy's text as tokens, and the comments in the gaps between them.
 */
#ifndef FMT_TEXT_H
#define FMT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "compile/scan/token_kind.h"

struct arena;

/* One token, and what stands in the gap before it. */
struct fmt_token {
    uint32_t at;    /* in the text */
    uint32_t width; /* in characters */
    uint32_t length : 22;
    uint32_t kind : 7;     /* an enum token_kind */
    uint32_t breaks : 1;   /* a line ends in the gap */
    uint32_t blank : 1;    /* there is a blank line in it */
    uint32_t comments : 1; /* or a comment */
};

struct fmt_text {
    const char *bytes;
    uint32_t length;
    bool plain;               /* it is ASCII */
    struct fmt_token *tokens; /* count of them, and one of the kind TOKEN_END */
    size_t count;
};

/*
 * Cuts length bytes, which are written to and are what they were when it returns; SCAN_BEHIND 0 bytes stand behind.
 * False: there is something in it that is no token.
 */
bool fmt_text_scan(struct arena *arena, char *bytes, uint32_t length, struct fmt_text *text);

/* What a gap holds, piece by piece. */
struct fmt_gap {
    const char *at, *end;
    bool first; /* of the file: what stands there begins a line */
};

struct fmt_comment {
    const char *text; /* from the sign on, without blanks at its end; NULL: the token behind the gap */
    size_t length;
    bool begins_line;
    bool after_blank; /* an empty line stands before it */
};

/* The gap before a token. */
struct fmt_gap fmt_gap_before(const struct fmt_text *text, size_t token);
/* The next comment of a gap; false, and *comment without a text, where only the token is left. */
bool fmt_gap_next(struct fmt_gap *gap, struct fmt_comment *comment);

#endif
