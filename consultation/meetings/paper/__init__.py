"""A meeting on paper: its agenda, and its minutes once they are there, as a tagged PDF and as a Word file."""
