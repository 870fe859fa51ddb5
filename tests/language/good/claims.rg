# Claims that hold, each for a reason of its own.
zone utc
permission talk, bill.see, bill.pay, quota, console, bill.no
role agent { allow talk }
role admin { allow bill.* deny quota }
role owner { allow * }
exclusive admin, owner
assign agent to group agents
assign admin to group admins
assign owner to group owners
service inbox requires talk
service billing requires bill.see and bill.pay
service plan requires quota
service closed requires bill.no or quota
service desk requires console or talk
service night requires talk when time daily 22:00-06:00
allow console to user root until 2090-12-31 because "always"
allow talk to user root until 2090-12-31 because "always"
allow quota to group admins when from local until 2090-12-31 because "a slip that the deny of the role keeps out"

never role agent may billing, plan, permission quota
never role admin may plan
never group admins may plan
never user root may permission bill.no
deny bill.no to everyone because "sold"
never role agent may closed
always role agent may inbox, desk
always role owner may permission quota
never role agent may permission bill.*
test "who may what" {
    given user kim in agents at 2026-02-02T12:00:00Z
    may inbox, desk
    may not billing, plan, night, closed
    given user kim in agents at 2026-02-02T23:00:00Z
    may night
    given user ann in owners
    may billing, plan
}
