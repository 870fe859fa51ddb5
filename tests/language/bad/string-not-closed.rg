policy "Acme
zone utc
