"""The tables of this slice: conferences with their workshops, and who signed up."""

from consultation.conference.models.conferences import Conference, Workshop
from consultation.conference.models.registrations import Registration

__all__ = ["Conference", "Registration", "Workshop"]
