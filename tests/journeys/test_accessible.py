"""axe finds nothing on any page of ours: every pattern of the URL map, every role, both widths (WCAG 2.2 AA, best practice).

The walk takes the patterns from the URL map itself. A new one is walked at once; when it is no page, `every_page.py`
says so and why. What no address leads to is a scene.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import resolve

from tests.factories.filled_site import FilledSite, fill_site
from tests.fixtures.addresses import Route, routes
from tests.fixtures.browser import DESKTOP, PHONE, axe_violations
from tests.journeys.every_page import NOT_WALKED, ONLY, address_of, further_addresses, is_fragment
from tests.journeys.scenes import SCENES

WIDTHS = {"wide": DESKTOP, "small": PHONE}
ASKS_FOR_THE_WIDTH = "[data-contents], [data-remarks-layout], [data-walk]"
"""What our scripts make something else of on a small screen (matchMedia)."""
BROWSER = {"bypass_csp": True, "reduced_motion": "reduce"}
ROLES = ("visitor", "anna", "dewi", "cas", "fatih", "eva")
STALE = "dewi"
"""She signed in long ago, so that she is asked for a new code where others may go on."""
PANEL = "rondes-nu"
"""The heading of our panel on the admin's home page, which editors see."""
OF_THE_MOMENT = re.compile(r'name="(csrfmiddlewaretoken|next|opened|key|sleutel|gezien)" value="[^"]*"|\?next=[^"]*')


def walked() -> list[Route]:
    return [route for route in routes() if route.route not in NOT_WALKED and not is_fragment(route)]


def our_part(address: str) -> str | None:
    """The part of a page that is ours: in the admin the frame is Wagtail's, and on its home page all but our panel."""
    path = urlsplit(address).path
    if not path.startswith("/beheer/"):
        return None
    return f"[aria-labelledby={PANEL}]" if path == "/beheer/" else "main"


class Visitor:
    """Somebody who goes through the site. The test client goes ahead, so that the browser draws what is new to it only."""

    def __init__(self, role: str, user: Any) -> None:
        self.role, self.client, self.seen = role, Client(raise_request_exception=False), set[str]()
        if user is not None:
            self.client.force_login(user)
            session = self.client.session
            signed_in_at = 0 if role == STALE else time.time()
            session["account_authentication_methods"] = [{"method": "code", "at": signed_in_at, "email": user.email}]
            session["account_authentication_methods_user"] = str(user.pk)
            session.save()

    def new_content(self, addresses: list[str], known: set[str]) -> list[str]:
        """The addresses that show this person a page whose content is not among the known; adds it there."""
        new = []
        for address in addresses:
            answer = self.client.get(address)
            if answer.status_code in {301, 302} or (our_part(address) and answer.status_code == 403):
                continue
            if PANEL in (our_part(address) or "") and PANEL not in answer.content.decode():
                continue
            self.seen.add(resolve(urlsplit(address).path).route)
            content = OF_THE_MOMENT.sub("", answer.content.decode().partition("<main")[2].partition("</main>")[0])
            if content not in known or not new:  # the frame around it is another for everybody, so one page at least
                known.add(content)
                new.append(address)
        return new

    def enter(self, page: Any, live_server: Any) -> Any:
        """Give the browser's page the same session."""
        if session := self.client.cookies.get(settings.SESSION_COOKIE_NAME):
            page.context.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])
        return page


@pytest.fixture
def site(settings: Any, at: Any) -> FilledSite:
    settings.DEMO = True
    cache.clear()
    site = fill_site(at=at)
    site.people[STALE].language = "nl"  # in English every page would be another, and the walk twice as long
    site.people[STALE].save()
    return site


@pytest.fixture
def visitors(site: FilledSite) -> dict[str, Visitor]:
    return {role: Visitor(role, site.people.get(role)) for role in ROLES}


@pytest.mark.browser
@pytest.mark.endurance
@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing_on_any_page(site: FilledSite, visitors: Any, new_page: Any, live_server: Any) -> None:
    addresses = [address_of(route, site) for route in walked()] + further_addresses(site)
    known: set[str] = set()
    new = {
        role: visitor.new_content([one for one in addresses if ONLY.get(role, "") in one], known)
        for role, visitor in visitors.items()
    }
    found, seen = [], {route for visitor in visitors.values() for route in visitor.seen}
    for role, visitor in visitors.items():
        page = visitor.enter(new_page(**BROWSER), live_server)
        for address in new[role]:
            for width in _widths(page, address):
                found += [f"{address}, {width}, {role}: {line}" for line in axe_violations(page, within=our_part(address))]
        for width, size in WIDTHS.items():
            page = visitor.enter(new_page(size, **BROWSER), live_server)
            for scene in (scene for who, scene in SCENES if who == role):
                cache.clear()  # how often one may ask for a code is counted there
                if role == "visitor":
                    page.context.clear_cookies()
                scene(page, site)
                seen.add(resolve(urlsplit(page.url).path).route)
                lines = axe_violations(page, within=our_part(page.url))
                found += [f"{scene.__name__}, {width}, {role}: {line}" for line in lines]
    assert found == []
    assert {route.route for route in walked()} - seen == set(), "nobody saw these; say in every_page.py what they are"


def _widths(page: Any, address: str) -> Iterator[str]:
    """The widths, with the page at the address drawn in each; loaded anew where a script of ours asks how wide it is."""
    for width, size in WIDTHS.items():
        page.set_viewport_size(size)
        if width == next(iter(WIDTHS)) or page.locator(ASKS_FOR_THE_WIDTH).count():
            page.goto(address)
        yield width


@pytest.mark.django_db
def test_what_is_no_page_is_in_the_url_map() -> None:
    assert set(NOT_WALKED) <= {route.route for route in routes()}
