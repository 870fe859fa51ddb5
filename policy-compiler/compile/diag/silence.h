/*
 * silence.h - the comments by which a policy silences one warning at one place: `# rolegate: ignore ID "reason"`.
 *
 * One speaks of the warnings whose first place is on its line or, where it stands alone in that, on the next line with
 * a statement. In files of bounded includes they silence nothing.
 */
#ifndef SILENCE_H
#define SILENCE_H

#include "diag.h"

struct silences *silences_new(struct arena *arena);
/* Reads such a comment. They come in the order of the sources; one that is no such comment is reported. */
void silence_read(struct diag *diag, struct span comment);
/* Whether a warning at that place is silenced; notes that the comment is of use. */
bool silence_covers(struct diag *diag, enum diag_id id, struct span span);
/* Whether a comment speaks of warnings with this id: then they are looked for even where they are turned off. */
bool silences_name(const struct diag *diag, enum diag_id id);
/* Reports the comments that were of no use. resolved: this machine was asked about names. */
void silences_report(struct diag *diag, bool resolved);

#endif
