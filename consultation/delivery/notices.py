"""The kinds of mail that belong to no other slice."""

from django.utils.translation import gettext_lazy as _

from consultation.delivery.kinds import DIGEST, Kind, register

TEST = "delivery.test"
WHY_DIGEST = _("You get these messages together, so that you do not get more mails than you want.")


def register_kinds() -> None:
    """Makes the kinds of this slice known; called when the app is ready."""
    why = _("You get this mail because you asked for a test of it.")
    register(Kind(name=TEST, label=_("A test of a mail"), template="delivery/test", transactional=True, why=why))
    register(Kind(DIGEST, _("Overview of what is new"), "delivery/digest", can_wait=False, why=WHY_DIGEST))
