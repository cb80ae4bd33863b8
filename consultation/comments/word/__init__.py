"""Remarks from a file, Word or a table: hand it in, look what it says and where that will stand, keep it as drafts."""
