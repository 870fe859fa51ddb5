policy "a"
policy "b"
zone utc
zone local
unlisted deny
unlisted deny
