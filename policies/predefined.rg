# The features of a customer-support business as permissions, and the three roles that it starts with.
#
#     include <predefined>
#
# and then say what each service requires, and who has which role. policies/examples/support-desk.rg shows it whole.
# What is stated here is held by policies/predefined-test.rg, cell by cell.

# rolegate: ignore no-services "others include this file, and list theirs"
permission conversations.view     "Read one's own customer conversations, and receive messages",
           conversations.send     "Answer in one's own customer conversations",
           conversations.view-all "Read and answer all conversations of the business"

permission profile.edit     "Change one's own profile",
           preferences.edit "Change one's own settings"

permission canned-responses.use    "Answer with a canned response",
           canned-responses.manage "Write, change and remove canned responses"

permission team.add    "Add members to the team",
           team.change "Change members of the team",
           team.remove "Remove members from the team"

permission account.view   "See the account's settings",
           account.change "Change the account's settings"

permission billing.view   "See billing information",
           billing.update "Change billing information"

permission integrations.manage "Connect other systems, and disconnect them"

permission broadcast.prepare "Write a WhatsApp broadcast",
           broadcast.send    "Send a WhatsApp broadcast"

permission automation.run  "Let an automation run",
           automation.edit "Write and change automations"

permission analytics.view    "See analytics",
           analytics.reports "Make and download reports"

permission exceptions.handle "Take over conversations and jobs that went wrong"

permission subscription.view   "See the subscription",
           subscription.change "Change or end the subscription"

permission quota.view   "See the chat quota",
           quota.change "Change the chat quota"

# Complete control of the account: also of what a business declares beside the permissions above. In a policy that
# guards other things too, give these away by roles of your own, and leave this one to nobody.
role owner "Owner" {
    allow *
}

# Most features; never the subscription or the chat quota. It lists what it has, so that a permission which is
# declared later is nobody's but the owner's until a role is given it.
role account-admin "Account admin" {
    allow conversations.*, profile.*, preferences.*, canned-responses.*
    allow team.*, account.*, billing.*, integrations.*
    allow broadcast.*, automation.*, analytics.*, exceptions.*
}

# The people who talk to customers. Whoever needs one feature more gets an exception of his own, with its reason and
# its end: allow broadcast.send to user maria until 2026-12-31 because "SUP-1234"
role agent "Agent" {
    allow conversations.view, conversations.send
    allow profile.edit, preferences.edit
    allow canned-responses.use
}
