"""Who took part, section by section, and by function, organisation and region, in words and charts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultation.accountability.figures.counts import Before, Members, RoundFigures, SectionCount
from consultation.accountability.figures.shapes import Bars, Cell, Stack, Table, bar, parts_of
from consultation.accountability.figures.veil import Number
from consultation.accountability.figures.view import FigureView, Look
from consultation.accountability.models import Figure
from consultation.people.models import Organisation
from consultation.tryouts.group_words import split_kinds, tell_group
from consultation.tryouts.grouping import LEAST, OTHERS, Group, Partition, beside, by_function, by_organisation, by_region, folded

MOST_LED = 10
"""To so many sections a list leads; the chart below has all of them."""


def tell_number(number: Number) -> Cell:
    """A number as it is told: exact, or "fewer than 5" and "more than 43"."""
    if number.is_exact:
        return number.least
    if number.least == 1:
        return _("fewer than %(n)s") % {"n": number.most + 1}
    return _("more than %(n)s") % {"n": number.least - 1}


def participation(figures: RoundFigures, look: Look) -> FigureView:
    """How many of the audience read, agreed, commented, have nothing to add, and said nothing."""
    members = figures.members
    if not _are_enough(members, look):
        return FigureView(Figure.PARTICIPATION, (_too_few(),))
    total = members.total
    silent_words = _("said nothing") if look.is_over else _("have said nothing yet")
    counts = [
        (_("read at least one section"), members.read),
        (_("agreed with at least one section"), members.agreed),
        (_("commented"), members.commented),
        (_("said to have nothing to add"), members.passed),
        (silent_words, members.silent),
    ]
    told = [(label, look.people(count, total)) for label, count in counts]
    facts = {"read": tell_number(told[0][1]), "silent": tell_number(told[-1][1]), "n": total}
    if not members.silent:
        said = ngettext(
            "%(read)s of %(n)s member read at least one section; nobody was silent.",
            "%(read)s of %(n)s members read at least one section; nobody was silent.",
            total,
        )
    elif look.is_over:
        said = ngettext(
            "%(read)s of %(n)s member read at least one section; %(silent)s said nothing.",
            "%(read)s of %(n)s members read at least one section; %(silent)s said nothing.",
            total,
        )
    else:
        said = ngettext(
            "%(read)s of %(n)s member read at least one section; %(silent)s have said nothing yet.",
            "%(read)s of %(n)s members read at least one section; %(silent)s have said nothing yet.",
            total,
        )
    sentences = [_capital(said % facts)]
    if figures.before is not None and look.sees_all:
        sentences.append(_tell_before(figures.before))
    rows = [(_("invited"), total), *((label, tell_number(number)) for label, number in told)]
    return FigureView(
        Figure.PARTICIPATION,
        tuple(sentences),
        bars=(Bars("", tuple(bar(label.capitalize(), number, tell_number(number), total) for label, number in told)),),
        tables=(_table("deelname", _("How many members did what"), (_("What members did"), _("People")), rows),),
    )


def coverage(figures: RoundFigures, look: Look) -> FigureView:
    """Each section: how many read it and what they said; first those that nobody looked at."""
    sections, total = figures.sections, figures.members.total
    if not _are_enough(figures.members, look):
        return FigureView(Figure.COVERAGE, (_too_few(),))
    untouched, unspoken = len(figures.untouched), len(figures.unspoken)
    if untouched:
        said = ngettext(
            "Nobody has read or commented on %(n)s of the %(total)s sections yet.",
            "Nobody has read or commented on %(n)s of the %(total)s sections yet.",
            untouched,
        ) % {"n": untouched, "total": len(sections)}
    else:
        said = _("Every section was read or commented on by somebody.")
    further = ""
    if unspoken:
        further = ngettext(
            "%(n)s section was read, and nobody said anything of it.",
            "%(n)s sections were read, and nobody said anything of them.",
            unspoken,
        ) % {"n": unspoken}
    heads = [_("Section"), _("Comments")]
    heads += [_("Commented"), _("Agreed"), _("Only read"), _("Nothing yet")] if look.sees_all else [_("Read it")]
    rows = [(_name(one, look), one.remarks, *_columns(one, total, look)) for one in sections]
    if figures.before is not None and look.sees_all:
        heads.append(_("Comments on version %(label)s") % {"label": figures.before.label})
        rows = [(*row, _("new") if one.before is None else one.before) for row, one in zip(rows, sections, strict=True)]
    return FigureView(
        Figure.COVERAGE,
        tuple(one for one in (said, further) if one),
        leads_title=_("Nobody yet:") if untouched else "",
        leads=tuple(_leads(figures.untouched, look)),
        stacks=tuple(_stack(one, total, look) for one in sections),
        tables=(_table("paragrafen", _("What was said of each section"), heads, rows),),
    )


def groups(figures: RoundFigures, look: Look) -> FigureView:
    """What people of one function, organisation or region did, small groups together; for who sees all too."""
    members = figures.members
    sizes = members.sizes()
    functions = by_function(sizes)
    organisations = beside(functions, by_organisation(sizes), sizes)
    regions = beside(organisations, beside(functions, by_region(sizes), sizes), sizes)
    named = [
        ("functies", _("By function"), functions),
        ("organisaties", _("By organisation"), organisations),
        ("regios", _("By region"), regions),
    ]
    shown = [_group_table(name, caption, members, partition, look) for name, caption, partition in named if partition]
    if not shown:
        return FigureView(Figure.GROUPS, (_("The groups are too small to show without telling who did what."),))
    said = [_("A group of fewer than five people is put together with others.")]
    least = _least_heard(members, functions, look) or _least_heard(members, organisations, look)
    if least:
        said.insert(0, _("Least heard: %(group)s. Of %(total)s people %(n)s commented.") % least)
    charts = tuple(bars for _table, bars in shown if bars.bars)
    if charts:
        said.append(_("The bars show how many commented."))
    return FigureView(Figure.GROUPS, tuple(said), bars=charts, tables=tuple(table for table, _bars in shown))


def _are_enough(members: Members, look: Look) -> bool:
    return look.sees_all or members.total >= LEAST


def _too_few() -> str:
    return _("Too few people were asked to show what they did.")


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]


def _table(name: str, caption: str, columns: list[str] | tuple[str, ...], rows: list[tuple[Cell, ...]]) -> Table:
    return Table(name, caption, tuple(columns), tuple(rows))


def _name(section: SectionCount, look: Look) -> str:
    """Its number and title; the number alone for who may not read the text."""
    return f"{section.number} {section.title}" if look.reads else section.number


def _url(section: SectionCount, look: Look) -> str:
    version = look.version
    return reverse("section", args=[version.slug, version.label, section.number]) if look.reads else ""


def _columns(section: SectionCount, total: int, look: Look) -> tuple[Cell, ...]:
    """What the table tells of a section beside its remarks."""
    if not look.sees_all:
        return (tell_number(look.people(section.readers, total)),)
    return section.commented, section.agreed, section.read, total - section.readers


def _stack(section: SectionCount, total: int, look: Look) -> Stack:
    readers = look.people(section.readers, total)
    counts = [("said", section.commented), ("agreed", section.agreed), ("read", section.read)]
    if not look.sees_all:
        counts = [("read", readers.least)]
    said = _("%(count)s of %(total)s") % {"count": tell_number(readers), "total": total}
    return Stack(_name(section, look), _url(section, look), said, _mark(section), parts_of(counts, total))


def _mark(section: SectionCount) -> str:
    if section.is_untouched:
        return _("nobody yet")
    if not section.kind:
        return ""
    return _("commented on by one kind of organisation only: %(kind)s") % {"kind": Organisation.Kind(section.kind).label}


def _leads(sections: Sequence[SectionCount], look: Look) -> Iterator[tuple[str, str]]:
    """The first few sections with their addresses, and how many more there are."""
    for one in sections[:MOST_LED]:
        yield _name(one, look), _url(one, look)
    more = len(sections) - MOST_LED
    if more > 0:
        yield ngettext("and %(n)s more, marked below", "and %(n)s more, marked below", more) % {"n": more}, ""


def _tell_before(before: Before) -> str:
    """The same about the round before."""
    members = before.members
    facts = {"label": before.label, "n": members.total, "read": members.read, "commented": members.commented}
    return _("In the round on version %(label)s %(read)s of %(n)s read something and %(commented)s commented.") % facts


def _group_table(name: str, caption: str, members: Members, partition: Partition, look: Look) -> tuple[Table, Bars]:
    """What each group did, and how many of it commented as bars."""
    split = split_kinds(partition)
    heads = {"read": _("Read something"), "commented": _("Commented"), "silent": _("Said nothing")}
    shown = [one for one in heads if _may_show(one, members, partition, look)]
    rows: list[tuple[Cell, ...]] = []
    bars = []
    for group, size, counts in _grouped(members, partition):
        group_name = _capital(tell_group(group, split))
        rows.append((group_name, size, *(counts[one] for one in shown)))
        if "commented" in shown:
            bars.append(bar(group_name, Number.exactly(counts["commented"]), counts["commented"], size))
    columns = (_("Group"), _("People"), *(heads[one] for one in shown))
    return Table(name, caption, columns, tuple(rows)), Bars(caption, tuple(bars))


def _may_show(column: str, members: Members, partition: Partition, look: Look) -> bool:
    """Whether a column tells nobody of a few people in any of its groups; one under a veil could be reckoned from the others."""
    return all(look.people(counts[column], size).is_exact for _group, size, counts in _grouped(members, partition))


def _grouped(members: Members, partition: Partition) -> Iterator[tuple[Group, int, Mapping[str, int]]]:
    for group, did in folded({(cell, did): count for cell, did, count in members.rows}, partition).items():
        yield (
            group,
            sum(did.values()),
            {
                "read": sum(count for one, count in did.items() if one.has_read),
                "commented": sum(count for one, count in did.items() if one.commented),
                "silent": sum(count for one, count in did.items() if one.is_silent),
            },
        )


def _least_heard(members: Members, partition: Partition, look: Look) -> dict[str, Cell] | None:
    """The group of which the smallest share commented; None when all were heard alike, or it may not be told."""
    if not _may_show("commented", members, partition, look):
        return None
    split = split_kinds(partition)
    shares = [
        (counts["commented"] / size, -size, tell_group(group, split), counts["commented"])
        for group, size, counts in _grouped(members, partition)
        if group != OTHERS
    ]
    if len({share for share, *_rest in shares}) < 2:
        return None
    _share, size, group, commented = min(shares)
    return {"group": group, "total": -size, "n": commented}
