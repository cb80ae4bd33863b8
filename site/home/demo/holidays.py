"""The school holidays of the demo: those of 2026-2027 that the national government set."""

from __future__ import annotations

from consultation.delivery.models import SchoolHoliday
from home.demo.sources import read_data


def make_holidays() -> None:
    """Everything in holidays.json; what is there already stays as it is."""
    for entry in read_data("holidays.json"):
        SchoolHoliday.objects.get_or_create(
            name=entry["name"],
            region=entry["region"],
            first_day=entry["first_day"],
            defaults={"last_day": entry["last_day"]},
        )
