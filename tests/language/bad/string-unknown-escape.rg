policy "a\nb"
