"""The contents of a version with this reader's marks: the column beside a section and the version's own page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from consultation.reading.access import OpenVersion
from consultation.reading.addresses import section_url, version_url
from consultation.reading.progress import AGREED, CHANGED, READ, UNREAD, Progress
from handbook.models import Section


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """One section in the contents; the fields are those of components/contents.html, and ``minutes``."""

    section_id: int
    number: str
    title: str
    url: str
    level: int
    is_current: bool
    state: str
    state_label: str
    mine: int
    others: int
    minutes: int
    key: str
    is_asked: bool
    asked_label: str
    """In a limited round what says that it asks about this section; empty in any other."""

    @property
    def is_left(self) -> bool:
        return self.is_asked and self.state in {UNREAD, CHANGED}

    @property
    def comments(self) -> int:
        """All that this reader sees."""
        return self.mine + self.others


@dataclass(frozen=True, slots=True)
class Contents:
    """The whole list. ``read`` is None for a reader whose progress is not kept."""

    url: str
    current: str
    total: int
    read: int | None
    sections: list[ContentsLine]
    minutes_left: int

    @property
    def to_do(self) -> int:
        return self.total - (self.read or 0)

    def line_of(self, section_id: int) -> ContentsLine:
        return next(line for line in self.sections if line.section_id == section_id)


def state_labels() -> dict[str, str]:
    return {
        UNREAD: _("not read yet"),
        CHANGED: _("changed since you read it"),
        READ: _("read"),
        AGREED: _("agreed"),
        "": "",
    }


def contents_of(
    opened: OpenVersion, sections: Sequence[Section], progress: Progress, *, current: str = "", keeps_progress: bool = True
) -> Contents:
    """Put sections and progress together; no query."""
    labels = state_labels()
    lines = []
    minutes_left = 0
    limited = not all(one.is_asked for one in progress.by_section.values())
    for section in sections:
        one = progress.by_section[section.pk]
        if one.state and one.is_left:
            minutes_left += section.reading_minutes
        lines.append(
            ContentsLine(
                section_id=section.pk,
                number=section.number,
                title=section.title,
                url=section_url(opened.version, section.number),
                level=section.level,
                is_current=section.number == current,
                state=one.state if keeps_progress else "",
                state_label=labels[one.state],
                mine=one.mine,
                others=one.others,
                minutes=section.reading_minutes,
                key=str(section.key),
                is_asked=one.is_asked,
                asked_label=_("in this round") if limited and one.is_asked and section.word_count else "",
            )
        )
    countable = sum(1 for section in sections if section.word_count and progress.by_section[section.pk].is_asked)
    return Contents(
        url=version_url(opened.version),
        current=current,
        total=countable,
        read=progress.done if keeps_progress else None,
        sections=lines,
        minutes_left=minutes_left,
    )
