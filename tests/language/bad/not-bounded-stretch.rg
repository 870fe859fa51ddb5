# options: -Wno-all
zone "Europe/Berlin"
permission a, b, c.x, c.y
service a requires a
service b requires b or c.x or c.y
role one { allow a }
role two { allow b }
include "bounded/stretch-*.rg" only by group desk {
    allow a, c.* to users for 31 days
    allow a, b to users for 31 days
    assign one, two to users for 8 hours
}
