/*
 * journal_files.h - the files of the journal: `journal`, which is written to, and those that it was renamed to when it
 * had grown, `journal.000001` …, the oldest first.
 *
 * All of it is bounded: the oldest are dropped, by their number and after JOURNAL_DAYS. So the journal begins later
 * then, which whoever reads it sees by its first line.
 */
#ifndef JOURNAL_FILES_H
#define JOURNAL_FILES_H

#include <stddef.h>

struct arena;

/*
 * The bytes of all of them, one behind the other, each ended by a line end, in the arena. NULL, and errno; ENOENT:
 * there is none. Others may write meanwhile: what is read is the journal as it was at some time since the call.
 */
const char *journal_files_read(struct arena *arena, const char *folder, size_t *size);
/*
 * Puts the one that is written to aside where it has grown, and drops what is kept no more. Only with the lock of the
 * installation; what cannot be done is left for the next time.
 */
void journal_files_turn(struct arena *arena, const char *folder);

#endif
