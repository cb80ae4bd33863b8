"""The addresses of meetings: the list, a meeting, the answer from a mail, the calendar feed, and the editors' side."""
