/*
 * ask.h - asks whoever sits at the terminal.
 */
#ifndef ASK_H
#define ASK_H

#include <stdbool.h>

/* Whether there is a terminal to ask on. */
bool ask_is_possible(void);
/* Asks whether to go on; anything but yes, and no terminal, is no. */
bool ask_go_on(const char *question);

#endif
