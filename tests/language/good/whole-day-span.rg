# A date is its first instant as starting and its end as until, so this is one day.
zone utc
permission door.open
service door requires door.open
allow door.open to user kim starting 2099-05-01 until 2099-05-01 because "fair"
test "door" {
    given user kim at 2099-05-01T23:59:59Z may door
    given user kim at 2099-05-02 may not door
}
