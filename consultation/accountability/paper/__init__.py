"""A note on paper: a tagged PDF and a Word file."""
