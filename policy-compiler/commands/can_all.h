/*
 * can_all.h - `rolegate can USER` without a service: all that he may, now and from now on.
 */
#ifndef CAN_ALL_H
#define CAN_ALL_H

#include <stdbool.h>

#include "rolegate.h"
#include "table_source.h"

struct can_all {
    const struct table_source *source; /* opened whole */
    rolegate_subject *subject;
    const struct rolegate_question *question; /* but for what is asked for */
    bool permissions, why, json;
};

/* Prints it. The exit status: whether he may anything now. */
int can_all(const struct can_all *asked);

#endif
