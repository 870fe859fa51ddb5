# Payments of a bank: one person enters, another one checks, a third one releases what is large, and whoever audits does
# none of it. Nobody holds two of these roles at once, whatever groups he is put into.

policy "Payments"
zone "Europe/Zurich"
contact "Controls, extension 4120"

permission payment.enter   "Enter a payment",
           payment.check   "Check a payment that somebody else has entered",
           payment.release "Release a payment above the limit",
           payment.read    "Read payments",
           limits.change   "Change the limit",
           journal.read    "Read the journal of who did what"

service pay-enter   requires payment.enter
service pay-check   requires payment.read and payment.check
service pay-release requires payment.read and payment.release when business-day
service pay-view    requires payment.read
service pay-limits  requires limits.change and payment.release
service journal     requires journal.read

condition business-day time mon-fri 08:00-18:00 and not bank-holiday
condition bank-holiday date 2027-01-01..2027-01-02, 2027-03-26, 2027-03-29, 2027-05-06, 2027-05-17,
    2027-12-24..2027-12-26
condition branch        from 10.20.0.0/16
condition vault-console tty tty1

role reader { allow payment.read }
role maker "Enters payments" extends reader { allow payment.enter when branch }
role checker "Checks them" extends reader { allow payment.check when branch }
role releaser "Releases large ones" extends reader {
    allow payment.release when branch
    allow limits.change when branch and vault-console
}
role auditor "Reads all, does nothing" extends reader { allow journal.read }

exclusive maker, checker, releaser, auditor

assign maker    to group pay-makers
assign checker  to group pay-checkers
assign releaser to group pay-releasers
assign auditor  to group internal-audit
# Holidays: a checker is a maker for two weeks, and no checker meanwhile.
assign maker to user nadia starting 2027-07-05 until 2027-07-16
    because "CTL-310: stands in for Ueli"

deny payment.*, limits.* to group on-notice

roster group bank-staff

never role maker may pay-check, pay-release, pay-limits, journal
never role checker may pay-enter, pay-release, pay-limits
never role releaser may pay-enter, pay-check
never role auditor may pay-enter, pay-check, pay-release, pay-limits
never group on-notice may pay-enter, pay-check, pay-release, pay-view

test "each has one pair of eyes" {
    given user mia in bank-staff, pay-makers from 10.20.3.4
    may pay-enter, pay-view
    may not pay-check, pay-release
    given user cem in bank-staff, pay-checkers from 10.20.3.5
    may pay-check
    may not pay-enter
}
test "two roles are none" {
    given user zoe in bank-staff, pay-makers, pay-checkers from 10.20.3.4
    may not pay-enter, pay-check, pay-view
    given user zoe in bank-staff, pay-makers unknown pay-checkers from 10.20.3.4
    may not pay-enter
}
test "large payments wait for a business day" {
    given user rolf in bank-staff, pay-releasers from 10.20.0.9 at 2027-05-18T09:00:00Z
    may pay-release
    given user rolf in bank-staff, pay-releasers from 10.20.0.9 at 2027-05-17T09:00:00Z
    may not pay-release
    given user rolf in bank-staff, pay-releasers from 10.20.0.9 at 2027-05-15T09:00:00Z
    may not pay-release
}
test "the limit is changed at the console of the vault" {
    given user rolf in bank-staff, pay-releasers from 10.20.0.9 tty tty1
    may pay-limits
    given user rolf in bank-staff, pay-releasers from 10.20.0.9 tty pts/3
    may not pay-limits
}
test "only in the branches" {
    given user mia in bank-staff, pay-makers from 203.0.113.5
    may not pay-enter
    may pay-view
}
test "audit reads" {
    given user ida in bank-staff, internal-audit
    may journal, pay-view
    may not pay-enter, pay-check
}
test "a stand-in is one thing at a time" {
    given user nadia in bank-staff, pay-checkers from 10.20.3.5 at 2027-07-02T09:00:00Z
    may pay-check
    given user nadia in bank-staff from 10.20.3.5 at 2027-07-06T09:00:00Z
    may pay-enter
    given user nadia in bank-staff, pay-checkers from 10.20.3.5 at 2027-07-06T09:00:00Z
    may not pay-enter, pay-check
}
test "notice" {
    given user mia in bank-staff, pay-makers, on-notice from 10.20.3.4
    may not pay-enter, pay-view
    given user mia in bank-staff, pay-makers unknown on-notice from 10.20.3.4
    may not pay-enter
}
