# A team that answers customers on WhatsApp from three places: each in its own office hours, none on its own holidays,
# and broadcasts only while somebody is there to answer what comes back.

policy "WhatsApp: Mumbai, Berlin, Sao Paulo"
zone "Asia/Kolkata"  # of dates, and of windows that name none
contact "Team leads: leads@acme.example"

include <predefined>

service wa-inbox     requires conversations.view and conversations.send
service wa-all-inbox requires conversations.view-all
service wa-broadcast requires broadcast.send when somebody-is-there
service wa-canned    requires canned-responses.use
service wa-reports   requires analytics.reports

condition mumbai-hours    time mon-sat 09:30-18:30
condition berlin-hours    time mon-fri 09:00-18:00 zone "Europe/Berlin"
condition sao-paulo-hours time mon-fri 09:00-18:00 zone "America/Sao_Paulo"

# Days are those of the policy's zone; a holiday elsewhere begins and ends some hours apart, which the shift covers.
condition mumbai-holiday date 2027-01-26, 2027-03-22, 2027-08-15, 2027-10-02, 2027-10-29
condition berlin-holiday date 2027-01-01, 2027-03-26, 2027-03-29, 2027-05-01, 2027-10-03,
    2027-12-25..2027-12-26
condition sao-paulo-holiday date 2027-01-01, 2027-02-08..2027-02-09, 2027-04-21, 2027-09-07,
    2027-11-15, 2027-12-25

condition mumbai-works      mumbai-hours and not mumbai-holiday
condition berlin-works      berlin-hours and not berlin-holiday
condition sao-paulo-works   sao-paulo-hours and not sao-paulo-holiday
condition somebody-is-there mumbai-works or berlin-works or sao-paulo-works

assign agent         to group wa-mumbai when mumbai-works
assign agent         to group wa-berlin when berlin-works
assign agent         to group wa-sao-paulo when sao-paulo-works
assign account-admin to group wa-leads
assign owner         to user priya because "founder"

# One agent prepares the festival's broadcast.
allow broadcast.* to user rahul when mumbai-works because "SUP-1234: Diwali"
deny broadcast.* to group wa-trainees

never role agent may wa-reports, wa-all-inbox
never group wa-trainees may wa-broadcast
always user priya may wa-all-inbox, wa-reports

test "each in its hours" {
    given user asha in wa-mumbai at 2027-04-05T06:00:00Z
    may wa-inbox, wa-canned
    given user asha in wa-mumbai at 2027-04-05T14:00:00Z
    may not wa-inbox
    given user bernd in wa-berlin at 2027-04-05T14:00:00Z
    may wa-inbox
    given user carla in wa-sao-paulo at 2027-04-05T20:00:00Z
    may wa-inbox
    given user bernd in wa-berlin at 2027-04-05T20:00:00Z
    may not wa-inbox
}
test "Saturday is a day of work in Mumbai alone" {
    given user asha in wa-mumbai at 2027-04-10T06:00:00Z
    may wa-inbox
    given user bernd in wa-berlin at 2027-04-10T09:00:00Z
    may not wa-inbox
}
test "none on its own holidays" {
    given user asha in wa-mumbai at 2027-01-26T06:00:00Z
    may not wa-inbox
    given user bernd in wa-berlin at 2027-01-26T10:00:00Z
    may wa-inbox
    given user carla in wa-sao-paulo at 2027-02-08T14:00:00Z
    may not wa-inbox
}
test "broadcasts while somebody is there" {
    given user lena in wa-leads at 2027-04-05T06:00:00Z
    may wa-broadcast, wa-all-inbox, wa-reports
    given user lena in wa-leads at 2027-04-11T06:00:00Z
    may not wa-broadcast
    given user lena in wa-leads at 2027-12-25T08:00:00Z
    may wa-broadcast
    given user lena in wa-leads at 2027-12-26T08:00:00Z
    may not wa-broadcast
}
test "rahul has one feature more" {
    given user rahul in wa-mumbai at 2027-10-20T06:00:00Z
    may wa-broadcast
    may not wa-reports
    given user rahul in wa-mumbai at 2027-10-29T06:00:00Z
    may not wa-broadcast
    given user rahul in wa-mumbai, wa-trainees at 2027-10-20T06:00:00Z
    may not wa-broadcast
}
test "the owner" {
    given user priya at 2027-04-11T06:00:00Z
    may wa-all-inbox, wa-reports
}
