# sshd, sudo and su on a fleet: one policy, one table on every machine, and the machine's own name decides what of it
# holds there. Put `account required pam_rolegate.so` first in the account part of /etc/pam.d/sshd, sudo and su.
#
# sshd says where a person comes from (set `UseDNS no`, so that it is an address). sudo and su do not: to them every
# request is local. So networks stand on the service sshd alone.

policy "Fleet: who gets on, and who becomes root"
zone utc
contact "Access requests: #infra-access, or infra@example.org"

# Services that the fleet does not name here are none of this policy's business.
unlisted ignore

service sshd   when (from-vpn or from-bastion) and not quarantined "Log in over ssh"
service login, cron
service sudo   "Become root"
service sudo-i requires sudo
# su asks PAM about the account that it leads to, not about the person who types it: this says whose account it may
# open.
permission root.switch "Be the account that su leads to"
service su, su-l requires sudo and root.switch

condition from-vpn      from 10.64.0.0/12, 2001:db8:64::/48
condition from-bastion  from 192.0.2.22, 2001:db8::22
condition web           host web-*, www?
condition databases     host db-*
condition staging       host stage-*, *.stage.example.org
condition bastion       host bastion-*
condition production    (web or databases) and not staging
condition quarantined   host quarantine-*
condition change-window time tue, thu 08:00-11:00 zone "Europe/Berlin"
condition serial        tty ttyS*, hvc0

# ---- Roles ----

role reliability "Site reliability" {
    allow sshd, login
    allow sudo, root.switch when staging or bastion or (production and change-window)
}

# For the week on which a person is on call, root does not wait for a window.
role on-call "On call" extends reliability {
    allow sudo, root.switch when production
}

role developer "Developer" {
    allow sshd when staging or web
    allow sudo when staging
}

role dba "Database administrator" {
    allow sshd, sudo when databases
}

role deployment "Deployment" {
    allow sshd, cron when web or staging
}

role hands "Data centre hands" {
    allow login when serial
}

# What root must reach whatever happens: his consoles, and his jobs.
role machine "The machine itself" {
    allow login, cron
}

assign machine     to user root
assign reliability to group sre
assign on-call     to group sre-oncall
assign developer   to group developers
assign dba         to group dbas
assign deployment  to user deploy
assign hands       to gid 4200

allow sudo to user lena when host web-7 until 2027-06-30 because "OPS-512: kernel traces on web-7"
deny sshd, sudo, root.* to group leavers because "Offboarding"
deny sudo to user deploy because "A robot never becomes root"

# ---- What holds on every machine, at any time, whatever is added: proved ----

always user root may login, cron
never user deploy may sudo, sudo-i, su, su-l
never group leavers may sshd, sudo, sudo-i, su, su-l
never role developer may su, su-l, login
never role hands may sshd, permission root.switch
never role dba may su, su-l

# ---- Tests ----

test "a developer gets on web and staging machines, from the right networks" {
    given user dana in developers from 10.64.1.2 host web-1
    may sshd
    given user dana in developers from 10.64.1.2 host web-1.example.org
    may sshd
    given user dana in developers from 2001:db8:64::9 host STAGE-3
    may sshd
    given user dana in developers from 192.0.2.22 host www2
    may sshd
    given user dana in developers from 10.64.1.2 host db-1
    may not sshd
    given user dana in developers from 203.0.113.5 host web-1
    may not sshd
    given user dana in developers host web-1
    may not sshd
    given user dana in developers from laptop.example.org host web-1
    may not sshd
}

test "a developer is root on staging only, and never through su" {
    given user dana in developers host stage-1
    may sudo, sudo-i
    may not su, su-l
    given user dana in developers host app.stage.example.org
    may sudo
    given user dana in developers host web-1
    may not sudo
    given user dana in developers host db-1
    may not sudo
}

test "a database administrator stays with the databases" {
    given user dirk in dbas from 10.64.1.2 host db-2
    may sshd, sudo
    may not su, login
    given user dirk in dbas from 10.64.1.2 host web-2
    may not sshd, sudo
}

test "reliability gets on everywhere, and is root in production in the change window" {
    given user rita in sre at 2026-01-06T07:00:00Z from 10.64.1.2 host db-1
    may sshd, login, sudo, su
    given user rita in sre at 2026-01-06T06:59:59Z host db-1
    may login
    may not sudo, su, su-l
    given user rita in sre at 2026-01-06T10:00:00Z host db-1
    may not sudo
    given user rita in sre at 2026-01-07T08:00:00Z host web-1
    may not sudo
    given user rita in sre host stage-9
    may sudo, su
    given user rita in sre host bastion-1
    may sudo
}

test "the change window is Berlin's, summer time included" {
    given user rita in sre at 2026-07-07T06:00:00Z host web-1
    may sudo
    given user rita in sre at 2026-07-07T05:59:59Z host web-1
    may not sudo
    given user rita in sre at 2026-07-07T09:00:00Z host web-1
    may not sudo
}

test "on call needs no window" {
    given user omar in sre-oncall at 2026-01-04T02:00:00Z from 10.64.1.2 host db-1
    may sshd, sudo, su
    given user omar in sre-oncall at 2026-01-04T02:00:00Z host laptop-1
    may not sudo
}

test "a quarantined machine takes nobody over ssh, and the console stays" {
    given user omar in sre-oncall from 10.64.1.2 host quarantine-web-1
    may login
    may not sshd, sudo
}

test "the robot deploys and never becomes root" {
    given user deploy from 10.64.1.2 host web-1
    may sshd, cron
    may not sudo, su
    given user deploy in sre from 10.64.1.2 host stage-1
    may sshd
    may not sudo
    given user deploy from 10.64.1.2 host db-1
    may not sshd, cron
}

test "hands log in at a serial console" {
    given user hugo in gid 4200 tty ttyS0
    may login
    given user hugo in gid 4200 tty /dev/hvc0
    may login
    given user hugo in gid 4200 tty tty1
    may not login
    given user hugo in gid 4200
    may not login
    given user hugo in gid 4200 from 10.64.1.2 host web-1
    may not sshd
}

test "lena traces on one machine, until the end of June 2027" {
    given user lena in developers host web-7
    may sudo
    given user lena in developers host web-8
    may not sudo
    given user lena in developers at 2027-07-01T00:00:00Z host web-7
    may not sudo
}

test "who left gets on nowhere, and who may have left neither" {
    given user rita in sre, leavers from 10.64.1.2 host stage-1
    may not sshd, sudo, su
    given user rita in sre unknown leavers from 10.64.1.2 host stage-1
    may not sshd, sudo
    given user rita unknown sre from 10.64.1.2 host stage-1
    may not sshd, login
}

test "root's own jobs run, and root is nothing else by itself" {
    given user root
    may cron
    may not sshd, sudo
}
