# A roster turns no into unknown, and what is unknown lets nobody in, nor takes a role's doubts away.
roster group all
permission pay, audit, see
service pay requires pay
service audit requires audit
service see requires see
role payer { allow pay }
role auditor { allow audit }
role viewer { allow see }
assign payer to group payers
assign auditor to group auditors
assign viewer to group viewers
exclusive payer, auditor

test "exclusive roles that may be held are in conflict" {
    given user kim in payers
        may not pay
    given user kim in payers, all
        may pay
}
test "a role apart is held" {
    given user kim in viewers
        may see
}
test "nobody gets in by a doubt" {
    given user kim
        may not pay, audit, see
}
