/*
 * progress.h - a line on standard error for work that takes more than a second, when it is a terminal.
 */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stddef.h>

/* Work begins; doing is a static string such as "compiling". One at a time. */
void progress_begin(const char *doing);
/* So many things are done by now; shown with the next line. */
void progress_count(size_t count);
/* It is over; the line is wiped off the terminal. */
void progress_end(void);

#endif
