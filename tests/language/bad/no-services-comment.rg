# nothing is said, so everybody is denied everything
