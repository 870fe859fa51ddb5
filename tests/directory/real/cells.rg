policy "The cells of real directories"
unlisted deny
permission a.staff, d.contractors, a.parent, d.parent, d.huge, a.huge, a.both, a.both-many, d.both, a.domain
service staff          requires a.staff
service no-contractors requires d.contractors
service parent         requires a.parent
service no-parent      requires d.parent
service huge           requires a.huge
service no-huge        requires d.huge
service both           requires a.both
service both-many      requires a.both-many
service no-both        requires d.both
service domain         requires a.domain
allow d.contractors, d.parent, d.huge, d.both to everyone
allow a.staff       to group acmestaff
deny  d.contractors to group contractors because "HR"
allow a.parent      to group parentgrp
deny  d.parent      to group parentgrp   because "HR"
allow a.huge        to group big60k
deny  d.huge        to group big60k      because "HR"
allow a.both       to group staff
allow a.both-many  to group staff, group n1, group n2, group n3, group n4, group n5, group n6, group n7, group n8
deny  d.both       to group staff       because "HR"
allow a.domain      to group "domain users"
