"""Bringing a document into the living text from the admin: hand it in, look at what would happen, confirm, watch it."""
