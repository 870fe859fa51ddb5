# options: -Wno-all
permission door.open
service door requires door.opne
role porter { allow dor.open, entirely.different }
