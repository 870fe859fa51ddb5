roster everyone
roster user root, role agent, group all
roster gid 0
roster
permission p
service s requires p
role agent { allow p }
assign agent to group agents
test "t" { given user kim in agents may not s }
