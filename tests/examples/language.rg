# The whole policy that the language's manual shows, word for word, and then more tests of what it says.
policy "Acme support desk"
zone "Asia/Kolkata"
contact "Ask the support team: support@acme.example"

include <predefined>  # permissions and the roles owner, account-admin, agent
include "exceptions.d/*.rg" only by group support-team {  # what the support team may configure by itself
    allow broadcast.*, analytics.* to users for 31 days
    deny broadcast.*, analytics.* to users for 31 days
}
roster group acme-all, user root  # whoever is in none of these: his list of groups is not complete

permission refunds.issue "Pay money back"

service sshd  # its own permission: allow sshd to …
service inbox         requires conversations.view
service billing-tool  requires billing.view "Billing console"
service refund        requires billing.view and refunds.issue
service broadcast-job requires broadcast.send and automation.run when office-hours

condition office-hours time mon-fri 09:00-18:00
condition office-net   from 10.0.0.0/8, 2001:db8::/32

role auditor { allow analytics.view }
role night-lead "Night shift lead" extends agent {
    allow broadcast.send, automation.run when office-net
    deny refunds.issue
}

assign owner         to group "acme owners"
assign account-admin to group acme-admins
assign agent         to group acme-agents
assign agent         to user freelancer until 2026-12-31
assign night-lead    to group night-shift

# Exceptions, as the support team configured them
allow conversations.view to user root because "on call"
allow broadcast.send to user maria until 2026-12-31 because "SUP-1234"
deny analytics.* to user bob because "HR-77"

exclusive auditor, owner
never role agent may permission billing.*, permission subscription.*
always user root may inbox

test "an agent stays out of billing" {
    given user kim in acme-agents
    may inbox
    may not billing-tool, refund
}

test "what the support team configured by itself counts as if it stood here" {
    given user lou in acme-all at 2098-01-31
    may permission broadcast.send
    given user lou in acme-all at 2098-02-01
    may not permission broadcast.send
}

test "root reads the inbox, and nobody is in the machines by this policy" {
    given user root
    may inbox
    may not sshd
}

test "owners may refund, the night lead may not" {
    given user olga in acme-all, "acme owners"
    may refund, billing-tool
    given user nils in night-shift, "acme owners"
    may billing-tool
    may not refund
}

test "who may be a night lead, for all that is known, may not refund" {
    given user olga in "acme owners"
    may billing-tool
    may not refund
}

test "a broadcast needs the office's network and its hours" {
    given user nils in night-shift at 2026-01-05T06:00:00Z from 10.1.2.3
    may broadcast-job
    given user nils in night-shift at 2026-01-05T06:00:00Z from 192.0.2.3
    may not broadcast-job
    given user nils in night-shift at 2026-01-05T20:00:00Z from 10.1.2.3
    may not broadcast-job
}
