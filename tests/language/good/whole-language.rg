policy "Everything at once"
zone "Asia/Kolkata"
contact "Ask the support team: support@acme.example"
contact "or the night shift"
unlisted ignore

roster group everybody, gid 100, user root, user maria
include "library/more.rg"
include "library/none-*.rg"

permission inbox.view "Read", inbox.send,
           billing.view, billing.update

service inbox, webmail requires inbox.view and (inbox.send or inbox.any) when not banned "Mail"
service billing requires billing.view
service "billing tool" requires billing.view and billing.update or inbox.any

condition banned from 203.0.113.0/24, 2001:db8::/32
condition office time mon-fri 09:00-18:00 zone "Europe/Berlin"
condition night time daily 22:00-06:00 zone utc
condition alone tty none, console, "none"
condition here host web*, "db?" and tty pts/*, tty1
condition anywhere (from local or office) and not (night or here or alone)

role clerk "A clerk" gid 7000 {
    allow inbox.* except inbox.any
    deny billing.update when night
}
role head extends clerk {
    allow billing.*, inbox.any when anywhere starting 2026-01-01 until 2099-12-31T18:00:00+01:00 because "board"
}
role auditor { allow billing.view }

assign clerk to group clerks, gid 100
assign head to user maria until 2099-06-30 because "acting"
assign auditor to group "audit team"
exclusive auditor, head

allow billing.view to (user kim, group trainees) until 2099-01-31 because "SUP-1"
deny inbox.send to role auditor
deny billing.update to everyone when banned

test "who is who" {
    given user kim in clerks, gid 100 unknown others at 2026-03-02 from 192.0.2.7 tty pts/1 host web1
    may inbox, permission inbox.view
    may not "billing tool"
    given user maria at 2026-03-02T08:00:00Z tty pts/1
    may billing, webmail
    given user eve from local
    may not permission *
}
