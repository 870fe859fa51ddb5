# options: -Wno-all
permission door.open
permission door.lock, door.open
