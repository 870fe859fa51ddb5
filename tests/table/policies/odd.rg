# Everything that can be written in more than one way, or has an unusual size.
policy "Odd \"one\" \\ \xc3\xa9"
zone "Europe/Berlin"
contact "first"
contact "second \x01"
contact "first"
unlisted requires a and (z.one or z.two) when c1 service z-alone requires a and (z.one or z.two) when c1

permission a, a.b "Only one below a", a.b.c, a-b, a_b, z.one, z.two
service empty-description requires a ""
service one, two requires (a or z.one and z.two) and (a or z.one and z.two) "Both"
service deep requires a and (a.b or (a.b.c and (z.one or (z.two and (a or (a.b and z.one))))))
service named requires z.two when not not (mad or c1)

condition c1 time daily 00:00-24:00 zone utc
condition c2 c1 and c1 and not not c1
condition c3 c2 or (c2 or not c2) or (c1 and time mon-fri 22:00-06:00)
condition mad (c3 and c2) or (from 10.0.0.0/8, 10.1.0.0/16, ::ffff:10.2.0.0/112, 2001:db8::/32, 2001:db8:1::/48, local
    and (tty b*, a*, none, b*, "none", none or tty none or host WEB*, web*, db-?))
condition holidays date 2026-03-08..2026-03-09, 2026-02-23, 2026-03-10, 0000-01-01, 9999-12-31..9999-12-31
condition never-used time fri-mon 10:00-10:00 zone "America/New_York" and host unused-name

role top "A role" gid 5000 extends left, right { allow z.* except z.one }
role left extends base { deny a.b when mad }
role right extends base {}
role base { allow a.*, a, a.* allow a.*, a, a.* deny a-b because "same line" }
role lone {}

assign top, lone to (group g, gid 77, user u, group g) starting 2026-01-01 until 2026-12-31
assign top, lone to (group g, gid 77, user u, group g) starting 2026-01-01 until 2026-12-31
assign lone to everyone when c3 assign lone to user "white space" when c3 assign lone to user v when c2 or c2
exclusive top, lone
exclusive lone, top
roster group g, user "white space", user u, group g, gid 9 roster user u
roster user nobody-else, group nowhere-else roster group nowhere-else, user nobody-else
allow a, a.b, a.b.*, * except z.*, z.one to user u, group u, gid 4294967294, role base, user u
allow a to user u because "x" allow a to user v because "x" allow a to user v because "x" deny a to user u because "x"
allow a to group many because "1"
allow a.b to group many because "2"
allow a.b.c to group many because "3"
allow a-b to group many because "4"
allow a_b to group many because "5"
allow z.one to group many because "6"
allow z.two to group many because "7"
deny a, a_b to group many because "8"
deny a.* to group many starting 1969-12-31T23:59:59Z until 2026-12-31T18:00:00+05:30
allow * to group many when mad starting 0001-01-01 until 9999-12-31
allow * to user u when mad
allow a to user u when holidays and not date 2026-02-23..2026-02-23 because "date"
allow z.* to role lone when from 0.0.0.0/0, ::/0, local until 2100-02-28
