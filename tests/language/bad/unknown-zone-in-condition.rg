# options: -Wno-all
condition c time daily 08:00-09:00 zone "Mars/Olympus_Mons_Crater"
