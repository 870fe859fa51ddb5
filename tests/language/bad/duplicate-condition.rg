# options: -Wno-all
condition c from local
condition c from 10.0.0.0/8
