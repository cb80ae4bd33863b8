"""What will happen when an editor publishes, told before it happens: what changed, who is mailed, what to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth.models import Group

from consultation.comments.models import Comment
from consultation.delivery.calendar import Break, day_of
from consultation.delivery.models import SchoolHoliday
from consultation.people.models import User
from consultation.publishing.checks import ContentFinding, check_content
from consultation.publishing.closing_day import ClosingAdvice, look_at_closing
from consultation.publishing.correcting import Correction, correction_of
from consultation.publishing.framework import FaultLine, fault_lines
from consultation.publishing.plan import PublicationPlan, RoundPlan
from consultation.rounds.models import Round
from handbook.exchange.document import Document, Section
from handbook.exchange.matching import match_sections
from handbook.exporting import document_of
from handbook.framework.checks import new_faults
from handbook.framework.graph import Framework, framework_of_document
from handbook.framework_words import tell_differences
from handbook.frameworks import framework_of_version
from handbook.living import LivingText, UnpublishedEdit, unpublished_edits
from handbook.models import HandbookPage, Version
from handbook.register import give_ids


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A section that is not what it was in the last version: what happened (created, renamed, moved, ...), and its titles."""

    kind: str
    number: str
    title: str
    old_title: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """The facts of the last screen."""

    plan: PublicationPlan
    section_count: int
    changes: list[ChangeLine]
    kept_count: int
    previous: Version | None
    recipients: int
    open_comments: int
    running: list[Round]
    unpublished: list[UnpublishedEdit]
    findings: list[ContentFinding]
    faults: list[FaultLine]
    """Of the decision framework; a correction mends words in a framework that stands, so it has none."""
    framework_changes: list[str]
    """What differs in the decision framework since the last version, in sentences."""
    correction: Correction | None
    closing: ClosingAdvice | None
    """What is wrong with the last day of the round; None when it is a working day."""

    @property
    def is_blocked(self) -> bool:
        """The version would be refused."""
        return any(line.blocks for line in self.faults)


def outline_of(document: Document) -> list[tuple[str, str, str]]:
    """The sections in reading order: number, key, title."""
    return [(section.number, section.key or "", section.title) for section in document.sections]


def preview_publication(*, handbook: HandbookPage, living: LivingText, plan: PublicationPlan, at: datetime) -> Preview:
    """Look at the agreed text (``living``, of ``read_living``), the last version and the people; writes nothing.

    Raises a PublicationRefused when the plan is a correction and the text or the label is none.
    """
    document = living.document
    correction = correction_of(handbook=handbook, document=document) if plan.correction else None
    if correction is not None:
        correction.refuse_label(plan.label)
    previous = Version.objects.of(handbook.key).order_by("-ordinal").first()
    changes = compare(document_of(previous).sections, document.sections) if previous else []
    framework, was = _frameworks(handbook, document, previous)
    recipients = (
        User.objects.active_in(Group.objects.filter(name__in=plan.round.audience)).count() if plan.round and plan.mail else 0
    )
    return Preview(
        plan=plan,
        section_count=len(document.sections),
        changes=changes,
        kept_count=len(document.sections) - sum(1 for line in changes if line.kind != "removed"),
        previous=previous,
        recipients=recipients,
        open_comments=Comment.objects.posted().filter(version=previous, parent=None).count() if previous else 0,
        running=list(Round.objects.open(at).filter(version__handbook_key=handbook.key).select_related("version"))
        if plan.round
        else [],
        unpublished=[edit for edit in unpublished_edits(handbook) if edit.kind != "unpublished"],
        findings=check_content(document),
        faults=[] if correction else fault_lines(new_faults(framework, was), living.pages),
        framework_changes=tell_differences(was, framework) if previous else [],
        correction=correction,
        closing=_closing(plan.round) if plan.round else None,
    )


def _frameworks(handbook: HandbookPage, document: Document, previous: Version | None) -> tuple[Framework, Framework]:
    """The framework of the agreed text and that of the last version, empty when there is none.

    The living text has its passages from the register, as freezing will: a step that is called otherwise is the same step.
    """
    framework = framework_of_document(document)
    if previous is None:
        return framework, Framework()
    if framework:
        known = replace(document, sections=give_ids(document.sections, handbook_key=handbook.key))
        framework = framework_of_document(known)
    return framework, framework_of_version(previous)


def _closing(plan: RoundPlan) -> ClosingAdvice | None:
    breaks = [(str(one), Break(one.first_day, one.last_day)) for one in SchoolHoliday.objects.all()]
    return look_at_closing(day_of(plan.closes_at), opens_on=day_of(plan.opens_at), breaks=breaks)


def compare(old: Sequence[Section], new: Sequence[Section]) -> list[ChangeLine]:
    """The sections that changed, in the new reading order, and after them those that are gone."""
    matches = match_sections(old, new)
    lines = [
        ChangeLine(
            kind=match.kind,
            number=new[match.new].number,
            title=new[match.new].title,
            old_title=old[match.old].title if match.old is not None else "",
        )
        for match in matches.matches
        if match.kind != "kept"
    ]
    return lines + [ChangeLine("removed", old[index].number, old[index].title) for index in matches.removed]
