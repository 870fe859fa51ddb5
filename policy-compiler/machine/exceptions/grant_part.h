/*
 * grant_part.h - what the parts of grant_plan() share. Internal to grant*.c.
 */
#ifndef GRANT_PART_H
#define GRANT_PART_H

#include "compile/ast/ast.h"
#include "exception_file.h"
#include "grant.h"

/* A wish on its way to a plan. */
struct granting {
    struct grant_plan *plan;
    struct desk *desk;
    const struct grant_wish *wish;
    struct ast_time starting, until;
    struct ast_limits limits;
    struct admissible is; /* the statement that is wanted, as bounds see it */
    struct desk_include *include;
    const struct ast_bound *bound; /* that covers it */
    struct span old;               /* the statement whose end is moved; length 0: there is none */
    int64_t old_end;
    const struct source *file; /* the file that is written; NULL: it is new */
};

/* grant_names.c: who it is for, what it names, and as a statement; DESK_READY or DESK_REFUSED, as below. */
enum desk_answer grant_find_user(struct granting *granting);
enum desk_answer grant_find_names(struct granting *granting);
/* What is wanted, in the policy's words: "broadcast.send, automation.run", "role lead". */
const char *grant_names_text(const struct granting *granting);

/* grant_bounds.c: the include and the bound that cover it, or what could be granted instead. */
enum desk_answer grant_find_bound(struct granting *granting);
/* Says which bounds let something else be granted: where a deny or a claim stands against what is wanted. */
void grant_offer_others(struct granting *granting);
/* Whether a statement of the tree is about that user alone, and names the same, or some of it. */
bool grant_is_about(const struct admissible *statement, const char *user);
bool grant_names_same(const struct admissible *a, const struct admissible *b);

/* grant_place.c: the file, and the statement in it whose end is moved. */
void grant_find_old(struct granting *granting);
enum desk_answer grant_find_file(struct granting *granting);

/* grant_effect.c: whether it gives anything, to that person, on this machine. */
enum desk_answer grant_check_effect(struct granting *granting);

#endif
