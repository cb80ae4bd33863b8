"""The tables of this slice, by noun: notices, mails, what receivers chose, addresses, the calendar."""

from consultation.delivery.models.addresses import DeliveryEvent, Suppression
from consultation.delivery.models.calendar import SchoolHoliday
from consultation.delivery.models.choices import Cursor, Preference, Rhythm
from consultation.delivery.models.domains import SlowDomain
from consultation.delivery.models.emails import Email
from consultation.delivery.models.notices import Notice

__all__ = [
    "Cursor",
    "DeliveryEvent",
    "Email",
    "Notice",
    "Preference",
    "Rhythm",
    "SchoolHoliday",
    "SlowDomain",
    "Suppression",
]
