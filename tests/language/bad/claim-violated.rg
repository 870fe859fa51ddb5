# options: -Wno-all
permission billing.view, billing.pay, talk
role agent { allow talk }
role owner { allow billing.* }
role lead extends agent { }
service billing-tool requires billing.view
service refund requires billing.view and billing.pay
service inbox requires talk
assign agent to group agents
assign lead to group leads
assign owner to group owners
allow billing.view to user kim
allow billing.pay to group cash starting 2090-02-01T00:00:00Z until 2090-03-01T00:00:00Z
deny talk to group suspended, gid 77

# Two groups at once, though no one of them does it
never group agents may billing-tool
# He holds nothing more, and has an exception; and two exceptions together, at one time alone
never role agent may billing-tool, refund
# A pattern is refuted by any permission of it, and always by the first that is missing
never user kim may permission billing.*
always group agents may inbox
always user root may permission *
# Whoever is in a group that nothing names, and whoever has a number
never gid 5 may refund
