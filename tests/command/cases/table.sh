# verify and dump: what a table holds.
rolegate compile desk.rg -o desk.rgt
C says "verify" 0 rolegate verify desk.rgt
C says "verify --json" 0 rolegate verify --json desk.rgt
C says "verify --sources" 0 rolegate verify desk.rgt --sources .
mkdir changed empty && sed 's/Test desk/Other desk/' desk.rg >changed/desk.rg
C says "verify --sources, changed" 1 rolegate verify desk.rgt --sources changed
C says "verify --sources, missing" 1 rolegate verify desk.rgt --sources empty
rolegate compile -I lib usesinclude.rg -o include.rgt
C says "verify --sources, include <NAME>" 0 rolegate verify include.rgt --sources . -I lib
C says "verify --sources, include <NAME> that is nowhere" 1 rolegate verify include.rgt --sources .
C says "verify: not there" 2 rolegate verify nowhere.rgt
C says "verify: no table" 2 rolegate verify desk.rg
head -c 5000 desk.rgt >cut.rgt
C says "verify: cut" 2 rolegate verify cut.rgt
{ cat desk.rgt; echo; } >longer.rgt
C says "verify: longer" 2 rolegate verify longer.rgt
size=$(stat -c %s desk.rgt)
{ head -c $((size - 1)) desk.rgt; printf '\377'; } >changed.rgt
C says "verify: changed" 2 rolegate verify changed.rgt
ln -s desk.rgt link.rgt
C says "verify: a symbolic link" 2 rolegate verify link.rgt
C says "verify: a folder" 2 rolegate verify .
C says "dump" 0 rolegate dump desk.rgt
rolegate dump desk.rgt >again.rg && rolegate compile -Wno-all again.rg -o again.rgt
holds "a dump compiles to the same bytes" cmp -s desk.rgt again.rgt
rolegate dump include.rgt >again.rg && rolegate compile -Wno-all again.rg -o again.rgt
holds "so does one of several files" cmp -s include.rgt again.rgt
C says "dump: no table" 2 rolegate dump desk.rg
full() { "$rolegate" dump desk.rgt >/dev/full; }
C says "dump: a full standard output" 2 full
