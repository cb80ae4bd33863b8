"""The comment table: every remark of a version with its decision, as a file that leaves the platform and comes back."""
