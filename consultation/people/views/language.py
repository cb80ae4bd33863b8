"""The language of the site: a cookie for this browser, and the account for all others and for the mails."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as set_language_cookie

from consultation.people.actions import set_language as keep_language


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Sets the cookie as Django does, and keeps the choice on the account of who is signed in."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        keep_language(user=request.user, language=chosen)
    return set_language_cookie(request)
