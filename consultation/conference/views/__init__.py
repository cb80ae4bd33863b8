"""The addresses of conferences: the public page, one's own sign-up, the door, and the editors' side."""
