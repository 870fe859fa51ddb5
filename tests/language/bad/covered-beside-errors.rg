# options: -Wno-all -Wredundant -Woverridden-allow
condition a from local and b
condition b not a
permission x.view, x.edit
service s requires x.view or x.edit
allow x.view to user kim when a because "T-1"
allow x.view to user kim when b because "T-2"
allow x.view to user kim when a because "T-3"
deny x.* to gid 4294967295 because "T-4"
allow x.edit to gid 4294967295 because "T-5"
