/*
 * installation_paths.h - where on a machine, or in an image of one, what is installed lies.
 */
#ifndef INSTALLATION_PATHS_H
#define INSTALLATION_PATHS_H

#include <stdbool.h>

struct arena;

/* Whether a folder is this machine's own root, whatever it is called. */
bool installation_is_here(const char *root);
/* "" for this machine (NULL, or a name of its root), else the image's folder without links. NULL: a message was
 * printed. */
const char *installation_find_root(struct arena *arena, const char *root);
/*
 * Makes an image's folder this process's own root, so that no link in it leads out of it, whoever changes it meanwhile.
 * "" where that is so; the folder itself where the process may not, and has no more rights than whoever made the links.
 * NULL: a message was printed.
 */
const char *installation_enter(const char *root);
/* Looks that the folders lie below root, and makes what is missing of them. False: a message was printed. */
bool installation_find_folders(struct arena *arena, const char *root, bool make);

#endif
