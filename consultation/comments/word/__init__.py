"""Remarks from a Word file: hand the file in, look at what it says and where that will stand, keep it as drafts."""
