permission a
service s requires a
allow a to group acme-agents
deny a to user maria because "HR-77"
test "s" {
    given user kim in acme-agent
    may not s
    given user Maria in acme-agents, acme-agemts
    may s
    given user mraia unknown acmeagents
    may not s
}
