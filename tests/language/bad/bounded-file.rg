# options: -Wno-all
zone utc
permission door.open
service door requires door.open
allow door.open to group porters
include "bounded/one.rg"
include "bounded/one.rg" only by group desk { allow door.open to users }
include "bounded/two.rg" only { allow door.open to users }
include "bounded/two.rg"
include "bounded/../bounded/tw?.rg" only { allow door.open to users }
include "bounded-file.rg" only { allow door.open to users }
include "bounded/missing.rg" only { allow door.open to users }
include "bounded" only { allow door.open to users }
include <no-such-policy> only { allow door.open to users }
include predefined only { allow door.open to users }
test "porters" { given user kim in porters may door }
