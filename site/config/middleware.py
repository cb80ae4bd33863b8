"""Middleware that belongs to the whole project: the content security policy and the reader's language."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

GetResponse = Callable[[HttpRequest], HttpResponse]

PUBLIC_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'{form_hosts}; frame-ancestors 'self'"
)
ADMIN_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
ADMIN_PREFIX = "/beheer/"


class ContentSecurityPolicyMiddleware:
    """Sends the strict policy everywhere, and the looser one under the Wagtail admin, whose widgets are inline.

    A view that needs another policy sets the header itself. The identity provider's host joins ``form-action``,
    since browsers hold a form to that rule through its redirects.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        hosts = [
            app["settings"]["server_url"].split("/", 3)[:3]
            for provider in settings.SOCIALACCOUNT_PROVIDERS.values()
            for app in provider["APPS"]
        ]
        self.public = PUBLIC_POLICY.format(form_hosts="".join(f" {'/'.join(host)}" for host in hosts))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        policy = ADMIN_POLICY if request.path.startswith(ADMIN_PREFIX) else self.public
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response


class LanguageMiddleware:
    """Speaks the language that the reader chose: her account's, else her cookie's, else the site's.

    The browser's Accept-Language is left out on purpose: this is a Dutch association's site, many managed laptops
    are set to English, and their owners expect Dutch until they say otherwise.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.codes = {code for code, _name in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen not in self.codes and request.user.is_authenticated:
            chosen = request.user.language
        language = chosen if chosen in self.codes else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or language)
        return response
