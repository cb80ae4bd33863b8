"""A draft of the minutes: for each point what was decided, where the partners stand, and what comes back.

Plain text with a line between the parts, in the language of the site, for an editor to go on with.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from consultation.meetings.models import Meeting
from consultation.meetings.pages import who_comes
from consultation.weighing.models import AgendaPoint
from consultation.weighing.stances import Line, members_of, stances_on


def draft_of(meeting: Meeting, *, user: Any) -> str:
    """What is not in the minutes yet: who would come when they are empty, and each point of which something was written down.

    A point whose title stands in the minutes on a line of its own is left as somebody made it. "" when nothing is new.
    """
    written = {line.strip() for line in meeting.record.splitlines()}
    points = AgendaPoint.objects.filter(meeting=meeting).exclude(outcome="").in_order()
    rows = points.select_related("item", "comment__version", "comment__grouped")
    with translation.override(settings.LANGUAGE_CODE):
        fresh = [_part_of(point, user=user) for point in rows if point.item.title not in written]
        head = [_attendance(meeting)] if fresh and not meeting.record else []
    return "\n\n".join([*head, *fresh])


def _attendance(meeting: Meeting) -> str:
    people = [f"{one.name} ({one.further})" if one.further else one.name for one in who_comes(meeting)]
    return _("Present, as announced: %(people)s.") % {"people": ", ".join(people) or _("nobody announced herself")}


def _part_of(point: AgendaPoint, *, user: Any) -> str:
    lines = [point.item.title]
    if point.outcome == AgendaPoint.Outcome.BACK:
        return "\n".join([*lines, _("Not decided, comes back on the next agenda. %(why)s") % {"why": point.said}])
    if point.comment is None:
        return "\n".join([*lines, _("Agreed: %(said)s") % {"said": point.said}])
    members = members_of(point.comment)
    value = {"value": point.get_value_display(), "reason": point.said, "n": len(members)}
    if len(members) > 1:
        lines.append(_("Decided for %(n)s comments that say the same: %(value)s. %(reason)s") % value)
    else:
        lines.append(_("Decided: %(value)s. %(reason)s") % value)
    stances = [line for line in stances_on(members, user=user) if line.position is not None]
    if agreed := [line for line in stances if not line.is_apart]:
        lines.append(_("Agree: %(names)s.") % {"names": ", ".join(_name_of(line) for line in agreed)})
    lines += [_("Minority statement of %(name)s") % {"name": _statement_of(line)} for line in stances if line.is_apart]
    lines.append(_("The authors hear the answer when the editors send it."))
    return "\n".join(lines)


def _name_of(line: Line) -> str:
    name = str(line.organisation)
    marks = []
    if line.position is not None and line.position.confirmed_at is None:
        marks.append(_("not confirmed yet"))
    if line.is_old:
        marks.append(_("about an earlier decision"))
    return f"{name} ({', '.join(marks)})" if marks else name


def _statement_of(line: Line) -> str:
    position = line.position
    if position is None:
        return ""
    value = capfirst(position.get_value_display())
    ground = f" ({position.get_ground_display()})" if position.ground else ""
    return f"{_name_of(line)}: {value}{ground}. {position.reason}"
