"""Pages of this slice: asking for the newsletter, leaving it, reading the archive, and the editors' side."""
