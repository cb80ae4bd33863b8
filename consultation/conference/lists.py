"""The list for the door, as a spreadsheet and on paper."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import typst
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consultation.conference.models import Conference, Registration
from handbook.exchange.spreadsheets import SheetColumn, open_book, write_sheet

LAYOUT = Path(__file__).with_name("door_list.typ")
WIDTHS = (28, 32, 28, 34, 34, 12, 12)


def door_people(conference: Conference) -> Iterable[Registration]:
    """Who has a place, by name."""
    people = conference.registrations.real().filter(state=Registration.State.CONFIRMED)
    return people.select_related("workshop").order_by("name", "pk")


def spreadsheet(conference: Conference) -> bytes:
    """An .xlsx of everybody who has a place or waits, in the order of the door list. Every cell is text, never a formula."""
    heads = (_("Name"), _("Organisation"), _("Function"), _("E-mail address"), _("Workshop"), _("State"), _("Came in"))
    columns = [SheetColumn(head, width) for head, width in zip(heads, WIDTHS, strict=True)]
    buffer = io.BytesIO()
    with open_book(buffer) as book:
        write_sheet(book, _("Door list"), columns, map(_row, _all(conference)))
    return buffer.getvalue()


def paper(conference: Conference) -> bytes:
    """A tagged PDF of everybody who has a place, with a box to tick.

    What people typed goes in as data, so that nothing of it is taken for an instruction of the layout.
    """
    starts = localtime(conference.starts_at)
    people = [
        [one.name, one.organisation, one.workshop.title if one.has_workshop and one.workshop else ""]
        for one in door_people(conference)
    ]
    data = {
        "language": get_language() or "nl",
        "title": conference.title,
        "when": f"{date_format(starts, 'l j F Y')}, {starts:%H:%M}. {conference.location}",
        "count": _("%(count)s people have a place.") % {"count": len(people)},
        "heads": [_("In"), _("Name"), _("Organisation"), _("Workshop")],
        "page": _("page"),
        "people": people,
    }
    return typst.compile(LAYOUT, sys_inputs={"data": json.dumps(data)}, format="pdf", ignore_system_fonts=True)


def _all(conference: Conference) -> Iterator[Registration]:
    yield from door_people(conference)
    waiting = conference.registrations.real().filter(state__in=["offered", "waiting"])
    yield from waiting.select_related("workshop").order_by("number")


def _row(one: Registration) -> tuple[str, ...]:
    came = f"{localtime(one.checked_in_at):%H:%M}" if one.checked_in_at else ""
    workshop = one.workshop.title if one.workshop else ""
    return (one.name, one.organisation, one.function, one.email, workshop, str(one.get_state_display()), came)
