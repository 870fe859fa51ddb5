# Claims that hold whatever stands in bounded files, each for a reason of its own.
permission mail, bulk, bill
service post requires mail
# rolegate: ignore unreachable-service "which is what the claims say"
service campaign requires bulk and bill
role agent { allow mail }
role trainee { allow mail }
assign agent to group agents
allow mail to user root because "on call"
allow bill to user boss because "the boss"
deny bulk to group guests
include "claims-under-delegation/*.rg" only by user boss {
    allow bulk to users for 31 days
    deny mail to users for 31 days
    assign trainee to users for 8 hours
}
always user root may post under delegation
always user root may post
always group agents may post
never user boss may permission bulk under delegation
never group guests may permission bulk under delegation
never everyone may permission bulk
never role trainee may permission bill under delegation
never group guests may campaign under delegation
test "who may what" {
    given user root
    may post
    may not campaign
}
