# Contractors come in through one machine, the bastion, and from there to the few that they look after. Staff come from
# anywhere in the company. One policy for all machines: which of them decides is a condition.

policy "Through the bastion"
zone utc
contact "Network operations: noc@example.org"

service sshd, sudo, su

condition on-bastion   host bastion, bastion-2
condition via-bastion  from 192.0.2.10, 192.0.2.11  # the addresses of the two
condition company      from 10.0.0.0/8, 2001:db8:1::/48
condition console      from local
condition plant        host plant-*
condition office-hours time mon-fri 07:00-19:00 zone "Europe/Vienna"

role staff "Logs in" {
    allow sshd when company or console or via-bastion
}
role administrator "Becomes root" extends staff {
    allow sudo, su
}
role contractor "Through the bastion, to the plant's machines" {
    allow sshd when on-bastion
    allow sshd when plant and via-bastion and office-hours
}
role press-firm "Looks after the press by itself" {
    allow sudo when host plant-press and via-bastion and office-hours
}
role rescuer "At the console" {
    allow sshd, sudo, su when console
}

assign staff         to group staff
assign administrator to group admins
assign contractor    to group contractors
assign press-firm    to group firm-hydra
assign rescuer       to user root

deny * to group locked

never group locked may sshd, sudo, su
never role contractor may sudo, su
never role press-firm may su

test "contractors reach the bastion from anywhere, at any time" {
    given user carl in contractors from 203.0.113.9 host bastion at 2027-02-06T23:00:00Z
    may sshd
    may not sudo
}
test "and from it the plant, in office hours" {
    given user carl in contractors from 192.0.2.10 host plant-press at 2027-02-08T10:00:00Z
    may sshd
    given user carl in contractors from 203.0.113.9 host plant-press at 2027-02-08T10:00:00Z
    may not sshd
    given user carl in contractors from 192.0.2.10 host plant-press at 2027-02-08T22:00:00Z
    may not sshd
    given user carl in contractors from 192.0.2.10 host mail at 2027-02-08T10:00:00Z
    may not sshd
}
test "one firm becomes root on its machine" {
    given user hydra1 in contractors, firm-hydra from 192.0.2.11 host plant-press
        at 2027-02-08T10:00:00Z
    may sudo
    may not su
    given user hydra1 in contractors, firm-hydra from 192.0.2.11 host plant-oven
        at 2027-02-08T10:00:00Z
    may not sudo
}
test "staff" {
    given user sue in staff from 10.3.4.5 host mail
    may sshd
    may not sudo
    given user sue in staff from 203.0.113.9 host mail
    may not sshd
    given user ann in admins from 10.3.4.5 host mail
    may sshd, sudo, su
}
test "an origin that is a name is in no network" {
    given user sue in staff from laptop.example host mail
    may not sshd
}
test "root, at the console alone" {
    given user root host plant-press
    may sshd, sudo, su
    given user root from 10.3.4.5 host plant-press
    may not sshd
}
test "whoever is locked out" {
    given user sue in staff, locked from 10.3.4.5
    may not sshd
    given user sue in staff unknown locked from 10.3.4.5
    may not sshd
}
