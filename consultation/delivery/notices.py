"""The kinds of mail that belong to no other slice."""

from django.utils.translation import gettext_lazy as _

from consultation.delivery.kinds import DIGEST, Kind, register

WHY_DIGEST = _("You get this mail because you chose to hear these things together.")


def register_kinds() -> None:
    """Makes the kinds of this slice known; called when the app is ready."""
    register(Kind(DIGEST, _("Overview of what is new"), "delivery/digest", can_wait=False, why=WHY_DIGEST))
