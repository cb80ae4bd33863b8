"""Accounts, organisations, membership, invitation, consent, and the registry of personal data."""
