role { }
permission a
service s requires a and
permission b,
