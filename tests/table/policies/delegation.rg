# Bounded includes in every form: with files and without, of two in one line, of the include path.
zone local
permission a, b.c, b.d, z-1
service a requires a service b requires b.c and b.d
role r "R" { allow a } role s extends r {}
assign s to user s
include "bounded.d/*.rg" only by 2 of user "by", group "x y", user x$, gid 4294967294 { allow a, b.* to users, groups for 3660 days deny b.* except b.d, b.d to users, everyone for 1 hours assign r, s, r to everyone }
include "bounded.d/none-*" only { } include "bounded.d/none-*" only { } include "bounded.d/none-*" only by everyone { allow * except z-1, a to groups }
include "bounded.d/deep/odd \"name\".rg" only by group last { assign s, r to groups for 72 hours allow z-1 to users }
