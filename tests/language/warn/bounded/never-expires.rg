allow door.open to user kim because "T-2"
allow door.open to group guests starting 2026-01-01 because "T-3"
allow door.open to user mia until 2090-12-31 because "T-4"
assign porter to user nele because "T-5"  # rolegate: ignore never-expires "we know"
# rolegate: ignore nothing-there
assign porter to user otto until 2090-12-31 because "T-6"
deny door.open to user eve starting 2090-01-01 until 2090-01-02 because "T-7"
