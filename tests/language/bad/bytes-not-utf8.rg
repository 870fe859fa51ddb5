permission a
policy "café"
