/*
 * left_out.h - what a table loses where a bounded file is taken as empty.
 */
#ifndef LEFT_OUT_H
#define LEFT_OUT_H

#include <stdbool.h>

/*
 * Prints the statements that the table at path has from the file of that name, which are to go. True: nobody is let in
 * by that, for there is no deny among them; or there is, or it cannot be told, and it is agreed, beforehand or by an
 * answer on the terminal. path NULL: there is no table, and nothing is lost.
 */
bool left_out_agreed(const char *path, const char *file, bool agreed);

#endif
