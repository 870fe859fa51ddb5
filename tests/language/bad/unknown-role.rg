# options: -Wno-all
role porter extends gaurd { }
role guard { }
assign Porter to everyone
exclusive guard, potrer
deny p to role prter
permission p
never role portr may permission p
