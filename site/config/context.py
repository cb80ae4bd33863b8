"""What every template may name, without a query of its own."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """The installation's own names, whether this is the demo, and whether the admin is open to this person.

    The permission is asked once a request and stays on the user object, where other checks find it.
    """
    user = getattr(request, "user", None)
    return {
        "can_manage": user is not None and user.has_perm("wagtailadmin.access_admin"),
        "site_name": settings.SITE_NAME,
        "organisation_name": settings.ORGANISATION_NAME,
        "contact_email": settings.REPLY_TO_EMAIL,
        "is_demo": settings.DEMO,
        "base_url": settings.BASE_URL,
    }
