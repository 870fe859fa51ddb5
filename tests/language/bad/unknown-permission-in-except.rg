# options: -Wno-all
permission door.open
role porter { allow * except door.opne }
