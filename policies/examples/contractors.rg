# People who are with us for a while: two companies on two continents, each in its own office hours, from its own
# networks, until the end of its contract. Whoever has no contract in force has nothing.

policy "Contractors"
zone "Europe/Berlin"
contact "Your contact here: contractors@example.org"

permission repository.read  "Read the source",
           repository.write "Push to the source",
           builds.start     "Start a build",
           wiki.read        "Read the wiki",
           wiki.edit        "Edit the wiki",
           machines.login   "Log in to the development machines",
           releases.sign    "Sign a release"

service git-read     requires repository.read
service git-push     requires repository.read and repository.write
service build-farm   requires builds.start
service wiki         requires wiki.read
service wiki-editor  requires wiki.read and wiki.edit
service sshd         requires machines.login
service release-sign requires releases.sign when signing-room

# Office hours of each company where it is, holidays aside. A night shift belongs to the day on which it begins.
condition berlin-hours time mon-fri 08:00-18:00
condition boston-hours time mon-fri 09:00-17:30 zone "America/New_York"
condition night-watch  time fri-sun 22:00-06:00 zone "America/New_York"

condition northwind-net from 198.51.100.0/24, 2001:db8:100::/48
condition fabrikam-net  from 203.0.113.128/25
condition our-net       from 10.0.0.0/8, local
condition signing-room  tty tty1, tty2

role reader "Reads" {
    allow repository.read, wiki.read
}
role contributor "Contributes" extends reader {
    allow repository.write, builds.start, wiki.edit
    allow machines.login when our-net or northwind-net or fabrikam-net
}
role watch "Watches the builds at night" {
    allow builds.start, wiki.read
}
role employee "Employee" extends contributor {
    allow releases.sign
}

assign employee to group staff-developers
assign contributor to group northwind when berlin-hours and (northwind-net or our-net)
    starting 2026-01-01 until 2027-12-31 because "Northwind, contract 2026-14"
assign contributor to group fabrikam when boston-hours and fabrikam-net starting 2026-02-01
    until 2027-06-30 because "Fabrikam, contract 2026-22"
assign reader to group fabrikam starting 2026-02-01 until 2027-06-30
    because "Fabrikam, contract 2026-22: reading at any time"
assign watch to user fabrikam-night when night-watch starting 2026-02-01 until 2027-06-30
    because "Fabrikam, contract 2026-22, annex B"

# No outsider signs a release, whatever else he is given; nor does somebody of whom it is not known.
deny releases.sign to group northwind, group fabrikam because "Releases are ours"
deny machines.login to user nora because "SEC-9: laptop lost"
allow machines.login to user felix when our-net starting 2027-05-01 until 2027-05-07
    because "On site in May 2027"

# ---- What holds whatever exceptions there are: proved ----

never group northwind may release-sign
never group fabrikam may release-sign
never user nora may sshd
never role watch may git-push, wiki-editor
never role reader may git-push, build-farm, wiki-editor, release-sign

# ---- Tests: 2026-01-05 is a Monday; Berlin is one hour ahead of UTC then, New York five behind. ----

test "northwind works in Berlin's office hours, from its own network or ours" {
    given user nick in northwind at 2026-01-05T07:00:00Z from 198.51.100.7
    may git-read, git-push, build-farm, wiki, wiki-editor, sshd
    given user nick in northwind at 2026-01-05T07:00:00Z
    may git-push, sshd
    given user nick in northwind at 2026-01-05T06:59:59Z from 198.51.100.7
    may not git-read, git-push, build-farm, wiki, wiki-editor, sshd
    given user nick in northwind at 2026-01-05T16:59:59Z from 2001:db8:100::1
    may git-push
    given user nick in northwind at 2026-01-05T17:00:00Z from 2001:db8:100::1
    may not git-push
    given user nick in northwind at 2026-01-04T10:00:00Z from 198.51.100.7
    may not git-push
    given user nick in northwind at 2026-01-05T10:00:00Z from 203.0.113.200
    may not git-read, git-push
    given user nick in northwind at 2026-01-05T10:00:00Z from vpn.northwind.example
    may not git-push
}

test "the hours follow Berlin's summer time" {
    given user nick in northwind at 2026-07-06T06:00:00Z from 198.51.100.7
    may git-push
    given user nick in northwind at 2026-07-06T16:00:00Z from 198.51.100.7
    may not git-push
}

test "fabrikam writes in Boston's hours, and reads at any" {
    given user fay in fabrikam at 2026-02-02T14:00:00Z from 203.0.113.129
    may git-push, build-farm, sshd
    given user fay in fabrikam at 2026-02-02T13:59:59Z from 203.0.113.129
    may git-read, wiki
    may not git-push, build-farm, sshd
    given user fay in fabrikam at 2026-02-02T22:30:00Z from 203.0.113.129
    may git-read
    may not git-push
    given user fay in fabrikam at 2026-02-02T15:00:00Z from 203.0.113.127
    may git-read
    may not git-push
}

test "the weeks in which America has summer time and Europe has not" {
    given user fay in fabrikam at 2026-03-09T13:00:00Z from 203.0.113.129
    may git-push
    given user nick in northwind at 2026-03-09T07:00:00Z from 198.51.100.7
    may git-push
}

test "a contract has a first day and a last" {
    given user nick in northwind at 2025-12-31T10:00:00Z from 198.51.100.7
    may not git-read
    given user fay in fabrikam at 2026-01-31T22:59:59Z
    may not git-read
    given user fay in fabrikam at 2026-02-01
    may git-read
    given user fay in fabrikam at 2027-06-30T21:59:59Z
    may git-read
    given user fay in fabrikam at 2027-07-01
    may not git-read
}

test "the night watch begins on Friday evening and ends on Monday morning" {
    given user fabrikam-night at 2026-02-07T02:59:59Z
    may not build-farm
    given user fabrikam-night at 2026-02-07T03:00:00Z
    may build-farm
    given user fabrikam-night at 2026-02-07T10:59:59Z
    may build-farm
    given user fabrikam-night at 2026-02-07T11:00:00Z
    may not build-farm
    given user fabrikam-night at 2026-02-09T10:59:59Z
    may build-farm, wiki
    may not git-read
    given user fabrikam-night at 2026-02-09T11:00:00Z
    may not build-farm
    given user fabrikam-night at 2026-02-10T04:00:00Z
    may not build-farm
}

test "releases are signed by our own people, in the signing room" {
    given user emma in staff-developers tty tty1
    may release-sign
    given user emma in staff-developers tty pts/3
    may not release-sign
    given user emma in staff-developers
    may not release-sign
    given user nick in staff-developers, northwind tty tty1
    may not release-sign
    given user emma in staff-developers unknown fabrikam tty tty1
    may not release-sign
}

test "employees come from where they like, but not to the machines" {
    given user emma in staff-developers from 192.0.2.99
    may git-push, wiki-editor, build-farm
    may not sshd
    given user emma in staff-developers from 10.1.2.3
    may sshd
}

test "nora works, and not on the machines" {
    given user nora in northwind at 2026-01-05T10:00:00Z from 198.51.100.7
    may git-push
    may not sshd
}

test "felix is on site for one week" {
    given user felix at 2027-05-01 from 10.3.3.3
    may sshd
    given user felix at 2027-04-30 from 10.3.3.3
    may not sshd
    given user felix at 2027-05-08 from 10.3.3.3
    may not sshd
    given user felix at 2027-05-05 from 192.0.2.99
    may not sshd
}

test "nobody else" {
    given user stranger
    may not permission *
    given user stranger unknown staff-developers, northwind, fabrikam at 2026-02-02T15:00:00Z
    may not permission *
}
