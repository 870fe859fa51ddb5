include "nowhere.rg"
