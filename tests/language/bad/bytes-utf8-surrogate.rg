policy "í €"
