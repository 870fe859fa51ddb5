# Nor what a file may declare that is no text.
include "library/latin1.rg"
permission a
service s requires b
assign agent to group agents
