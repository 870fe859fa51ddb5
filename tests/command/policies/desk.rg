policy "Test desk"
zone "Asia/Kolkata"
contact "Ask the test team"
unlisted deny

permission inbox.read, billing.view "See bills", refunds.issue, reports.read

service inbox        requires inbox.read
service billing-tool requires billing.view
service refund       requires billing.view and (refunds.issue or reports.read)
service reports      requires reports.read when office-hours
service vault        requires inbox.read when office-net

condition office-hours time mon-fri 09:00-18:00
condition office-net   from 10.0.0.0/8

role agent { allow inbox.read }
role clerk "Keeps the books" extends agent {
    allow billing.view, refunds.issue
}
role auditor { allow reports.read }

assign agent   to group agents, gid 4000
assign clerk   to group clerks
assign auditor to group auditors

allow billing.view to user maria until 2026-12-31 because "SUP-1234"
deny refunds.issue to user bob because "HR-77"

exclusive clerk, auditor

test "an agent stays out of billing" {
    given user kim in agents
    may inbox
    may not billing-tool, refund
}
test "clerks and auditors" {
    given user kim in clerks
    may refund, permission billing.*
    given user eve in auditors at 2026-01-05T10:00:00+05:30
    may reports
    given user eve in auditors, clerks at 2026-01-05T10:00:00+05:30
    may not reports
    given user kim in agents from 10.1.2.3
    may vault
}
test "exceptions" {
    given user maria in agents
    may billing-tool
    given user maria in agents at 2027-01-01
    may not billing-tool
    given user bob in clerks
    may not refund
}
