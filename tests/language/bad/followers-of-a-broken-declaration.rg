# What a statement declares that could not be read is not reported as unknown; what it does not is.
permission a b,
           c
role lead extends
condition office ( from 10.0.0.0/8
service s “x” requires a
role agent {
    allow c, d
}
assign lead, leed to group leads when office
test "t" { given user kim may not s }
