# Two roles of a set may be assigned to one subject where limits keep them apart.
zone utc
permission pay.order, pay.approve
service order requires pay.order
service approve requires pay.approve
role buyer { allow pay.order }
role approver { allow pay.approve }
exclusive buyer, approver
assign buyer to user kim until 2099-06-30
assign approver to user kim starting 2099-07-01
assign approver to group board
test "kim" {
    given user kim at 2099-06-30T12:00:00Z may order may not approve
    given user kim at 2099-07-01 may approve may not order
}
