# options: -Wno-all
role 1st { }
role a.b { }
role abcdefghijabcdefghijabcdefghijabc { }
