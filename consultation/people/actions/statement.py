"""The privacy statement: the editors' text with the places and periods as they are, its version, and each version kept.

A consent names the version of the statement that stood there (guarantees G23). What is generated is part of it: another
period is another version.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import ngettext, override
from wagtail.models import Page

from consultation.people import registry, retention
from consultation.people.models import PrivacyStatement

PRIVACY_SLUG = "privacy"
AS_DELIVERED = "as delivered"
"""The version of the editors' text when no editor has touched it yet."""
DAYS_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class Generated:
    """What the statement says of itself: sentences about what is kept, and each period with its length in words."""

    places: tuple[str | Promise, ...]
    periods: tuple[tuple[str | Promise, str], ...]


def generated_statement() -> Generated:
    """The part of the privacy statement that comes from the registries, in the language that is active now."""
    return Generated(
        places=tuple(place.describe for place in registry.places_for_reading()),
        periods=tuple((period.what, in_words(period.days())) for period in retention.periods()),
    )


def in_words(days: int) -> str:
    """A number of days as people say it: whole years from one year on, else days.

    A period of some years may have been set with its leap days or without.
    """
    years, rest = divmod(days, DAYS_A_YEAR)
    if years and rest <= (years + 3) // 4:
        return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def privacy_version() -> str:
    """Names the statement that readers see: when its text was last published, and eight signs of what is generated."""
    published = Page.objects.filter(slug=PRIVACY_SLUG, depth=3).values_list("last_published_at", flat=True).first()
    written = f"{published:%Y-%m-%d %H:%M}" if published else AS_DELIVERED
    return f"{written} / {hashlib.sha256(_generated_text().encode()).hexdigest()[:8]}"


def keep_statement(*, at: datetime) -> str:
    """Keeps the statement as it stands, once for each version, and returns the version: for who writes a consent down."""
    version = privacy_version()
    if not PrivacyStatement.objects.filter(version=version).exists():
        page = Page.objects.filter(slug=PRIVACY_SLUG, depth=3).first()
        body = getattr(page.specific, "body", "") if page is not None else ""
        text = f"{body}\n\n{_generated_text()}"
        PrivacyStatement.objects.get_or_create(version=version, defaults={"text": text, "kept_at": at})
    return version


def _generated_text() -> str:
    """In Dutch, the language in which the statement holds; one line each."""
    with override("nl"):
        generated = generated_statement()
        lines = [str(sentence) for sentence in generated.places]
        return "\n".join([*lines, *(f"{what} {length}" for what, length in generated.periods)])
