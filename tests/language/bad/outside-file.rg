include "../good/absent.rg"
include "/etc/passwd"
include "/nonexistent/x.rg"
include "../*.rg"
include "outside-file.d/../../run.sh"
permission a
service s requires a
allow a to everyone
