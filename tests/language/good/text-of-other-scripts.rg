# عربي עברית, a joiner within a Persian word: می‌خواهم, and within a picture: 👩‍💻
permission a "„quoted“ … ️"
service s requires a
allow a to user "ümit" because "x"
test "s" { given user "ümit" may s }
