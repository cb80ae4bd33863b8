"""What stands above every page of a version: which it is, how long one can react, what changed, files."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultation.reading.access import OpenVersion
from consultation.reading.addresses import download_url, version_url
from consultation.rounds.models import Round
from handbook.models import Section, SectionLineage, Status, Version

TONES = {
    Status.ADOPTED: "positive",
    Status.WITHDRAWN: "negative",
    Status.SUPERSEDED: "warning",
    Status.CONSULTATION: "accent",
}
DOWNLOADS = (("pdf", "PDF"), ("docx", "Word"), ("md", "Markdown"), ("json", "JSON"))


def version_bar(opened: OpenVersion, *, changes_url: str = "") -> dict[str, Any]:
    """The parameters of components/version_bar.html; no query, but one for a correction or a version that was withdrawn."""
    version = opened.version
    bar: dict[str, Any] = {
        "label": version.label,
        "status_label": str(Status(opened.status).label),
        "status_tone": TONES.get(Status(opened.status), ""),
        "days_left": days_left_words(opened.days_left),
        "until": "",
        "changes_url": changes_url,
        "corrected": corrected_words(version),
        "downloads": [{"label": name, "url": download_url(version, code)} for code, name in DOWNLOADS],
    }
    if opened.round is not None and not opened.round_is_open:
        bar["until"] = window_words(opened.round, opened.at)
    if opened.is_withdrawn:
        bar["withdrawn"] = version.statuses.order_by("-id").values_list("reason", flat=True).first()
    if not opened.is_newest:
        bar["newest_url"] = version_url(opened.newest)
        bar["newest_label"] = opened.newest.label
    return bar


def corrected_words(version: Version) -> str:
    """What a correction mended since the version that it corrects, in a sentence; empty for any other version."""
    if version.corrects_id is None:
        return ""
    lines = SectionLineage.objects.filter(
        Q(text_changed=True) | Q(kind=SectionLineage.Kind.RENAMED),
        new_version__corrects=version.corrects_id,
        new_version__ordinal__lte=version.ordinal,
    )
    mended = Section.objects.filter(version=version, key__in=lines.values("new_key")).order_by("position")
    numbers = list(mended.values_list("number", flat=True))
    return ngettext(
        "In this version a mistake was mended in %(numbers)s.",
        "In this version mistakes were mended in %(numbers)s.",
        len(numbers),
    ) % {"numbers": ", ".join(numbers)}


def days_left_words(days: int | None) -> str:
    if days is None:
        return ""
    return _("last day today") if days == 0 else ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


def window_words(round: Round, at: datetime) -> str:
    """One sentence on a round that is not open: it opens later, or it closed."""
    if at < round.opens_at:
        day = date_format(localtime(round.opens_at), "j F Y")
        return _("You can react from %(day)s.") % {"day": day}
    day = date_format(localtime(round.closes_at), "j F Y")
    return _("The round closed on %(day)s.") % {"day": day}
