include "no-services/nothing.rg"
include "no-services/*.conf"
