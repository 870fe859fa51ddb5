#!/bin/sh
# A hook that sends a mail: copy it to /etc/rolegate/hooks/request (or granted, expiring), chmod 755, and set the address.
# It gets one JSON object on its standard input, runs as nobody or as its owner, and has ten seconds.
to=support@acme.example
{
    printf 'To: %s\nSubject: rolegate: %s\nContent-Type: text/plain; charset=utf-8\n\n' "$to" "$(basename "$0")"
    python3 -m json.tool --no-ensure-ascii
} | curl --silent --show-error --max-time 8 --url smtp://localhost --mail-from rolegate@localhost --mail-rcpt "$to" \
    --upload-file -
