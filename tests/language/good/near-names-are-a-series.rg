# strangers with names of their own, short names that differ in a letter, and series
permission a
service s requires a
allow a to group floor1, group ops, group agents-de, group project-a
deny a to user tim, user user10, user mario because "HR-77"
test "s" {
    given user kim in floor2, opt
    may not s
    given user user11 in agents-fr, acme-agents, project-b
    may not s
    given user maria in floor1
    may s
    given user kims in flood
    may not s
}
