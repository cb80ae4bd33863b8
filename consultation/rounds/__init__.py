"""Consultation rounds: who may react on a version, from when until when, and what we ask."""
