"""Why something about a decision is refused; each message is one sentence that says what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


class WeighingRefused(Exception):
    """Base of all refusals; ``str()`` is the sentence for the person. Whatever she typed is kept by the view."""

    message = _("This cannot be done with this decision.")

    def __str__(self) -> str:
        return str(self.args[0] if self.args else self.message)


class ReasonMissing(WeighingRefused):
    message = _("Say why. The author reads it, and so does everybody who reads the comment.")


class ValueMissing(WeighingRefused):
    message = _("Choose first what becomes of the comment.")


class NothingToWeigh(WeighingRefused):
    """A draft, a reply, or a remark that was withdrawn or removed."""

    message = _("This comment is not weighed: it is a reply, or it was withdrawn or removed.")


class MayNotDecide(WeighingRefused):
    message = _("Only the working group and the editors decide about comments.")


class MayNotPublish(WeighingRefused):
    message = _("Only the editors send answers. Keep your decision; they send it.")


class ChangedMeanwhile(WeighingRefused):
    message = _("A colleague changed this decision while you wrote. Compare both texts below and save again.")
