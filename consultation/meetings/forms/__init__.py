"""The forms of this slice: answering an invitation; and what an editor types about a meeting."""
