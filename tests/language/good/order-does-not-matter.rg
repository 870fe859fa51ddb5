# A name may be used before it is declared.
test "door" { given user kim in porters at 2026-03-02T12:00:00Z may door }
assign porter to group porters
role porter extends guard { }
role guard { allow door.* when open }
service door requires door.open
condition open daytime
condition daytime time daily 08:00-20:00
permission door.open
zone "Europe/Berlin"
