policy "a\x00b"
