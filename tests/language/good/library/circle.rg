include "../include-circle.rg"
include "circle.rg"
