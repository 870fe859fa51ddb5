# Days that are none, and a range that ends before it begins.
service door when date 2026-02-29
service gate when date 2026-03-09..2026-03-08, 2026-03-08, 26-03-08
condition c date 2026-03-08...2026-03-09 or date 2026-03-08..
condition d date 2026-03-08T00:00:00Z
service hall when c or d
allow * to group staff because "T-1"
