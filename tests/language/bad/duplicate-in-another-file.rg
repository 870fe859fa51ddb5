# options: -Wno-all
include "library/door.rg"
permission door.open
