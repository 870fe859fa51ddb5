# dump: a table as a policy again.
rolegate compile desk.rg -o desk.rgt
rolegate compile -I lib usesinclude.rg -o include.rgt
says "dump" 0 rolegate dump desk.rgt <<'EOF'
#rolegate dump 1
#source "desk.rg" 8c49cd925816f165c583d2d7f2586c3d0d7a285a62d1fdee7e89fe699804a1b5

policy "Test desk"
zone "Asia/Kolkata"
contact "Ask the test team"

permission billing.view "See bills"
permission inbox.read
permission refunds.issue
permission reports.read

condition office-hours time mon-fri 09:00-18:00 zone "Asia/Kolkata"
condition office-net from 10.0.0.0/8

#line 17 "desk.rg"
role agent {
    allow inbox.read
}

#line 18 "desk.rg"
role clerk "Keeps the books" extends agent {
#line 19 "desk.rg"
    allow billing.view, refunds.issue
}

#line 21 "desk.rg"
role auditor {
    allow reports.read
}

#line 23 "desk.rg"
assign agent to group agents, gid 4000
#line 24 "desk.rg"
assign clerk to group clerks
#line 25 "desk.rg"
assign auditor to group auditors

#line 27 "desk.rg"
allow billing.view to user maria until 2026-12-31T18:30:00Z because "SUP-1234"
#line 28 "desk.rg"
deny refunds.issue to user bob because "HR-77"

#line 8 "desk.rg"
service inbox requires inbox.read
#line 9 "desk.rg"
service billing-tool requires billing.view
#line 10 "desk.rg"
service refund requires (refunds.issue or reports.read) and billing.view
#line 11 "desk.rg"
service reports requires reports.read when office-hours
#line 12 "desk.rg"
service vault requires inbox.read when office-net

#line 30 "desk.rg"
exclusive auditor, clerk
EOF
rolegate dump desk.rgt >again.rg && rolegate compile -Wno-all again.rg -o again.rgt
holds "a dump compiles to the same bytes" cmp -s desk.rgt again.rgt
rolegate dump include.rgt >again.rg && rolegate compile -Wno-all again.rg -o again.rgt
holds "so does one of several files" cmp -s include.rgt again.rgt
says "dump: no table" 2 rolegate dump desk.rg <<'EOF'
! rolegate: desk.rg: the file is not a rolegate table
EOF
full() { "$rolegate" dump desk.rgt >/dev/full; }
says "dump: a full standard output" 2 full <<'EOF'
! rolegate: standard output: could not be written
EOF
# A pattern of an include is kept with what it matched.
mkdir parts && echo '# a part' >parts/a.rg && { cat desk.rg && echo 'include "parts/*.rg"'; } >whole.rg
holds "dump, compile: a pattern" bash -c "'$rolegate' compile -Wno-all whole.rg -o whole.rgt && '$rolegate' dump whole.rgt >again.rg &&
    '$rolegate' compile -Wno-all again.rg -o again.rgt && cmp whole.rgt again.rgt"
says "verify: a pattern" 1 bash -c "touch parts/b.rg; '$rolegate' verify --sources . whole.rgt >out; s=\$?; sed -n '/desk\|whole\|parts\|compiled/s/^  [0-9a-f]*  //p' out; exit \$s" <<'EOF'
whole.rg  unchanged
parts/a.rg  unchanged
parts/*.rg/  changed
EOF
