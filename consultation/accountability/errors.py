"""Why something about the account is refused; each message is one sentence that says what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


class MayNotShowFigures(Exception):
    """Whoever does not send answers does not choose what goes out either."""

    def __str__(self) -> str:
        return str(_("Only editors choose which figures others see."))
