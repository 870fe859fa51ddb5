# options: -Wno-all
condition c time daily 25:00-26:00
condition d time daily 9-17
condition e time mon-foo 09:00-10:00
condition f time daily 24:00-01:00
