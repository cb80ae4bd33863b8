"""States of pages that no address leads to: what a form says when it is refused, the steps of signing in, what opens in place.

Each scene walks there as its role would and leaves the page as it is to be looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory

from consultation.delivery.models import Email
from tests.factories.filled_site import PASSWORD, TOTP_SECRET, FilledSite

Scene = Callable[[Any, FilledSite], None]
SCENES: list[tuple[str, Scene]] = []
"""Role and scene, in the order in which they are walked."""


def scene(role: str) -> Callable[[Scene], Scene]:
    def register(walk: Scene) -> Scene:
        SCENES.append((role, walk))
        return walk

    return register


def send(page: Any) -> None:
    """Press the first button of the page's first form with fields."""
    with page.expect_navigation():
        page.locator("main form [type=submit]").first.click()


def code_for(address: str) -> str:
    """The code of the newest mail to somebody."""
    found = re.search(r"\b([A-Z0-9]+-[A-Z0-9]+)\b", Email.objects.filter(to_address=address).latest("pk").subject)
    assert found
    return found[1]


@scene("visitor")
def sign_in_without_an_address(page: Any, site: FilledSite) -> None:
    page.goto("/account/login/")
    send(page)


@scene("visitor")
def a_code_is_on_its_way(page: Any, site: FilledSite) -> None:
    page.goto("/account/login/")
    page.fill("main [name=email]", site.people["anna"].email)
    send(page)


@scene("visitor")
def the_code_is_wrong(page: Any, site: FilledSite) -> None:
    a_code_is_on_its_way(page, site)
    page.fill("main [name=code]", "FOUT-FOUT")
    send(page)
    page.click("main summary")


@scene("visitor")
def a_code_for_a_new_password(page: Any, site: FilledSite) -> None:
    page.goto("/account/password/reset/")
    page.fill("main [name=email]", site.people["eva"].email)
    send(page)


@scene("visitor")
def choose_a_new_password(page: Any, site: FilledSite) -> None:
    a_code_for_a_new_password(page, site)
    page.fill("main [name=code]", code_for(site.people["eva"].email))
    send(page)


@scene("visitor")
def the_second_step(page: Any, site: FilledSite) -> None:
    page.goto("/account/login/")
    page.click("main summary")
    page.fill("main [name=login]", site.people["eva"].email)
    page.fill("main [name=password]", PASSWORD)
    with page.expect_navigation():
        page.press("main [name=password]", "Enter")


@scene("visitor")
def trust_this_browser(page: Any, site: FilledSite) -> None:
    the_second_step(page, site)
    counter = next(iter(yield_hotp_counters_from_time()))
    page.fill("main [name=code]", format_hotp_value(hotp_value(TOTP_SECRET, counter)))
    send(page)


@scene("visitor")
def apply_with_nothing_filled_in(page: Any, site: FilledSite) -> None:
    page.goto("/klankbordgroep/aanmelden/")
    send(page)


@scene("visitor")
def the_form_stood_open_too_long(page: Any, site: FilledSite) -> None:
    page.goto("/account/password/reset/")
    page.context.clear_cookies(name="csrftoken")
    send(page)


@scene("visitor")
def too_many_requests(page: Any, site: FilledSite) -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    page.goto("/")
    page.set_content(render_to_string("429.html", request=request))


@scene("visitor")
def something_went_wrong(page: Any, site: FilledSite) -> None:
    page.goto("/")
    page.set_content(render_to_string("500.html"))


@scene("visitor")
def unsubscribed(page: Any, site: FilledSite) -> None:
    page.goto(f"/mijn/afmelden/{site.values['unsubscribe_token']}/")
    send(page)


@scene("anna")
def another_address_asks_for_a_code(page: Any, site: FilledSite) -> None:
    page.goto("/account/email/")
    page.fill("main [name=email]", "anna.verschuren@waterlo.example")
    page.press("main [name=email]", "Enter")
    page.wait_for_url("**/confirm-email/")


@scene("anna")
def the_account_menu_is_open(page: Any, site: FilledSite) -> None:
    page.goto("/mijn/")
    page.click("[data-menu] summary")


def section(site: FilledSite) -> str:
    return f"/handreiking/{site.version.slug}/{site.version.label}/{site.section.number}/"


@scene("anna")
def the_form_stands_at_its_passage(page: Any, site: FilledSite) -> None:
    page.goto(section(site))
    passage = site.values["passage"]
    page.locator(f"#b-{passage} .passage-tool").nth(1).click()
    page.locator(f"#f-{passage} textarea").last.fill("Een andere zin.")
    # Typing scrolled the chips under the bar with the contents, where axe calls them too small.
    page.locator(f"#f-{passage} .chips").evaluate("chips => chips.scrollIntoView({ block: 'center' })")


@scene("anna")
def personal_data_is_found(page: Any, site: FilledSite) -> None:
    page.goto(f"/reacties/paragraaf/{site.section.pk}/reageren/")
    page.fill("main [name=body]", "Bij Kevin de V. (BSN 123456782) bleef het stil.")
    page.locator("[data-remark-form] [type=submit]").first.click()
    page.locator("[data-remark-form] [role=alert]").wait_for()


@scene("anna")
def the_remarks_of_a_passage_are_in_hand(page: Any, site: FilledSite) -> None:
    page.goto(section(site))
    page.locator("[data-remarks-of]").first.click()


@scene("anna")
def the_contents_are_open(page: Any, site: FilledSite) -> None:
    page.goto(section(site))
    if not page.locator(".contents-list").is_visible():
        page.click(".contents summary")


@scene("anna")
def the_shortcuts_are_shown(page: Any, site: FilledSite) -> None:
    page.goto(section(site))
    page.keyboard.press("?")


@scene("anna")
def a_message_stands_on_top(page: Any, site: FilledSite) -> None:
    page.goto("/mijn/voorkeuren/")
    send(page)


@scene("cas")
def look_before_publishing(page: Any, site: FilledSite) -> None:
    page.goto(f"/beheer/publiceren/{site.values['handbook']}/")
    page.fill("main [name=label]", "0.9")
    page.uncheck("main [name=with_round]")
    send(page)
    assert page.locator("[name=typed_label]").count()


@scene("cas")
def publish_with_a_mistake(page: Any, site: FilledSite) -> None:
    page.goto(f"/beheer/publiceren/{site.values['handbook']}/")
    page.fill("main [name=label]", "nul één")
    send(page)


@scene("cas")
def withdraw_without_a_reason(page: Any, site: FilledSite) -> None:
    page.goto(f"/beheer/publiceren/versie/{site.version.pk}/status/")
    page.select_option("main [name=status]", "ingetrokken")
    send(page)


@scene("cas")
def remove_a_remark_without_a_reason(page: Any, site: FilledSite) -> None:
    page.goto(f"/beheer/reacties/{site.values['own_remark']}/")
    with page.expect_navigation():
        page.locator("main form [type=submit]").last.click()
