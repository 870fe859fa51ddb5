/*
 * time_window.h - one time of time.conf, such as Wk1800-0800, as windows of the week.
 */
#ifndef IMPORT_TIME_WINDOW_H
#define IMPORT_TIME_WINDOW_H

#include "proviso.h"

/*
 * When the time of a term holds, which begins at text and is length bytes long, though the module reads on behind it. A
 * bad day never holds, and with bad hours it always does.
 */
const struct proviso *time_window(struct arena *arena, const char *text, size_t length);

#endif
