"""What becomes of a remark: a decision with a reason, and the answer to its author."""
