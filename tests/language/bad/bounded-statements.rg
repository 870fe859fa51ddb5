# options: -Wno-all
zone utc
permission door.open
service door requires door.open
role porter { allow door.open }
assign porter to group porters
include "bounded/statements.rg" only { allow door.open to users assign porter to users }
test "porters" { given user kim in porters may door }
