# What is wrong in the header of a role is said, whatever comes behind it.
permission a.b
service s requires a.b
role r "x\q" gid "5" ignore { allow a.b }
assign r to everyone
