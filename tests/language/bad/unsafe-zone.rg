# options: -Wno-all
zone "../etc/passwd"
