# One policy for a fleet of machines: it is compiled once, and the table is the same on all of them. What a machine is
# for is in its name, so a rule says where it holds with `host`.

policy "Fleet"
zone utc
contact "Operations: ops@example.org"

service sshd, sudo, su, login, deploy, restore

condition web      host web-*, www
condition database host db-*
condition staging  host *-staging, *.staging.example.org
condition card     host pci-*  # where card numbers are
condition network  from 10.0.0.0/8, 2001:db8:f::/48
condition console  from local and tty tty*
condition by-job   tty none and from local  # cron, systemd: no terminal

role developer "Logs in to staging, deploys to the web" {
    allow sshd, sudo when staging and network
    allow sshd when web and network
    allow deploy when (web or staging) and not card
}
role database-admin "The databases" {
    allow sshd, sudo, restore when database and network
}
role operator "Everything but the cards" {
    allow sshd, sudo, su, login, deploy, restore when network or console
    deny * when card
}
role card-operator "Where the cards are" {
    allow sshd, login, sudo when card and (network or console)
}

# Jobs: the backup restores to staging by itself; root is at the consoles and in cron.
role restorer "Tries each night whether the backup is good" {
    allow restore when staging and by-job
}
role rescuer "The consoles, and cron" { allow sshd, login, sudo, su when console or by-job }

assign developer      to group developers
assign database-admin to group dbas
assign operator       to group operators
assign card-operator  to group card-operators
assign restorer       to user backup
assign rescuer        to user root

exclusive developer, card-operator

deny sudo, su, restore to group read-only

never role developer may login, su, restore
never group read-only may sudo, su, restore
never role database-admin may deploy

test "developers: staging wholly, the web by deploying" {
    given user dev in developers from 10.1.2.3 host app-staging
    may sshd, sudo, deploy
    given user dev in developers from 10.1.2.3 host web-7
    may sshd, deploy
    may not sudo, restore
    given user dev in developers from 10.1.2.3 host db-1
    may not sshd
}
test "a host counts by its first label, or by its whole name" {
    given user dev in developers from 10.1.2.3 host app.staging.example.org
    may sudo
    given user dev in developers from 10.1.2.3 host web-7.example.org
    may sshd
}
test "databases" {
    given user dba in dbas from 10.1.2.3 host db-1
    may sshd, sudo, restore
    given user dba in dbas from 10.1.2.3 host web-7
    may not sshd
}
test "operators: everywhere, but not where the cards are" {
    given user ole in operators from 10.1.2.3 host web-7
    may sshd, sudo, su
    given user ole in operators from 10.1.2.3 host pci-2
    may not sshd, sudo
    given user cora in card-operators from 10.1.2.3 host pci-2
    may sshd, sudo
    given user cora in card-operators from 10.1.2.3 host web-7
    may not sshd
}
test "not from outside" {
    given user ole in operators from 203.0.113.1 host web-7
    may not sshd
    given user ole in operators tty tty1 host web-7
    may login
}
test "nobody writes what handles cards, and handles it" {
    given user dora in developers, card-operators from 10.1.2.3 host pci-2
    may not sshd
}
test "unattended" {
    given user backup tty none host app-staging
    may restore
    given user backup tty tty1 host app-staging
    may not restore
    given user root tty none host pci-2
    may sudo
    given user root from 10.1.2.3 host pci-2
    may not sshd
}
test "who only reads" {
    given user ole in operators, read-only from 10.1.2.3 host web-7
    may sshd
    may not sudo, su, restore
}
