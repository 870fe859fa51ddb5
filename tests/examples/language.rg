# The whole policy that the language's manual shows, less `never` and `always`, and with the role `auditor` that it
# leaves to the reader.
policy "Acme support desk"
zone   "Asia/Kolkata"
contact "Ask the support team: support@acme.example"

include <predefined>                      # permissions and the roles owner, account-admin, agent
roster group acme-all, user root          # whoever is in none of these: his list of groups is not complete

permission refunds.issue "Pay money back"

service inbox           requires conversations.view
service billing-tool    requires billing.view          "Billing console"
service refund          requires billing.view and refunds.issue
service broadcast-job   requires broadcast.send and automation.run when office-hours

condition office-hours  time mon-fri 09:00-18:00
condition office-net    from 10.0.0.0/8, 2001:db8::/32

role night-lead "Night shift lead" extends agent {
    allow broadcast.send, automation.run when office-net
    deny  refunds.issue
}

assign owner          to group "acme owners"
assign account-admin  to group acme-admins
assign agent          to group acme-agents
assign agent          to user freelancer until 2026-12-31
assign night-lead     to group night-shift

# Exceptions, as the support team configured them
allow broadcast.send to user maria until 2026-12-31 because "SUP-1234"
deny  analytics.*    to user bob                     because "HR-77"

exclusive auditor, owner

test "an agent stays out of billing" {
    given user kim in acme-agents
    may inbox
    may not billing-tool, refund
}

role auditor "Auditor" { allow analytics.* }

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
