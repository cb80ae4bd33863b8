"""Why a publication is refused; each message is one sentence that says what to do."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class PublicationRefused(Exception):
    """Base of all refusals; ``str()`` is the sentence for the editor."""

    message = _("This version cannot be published.")

    def __str__(self) -> str:
        return str(self.args[0] if self.args else self.message)


class NothingToPublish(PublicationRefused):
    message = _("This handbook has no agreed text yet. Write or import a section, and publish it in the editor first.")


class NothingToCorrect(PublicationRefused):
    message = _("This handbook has no version yet, so there is nothing to correct. Publish an ordinary version.")


class NothingMended(PublicationRefused):
    """The agreed text is that of the newest version."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = label

    def __str__(self) -> str:
        return gettext("The agreed text has the same words as version %(label)s. Mend the words first, and agree with them.") % {
            "label": self.label
        }


class WrongCorrectionLabel(PublicationRefused):
    def __init__(self, label: str, proposed: str) -> None:
        super().__init__()
        self.label, self.proposed = label, proposed

    def __str__(self) -> str:
        return gettext("A correction of %(label)s is called %(label)s with one more number. Call it %(proposed)s.") % {
            "label": self.label,
            "proposed": self.proposed,
        }


class TooMuchChanged(PublicationRefused):
    """More than a few words; ``sections`` are the numbers with the titles."""

    SHOWN = 10

    def __init__(self, sections: Sequence[str]) -> None:
        super().__init__()
        self.sections = list(sections)

    def __str__(self) -> str:
        named = ", ".join(self.sections[: self.SHOWN]) + (", …" if len(self.sections) > self.SHOWN else "")
        return gettext(
            "More changed than a few words: %(sections)s. Publish an ordinary version, which readers look at anew."
        ) % {"sections": named}


class FrameworkFaulty(PublicationRefused):
    """The decision framework cannot be walked through; ``faults`` are sentences that say what to mend."""

    SHOWN = 5

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__()
        self.faults = list(faults)

    def __str__(self) -> str:
        told = " ".join(self.faults[: self.SHOWN]) + (" …" if len(self.faults) > self.SHOWN else "")
        return gettext("Nobody could walk through the decision framework of this text. %(faults)s") % {"faults": told}
