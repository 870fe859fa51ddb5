# options: -Wno-all
zone utc
permission door.open, door.lock, safe.open
service door requires door.open
role porter { allow door.open }
role auditor { allow door.lock }
role night extends auditor { }
role limited { allow door.open deny safe.open }
role watched { allow door.lock }
role lender gid 7000 { allow door.lock }
role head extends lender { }
deny safe.open to role watched
exclusive auditor, porter
include "bounded/none-*.rg" only by 3 of user olga, user ben {
    allow door.open to users, users for 31 days
    deny * to users for 31 days
    deny door.open to users
    deny door.*, * to groups, everyone for 0 days
    assign porter, night to users
    assign limited, watched to users for 3661 hours
    assign lender, head to users for 8 hours
}
include "bounded/none-*.rg" only by role porter { allow door.open to users for many days }
include "bounded/none-*.rg" only by 2 off group desk { allow door.open to users }
include "bounded/none-*.rg" only by 0 of group desk { assign nobody to users allow door.close to users }
