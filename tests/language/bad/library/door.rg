permission door.open
