/*
 * source_findings.h - whether the files that a table was made from are still what they were.
 */
#ifndef SOURCE_FINDINGS_H
#define SOURCE_FINDINGS_H

#include "finding.h"
#include "machine/install/installation_records.h"
#include "machine/install/source_digest.h"
#include "rolegate.h"

struct seen_source {
    const char *file; /* as the table calls it */
    enum source_state state;
};

/*
 * Looks at the sources, where it is known in which folder they lie: the record has the path of the policy that was
 * installed, and its name is the first that the table has; a table that was installed as such came from elsewhere.
 * *count of them are given back, in the arena of the findings.
 */
struct seen_source *source_findings(struct findings *findings, const struct installed *record, rolegate_table *table,
                                    const struct compile_options *compile, size_t *count);

#endif
