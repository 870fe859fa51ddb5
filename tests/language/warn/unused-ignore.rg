zone utc
permission door.open
service door requires door.open
role porter { allow door.open }   # rolegate: ignore redundant "there is none"
assign porter to group porters
# rolegate: ignore no-because "the next line has one"

allow door.open to user ann because "T-1"
test "door" { given user kim in porters may door }
service Gate requires door.open   # rolegate: ignore capital-servce "asked by programs"
# rolegate: ignore unknown-role "an error"
# rolegate: ignore untested-service
# rolegate: ignore untested-service ""
# rolegate: ignore
# rolegate: ignore untested-service, capital-service "one id each"
test "gate" { given user kim in porters may Gate }
