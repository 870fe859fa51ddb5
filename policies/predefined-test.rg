# Holds every cell of the table of features and roles against policies/predefined.rg. The tests are here and not
# there, because a test in an included file would speak about the groups of whoever includes it.

policy "The predefined roles"
include "predefined.rg"

assign owner         to group owners
assign account-admin to group admins
assign agent         to group agents

# One service a feature, as wide as the feature.
service conversations     requires conversations.view and conversations.send
service all-conversations requires conversations.view-all
service profile           requires profile.edit and preferences.edit
service canned-use        requires canned-responses.use
service canned-manage     requires canned-responses.manage
service team              requires team.add and team.change and team.remove
service account-settings  requires account.view and account.change
service billing           requires billing.view and billing.update
service integrations      requires integrations.manage
service broadcast         requires broadcast.prepare and broadcast.send
service automation        requires automation.run and automation.edit
service analytics         requires analytics.view and analytics.reports
service exceptions        requires exceptions.handle
service subscription      requires subscription.view and subscription.change
service quota             requires quota.view and quota.change

# The same for every time and place, and for whoever holds the role and nothing more.
always role owner may permission *
never role account-admin may subscription, quota, permission subscription.*, permission quota.*
always role account-admin
    may team, account-settings, billing, integrations, broadcast, automation, analytics, exceptions
never role agent may all-conversations, canned-manage, team, account-settings, billing, integrations
never role agent may broadcast, automation, analytics, exceptions, subscription, quota
never role agent
    may permission billing.*, permission subscription.*, permission quota.*, permission team.*
never role agent may permission account.*
always role agent may conversations, profile, canned-use

test "customer conversations: everybody" {
    given user olga in owners
    may conversations, permission conversations.view, permission conversations.send
    given user adam in admins
    may conversations, permission conversations.view, permission conversations.send
    given user anna in agents
    may conversations, permission conversations.view, permission conversations.send
}

test "all conversations of the business: no agent" {
    given user olga in owners
    may all-conversations, permission conversations.*
    given user adam in admins
    may all-conversations, permission conversations.*
    given user anna in agents
    may not all-conversations, permission conversations.view-all
}

test "own profile and settings: everybody" {
    given user olga in owners
    may profile, permission profile.*, permission preferences.*
    given user adam in admins
    may profile, permission profile.*, permission preferences.*
    given user anna in agents
    may profile, permission profile.*, permission preferences.*
}

test "use canned responses: everybody" {
    given user olga in owners
    may canned-use
    given user adam in admins
    may canned-use
    given user anna in agents
    may canned-use
}

test "manage canned responses: no agent" {
    given user olga in owners
    may canned-manage, permission canned-responses.*
    given user adam in admins
    may canned-manage, permission canned-responses.*
    given user anna in agents
    may not canned-manage, permission canned-responses.manage
}

test "team members: no agent" {
    given user olga in owners
    may team, permission team.*
    given user adam in admins
    may team, permission team.*
    given user anna in agents
    may not team, permission team.*
}

test "account settings: no agent" {
    given user olga in owners
    may account-settings, permission account.*
    given user adam in admins
    may account-settings, permission account.*
    given user anna in agents
    may not account-settings, permission account.*
}

test "billing information: no agent" {
    given user olga in owners
    may billing, permission billing.*
    given user adam in admins
    may billing, permission billing.*
    given user anna in agents
    may not billing, permission billing.*
}

test "integrations: no agent" {
    given user olga in owners
    may integrations, permission integrations.*
    given user adam in admins
    may integrations, permission integrations.*
    given user anna in agents
    may not integrations, permission integrations.*
}

test "WhatsApp broadcast: no agent" {
    given user olga in owners
    may broadcast, permission broadcast.*
    given user adam in admins
    may broadcast, permission broadcast.*
    given user anna in agents
    may not broadcast, permission broadcast.*
}

test "automation: no agent" {
    given user olga in owners
    may automation, permission automation.*
    given user adam in admins
    may automation, permission automation.*
    given user anna in agents
    may not automation, permission automation.*
}

test "analytics and reports: no agent" {
    given user olga in owners
    may analytics, permission analytics.*
    given user adam in admins
    may analytics, permission analytics.*
    given user anna in agents
    may not analytics, permission analytics.*
}

test "exception handling: no agent" {
    given user olga in owners
    may exceptions, permission exceptions.*
    given user adam in admins
    may exceptions, permission exceptions.*
    given user anna in agents
    may not exceptions, permission exceptions.*
}

test "subscription: owners alone" {
    given user olga in owners
    may subscription, permission subscription.*
    given user adam in admins
    may not subscription, permission subscription.*
    given user anna in agents
    may not subscription, permission subscription.*
}

test "chat quota: owners alone" {
    given user olga in owners
    may quota, permission quota.*
    given user adam in admins
    may not quota, permission quota.*
    given user anna in agents
    may not quota, permission quota.*
}

test "an owner is in complete control" {
    given user olga in owners
    may permission *
}

test "nobody is anybody without a group" {
    given user stranger
    may not permission *
    given user stranger in staff, "users", gid 100
    may not permission *
    given user stranger unknown owners, admins, agents
    may not permission *
}

test "two roles add up" {
    given user both in admins, agents
    may billing, conversations
    may not quota, subscription
}
