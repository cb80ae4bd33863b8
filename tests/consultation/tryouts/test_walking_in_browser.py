"""A case walked by keyboard at three widths, looked at by axe at every turn; and the button that copies the motivation."""

from __future__ import annotations

from typing import Any

import pytest

from consultation.tryouts.models import Walk
from tests.factories.handbook import make_handbook_page
from tests.factories.rounds import make_round
from tests.factories.texts import make_site
from tests.factories.tryouts import make_case, make_tryout, make_version_with_steps, make_walk
from tests.factories.walking import page_of
from tests.fixtures.browser import DESKTOP, PHONE, axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NARROW = {"width": 320, "height": 640}


@pytest.fixture
def case():
    version = make_version_with_steps()
    make_site()
    make_handbook_page(version)
    return make_case(make_tryout(make_round(version=version)))


def look_at(page: Any, heading: str) -> None:
    """The page with this heading has nothing for axe, and nothing that one has to scroll sideways for."""
    page.get_by_role("heading", level=1, name=heading).wait_for()
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def press_to(page: Any, name: str, key: str = "Enter", *, role: str = "button") -> None:
    """Goes on with Tab until what has this name has the focus, and presses a key there."""
    wanted = page.get_by_role(role, name=name, exact=True).first
    for _turn in range(60):
        if wanted.evaluate("element => element === document.activeElement"):
            page.keyboard.press(key)
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not come to {name}")


def answer(page: Any, down: int, why: str, *, first: str = "ja") -> None:
    """Chooses an answer with the arrow keys, so many below the first, writes why, and goes on with Enter on the button."""
    press_to(page, first, "Space", role="radio")
    for _turn in range(down):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type(why)
    press_to(page, "Verder")


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP, NARROW], ids=["telephone", "desk", "zoomed"])
def test_to_an_outcome_by_keyboard(case, anna, new_page, sign_in_browser, viewport):
    page = new_page(viewport, bypass_csp=True, reduced_motion="reduce")
    sign_in_browser(page, anna)
    page.goto("/proberen/")
    look_at(page, "Probeer de methode uit")
    press_to(page, "Naar de casussen", role="link")
    page.get_by_role("heading", name="De casussen").wait_for()
    look_at(page, "Probeer de methode uit")
    press_to(page, case.title, role="link")
    look_at(page, case.title)
    press_to(page, "Begin")
    look_at(page, "N1 Vraag N1?")
    press_to(page, "Verder")
    page.get_by_role("alert").wait_for()
    look_at(page, "N1 Vraag N1?")
    page.get_by_text("Hier liep ik vast", exact=True).click()
    look_at(page, "N1 Vraag N1?")
    answer(page, 0, "Er is gemeld.")
    look_at(page, "N2 Vraag N2?")
    answer(page, 2, "De ouders werken mee.")
    look_at(page, "N4 Vraag N4?")
    answer(page, 3, "Beide.", first="nee")
    look_at(page, "N5 Vraag N5?")
    answer(page, 0, "Dit past.")
    look_at(page, "Hier leidt de methode naar 2 uitkomsten")
    first, second = (page.get_by_role("group", name=f"Voor wie is {name} Uitkomst {name}?") for name in ("O3", "O2"))
    first.get_by_label("haar ouders").check()
    second.get_by_label("Noor (14)").check()
    press_to(page, "Rond deze casus af")
    look_at(page, "Motivering: Vaak ziek op maandag")
    assert Walk.objects.get().finished_at is not None


def test_the_motivation_is_copied_by_a_button_that_is_not_there_without_javascript(case, anna, new_page, sign_in_browser):
    make_walk(case, anna, {"N1": "nee"}, motivations={"N1": "Niet gemeld."})
    address = page_of(case, "motivering")
    page = new_page(PHONE, permissions=["clipboard-read", "clipboard-write"])
    sign_in_browser(page, anna)
    page.goto(address)
    page.get_by_role("button", name="Kopieer als tekst").click()
    page.get_by_role("button", name="Gekopieerd").wait_for()
    assert "Motivering: Niet gemeld." in page.evaluate("navigator.clipboard.readText()")
    plain = new_page(PHONE, javascript=False)
    sign_in_browser(plain, anna)
    plain.goto(address)
    assert plain.get_by_role("button", name="Kopieer als tekst").count() == 0
    plain.get_by_text("De motivering als platte tekst").first.click()
    assert "Motivering: Niet gemeld." in plain.get_by_label("De motivering als platte tekst").input_value()
