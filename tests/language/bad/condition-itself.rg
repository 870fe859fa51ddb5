# options: -Wno-all
condition a not a
