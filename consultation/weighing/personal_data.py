"""Where people are kept in this slice."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consultation.people.registry import (
    Person,
    PersonalData,
    Row,
    excuse,
    excuse_texts,
    nothing,
    register,
    register_texts,
    rows_of,
)
from consultation.weighing.models import (
    AgendaPoint,
    AlikeGroup,
    Answer,
    AnswerTemplate,
    Assignment,
    Batch,
    ChangeReason,
    Contest,
    Decision,
    Dissent,
    GoAhead,
    Note,
    OpenedPositions,
    PassedGate,
    PassedPartners,
    Position,
    TakeOver,
)


def register_places() -> None:
    """Called when the app is ready."""
    register(
        PersonalData(
            Decision,
            ("decided_by", "reason"),
            _("Decisions that you took on comments. They stay; erasing takes your name off."),
            _decisions,
            nothing,
        )
    )
    register(
        PersonalData(TakeOver, ("by",), _("Proposals that you took over. Erasing takes your name off."), _take_overs, nothing)
    )
    register(
        PersonalData(
            Note,
            ("author",),
            _("Notes that you wrote at comments for those who weigh. They stay; erasing takes your name off."),
            _notes,
            nothing,
        )
    )
    register(
        PersonalData(
            Assignment,
            ("to", "by"),
            _("Comments that you were to look at. Erasing leaves them to nobody."),
            _assignments,
            nothing,
        )
    )
    register(
        PersonalData(
            Position,
            ("given_by",),
            _("Positions that you gave for your organisation. They stay; erasing takes your name off."),
            _positions,
            nothing,
        )
    )
    register(
        PersonalData(
            GoAhead,
            ("given_by",),
            _("What you said for your organisation of a working version. It stays; erasing takes your name off."),
            _go_aheads,
            nothing,
        )
    )
    register(
        PersonalData(
            ChangeReason,
            ("by",),
            _("Reasons that you gave for changes in the text. They stay; erasing takes your name off."),
            _change_reasons,
            nothing,
        )
    )
    register_texts(GoAhead, "reason")
    excuse(GoAhead, "reason", why="what an organisation says; erasing her takes names out")
    register_texts(ChangeReason, "reason")
    excuse(ChangeReason, "reason", why="what the editors say of the text; erasing takes names out")
    frozen = "stands with a published version, which nobody can change"
    excuse(PassedGate, "reason", why=frozen)
    excuse(PassedPartners, "reason", why=frozen)
    excuse_texts(PassedPartners, "objecting", "silent", why="names of organisations")
    register(
        PersonalData(
            Contest,
            ("by", "reason"),
            _("Answers that you said miss what you meant. They stay; erasing takes your name off."),
            _contests,
            nothing,
        )
    )
    register_texts(Answer, "reason", "despite")
    register_texts(Contest, "reason")
    register_texts(Dissent, "reason")
    register_texts(AnswerTemplate, "text")
    excuse(Answer, "sent_by", "reason", why="the decision as it went out; the database empties who sent it with the account")
    excuse(AnswerTemplate, "name", why="what editors call a text")
    excuse(Batch, "by", why="who sent answers together; the database empties it with the account")
    excuse(Dissent, "reason", why="what an organisation said; erasing her takes names out")
    register_texts(Decision, "reason")
    register_texts(Position, "reason")
    excuse(Position, "reason", why="what an organisation says; erasing her takes names out")
    excuse(OpenedPositions, "by", why="who ended the first round; the database empties it with the account")
    register_texts(Note, "text")
    register_texts(AgendaPoint, "said")
    excuse(AgendaPoint, "concluded_by", why="who wrote down what a meeting decided; the database empties it with the account")
    excuse(AgendaPoint, "said", why="what a meeting decided; erasing her takes names out")
    excuse(AlikeGroup, "confirmed_by", why="who put remarks together; the database empties it with the account")


def _decisions(person: Person) -> list[Row]:
    own = Decision.objects.filter(decided_by=person.user, decided_by__isnull=False)
    return rows_of(own, "comment__key", "value", "reason", "decided_at", "published_at")


def _take_overs(person: Person) -> list[Row]:
    return rows_of(TakeOver.objects.filter(by=person.user, by__isnull=False), "comment__key", "at")


def _notes(person: Person) -> list[Row]:
    return rows_of(Note.objects.filter(author=person.user, author__isnull=False), "comment__key", "text", "written_at")


def _assignments(person: Person) -> list[Row]:
    return rows_of(Assignment.objects.filter(to=person.user), "comment__key", "at") if person.user else []


def _positions(person: Person) -> list[Row]:
    own = Position.objects.filter(given_by=person.user, given_by__isnull=False)
    return rows_of(own, "comment__key", "organisation__name", "value", "reason", "given_at")


def _go_aheads(person: Person) -> list[Row]:
    own = GoAhead.objects.filter(given_by=person.user, given_by__isnull=False)
    return rows_of(own, "version__title", "version__label", "organisation__name", "value", "reason", "given_at")


def _change_reasons(person: Person) -> list[Row]:
    own = ChangeReason.objects.filter(by=person.user, by__isnull=False)
    return rows_of(own, "version__title", "version__label", "reason", "at")


def _contests(person: Person) -> list[Row]:
    own = Contest.objects.filter(by=person.user, by__isnull=False)
    return rows_of(own, "comment__key", "reason", "at", "settled_at")
