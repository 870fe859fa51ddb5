policy "Ignores what it does not list"
unlisted ignore
permission door.open
service door requires door.open
role porter { allow door.open }
assign porter to group porters
test "porters" {
    given user kim in porters
    may door
}
