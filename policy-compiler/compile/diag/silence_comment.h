/*
 * silence_comment.h - reads the comments that silence a warning, and says which of them are of no use.
 */
#ifndef SILENCE_COMMENT_H
#define SILENCE_COMMENT_H

#include "diag.h"

/* Reads such a comment. They come in the order of the sources; one that is no such comment is reported. */
void silence_read(struct diag *diag, struct span comment);
/* Reports the comments that were of no use. resolved: this machine was asked about names. */
void silences_report(struct diag *diag, bool resolved);

#endif
