"""The signed address at which somebody says, without signing in, that she has nothing to add to a round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.urls import reverse

SALT = "klankbord.comments.nothing_to_add"


@dataclass(frozen=True, slots=True)
class Pass:
    """Who says it of which round."""

    user_id: int
    round_id: int


def make_token(*, user_id: int, round_id: int) -> str:
    """A token that is good for these words about this round only: it signs nobody in."""
    return signing.Signer(salt=SALT).sign_object([user_id, round_id])


def read_token(token: str) -> Pass | None:
    """What ``token`` stands for, or None when we did not make it."""
    try:
        user_id, round_id = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    return Pass(user_id=user_id, round_id=round_id)


def pass_path(*, user: Any, round_id: int) -> str:
    """The path of the page for a mail."""
    return reverse("nothing-to-add", kwargs={"token": make_token(user_id=user.pk, round_id=round_id)})
