/*
 * editor.h - the editor that a person has chosen, on a file.
 */
#ifndef EDITOR_H
#define EDITOR_H

#include <stdbool.h>

/*
 * Runs $SUDO_EDITOR, $VISUAL or $EDITOR, the first that says something, or the system's, as a shell would, and waits
 * for its end. False: a message was printed.
 */
bool editor_run(const char *path);

#endif
