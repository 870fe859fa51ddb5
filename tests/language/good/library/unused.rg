include "unused-too.rg"
permission library.a
role library-a { allow library.* }
condition library-c time daily 10:00-11:00
deny a to user "susp*"
