/*
 * diff_accounts.h - who of real people gains and loses, each with all his groups.
 */
#ifndef DIFF_ACCOUNTS_H
#define DIFF_ACCOUNTS_H

#include "diff.h"
#include "machine/nss/account_list.h"

/* Fills diff->people, and the gainers and losers of each target. */
void diff_accounts(struct diff *diff, struct universe *universe, const struct account_list *accounts,
                   struct arena *arena);

#endif
