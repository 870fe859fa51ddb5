role a {
    allow *
