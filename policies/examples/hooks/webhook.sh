#!/bin/sh
# A hook that posts to a chat or a ticket system: copy it to /etc/rolegate/hooks/request (or granted, expiring). Give it to
# a user of its own who alone may read it, since the address is a secret: chown desk-hooks, chmod 500. It gets one JSON
# object on its standard input, and has ten seconds. Most chats take {"text": ...}; many ticket systems take the object as
# it is.
url=https://chat.acme.example/hooks/CHANGE-ME
python3 -c '
import json, sys
event = json.load(sys.stdin)
if event["event"] == "request":
    what = ", ".join(event["permissions"])
    text = "{user} asks for {what}, for {for}: {because} - sudo rolegate requests approve {request}".format(what=what, **event)
elif event["event"] == "granted":
    text = "{by} granted {user}, until {until}: {because}".format(**event)
else:
    text = "\n".join("{to} loses {what} at {until} ({because})".format(**end) for end in event["ending"])
print(json.dumps({"text": text}))' |
    curl --silent --show-error --fail --max-time 8 --header "Content-Type: application/json" --data @- "$url"
