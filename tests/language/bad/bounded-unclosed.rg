# options: -Wno-all
zone utc
permission door.open
service door requires door.open
role porter { allow door.open }
include "bounded/two.rg" only by group desk {
    allow door.open to users for 31 days
    assign porter to users for 31 days

assign porter to group porters
allow door.open to user kim because "x"
test "porters" { given user kim in porters may door }
