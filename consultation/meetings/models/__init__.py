"""The tables of this slice: meetings with what belongs to them, what people answer, what is still to be reminded of."""

from consultation.meetings.models.answers import CalendarFeed, Reminder, Rsvp
from consultation.meetings.models.contents import ActionPoint, AgendaItem, Paper
from consultation.meetings.models.meetings import Meeting

__all__ = ["ActionPoint", "AgendaItem", "CalendarFeed", "Meeting", "Paper", "Reminder", "Rsvp"]
