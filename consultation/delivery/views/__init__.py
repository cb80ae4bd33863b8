"""The pages of this slice: a person's own, and the editors' list of mails."""
