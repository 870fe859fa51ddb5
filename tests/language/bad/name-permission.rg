# options: -Wno-all
permission Door.open, a..b, .a, a., "a b"
