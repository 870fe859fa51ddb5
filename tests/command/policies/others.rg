policy "Decides what it does not list"
service door
permission other.use
unlisted requires other.use when from 10.0.0.0/8, local
role porter { allow door, other.use }
assign porter to group porters
test "porters" {
    given user kim in porters
    may door, permission other.use
}
