# verify: every byte of a table, and what it was made from.
rolegate compile desk.rg -o desk.rgt
says "verify" 0 rolegate verify desk.rgt <<'EOF'
desk.rgt: every byte is as it was written
policy       Test desk
zone         Asia/Kolkata
unlisted     deny
format       3
size         964 bytes
permissions  4
roles        3
services     5
statements   8
subjects     6
exclusives   1
rosters      0
made from
  8c49cd925816f165c583d2d7f2586c3d0d7a285a62d1fdee7e89fe699804a1b5  desk.rg
EOF
says "verify --json" 0 rolegate verify --json desk.rgt <<'EOF'
{"policy":"Test desk","zone":"Asia/Kolkata","unlisted":"deny","format":3,"size":964,"permissions":4,"roles":3,"services":5,"statements":8,"subjects":6,"exclusives":1,"rosters":0,"sources":[{"file":"desk.rg","sha256":"8c49cd925816f165c583d2d7f2586c3d0d7a285a62d1fdee7e89fe699804a1b5"}]}
EOF
says "verify --sources" 0 rolegate verify desk.rgt --sources . <<'EOF'
desk.rgt: every byte is as it was written
policy       Test desk
zone         Asia/Kolkata
unlisted     deny
format       3
size         964 bytes
permissions  4
roles        3
services     5
statements   8
subjects     6
exclusives   1
rosters      0
made from
  8c49cd925816f165c583d2d7f2586c3d0d7a285a62d1fdee7e89fe699804a1b5  desk.rg  unchanged
EOF
mkdir changed empty && sed 's/Test desk/Other desk/' desk.rg >changed/desk.rg
says "verify --sources, changed" 1 rolegate verify desk.rgt --sources changed <<'EOF'
desk.rgt: every byte is as it was written
policy       Test desk
zone         Asia/Kolkata
unlisted     deny
format       3
size         964 bytes
permissions  4
roles        3
services     5
statements   8
subjects     6
exclusives   1
rosters      0
made from
  8c49cd925816f165c583d2d7f2586c3d0d7a285a62d1fdee7e89fe699804a1b5  desk.rg  changed
EOF
says "verify --sources, missing" 1 rolegate verify desk.rgt --sources empty <<'EOF'
desk.rgt: every byte is as it was written
policy       Test desk
zone         Asia/Kolkata
unlisted     deny
format       3
size         964 bytes
permissions  4
roles        3
services     5
statements   8
subjects     6
exclusives   1
rosters      0
made from
  8c49cd925816f165c583d2d7f2586c3d0d7a285a62d1fdee7e89fe699804a1b5  desk.rg  missing
EOF
rolegate compile -I lib usesinclude.rg -o include.rgt
says "verify --sources, include <NAME>" 0 rolegate verify include.rgt --sources . -I lib <<'EOF'
include.rgt: every byte is as it was written
policy       Uses an include
zone         utc
unlisted     deny
format       3
size         426 bytes
permissions  1
roles        1
services     1
statements   2
subjects     1
exclusives   0
rosters      0
made from
  dcb8a5d83428116548303d9e00f178d46e2d8b4a1530f2020c509711a085ca78  usesinclude.rg  unchanged
  3804639219fbfddb78336035b4927eb149f0f3c064e247d60b6b3777cf2c491d  <common>  unchanged
EOF
says "verify --sources, include <NAME> that is nowhere" 1 rolegate verify include.rgt --sources . <<'EOF'
include.rgt: every byte is as it was written
policy       Uses an include
zone         utc
unlisted     deny
format       3
size         426 bytes
permissions  1
roles        1
services     1
statements   2
subjects     1
exclusives   0
rosters      0
made from
  dcb8a5d83428116548303d9e00f178d46e2d8b4a1530f2020c509711a085ca78  usesinclude.rg  unchanged
  3804639219fbfddb78336035b4927eb149f0f3c064e247d60b6b3777cf2c491d  <common>  missing
EOF
says "verify: not there" 2 rolegate verify nowhere.rgt <<'EOF'
! rolegate: nowhere.rgt: there is no table at that path
EOF
says "verify: no table" 2 rolegate verify desk.rg <<'EOF'
! rolegate: desk.rg: the file is not a rolegate table
EOF
head -c 900 desk.rgt >cut.rgt
says "verify: cut" 2 rolegate verify cut.rgt <<'EOF'
! rolegate: cut.rgt: the table is shorter than it says it is
EOF
{ cat desk.rgt; echo; } >longer.rgt
says "verify: longer" 2 rolegate verify longer.rgt <<'EOF'
! rolegate: longer.rgt: the table is longer than it says it is
EOF
size=$(stat -c %s desk.rgt)
{ head -c $((size - 1)) desk.rgt; printf '\441'; } >changed.rgt
says "verify: changed" 2 rolegate verify changed.rgt <<'EOF'
! rolegate: changed.rgt: the table has changed since it was written: a checksum does not fit
EOF
ln -s desk.rgt link.rgt
says "verify: a symbolic link" 2 rolegate verify link.rgt <<'EOF'
! rolegate: link.rgt: the table is not a regular file
EOF
says "verify: a folder" 2 rolegate verify . <<'EOF'
! rolegate: .: the table is not a regular file
EOF
