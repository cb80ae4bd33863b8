"""Meetings: who is invited, what is on the agenda, who comes, what was said; and all of it in people's own calendars."""
