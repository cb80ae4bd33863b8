"""What remarks are about, what became of them, when they came and how they were supported, in words and charts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consultation.accountability.figures.counts import RoundFigures, Source, Supported
from consultation.accountability.figures.periods import Period
from consultation.accountability.figures.shapes import Cell, Column, Course, Line, Table, bars_of
from consultation.accountability.figures.view import FigureView, Look
from consultation.accountability.models import Figure
from consultation.comments.models import Comment
from consultation.tryouts.spread import median_of
from consultation.weighing.models import Decision

WIDE, HIGH = 10, 100
"""Of one period in the picture."""
SOURCES: dict[str, str | Promise] = {
    Source.MEMBERS: gettext_lazy("members of the round"),
    Source.ORGANISATIONS: gettext_lazy("organisations, as a gathered reaction"),
    Source.ATTENDEES: gettext_lazy("attendees of a conference"),
    Source.OTHERS: gettext_lazy("everybody else"),
}


def remarks(figures: RoundFigures, look: Look) -> FigureView:
    """How many remarks of which kind, on which ground, and from whom."""
    counted = figures.remarks
    if not counted.total:
        return FigureView(Figure.REMARKS, (_("There are no comments yet."),))
    kinds = _named(counted.by("kind"), Comment.Kind)
    grounds = _named(counted.by("ground"), Comment.Ground, empty=_("no ground named"))
    said = [
        ngettext("%(n)s comment came in.", "%(n)s comments came in, most often %(kind)s: %(most)s times.", counted.total)
        % {"n": counted.total, "kind": kinds[0][0], "most": kinds[0][1]}
    ]
    if counted.late:
        said.append(
            ngettext("%(n)s came after the round had closed.", "%(n)s came after the round had closed.", counted.late)
            % {"n": counted.late}
        )
    sources = counted.sources(veiled=not look.sees_all)
    heads = (_("From whom"), _("Comments"), _("Submitters"))
    rows = [(str(SOURCES[source]), *numbers) for source, numbers in sources.items()]
    if not look.sees_all:
        # How many members commented stands under the veil elsewhere.
        heads, rows = heads[:2], [row[:2] for row in rows]
    tables = [
        Table("soorten", _("By kind"), (_("Kind"), _("Comments")), tuple(kinds)),
        Table("gronden", _("By ground"), (_("Ground"), _("Comments")), tuple(grounds)),
    ]
    if rows:
        tables.append(Table("van-wie", _("From whom"), heads, tuple(rows)))
    return FigureView(
        Figure.REMARKS, tuple(said), bars=(bars_of(_("By kind"), kinds), bars_of(_("By ground"), grounds)), tables=tuple(tables)
    )


def answers(figures: RoundFigures, look: Look) -> FigureView:
    """How many remarks have their answer, which, and how long it took. Only what its author has read counts."""
    counted = figures.remarks
    if not counted.total:
        return FigureView(Figure.ANSWERS, (_("There are no comments yet."),))
    said = [
        ngettext("%(answered)s of %(n)s comment has an answer.", "%(answered)s of %(n)s comments have an answer.", counted.total)
        % {"answered": counted.answered, "n": counted.total}
    ]
    middle = median_of(counted.answer_days)
    if middle is not None:
        slowest = max(days for days, _count in counted.answer_days)
        said.append(
            _("Half of the answers came within %(half)s, the slowest took %(slowest)s.")
            % {"half": _tell_days(ceil(middle)), "slowest": _tell_days(slowest)}
        )
    if counted.waiting_since is not None:
        said.append(_("The oldest comment without an answer is of %(day)s.") % {"day": tell_day(counted.waiting_since)})
    decisions = _named(counted.by_decision(), Decision.Value, empty=_("no answer yet"))
    columns = [value for value in ["", *Decision.Value.values] if value in counted.by_decision()]
    crossed = counted.by_ground_and_decision()
    grounds = [ground for ground in [*Comment.Ground.values, ""] if ground in counted.by("ground")]
    rows = tuple(
        (_name(ground, Comment.Ground, _("no ground named")), *(crossed.get((ground, value), 0) for value in columns))
        for ground in grounds
    )
    heads = (_("Ground"), *(_name(value, Decision.Value, _("no answer yet")).capitalize() for value in columns))
    tables = [
        Table("beslissingen", _("By decision"), (_("Decision"), _("Comments")), tuple(decisions)),
        Table("grond-en-beslissing", _("By ground and decision"), heads, rows),
    ]
    if counted.answer_days:
        days = tuple(sorted(counted.answer_days))
        tables.append(Table("antwoordtijd", _("Days until the answer"), (_("Days"), _("Comments")), days))
    return FigureView(Figure.ANSWERS, tuple(said), bars=(bars_of(_("By decision"), decisions),), tables=tuple(tables))


def course(figures: RoundFigures, look: Look) -> FigureView:
    """When remarks came, with the reminders and the closing."""
    periods, counted = figures.course, figures.remarks.total
    if not counted:
        return FigureView(Figure.COURSE, (_("There are no comments yet."),))
    busiest = max(periods, key=lambda one: one.count)
    facts = {"day": tell_day(busiest.first), "n": busiest.count}
    if figures.by_the_week:
        said = [
            ngettext("Most came in the week of %(day)s: %(n)s.", "Most came in the week of %(day)s: %(n)s.", busiest.count)
            % facts
        ]
    else:
        said = [ngettext("Most came on %(day)s: %(n)s.", "Most came on %(day)s: %(n)s.", busiest.count) % facts]
    reminders = [day for one in periods for day in one.reminders]
    closing = next(one.closes_on for one in periods if one.closes_on)
    if reminders:
        said.append(_("Dotted line: a reminder (%(days)s).") % {"days": ", ".join(tell_day(day) for day in reminders)})
    said.append(_("Solid line: the round closes (%(day)s).") % {"day": tell_day(closing) if closing else ""})
    rows = tuple((_tell_period(one), one.count, _tell_events(one)) for one in periods)
    head = _("Week") if figures.by_the_week else _("Day")
    return FigureView(
        Figure.COURSE,
        tuple(said),
        course=_picture(periods, described=" ".join(said)),
        tables=(Table("verloop", _("Comments through the weeks"), (head, _("Comments"), _("What happened")), rows),),
    )


def support(figures: RoundFigures, look: Look) -> FigureView:
    """How often remarks were supported or objected to, and for who reads the version which most."""
    counted = figures.support
    if not counted.remarks:
        return FigureView(Figure.SUPPORT, (_("Nobody has supported a comment or objected to one."),))
    said = ngettext(
        "Members reacted to %(n)s comment: %(agreed)s times in agreement, %(objected)s times with an objection.",
        "Members reacted to %(n)s comments: %(agreed)s times in agreement, %(objected)s times with an objection.",
        counted.remarks,
    ) % {"n": counted.remarks, "agreed": counted.agreed, "objected": counted.objected}
    version = look.version
    most = counted.most if look.reads else ()
    page = {one.key: reverse("section", args=[version.slug, version.label, one.section]) for one in most}
    rows = tuple((f"R{one.number}", one.section, one.agreed, one.objected) for one in most)
    heads = (_("Comment"), _("Section"), _("Agree"), _("Object"))
    return FigureView(
        Figure.SUPPORT,
        (said,),
        leads_title=_("Supported most:") if most else "",
        leads=tuple((_tell_supported(one), f"{page[one.key]}?reactie={one.key}#r-{one.key}") for one in most),
        bars=(bars_of("", [(_("agree").capitalize(), counted.agreed), (_("object").capitalize(), counted.objected)]),),
        tables=(Table("steun", _("Supported most"), heads, rows),) if most else (),
    )


def tell_day(day: date) -> str:
    return date_format(day, "j F")


def _tell_supported(one: Supported) -> str:
    facts = {"number": one.number, "section": one.section, "n": one.agreed}
    return ngettext("R%(number)s in %(section)s, %(n)s agrees", "R%(number)s in %(section)s, %(n)s agree", one.agreed) % facts


def _tell_days(days: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def _tell_period(period: Period) -> str:
    if period.first == period.last:
        return date_format(period.first, "j F Y")
    return _("%(first)s to %(last)s") % {"first": tell_day(period.first), "last": date_format(period.last, "j F Y")}


def _tell_events(period: Period) -> Cell:
    events = [_("reminder on %(day)s") % {"day": tell_day(day)} for day in period.reminders]
    return ", ".join(events + ([_("closed on %(day)s") % {"day": tell_day(period.closes_on)}] if period.closes_on else []))


def _picture(periods: Sequence[Period], *, described: str) -> Course:
    highest = max(one.count for one in periods)
    heights = [round(HIGH * one.count / highest, 1) for one in periods]
    lines = [Line(WIDE * place + WIDE // 2, "course-reminder") for place, one in enumerate(periods) if one.reminders]
    lines += [Line(WIDE * place + WIDE // 2, "course-closing") for place, one in enumerate(periods) if one.closes_on]
    return Course(
        width=WIDE * len(periods),
        columns=tuple(
            Column(WIDE * place + 1, round(HIGH - height, 1), height) for place, height in enumerate(heights) if height
        ),
        lines=tuple(lines),
        highest=str(highest),
        first=tell_day(periods[0].first),
        last=tell_day(periods[-1].last),
        described=described,
    )


def _named(counts: dict[str, int], values: type, *, empty: str = "") -> list[tuple[str, int]]:
    """Counts by the words for their values, the largest first, what has no value last."""
    ordered = sorted(counts, key=lambda value: (value == "", -counts[value], value))
    return [(_name(value, values, empty), counts[value]) for value in ordered]


def _name(value: str, values: type, empty: str) -> str:
    return str(values(value).label) if value else empty
