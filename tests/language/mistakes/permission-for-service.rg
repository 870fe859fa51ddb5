# What may follows is a service, unless it says that it is a permission.
zone utc
service billing requires billing.view
permission billing.view
allow billing.view to group clerks
test "a clerk" { given user kim in clerks may billing.view, billing }
never group guests may billing.view, billing.*
