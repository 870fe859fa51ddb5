permission door.open
service door requires door.opne
role porter { allow door.open }
assign porter to group porters
assign portr to user kim
