"""What can go wrong in this slice; each says so in a sentence for the reader."""

from __future__ import annotations

from django.utils.translation import gettext as _


class PeopleError(Exception):
    """The base; ``message`` is fit for the screen."""

    @property
    def message(self) -> str:
        return _("That is not possible.")

    def __str__(self) -> str:
        return self.message


class AddressTaken(PeopleError):
    @property
    def message(self) -> str:
        return _("There is already an account with this address.")


class UnknownPerson(PeopleError):
    @property
    def message(self) -> str:
        return _("There is no account and no other trace of this address.")


class CannotBeErased(PeopleError):
    """Something must be out of the way first; ``words`` says what."""

    def __init__(self, words: list[str]) -> None:
        super().__init__()
        self.words = words

    @property
    def message(self) -> str:
        return " ".join(self.words)


class AlreadyDecided(PeopleError):
    @property
    def message(self) -> str:
        return _("This application has been decided already.")


class NotConfirmed(PeopleError):
    @property
    def message(self) -> str:
        return _("The applicant has not confirmed the address yet.")


class InvitationGone(PeopleError):
    @property
    def message(self) -> str:
        return _("This invitation is no longer valid.")
