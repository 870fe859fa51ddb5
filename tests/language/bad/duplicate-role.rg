# options: -Wno-all
role porter { }
role porter { }
