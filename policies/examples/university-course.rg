# A course at a university, as its learning platform and its lab ask: participants hand in until the deadline, some have
# an extension, assistants mark, and nobody marks a course that he takes.

policy "Databases, summer 2027"
zone "Europe/Rome"
contact "Office of the course: databases@university.example"

permission material.read   "Read slides and exercises",
           material.edit   "Change them",
           exercise.submit "Hand in an exercise",
           forum.write     "Write in the forum",
           grades.own      "See one's own marks",
           grades.enter    "Enter marks",
           grades.publish  "Publish marks",
           lab.use         "Use the lab's machines"

service material    requires material.read
service editor      requires material.read and material.edit
service hand-in     requires exercise.submit
service forum       requires forum.write
service my-marks    requires grades.own
service marking     requires grades.enter
service publication requires grades.enter and grades.publish
service lab-login   requires lab.use
service exam-client requires exercise.submit and lab.use when exam

condition term      date 2027-03-01..2027-06-30
condition exam      date 2027-07-05 and time daily 09:00-12:00
condition lab       host lab-* and from 198.51.100.0/25, local
condition lab-hours time mon-fri 08:00-20:00 or time sat 10:00-16:00

role guest "Reads" { allow material.read }
role participant "Takes the course" extends guest {
    allow grades.own
    allow forum.write when term
    allow exercise.submit when term or exam
    allow lab.use when lab and (lab-hours or exam)
}
role assistant "Marks" extends guest {
    allow grades.enter, forum.write, lab.use
}
role lecturer "Gives the course" extends assistant {
    allow material.edit, grades.publish
}

exclusive participant, assistant

assign guest       to group students
assign participant to group db-2027
assign assistant   to group db-2027-assistants
assign lecturer    to user agostini because "Faculty, 2027-02-01"

allow exercise.submit to user moretti when date 2027-07-01..2027-07-14
    because "Extension: illness, certificate of 2027-06-28"
deny exercise.submit to group db-2027-excluded

never role guest may marking, lab-login
never role participant may marking, publication, editor
never role assistant may publication
never group db-2027-excluded may hand-in, exam-client

test "participants hand in during the term" {
    given user bianchi in students, db-2027 at 2027-04-12
    may hand-in, forum, material, my-marks
    may not marking, editor
    given user bianchi in students, db-2027 at 2027-07-02
    may not hand-in
}
test "an extension" {
    given user moretti in students, db-2027 at 2027-07-10
    may hand-in
    given user moretti in students, db-2027 at 2027-07-20
    may not hand-in
}
test "the exam is in the lab, for three hours" {
    given user bianchi in students, db-2027 host lab-04 from 198.51.100.17 at 2027-07-05T08:00:00Z
    may exam-client
    given user bianchi in students, db-2027 host lab-04 from 198.51.100.17 at 2027-07-05T11:00:00Z
    may not exam-client
    given user bianchi in students, db-2027 host lab-04 from 203.0.113.5 at 2027-07-05T08:00:00Z
    may not exam-client
}
test "the lab has its hours" {
    given user bianchi in students, db-2027 host lab-04 at 2027-04-17T12:00:00Z
    may lab-login
    given user bianchi in students, db-2027 host lab-04 at 2027-04-18T12:00:00Z
    may not lab-login
}
test "nobody marks a course that he takes" {
    given user verdi in students, db-2027-assistants
    may marking
    given user verdi in students, db-2027-assistants, db-2027
    may not marking, hand-in
}
test "the lecturer" {
    given user agostini
    may editor, publication, marking
}
test "everybody else reads" {
    given user neri in students
    may material
    may not forum, hand-in, lab-login
}
test "whoever is excluded" {
    given user rossi in students, db-2027, db-2027-excluded at 2027-04-12
    may not hand-in
    may material
}
