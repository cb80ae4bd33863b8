"""What an administrator does with an installation: back it up, put it back, look at the mail domain's records."""
