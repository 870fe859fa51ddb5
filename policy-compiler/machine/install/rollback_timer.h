/*
 * rollback_timer.h - what takes an unconfirmed table away again when its time is over.
 */
#ifndef ROLLBACK_TIMER_H
#define ROLLBACK_TIMER_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Starts what will run `rolegate revert --unconfirmed` in so many seconds: a timer of systemd where it runs the
 * machine, else a process of its own, which no logout ends, and which ends when path, a file in folder, is gone: it is
 * there as long as a table waits. deadline is the same time on boot.h's clock. False: a message was printed. (After a
 * restart of the machine the unit rolegate-unconfirmed.service runs it.)
 */
bool rollback_timer_start(unsigned seconds, int64_t deadline, const char *folder, const char *path);

#endif
