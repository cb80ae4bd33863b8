"""Pages of this slice: signing in, one's own account, joining the sounding board, the language."""
