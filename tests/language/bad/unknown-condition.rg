# options: -Wno-all
permission p
service s requires p when office-huors
condition office-hours not ofice
condition office from local
role r { allow p when offices or from local }
assign r to everyone when ofice
