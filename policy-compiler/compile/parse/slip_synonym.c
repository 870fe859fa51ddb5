/*
 * slip_synonym.c - words of other languages and programs in the place of the reserved word that is meant.
 */
#include <strings.h>

#include "compile/parse/parse.h"
#include "slip.h"

static const struct synonym {
    const char *word;
    int kind;             /* which is expected */
    const char *in_place; /* what to write; NULL: that depends */
    const char *repair;
} synonyms[] = {
    {"grant", POLICY, NULL, "a permission is given with allow, a role with assign"},
    {"give", POLICY, NULL, "a permission is given with allow, a role with assign"},
    {"permit", POLICY, "allow", "a permission is given with allow"},
    {"let", POLICY, "allow", "a permission is given with allow"},
    {"revoke", POLICY, NULL, "remove what gave it, or write a deny, which overrides every allow"},
    {"forbid", POLICY, "deny", "a permission is taken away with deny"},
    {"reject", POLICY, "deny", "a permission is taken away with deny"},
    {"block", POLICY, "deny", "a permission is taken away with deny"},
    {"disallow", POLICY, "deny", "a permission is taken away with deny"},
    {"roles", POLICY, NULL, "each role is a statement: role NAME { allow PERMISSION }"},
    {"permissions", POLICY, NULL, "write permission, followed by the names with commas"},
    {"services", POLICY, NULL, "write service, followed by the names with commas"},
    {"import", POLICY, "include", "another file is read with include \"PATH\""},
    {"version", POLICY, NULL, "a policy has no version; remove this"},
    {"grant", ALLOW, "allow", "a permission is given with allow"},
    {"permit", ALLOW, "allow", "a permission is given with allow"},
    {"forbid", DENY, "deny", "a permission is taken away with deny"},
    {"needs", REQUIRES, "requires", "a service's permission must follow requires"},
    {"require", REQUIRES, "requires", "a service's permission must follow requires"},
    {"inherits", EXTENDS, "extends", "a role has all that another one has by extending it: extends NAME"},
    {"includes", EXTENDS, "extends", "a role has all that another one has by extending it: extends NAME"},
    {"if", WHEN, "when", "a condition must follow when"},
    {"while", WHEN, "when", "a condition must follow when"},
    {"during", WHEN, "when", "a condition must follow when: when time mon-fri 09:00-18:00"},
    {"unless", WHEN, "when not", "the opposite of a condition is written when not"},
    {"expires", UNTIL, "until", "write an end as until 2026-12-31"},
    {"till", UNTIL, "until", "write an end as until 2026-12-31"},
    {"before", UNTIL, "until", "write an end as until 2026-12-31"},
    {"since", STARTING, "starting", "write a beginning as starting 2026-12-31"},
    {"after", STARTING, "starting", "write a beginning as starting 2026-12-31"},
    {"reason", BECAUSE, "because", "a reason is written because \"TEXT\""},
    {"comment", BECAUSE, NULL, "a reason is written because \"TEXT\", and a comment # TEXT"},
    {NULL, 0, NULL, NULL},
};

bool slip_synonym(const struct slip *slip)
{
    const struct synonym *synonym;

    for (synonym = synonyms; kind(slip, 0) == WORD && synonym->word != NULL; synonym++)
        if (strcasecmp(text(slip, 0), synonym->word) == 0 && expects(slip, synonym->kind))
            return slip_note(slip, "%s", synonym->repair) &&
                   (synonym->in_place == NULL || slip_replace(slip, 0, 0, "%s", synonym->in_place));
    return false;
}
