/*
 * desk.h - the policy, the people and the clock that the tests of the module share.
 */
#ifndef TESTS_PAM_DESK_H
#define TESTS_PAM_DESK_H

#include "stage.h"
#include "world.h"

#define DESK_NOW INT64_C(1767614400) /* 2026-01-05T12:00:00Z, a Monday */

#define DESK_POLICY                                                                                                    \
    "policy \"Test desk\"\n"                                                                                           \
    "contact \"Ask the desk: desk@example.org\"\n"                                                                     \
    "permission inbox.read, billing.view, refund.issue, vault.open, later.open, gate.open\n"                           \
    "permission night.run, audit.read, root.only\n"                                                                    \
    "role agent { allow inbox.read }\n"                                                                                \
    "role lead extends agent { allow billing.view }\n"                                                                 \
    "role auditor { allow audit.read }\n"                                                                              \
    "role owner { allow audit.read, refund.issue }\n"                                                                  \
    "exclusive auditor, owner\n"                                                                                       \
    "service inbox requires inbox.read\n"                                                                              \
    "service billing-tool requires billing.view\n"                                                                     \
    "service refund requires billing.view and refund.issue\n"                                                          \
    "service vault requires vault.open\n"                                                                              \
    "service later requires later.open\n"                                                                              \
    "service gate requires gate.open\n"                                                                                \
    "service night requires night.run\n"                                                                               \
    "service audit requires audit.read\n"                                                                              \
    "service login, su, su-l, runuser, cron, systemd-user, sudo requires root.only\n"                                  \
    "assign agent to group agents\n"                                                                                   \
    "assign lead to group leads\n"                                                                                     \
    "assign auditor to group auditors\n"                                                                               \
    "assign owner to group owners\n"                                                                                   \
    "allow vault.open to user kim until 2026-01-01 because \"T-1\"\n"                                                  \
    "allow later.open to user kim starting 2026-02-01 because \"T-2\"\n"                                               \
    "allow gate.open to group agents when from 10.0.0.0/8\n"                                                           \
    "allow night.run to group agents when time daily 22:00-23:00\n"                                                    \
    "deny inbox.read to user maria because \"HR-77\"\n"                                                                \
    "deny billing.view to group suspended because \"HR-78\"\n"

/* The same policy, but what it does not list it has no opinion about. */
#define DESK_POLICY_OPEN DESK_POLICY "unlisted ignore\n"

/* Another one, in which kim may use the billing tool and nobody anything else. */
#define DESK_POLICY_OTHER                                                                                              \
    "permission billing.view, inbox.read\n"                                                                            \
    "service billing-tool requires billing.view\n"                                                                     \
    "service inbox requires inbox.read\n"                                                                              \
    "allow billing.view to user kim because \"T-3\"\n"

/* The people, their groups, and Monday noon. */
void desk_reset(void);

/*
 * For a group of tests on these policies: their tables, of the first as the module's option, of the others as paths.
 * Each test begins with desk_reset().
 */
extern char desk_table[], desk_open_table[], desk_other_table[];
int desk_open(void **state);
int desk_close(void **state);
int desk_set_up(void **state);
#define DESK_TEST(name) cmocka_unit_test_setup(name, desk_set_up)

/* One question to the module: user asks for service, with options ending in NULL. */
#define DESK_ASK(user_, service_, ...)                                                                                 \
    stage_ask(&(struct stage_request){.user = (user_), .service = (service_)}, (const char *const[]){__VA_ARGS__, NULL})

/* "table=PATH" for a path; valid for the next few calls. */
const char *desk_option(const char *name, const char *value);

/* Whether a line of the log has this in it. */
int desk_logged(const char *part);
/* A line of the log, with `*` for the 16 digits of the table's identity; valid until the next call. */
const char *desk_line(size_t i);
/* The only line of the log is this one, at this priority. Outside a stack libpam writes no more than `PAM` before it.
 */
void desk_assert_log(int priority, const char *rest);

#endif
