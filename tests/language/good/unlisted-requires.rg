# A service that is not listed is decided as a listed one, by what `unlisted requires` says; a listed one by its own.
zone utc
permission other.use "Any other service"
service sshd
unlisted requires other.use and sshd or rescue when office
permission rescue
condition office time mon-fri 09:00-18:00
allow sshd, other.use to group admins because "T-1"
allow rescue to user root because "T-2"
deny other.use to user eve because "T-3"
test "who is allowed what it requires" {
    given user kim in admins may sshd, permission other.use
    given user eve in admins may sshd may not permission other.use
    given user root may not sshd
}
