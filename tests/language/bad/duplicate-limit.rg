# options: -Wno-all
permission p
deny p to everyone because "a" until 2099-01-01 because "b" because "c"
deny p to everyone when from local when from local starting 2099-01-01 starting 2099-01-02 until 2099-02-01 until 2099-02-02
