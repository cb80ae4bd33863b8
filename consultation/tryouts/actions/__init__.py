"""The only code that changes the state of this slice."""
