"""Why a publication is refused; each message is one sentence that says what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


class PublicationRefused(Exception):
    """Base of all refusals; ``str()`` is the sentence for the editor."""

    message = _("This version cannot be published.")

    def __str__(self) -> str:
        return str(self.args[0] if self.args else self.message)


class NothingToPublish(PublicationRefused):
    message = _("This handbook has no agreed text yet. Write or import a section, and publish it in the editor first.")
