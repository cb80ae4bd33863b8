"""What a mail provider can tell about a mail, in the words that we keep (guarantees G11)."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Heard(TextChoices):
    """What became of a mail after we handed it over, and one thing that we add ourselves: the address was confirmed."""

    DELIVERED = "delivered", pgettext_lazy("event of a mail", "delivered")
    DEFERRED = "deferred", _("delayed: the provider tries on")
    SOFT = "soft", _("came back, perhaps for now only")
    HARD = "hard", _("came back: the address does not exist")
    REFUSED = "refused", _("the provider did not send it")
    COMPLAINT = "complaint", _("the receiver called it spam")
    CONFIRMED = "confirmed", _("the owner confirmed the address anew")


CAME_BACK = (Heard.SOFT, Heard.HARD, Heard.REFUSED)
"""The mail is not with its receiver and will not come."""
