# options: -Wno-expired
# A day that the clocks skip has no instant; one that begins at 01:00 begins then.
zone "Pacific/Apia"
service skipped when date 2011-12-30 # rolegate: ignore never-holds "that day was not"
service before when date 2011-12-29
service after when date 2011-12-31
allow * to group staff because "T-1"
test "2011-12-30 was never in Samoa" {
    given user kim in staff at 2011-12-30T09:59:59Z may before may not skipped, after
    given user kim in staff at 2011-12-30T10:00:00Z may after may not skipped, before
    given user kim in staff at 2011-12-31T09:59:59Z may after
    given user kim in staff at 2011-12-31T10:00:00Z may not before, skipped, after
}
