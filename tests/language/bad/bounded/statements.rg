policy "mine" zone local
contact "me"
unlisted ignore
include <predefined>
include "../bounded-statements.rg" only by user kim { allow * to everyone }
roster group mine
permission mine
role porter { allow * }
service door requires mine
condition always-true time daily 00:00-24:00
exclusive porter, mine
never user kim may door
test "mine" { given user kim may not door }
allow door.open to user kim because "admitted"  allow door.open to user kim
