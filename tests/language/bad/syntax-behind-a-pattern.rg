# Behind a pattern may stand another one, and what is excepted, once.
permission a, b, c
role r { allow a b }
allow a except b "x" to user u
allow a except b, c except a to user u
deny a.b user x
