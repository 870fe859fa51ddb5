# A customer-support business on one machine: the tools of its support desk as services, people in groups of the
# operating system (files, LDAP, AD through SSSD), the three predefined roles and two of its own.
#
# Each service is the name of a PAM service (/etc/pam.d/billing-tool with `account required pam_rolegate.so`), or of a
# program that asks `rolegate can` or the library.

policy "Acme support desk"
zone "Asia/Kolkata"
contact "Ask the support team: support@acme.example"

include <predefined>

permission refunds.issue "Pay money back"

# ---- What each tool requires ----

service inbox requires conversations.view and conversations.send "The shared inbox"
service all-inboxes             requires conversations.view-all
service profile                 requires profile.edit
service preferences             requires preferences.edit
service canned-responses        requires canned-responses.use
service canned-responses-editor requires canned-responses.manage
service team-admin              requires team.add and team.change and team.remove
service account-settings        requires account.view and account.change
service billing-tool            requires billing.view "Billing console"
service billing-editor          requires billing.view and billing.update
service refund                  requires billing.view and refunds.issue
service integrations            requires integrations.manage
service broadcast-editor        requires broadcast.prepare
service broadcast-job           requires broadcast.send and automation.run when office-hours
service automation-editor       requires automation.edit
service dashboard               requires analytics.view
service reports                 requires analytics.view and analytics.reports
service exceptions              requires exceptions.handle
service subscription            requires subscription.view and subscription.change
service quota                   requires quota.view and quota.change

# Customers are not woken by a broadcast.
condition office-hours time mon-fri 09:00-18:00
condition office-net   from 10.0.0.0/8, 2001:db8::/32

# ---- Roles of this business ----

role night-lead "Night shift lead" extends agent {
    allow conversations.view-all, exceptions.handle
    allow broadcast.send, automation.run when office-net
    deny refunds.issue
}

# Looks at what was done, and does none of it.
role auditor "Auditor" {
    allow conversations.view-all, billing.view, analytics.*
    allow account.view, subscription.view, quota.view
}

exclusive auditor, owner
exclusive auditor, account-admin
exclusive auditor, agent

# ---- Who is what ----

assign owner         to group "acme owners"
assign account-admin to group acme-admins
assign agent         to group acme-agents
assign agent         to user freelancer until 2027-12-31 because "Contract C-18"
assign night-lead    to group night-shift
assign auditor       to group acme-auditors

allow refunds.issue to role account-admin

# ---- Exceptions ----

# What the support team may configure by itself, for one person at a time, with a reason and an end: nothing else holds
# of what stands in these files, and no exception beats a deny, an exclusive set or a claim.
include "exceptions.d/*.rg" only by group support-team {
    allow broadcast.*, automation.run, analytics.* to users for 31 days
    deny broadcast.*, automation.run, analytics.* to users for 31 days
}

# What takes longer, or concerns more than one person, is decided by whoever answers for this policy.
allow broadcast.send, automation.run to user maria until 2027-12-31
    because "SUP-1234: spring campaign"
deny analytics.* to user bob because "HR-77"
deny * to group leavers because "Offboarding"

# ---- What holds whatever is added: proved over everybody, every set of groups, every time and place ----

# Whoever is an agent and nothing more, whatever exceptions there are, and whatever the support team writes tomorrow.
never role agent may billing-tool, billing-editor, permission billing.*, refund under delegation
never role agent may subscription, quota, team-admin, account-settings under delegation
never role agent
    may permission subscription.*, permission quota.*, permission team.*,
        permission account.* under delegation
never role night-lead
    may permission billing.*, permission subscription.*, permission quota.*, refund under delegation
never role account-admin
    may subscription, quota, permission subscription.*, permission quota.* under delegation
never role auditor may inbox, billing-editor, refund, permission team.*, permission account.change
# And whoever they are besides: who leaves is out, and nobody wakes customers.
never group leavers may permission *
never group night-shift may refund
never user bob may dashboard, reports

# ---- The table of features and roles, cell by cell ----
# 06:00 UTC on a Monday is 11:30 in Kolkata: office hours.

test "customer conversations: owner, account admin and agent" {
    given user olga in "acme owners"
    may inbox
    given user adam in acme-admins
    may inbox
    given user kim in acme-agents
    may inbox
}

test "all conversations of the business: owner and account admin" {
    given user olga in "acme owners"
    may all-inboxes
    given user adam in acme-admins
    may all-inboxes
    given user kim in acme-agents
    may not all-inboxes
}

test "own profile and settings: owner, account admin and agent" {
    given user olga in "acme owners"
    may profile, preferences
    given user adam in acme-admins
    may profile, preferences
    given user kim in acme-agents
    may profile, preferences
}

test "use canned responses: owner, account admin and agent" {
    given user olga in "acme owners"
    may canned-responses
    given user adam in acme-admins
    may canned-responses
    given user kim in acme-agents
    may canned-responses
}

test "manage canned responses: owner and account admin" {
    given user olga in "acme owners"
    may canned-responses-editor
    given user adam in acme-admins
    may canned-responses-editor
    given user kim in acme-agents
    may not canned-responses-editor
}

test "team members: owner and account admin" {
    given user olga in "acme owners"
    may team-admin
    given user adam in acme-admins
    may team-admin
    given user kim in acme-agents
    may not team-admin, permission team.*
}

test "account settings: owner and account admin" {
    given user olga in "acme owners"
    may account-settings
    given user adam in acme-admins
    may account-settings
    given user kim in acme-agents
    may not account-settings, permission account.*
}

test "billing information, see and update: owner and account admin" {
    given user olga in "acme owners"
    may billing-tool, billing-editor
    given user adam in acme-admins
    may billing-tool, billing-editor
    given user kim in acme-agents
    may not billing-tool, billing-editor, permission billing.*
}

test "integrations: owner and account admin" {
    given user olga in "acme owners"
    may integrations
    given user adam in acme-admins
    may integrations
    given user kim in acme-agents
    may not integrations
}

test "WhatsApp broadcast: owner and account admin" {
    given user olga in "acme owners" at 2026-01-05T06:00:00Z
    may broadcast-job, broadcast-editor
    given user adam in acme-admins at 2026-01-05T06:00:00Z
    may broadcast-job, broadcast-editor
    given user kim in acme-agents at 2026-01-05T06:00:00Z
    may not broadcast-job, broadcast-editor, permission broadcast.*
}

test "automation: owner and account admin" {
    given user olga in "acme owners"
    may automation-editor, permission automation.*
    given user adam in acme-admins
    may automation-editor, permission automation.*
    given user kim in acme-agents
    may not automation-editor, permission automation.*
}

test "analytics and reports: owner and account admin" {
    given user olga in "acme owners"
    may dashboard, reports
    given user adam in acme-admins
    may dashboard, reports
    given user kim in acme-agents
    may not dashboard, reports, permission analytics.*
}

test "exception handling: owner and account admin" {
    given user olga in "acme owners"
    may exceptions
    given user adam in acme-admins
    may exceptions
    given user kim in acme-agents
    may not exceptions
}

test "subscription management: owner" {
    given user olga in "acme owners"
    may subscription
    given user adam in acme-admins
    may not subscription, permission subscription.*
    given user kim in acme-agents
    may not subscription, permission subscription.*
}

test "chat quota: owner" {
    given user olga in "acme owners"
    may quota
    given user adam in acme-admins
    may not quota, permission quota.*
    given user kim in acme-agents
    may not quota, permission quota.*
}

# ---- What the business added ----

test "refunds: owner and account admin, and no night lead whatever else he is" {
    given user olga in "acme owners"
    may refund
    given user adam in acme-admins
    may refund
    given user kim in acme-agents
    may not refund
    given user nils in night-shift
    may not refund
    given user nils in night-shift, acme-admins
    may billing-tool
    may not refund
    given user nils in acme-admins unknown night-shift
    may not refund
}

test "broadcasts leave in office hours only" {
    given user adam in acme-admins at 2026-01-05T03:29:59Z
    may not broadcast-job
    given user adam in acme-admins at 2026-01-05T03:30:00Z
    may broadcast-job
    given user adam in acme-admins at 2026-01-05T12:29:59Z
    may broadcast-job
    given user adam in acme-admins at 2026-01-05T12:30:00Z
    may not broadcast-job
    given user adam in acme-admins at 2026-01-04T06:00:00Z
    may not broadcast-job
}

test "a night lead is an agent, and sends broadcasts from the office" {
    given user nils in night-shift at 2026-01-05T06:00:00Z from 10.2.3.4
    may inbox, all-inboxes, exceptions, broadcast-job
    may not billing-tool, broadcast-editor
    given user nils in night-shift at 2026-01-05T06:00:00Z from 2001:db8::17
    may broadcast-job
    given user nils in night-shift at 2026-01-05T06:00:00Z from ::ffff:10.2.3.4
    may broadcast-job
    given user nils in night-shift at 2026-01-05T06:00:00Z from 192.0.2.1
    may not broadcast-job
    given user nils in night-shift at 2026-01-05T06:00:00Z from laptop.example
    may not broadcast-job
    given user nils in night-shift at 2026-01-05T06:00:00Z
    may not broadcast-job
}

test "an auditor looks and does nothing" {
    given user asha in acme-auditors
    may billing-tool, dashboard, reports, all-inboxes
    may not inbox, billing-editor, refund, subscription, quota, account-settings, team-admin
}

test "an auditor who is also part of the business is neither" {
    given user asha in acme-auditors, acme-admins
    may not billing-tool, reports, team-admin
    given user asha in acme-auditors, "acme owners"
    may not permission *
    given user asha in acme-auditors, night-shift
    may not permission *
    given user asha in acme-auditors unknown acme-agents
    may not permission *
}

test "maria has one feature more, until the end of 2027" {
    given user maria in acme-agents at 2026-01-05T06:00:00Z
    may inbox, broadcast-job
    may not broadcast-editor, automation-editor, reports
    given user maria at 2026-01-05T06:00:00Z
    may broadcast-job
    may not inbox
    given user maria in acme-agents at 2027-12-31T18:29:59Z
    may permission broadcast.send
    given user maria in acme-agents at 2027-12-31T18:30:00Z
    may not permission broadcast.send
    given user mario in acme-agents at 2026-01-05T06:00:00Z
    may not broadcast-job
}

test "tom reviews in March 2027, as the support team has configured it" {
    given user tom in acme-agents at 2027-02-28T18:29:59Z
    may not reports
    given user tom in acme-agents at 2027-03-01
    may reports, dashboard
    given user tom in acme-agents at 2027-03-31
    may reports
    given user tom in acme-agents at 2027-04-01
    may not reports
}

test "bob is an admin without analytics" {
    given user bob in acme-admins
    may team-admin, billing-tool
    may not reports, dashboard
    given user bob in "acme owners"
    may not reports
}

test "who leaves is out at once, and so is who may have left" {
    given user olga in "acme owners", leavers
    may not permission *
    given user olga in "acme owners" unknown leavers
    may not permission *
}

test "a freelancer is an agent until the end of his contract" {
    given user freelancer
    may inbox
    may not billing-tool
    given user freelancer at 2100-01-01
    may not inbox
}

test "strangers get nowhere" {
    given user stranger
    may not permission *
    given user root
    may not permission *
    given user stranger in acme, gid 100
    may not inbox
    given user stranger unknown "acme owners", acme-admins, acme-agents
    may not inbox
}
