"""The signed address at which somebody answers an invitation without signing in."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

SALT = "klankbord.meetings.answer"


@dataclass(frozen=True, slots=True)
class Invited:
    """Who answers for which meeting."""

    user_id: int
    meeting_id: int


def make_token(*, user_id: int, meeting_id: int) -> str:
    """A token that is good for the answer to this meeting only: it signs nobody in. It ends with the meeting."""
    return signing.Signer(salt=SALT).sign_object([user_id, meeting_id])


def read_token(token: str) -> Invited | None:
    """What ``token`` stands for, or None when we did not make it."""
    try:
        user_id, meeting_id = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    return Invited(user_id=user_id, meeting_id=meeting_id)


def answer_path(*, user_id: int, meeting_id: int) -> str:
    """The path of the page for a mail."""
    return reverse("meeting-answer", kwargs={"token": make_token(user_id=user_id, meeting_id=meeting_id)})
