allow door.open to user kim because "nothing is covered"
