/*
 * grantor.h - who granted an exception, at the end of its reason: "HELP-4711: spring campaign (by olga)".
 *
 * So whoever reads the reason in a table, in the log of the module or from `can --why`, reads the grantor with it.
 */
#ifndef GRANTOR_H
#define GRANTOR_H

struct arena;

/* The reason with who granted it, in the arena. */
const char *grantor_add(struct arena *arena, const char *reason, const char *who);
/* Who that is, in the arena, and *reason without it; "" where it does not say so, and *reason stays. */
const char *grantor_split(struct arena *arena, const char **reason);

#endif
