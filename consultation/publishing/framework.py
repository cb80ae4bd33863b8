"""The decision framework before a version is published: its faults in words, with where to mend them, and the gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from consultation.publishing.errors import FrameworkFaulty
from handbook.framework.checks import Fault, check_framework
from handbook.framework.graph import Framework, Place, framework_of_document
from handbook.framework_text import describe
from handbook.framework_words import tell_fault
from handbook.living import LivingText
from handbook.models import SectionPage


@dataclass(frozen=True, slots=True)
class FaultLine:
    """A fault for an editor. ``page_id`` is the page to mend it on, None for a fault of the whole; ``blocks`` says that no
    version can be published with it."""

    sentence: str
    section: str
    page_id: int | None
    blocks: bool


def fault_lines(faults: Sequence[Fault], pages: Sequence[SectionPage]) -> list[FaultLine]:
    """The faults as lines, those that block first. ``pages`` are the living pages that the framework was read from."""
    page_ids = {str(page.key): page.pk for page in pages}
    lines = [
        FaultLine(
            sentence=tell_fault(fault),
            section=f"{fault.place.number} {fault.place.title}" if fault.place else "",
            page_id=page_ids.get(fault.place.key) if fault.place else None,
            blocks=fault.blocks,
        )
        for fault in faults
    ]
    return sorted(lines, key=lambda line: not line.blocks)


def framework_context(living: LivingText) -> dict[str, Any]:
    """What the page of the living framework shows; ``framework`` is None for a text without steps."""
    framework = framework_of_document(living.document)
    lines = fault_lines(check_framework(framework), living.pages)
    page_ids = {str(page.key): page.pk for page in living.pages}

    def edit_url(place: Place) -> str:
        return reverse("wagtailadmin_pages:edit", args=[page_ids[place.key]])

    return {
        "framework": describe(framework, address=edit_url) if framework else None,
        "faults": lines,
        "is_blocked": any(line.blocks for line in lines),
    }


def refuse_faults(framework: Framework) -> None:
    """Raises FrameworkFaulty when a walk through the framework would come to a stop."""
    blocking = [fault for fault in check_framework(framework) if fault.blocks]
    if blocking:
        raise FrameworkFaulty([tell_fault(fault) for fault in blocking])
