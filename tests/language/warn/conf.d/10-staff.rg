allow a to group staff
