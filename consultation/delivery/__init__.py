"""Telling people: notices, the outbox, preferences and sending. It knows a user only as an address and a language."""
