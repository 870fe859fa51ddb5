/*
 * silence.h - the comments by which a policy silences one warning at one place: `# rolegate: ignore ID "reason"`.
 *
 * One speaks of the warnings whose first place is on its line or, where it stands alone in that, on the next line with
 * a statement. In files of bounded includes they silence nothing.
 */
#ifndef SILENCE_H
#define SILENCE_H

#include "diag.h"

struct silence {
    size_t source;
    uint32_t line; /* of which it speaks */
    enum diag_id id;
    struct span id_span;
    bool used;
};

/* In the order of the sources and, within one, of the lines. */
struct silences {
    struct silence *list;
    size_t count, capacity;
};

struct silences *silences_new(struct arena *arena);
/* Silences warnings with an id where a comment at that place speaks of them. */
void silence_add(struct diag *diag, enum diag_id id, struct span span);
/* Whether a warning at that place is silenced; notes that the comment is of use. */
bool silence_covers(struct diag *diag, enum diag_id id, struct span span);
/* Whether a comment speaks of warnings with this id: then they are looked for even where they are turned off. */
bool silences_name(const struct diag *diag, enum diag_id id);

#endif
