"""The kinds of things we tell: each slice registers its own when its app is ready, with a label for the preferences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultation.delivery.errors import UnknownKind

if TYPE_CHECKING:
    from consultation.delivery.models import Email, Notice

DIGEST = "delivery.digest"
"""The one mail that tells many things together."""
WHY_TRANSACTIONAL = _("You get this mail because something was asked or changed with this e-mail address.")
WHY_MEMBER = _("You get this mail because you take part in the consultation.")


@dataclass(frozen=True)
class Kind:
    """One kind of notice and mail.

    Args:
        name: ``slice.what``, stored on every row.
        label: what the preferences call it, in the reader's language.
        template: the path under ``templates/emails/`` without ``.email``; empty for what no mail tells by itself.
        bulk: the same goes to many; it is never repeated when in doubt.
        transactional: an answer to what the receiver did herself (a code, a receipt); no preference holds it back.
            All other kinds carry the headers to unsubscribe.
        default_pace: the pace without a preference.
        alone: whether a mail can tell it by itself; what is worth a mail only with other things comes in a digest.
        can_wait: whether a digest may tell it; what is worth nothing tomorrow comes at once or never.
        still_due: asked with the mail that is about to go, or the notice that a digest is about to tell (both have
            ``topic`` and ``user``); returns why it must not be told any more, or None.
        same_for_topic: ``still_due`` looks at nothing but the topic, so one answer is enough for a batch.
        why: the sentence at the foot that says why one gets it; without it a general one.
        permission: only people with this permission see the kind among their preferences.
        beyond_limit: counts among the mails of a day and is not held up by them; for what somebody's calendar must know.
        forget: tells somebody that she was erased, so as soon as it went, or cannot go, nothing of it stays but that there
            was one.
        for_addresses: goes to addresses that asked for it and never to an account, so no account has a preference for it.
    """

    name: str
    label: str | Promise
    template: str
    bulk: bool = False
    transactional: bool = False
    default_pace: str = "at_once"
    alone: bool = True
    can_wait: bool = True
    still_due: Callable[[Email | Notice], str | None] | None = None
    same_for_topic: bool = False
    why: str | Promise = ""
    permission: str = ""
    for_addresses: bool = False
    beyond_limit: bool = False
    forget: bool = False

    def __post_init__(self) -> None:
        if self.bulk and self.transactional:
            raise ValueError(f"{self.name}: what goes to many is not an answer to one")

    @property
    def reason(self) -> str | Promise:
        """Why one gets such a mail."""
        return self.why or (WHY_TRANSACTIONAL if self.transactional else WHY_MEMBER)

    def is_for(self, user: Any) -> bool:
        """Whether ``user`` chooses a pace for this kind."""
        is_chosen = not self.transactional and not self.for_addresses
        return is_chosen and (not self.permission or user.has_perm(self.permission))


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Adds a kind, or replaces the one of this name."""
    _kinds[kind.name] = kind


def get(name: str) -> Kind:
    """The kind of this name. Raises UnknownKind."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(f"no kind {name!r} is registered") from None


def find(name: str) -> Kind | None:
    """The kind of this name, or None: rows outlive the code that wrote them."""
    return _kinds.get(name)


def all_kinds() -> list[Kind]:
    """Every registered kind, in the order of the slices."""
    return list(_kinds.values())


def all_mails() -> list[Kind]:
    """The kinds that a mail can tell by itself."""
    return [kind for kind in all_kinds() if kind.alone]
