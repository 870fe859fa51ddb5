/*
 * finding.h - what a machine is found to be, where that is not what was meant: a list, made by those who look
 * (service_findings.h …), printed by `status`, `stack` and `install`, each in its own way.
 */
#ifndef FINDING_H
#define FINDING_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum finding_weight {
    FINDING_NOTICE,    /* good to know */
    FINDING_ATTENTION, /* it is not as it was meant */
    FINDING_UNKNOWN    /* it could not be determined */
};

enum finding_kind {
#define FINDING(kind, name, weight, by_state) FINDING_##kind,
#include "finding.def"
#undef FINDING
    FINDING_KINDS
};

struct finding {
    enum finding_kind kind;
    const char *about; /* the service, source, name it is about */
    const char *text;
    const char *fix; /* the command that fixes it, or what else does; or NULL */
};

struct findings {
    struct arena *arena; /* all of it is there */
    struct finding *list;
    size_t count, capacity;
};

void finding_add(struct findings *findings, enum finding_kind kind, const char *about, const char *fix,
                 const char *format, ...) __attribute__((format(printf, 5, 6)));
/* "guard-gone" …; static. */
const char *finding_name(enum finding_kind kind);
enum finding_weight finding_weight(enum finding_kind kind);
/* Whether `stack` says it by the state of the service's stack. */
bool finding_is_state(enum finding_kind kind);
/* How many there are of a weight. */
size_t findings_count(const struct findings *findings, enum finding_weight weight);
/* Whether there is one of that kind about that service. */
bool findings_have(const struct findings *findings, enum finding_kind kind, const char *about);

#endif
