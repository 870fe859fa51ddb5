test "t" { may door }
