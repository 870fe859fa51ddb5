# options: -Wno-all
condition a from local and b
condition b not c
condition c a or d
condition d from local
