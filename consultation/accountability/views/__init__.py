"""The pages of the account: the note for its readers, and where editors prepare it."""
