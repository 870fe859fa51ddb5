# A list of days that is wholly past, where it stands: by itself, in a service, in a statement; not one with a day to come.
zone "Pacific/Kiritimati"
condition summer date 2025-07-01..2025-08-31, 2024-12-31
condition other date 2025-07-01, 2098-07-01
service door when summer or other
service gate, hall when not date 2025-01-01
allow door, gate, hall to group staff when door-days and date 2025-05-01 because "T-1"
condition door-days date 2098-01-01..2098-12-31
test "t" { given user kim may not door, gate, hall }
