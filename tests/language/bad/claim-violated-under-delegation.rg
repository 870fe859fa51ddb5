# options: -Wno-all
# What could stand in bounded files counts: of users, but not of root nor of who may write; of groups, so of all; roles.
permission mail, bulk, bill, quota
service post requires mail
service campaign requires bulk and bill
role agent { allow mail }
role clerk { allow bill }
assign agent to group agents
allow bill to user boss
deny bulk to group guests
include "no-exceptions-yet/*.rg" only by user boss {
    allow bulk to users
    assign clerk to users
}
include "nor-of-these/*.rg" only {
    allow mail except bulk to groups
}
never role agent may permission bill, permission quota under delegation
never role agent may permission bulk under delegation
never user root may permission bulk under delegation
never user root may post
never user root may post under delegation
never user boss may campaign under delegation
never group guests may campaign under delegation
never user kim may campaign under delegation
never role clerk may campaign under delegation
always role clerk may permission bill under delegation
never everyone may permission quota under delegation
