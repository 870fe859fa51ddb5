# options: -Werror
# rolegate: this comment speaks to people, and so do those of the next lines
# rolegate: ignored warnings have reasons
permission door.open, door.lock   # rolegate: ignore unused-permission "programs ask for it"
service Gate requires door.open   # rolegate: ignore capital-service "asked through the library"
# two that stand alone, and speak of the same line:
#rolegate:ignore unused-role	"for next year"
# rolegate: ignore no-zone "UTC is meant; it says \"# no\""

	# and one more comment between
role night { allow door.open when time daily 22:00-06:00 }
test "gate # not a comment: # rolegate: ignore redundant" { given user ann may Gate }
allow door.open to user ann because "x" allow door.open to user ben # rolegate: ignore no-because "his is known"
deny door.open to group old when host "10.1.2.3" # rolegate: ignore host-address "its name is that"
