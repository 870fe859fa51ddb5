# A window without hours is the whole day, from its first minute to its last, also where the clocks change.
zone "Europe/Berlin"
service door when time sat-sun
service utc-door when time sun zone utc
service hall when time daily # rolegate: ignore always-holds "the whole day, each day"
allow door, utc-door, hall to everyone
test "the day is the zone's" {
    given user kim at 2026-10-23T21:59:59Z may not door
    given user kim at 2026-10-23T22:00:00Z may door
    given user kim at 2026-10-25T22:59:59Z may door       # an hour later than in summer
    given user kim at 2026-10-25T23:00:00Z may not door
    given user kim at 2026-03-29T00:30:00Z may door, utc-door
    given user kim at 2026-03-28T23:59:59Z may not utc-door
    given user kim at 1970-01-01T00:00:00Z may hall
}
