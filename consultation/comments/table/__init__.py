"""The comment table: remarks as rows, in files that leave the platform, are filled in elsewhere, and come back."""
