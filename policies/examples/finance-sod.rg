# Separation of duties in finance: whoever enters does not approve, whoever prepares a payment does not release it, and
# whoever keeps the list of suppliers does neither. Somebody who holds two roles of one exclusive set has nothing from
# either, until it is sorted out: that is safer than to guess which one was meant.

policy "Finance: separation of duties"
zone "Europe/Berlin"
contact "Finance controls: controls@example.org"

permission suppliers.edit   "Add suppliers, and change their bank accounts",
           invoices.enter   "Enter invoices",
           invoices.approve "Approve invoices",
           payments.prepare "Prepare a payment run",
           payments.release "Release a payment run to the bank",
           ledger.read      "Read the ledger",
           ledger.post      "Post to the ledger",
           ledger.close     "Close a period",
           audit.read       "Read the audit trail"

service supplier-editor  requires suppliers.edit
service invoice-entry    requires invoices.enter
service invoice-approval requires invoices.approve and ledger.read
service payment-run      requires payments.prepare and ledger.read
service payment-release  requires payments.release and ledger.read when bank-hours and in-house
service ledger           requires ledger.read
service ledger-posting   requires ledger.post and ledger.read
service period-close     requires ledger.close and ledger.read when in-house
service audit-trail      requires audit.read

condition bank-hours time mon-fri 08:30-16:00
condition in-house   from 10.20.0.0/16, local

role reader "Reads the ledger" { allow ledger.read }
role supplier-clerk "Supplier clerk" { allow suppliers.edit }
role invoice-clerk "Invoice clerk" { allow invoices.enter }
role invoice-approver "Invoice approver" extends reader { allow invoices.approve }
role payment-maker "Payment maker" extends reader { allow payments.prepare }
role payment-checker "Payment checker" extends reader { allow payments.release }
role bookkeeper "Bookkeeper" extends reader { allow ledger.post }
role controller "Controller" extends reader { allow ledger.close }
role internal-auditor "Internal auditor" extends reader { allow audit.read }

# Maker and checker, in each of the two chains, and the suppliers apart from both.
exclusive invoice-clerk, invoice-approver
exclusive payment-maker, payment-checker
exclusive supplier-clerk, payment-maker, invoice-approver
exclusive supplier-clerk, payment-checker
# Who posts does not close.
exclusive bookkeeper, controller
# Auditors take no part in what they audit.
exclusive internal-auditor, supplier-clerk
exclusive internal-auditor, invoice-clerk
exclusive internal-auditor, invoice-approver
exclusive internal-auditor, payment-maker
exclusive internal-auditor, payment-checker
exclusive internal-auditor, bookkeeper
exclusive internal-auditor, controller

assign supplier-clerk   to group fin-suppliers
assign invoice-clerk    to group fin-invoices
assign invoice-approver to group fin-approvers
assign payment-maker    to group fin-payments
assign payment-checker  to group fin-release
assign bookkeeper       to group fin-ledger
assign controller       to group fin-control
assign internal-auditor to group audit

# A stand-in gets a role and no permission of his own: so the exclusive sets hold for him too, while he stands in.
assign payment-checker to user nadia starting 2027-07-05 until 2027-07-16
    because "FIN-310: holidays"

deny payments.* to user otto because "HR-12: under review"

# ---- What holds whatever is added: proved ----

never role invoice-clerk may invoice-approval, payment-run, payment-release
never role payment-maker may payment-release, invoice-approval
never role payment-checker may payment-run, supplier-editor
never role internal-auditor
    may ledger-posting, period-close, permission payments.*, permission invoices.*
never user otto may payment-run, payment-release
# Whoever enters invoices and approves them has neither: the two roles make each other void.
never group fin-invoices may invoice-approval

# ---- Tests: 2026-01-05 is a Monday, 09:00 UTC is 10:00 in Berlin. ----

test "each role does its own part" {
    given user sara in fin-suppliers
    may supplier-editor
    may not invoice-entry, invoice-approval, payment-run, payment-release, ledger, audit-trail
    given user ivan in fin-invoices
    may invoice-entry
    may not invoice-approval, payment-run, ledger
    given user anja in fin-approvers
    may invoice-approval, ledger
    may not invoice-entry, payment-run, payment-release
    given user mike in fin-payments
    may payment-run, ledger
    may not payment-release, invoice-approval
    given user rosa in fin-release at 2026-01-05T09:00:00Z
    may payment-release, ledger
    may not payment-run
    given user bert in fin-ledger
    may ledger-posting, ledger
    may not period-close
    given user cora in fin-control
    may period-close, ledger
    may not ledger-posting
    given user abel in audit
    may audit-trail, ledger
    may not ledger-posting, period-close, payment-run, supplier-editor
}

test "a maker who is a checker is neither" {
    given user mike in fin-payments, fin-release at 2026-01-05T09:00:00Z
    may not payment-run, payment-release, ledger
    given user ivan in fin-invoices, fin-approvers
    may not invoice-entry, invoice-approval, ledger
    given user bert in fin-ledger, fin-control
    may not ledger-posting, period-close
}

test "who keeps the suppliers pays nobody" {
    given user sara in fin-suppliers, fin-payments
    may not supplier-editor, payment-run
    given user sara in fin-suppliers, fin-approvers
    may not supplier-editor, invoice-approval
    given user sara in fin-suppliers, fin-release at 2026-01-05T09:00:00Z
    may not supplier-editor, payment-release
    given user sara in fin-suppliers, fin-invoices
    may supplier-editor, invoice-entry
}

test "a third role that conflicts with nothing stays" {
    given user ivan in fin-invoices, fin-approvers, fin-ledger
    may ledger-posting
    may not invoice-entry, invoice-approval
    given user mike in fin-payments, fin-invoices
    may payment-run, invoice-entry
}

test "an auditor takes no part" {
    given user abel in audit, fin-ledger
    may not audit-trail, ledger-posting, ledger
    given user abel in audit, fin-suppliers
    may not audit-trail, supplier-editor
    given user abel in audit, fin-invoices
    may not audit-trail, invoice-entry
    given user abel in audit, fin-approvers
    may not audit-trail, invoice-approval
    given user abel in audit, fin-payments
    may not audit-trail, payment-run
    given user abel in audit, fin-release at 2026-01-05T09:00:00Z
    may not audit-trail, payment-release
    given user abel in audit, fin-control
    may not audit-trail, period-close
}

test "not knowing whether somebody is a checker is reason enough" {
    given user mike in fin-payments unknown fin-release
    may not payment-run, ledger
    given user mike in fin-payments unknown fin-control
    may payment-run
    given user abel in audit unknown fin-invoices
    may not audit-trail
}

test "payments are released in the bank's hours, in the house" {
    given user rosa in fin-release at 2026-01-05T07:29:59Z
    may not payment-release
    given user rosa in fin-release at 2026-01-05T07:30:00Z from 10.20.1.1
    may payment-release
    given user rosa in fin-release at 2026-01-05T15:00:00Z
    may not payment-release
    given user rosa in fin-release at 2026-01-04T09:00:00Z
    may not payment-release
    given user rosa in fin-release at 2026-01-05T09:00:00Z from 10.21.1.1
    may not payment-release
    given user rosa in fin-release at 2026-01-05T09:00:00Z from home.example.org
    may not payment-release
}

test "a period is closed in the house" {
    given user cora in fin-control from 10.20.255.255
    may period-close
    given user cora in fin-control from 192.0.2.5
    may ledger
    may not period-close
}

test "a stand-in releases for two weeks, and prepares nothing meanwhile" {
    given user nadia in fin-payments at 2027-07-02T09:00:00Z
    may payment-run
    may not payment-release
    given user nadia in fin-payments at 2027-07-05T09:00:00Z
    may not payment-run, payment-release
    given user nadia at 2027-07-05T09:00:00Z
    may payment-release
    given user nadia at 2027-07-16T09:00:00Z
    may payment-release
    given user nadia in fin-payments at 2027-07-19T09:00:00Z
    may payment-run
    may not payment-release
}

test "otto touches no payment" {
    given user otto in fin-payments
    may ledger
    may not payment-run
    given user otto in fin-release at 2026-01-05T09:00:00Z
    may not payment-release
}

test "nobody else" {
    given user stranger
    may not permission *
    given user stranger in finance unknown fin-suppliers, fin-invoices, audit
    may not permission *
}
