# options: -Wno-all -Wredundant
permission x.view, x.edit
service s requires x.view and x.edit
allow x.view to user kim when from 10.0.0.0/8, local because "T-1"
allow x.view to user kim when from local, 10.1.0.0/16, 10.0.0.0/8 because "T-2"
allow x.edit to user kim when not not tty tty1, tty2 because "T-3"
allow x.edit to user kim when tty tty2, tty1, tty2 because "T-4"
allow x.edit to user kim when tty tty2 because "T-5"
