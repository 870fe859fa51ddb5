permission a
service s requires a
role r { allow a }
assign r to gid 1000
assign r to gid 1001
assign r to gid 1002
assign r to gid 1003
assign r to gid 1004
assign r to gid 1005
assign r to gid 1006
assign r to gid 1007
assign r to gid 1008
assign r to gid 1009
assign r to gid 1010
assign r to gid 1011
assign r to gid 1012
assign r to gid 1013
assign r to gid 1014
assign r to gid 1015
assign r to gid 1016
assign r to gid 1017
assign r to gid 1018
assign r to gid 1019
assign r to gid 1020
assign r to gid 1021
assign r to gid 1022
assign r to gid 1023
assign r to gid 1024
assign r to gid 1025
assign r to gid 1026
assign r to gid 1027
assign r to gid 1028
assign r to gid 1029
assign r to gid 1030
assign r to gid 1031
assign r to gid 1032
assign r to gid 1033
assign r to gid 1034
assign r to gid 1035
assign r to gid 1036
assign r to gid 1037
assign r to gid 1038
assign r to gid 1039
test "t" { given user kim in gid 1007 may s }
