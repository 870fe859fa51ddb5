# options: -Wno-all
role a extends nobody { allow nothing }
role a gid 0 { deny p until 31.12.2026 }
service s requires
condition c c
assign a to user 1000
