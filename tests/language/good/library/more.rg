permission inbox.any
include "../library/more.rg"
