/*
 * silence_own.h - an imported policy says all that its source says: what the compiler warns of there is silenced.
 */
#ifndef IMPORT_SILENCE_OWN_H
#define IMPORT_SILENCE_OWN_H

struct import;

/*
 * Compiles the text, runs its tests, and puts a comment that silences each warning above its line. The text, in the
 * arena; NULL: import_fail() was called, with the first error.
 */
char *silence_own(struct import *import, char *text);

#endif
