policy "À¯"
