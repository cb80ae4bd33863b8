"""The pages of the account, a module for each."""
