permission a "A"
service s requires a
allow a to user kim until 31.12.2026 because "x"
test "t" { given user lee may not s }
