# verify: every byte of a table, and what it was made from.
rolegate compile desk.rg -o desk.rgt
says "verify" 0 rolegate verify desk.rgt <<'EOF'
desk.rgt: every byte verified
policy       Test desk
zone         Asia/Kolkata
unlisted     deny
format       3
size         968 bytes
permissions  4
roles        3
services     5
statements   8
subjects     6
exclusives   1
rosters      0
claims to be made from
  8c49cd925816f165c583d2d7f2586c3d0d7a285a62d1fdee7e89fe699804a1b5  desk.rg
EOF
says "verify --json" 0 rolegate verify --json desk.rgt <<'EOF'
{"policy":"Test desk","zone":"Asia/Kolkata","unlisted":"deny","format":3,"size":968,"permissions":4,"roles":3,"services":5,"statements":8,"subjects":6,"exclusives":1,"rosters":0,"sources":[{"file":"desk.rg","sha256":"8c49cd925816f165c583d2d7f2586c3d0d7a285a62d1fdee7e89fe699804a1b5"}]}
EOF
says "verify --sources" 0 rolegate verify desk.rgt --sources . <<'EOF'
desk.rgt: every byte verified
policy       Test desk
zone         Asia/Kolkata
unlisted     deny
format       3
size         968 bytes
permissions  4
roles        3
services     5
statements   8
subjects     6
exclusives   1
rosters      0
claims to be made from
  8c49cd925816f165c583d2d7f2586c3d0d7a285a62d1fdee7e89fe699804a1b5  desk.rg  unchanged
compiled     the same table, byte for byte
EOF
mkdir changed empty && sed 's/Test desk/Other desk/' desk.rg >changed/desk.rg
says "verify --sources, changed" 1 rolegate verify desk.rgt --sources changed <<'EOF'
desk.rgt: every byte verified
policy       Test desk
zone         Asia/Kolkata
unlisted     deny
format       3
size         968 bytes
permissions  4
roles        3
services     5
statements   8
subjects     6
exclusives   1
rosters      0
claims to be made from
  8c49cd925816f165c583d2d7f2586c3d0d7a285a62d1fdee7e89fe699804a1b5  desk.rg  changed
compiled     different: made from other sources, by another version, or with other time zone data
EOF
says "verify --sources, missing" 1 rolegate verify desk.rgt --sources empty <<'EOF'
desk.rgt: every byte verified
policy       Test desk
zone         Asia/Kolkata
unlisted     deny
format       3
size         968 bytes
permissions  4
roles        3
services     5
statements   8
subjects     6
exclusives   1
rosters      0
claims to be made from
  8c49cd925816f165c583d2d7f2586c3d0d7a285a62d1fdee7e89fe699804a1b5  desk.rg  missing
compiled     none: the sources do not compile
EOF
rolegate compile -I lib usesinclude.rg -o include.rgt
says "verify --sources, include <NAME>" 0 rolegate verify include.rgt --sources . -I lib <<'EOF'
include.rgt: every byte verified
policy       Uses an include
zone         utc
unlisted     deny
format       3
size         430 bytes
permissions  1
roles        1
services     1
statements   2
subjects     1
exclusives   0
rosters      0
claims to be made from
  dcb8a5d83428116548303d9e00f178d46e2d8b4a1530f2020c509711a085ca78  usesinclude.rg  unchanged
  3804639219fbfddb78336035b4927eb149f0f3c064e247d60b6b3777cf2c491d  <common>  unchanged
compiled     the same table, byte for byte
EOF
says "verify --sources, include <NAME> that is nowhere" 1 rolegate verify include.rgt --sources . <<'EOF'
include.rgt: every byte verified
policy       Uses an include
zone         utc
unlisted     deny
format       3
size         430 bytes
permissions  1
roles        1
services     1
statements   2
subjects     1
exclusives   0
rosters      0
claims to be made from
  dcb8a5d83428116548303d9e00f178d46e2d8b4a1530f2020c509711a085ca78  usesinclude.rg  unchanged
  3804639219fbfddb78336035b4927eb149f0f3c064e247d60b6b3777cf2c491d  <common>  missing
compiled     none: the sources do not compile
EOF
# A dump may claim any origin: only compiling what lies there shows that it is another's.
rolegate dump desk.rgt >forged.rg
printf '#line 3 "desk.rg"\nallow %s to user mallory because "as ever"\n' "$(sed -n 's/^permission \([a-z.]*\).*/\1/p' desk.rg | head -n 1)" >>forged.rg
holds "a dump with one more statement compiles" rolegate compile -Wno-all forged.rg -o forged.rgt
says "verify: its sources are as it claims" 0 bash -c "'$rolegate' verify forged.rgt | tail -n 2" <<'EOF'
claims to be made from
  8c49cd925816f165c583d2d7f2586c3d0d7a285a62d1fdee7e89fe699804a1b5  desk.rg
EOF
says "verify --sources: and it was not made from them" 1 bash -c "'$rolegate' verify forged.rgt --sources . >out; s=\$?; tail -n 2 out; exit \$s" <<'EOF'
  8c49cd925816f165c583d2d7f2586c3d0d7a285a62d1fdee7e89fe699804a1b5  desk.rg  unchanged
compiled     different: made from other sources, by another version, or with other time zone data
EOF
says "verify --sources --json" 1 bash -c "'$rolegate' verify forged.rgt --json --sources . >out; s=\$?; grep -o '\"compiled\":\"[a-z]*\"' out; exit \$s" <<'EOF'
"compiled":"other"
EOF
says "verify: not there" 2 rolegate verify nowhere.rgt <<'EOF'
! rolegate: nowhere.rgt: no table at that path
EOF
says "verify: no table" 2 rolegate verify desk.rg <<'EOF'
! rolegate: desk.rg: the file is not a rolegate table
EOF
head -c 900 desk.rgt >cut.rgt
says "verify: cut" 2 rolegate verify cut.rgt <<'EOF'
! rolegate: cut.rgt: the table is truncated
EOF
{ cat desk.rgt; echo; } >longer.rgt
says "verify: longer" 2 rolegate verify longer.rgt <<'EOF'
! rolegate: longer.rgt: the table has bytes after its end
EOF
size=$(stat -c %s desk.rgt)
{ head -c $((size - 1)) desk.rgt; printf '\441'; } >changed.rgt
says "verify: changed" 2 rolegate verify changed.rgt <<'EOF'
! rolegate: changed.rgt: the table is corrupt: a checksum does not match
EOF
ln -s desk.rgt link.rgt
says "verify: a symbolic link" 2 rolegate verify link.rgt <<'EOF'
! rolegate: link.rgt: the table is not a regular file
EOF
says "verify: a folder" 2 rolegate verify . <<'EOF'
! rolegate: .: the table is not a regular file
EOF
