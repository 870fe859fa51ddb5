permission p
service s requires p
permission q
service t requires q
role guard { allow p }
role porter extends guard { }
role spare { }
role alone { }
assign porter to group porters
assign alone to group few
assign guard to everyone when from local and not from local
assign spare to everyone
# Who holds it holds another one besides; it is assigned where it cannot be; it has a user whom nothing names.
never role alone may s
never role guard may s
never user nobdy may permission q
# These speak of somebody.
never role spare may s
never group nowhere may permission q
test "a porter" { given user kim in porters may s given user kim may not s, t }
