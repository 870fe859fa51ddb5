/*
 * scan_names.h - what the tokens of a block say: the symbols of those that may be names, and reasons.
 */
#ifndef SCAN_NAMES_H
#define SCAN_NAMES_H

#include <stddef.h>
#include <stdint.h>

struct arena;
struct scan_place;
struct symbols;
struct texts;
struct token;

struct scan_names {
    struct symbols *symbols;
    struct texts *reasons; /* what strings behind `because` say is added to them */
    unsigned last;         /* kind of the last token */
    struct arena *arena;   /* its own */
    char *unescaped;       /* what the last string with escapes says */
    size_t unescaped_room;
};

struct scan_names scan_names_new(struct symbols *symbols, struct texts *reasons);
void scan_names_free(struct scan_names *names);
/*
 * Finds what count tokens say, at least one, which follow those of the call before, and whose words and strings the
 * place lists; then it lists none. Of has_escapes is left that an escape is wrong; such a one is passed over.
 */
void scan_names_find(struct scan_names *names, struct scan_place *place, const struct token *tokens, uint32_t count);

#endif
