"""Forms of this slice, by page."""
