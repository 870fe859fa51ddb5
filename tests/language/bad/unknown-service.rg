# options: -Wno-all
permission p
service door requires p
test "t" { given user kim may dor may not doors }
