allow z-1 to user u because "T-3"
