include "library"
