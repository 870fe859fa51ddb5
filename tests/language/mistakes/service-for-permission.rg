# A service that requires permissions is no permission itself.
zone utc
service billing requires billing.view
permission billing.view
allow billing to group clerks
test "a clerk" { given user kim in clerks may billing }
