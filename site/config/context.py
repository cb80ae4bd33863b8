"""What every template may name, without a query."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """The installation's own names, and whether this is the demo."""
    return {
        "site_name": settings.SITE_NAME,
        "organisation_name": settings.ORGANISATION_NAME,
        "contact_email": settings.REPLY_TO_EMAIL,
        "is_demo": settings.DEMO,
        "base_url": settings.BASE_URL,
    }
