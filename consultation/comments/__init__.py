"""Remarks: submitters, comments, support, reviews of sections, the privacy guard and moderation."""
