/*
 * message.h - what a person who is denied is told.
 */
#ifndef ROLEGATE_PAM_MESSAGE_H
#define ROLEGATE_PAM_MESSAGE_H

#include <security/pam_modules.h>

#include "inquiry.h"

/*
 * caller: who asks, as the application says (PAM_RUSER), or NULL. Tells the person, through the application's
 * conversation, why the answer is no and whom to ask. Whether he can be told makes no difference to anything, so there
 * is no result.
 */
void message_denied(pam_handle_t *pamh, const struct inquiry *inquiry, const char *caller);

#endif
