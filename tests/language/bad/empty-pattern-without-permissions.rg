# options: -Wno-all
deny * to everyone
