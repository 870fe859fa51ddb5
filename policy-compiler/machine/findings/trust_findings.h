/*
 * trust_findings.h - what others than root could change of what decides: sources, PAM's files, the module.
 */
#ifndef TRUST_FINDINGS_H
#define TRUST_FINDINGS_H

#include "service_findings.h"
#include "source_findings.h"

/* The files of a table's sources, of which the first is main, and the folders of their patterns. */
void trust_findings_of_sources(struct findings *findings, const char *main, const struct seen_source *sources,
                               size_t count);
/* The files in which services ask, and the module that they name. */
void trust_findings_of_services(struct findings *findings, const struct seen_service *services, size_t count);

#endif
