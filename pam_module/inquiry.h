/*
 * inquiry.h - what one table says to one request: the verdict first, the reason where somebody will read it.
 */
#ifndef ROLEGATE_PAM_INQUIRY_H
#define ROLEGATE_PAM_INQUIRY_H

#include "rolegate.h"

struct inquiry {
    rolegate_subject *subject; /* the caller's */
    const struct rolegate_question *question;
    rolegate_table *table;            /* NULL: it could not be opened */
    enum rolegate_status status;      /* what kept the table from deciding, or ROLEGATE_OK */
    enum rolegate_verdict verdict;    /* a denial, unless the table says otherwise */
    enum rolegate_status unexplained; /* what kept it from giving the reason, or ROLEGATE_OK */
    struct rolegate_answer answer;    /* empty until the verdict is explained, but for the verdict and a plain reason */
};

/* Has the table at path decide. *inquiry is to be closed, whatever its status. */
void inquiry_decide(struct inquiry *inquiry, const char *path, rolegate_subject *subject,
                    const struct rolegate_question *question);

/* Finds out why, for an inquiry that was decided. What that comes to never changes the verdict. */
void inquiry_explain(struct inquiry *inquiry);

/* Closes the table; the strings of the answer end with it. */
void inquiry_close(struct inquiry *inquiry);

#endif
