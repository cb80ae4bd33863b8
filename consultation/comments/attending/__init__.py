"""Attendees of a conference read what was released to them and answer, by the link of their sign-up."""
