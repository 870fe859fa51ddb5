# What is not listed is decided.
permission view
unlisted requires view
allow view to group staff
test "whatever it is" { given user kim in staff may permission view }
