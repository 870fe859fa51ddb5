# status: 2
# 14 globs of which a terminal can match each or not, more kinds of terminals than are told apart, and two that none can
# match both: no terminal is found, and that there is none is not proved. What does not rest on
# them is decided all the same.
permission p, q
condition c1 tty *aa*
condition c2 tty *bb*
condition c3 tty *cc*
condition c4 tty *dd*
condition c5 tty *ee*
condition c6 tty *ff*
condition c7 tty *gg*
condition c8 tty *hh*
condition c9 tty *ii*
condition c10 tty *jj*
condition c11 tty *kk*
condition c12 tty *ll*
condition c13 tty *mm*
condition c14 tty *nn*
service s requires p when c1 and c2 and c3 and c4 and c5 and c6 and c7 and c8 and c9 and c10 and c11 and c12 and c13 and c14 and tty x* and tty y*
service t requires q
role r { allow p, q }
assign r to group g
never role r may s
always role r may t
test "who holds r" {
    given user kim in g
    may t
    may not s
}
