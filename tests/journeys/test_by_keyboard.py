"""A whole review by keyboard alone, from the link in a mail to the next section, at a desk and on a small screen.

Nothing here clicks, focuses or fills: only keys, as somebody without a mouse has them. At every stop the focus is on
something, can be seen, and is not covered.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from consultation.comments.models import Comment, Review
from consultation.delivery.models import Email
from tests.factories.comments import make_comment, make_section
from tests.factories.handbook import make_handbook_page
from tests.factories.texts import make_site
from tests.fixtures.browser import DESKTOP, PHONE
from tests.fixtures.children import await_until

pytestmark = [pytest.mark.browser, pytest.mark.endurance, pytest.mark.django_db(transaction=True)]

WORDS = "Drie dagen haalt niemand; maak er vijf van."
STOP = """
() => {
  const here = document.activeElement;
  if (!here || here === document.body) return { name: "", seen: false, free: false };
  const box = here.getBoundingClientRect();
  const label = here.labels?.[0];
  const outlined = (element) => {
    if (!element) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  const shown = label && box.width <= 1 ? label.getBoundingClientRect() : box;
  const [left, right] = [Math.max(shown.left, 0), Math.min(shown.right, innerWidth)];
  const [top, bottom] = [Math.max(shown.top, 0), Math.min(shown.bottom, innerHeight)];
  const hit = left < right && top < bottom && document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  return {
    name: `${here.tagName.toLowerCase()}${here.id && "#" + here.id} ${(here.innerText || here.name || "").slice(0, 40)}`,
    seen: outlined(here) || outlined(label) || outlined(here.nextElementSibling),
    free: Boolean(hit) && (here.contains(hit) || hit.contains(here) || Boolean(label?.contains(hit))),
  };
}
"""
"""Where the focus is: a name for the report, whether an outline shows it, whether nothing lies over it."""


class Keys:
    """A reader's keyboard. Every stop is looked at; `tab_to` fails when the way does not lead there."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def stop(self) -> str:
        """Look at where the focus is; returns its name."""
        stop = self.page.evaluate(STOP)
        where = f"{stop['name'] or 'the body'} on {self.page.url}"
        assert stop["name"], f"the focus is lost to {where}"
        assert stop["seen"], f"the focus cannot be seen: {where}"
        assert stop["free"], f"the focus is out of sight or covered: {where}"
        return str(stop["name"])

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def tab_to(self, selector: str, *, back: bool = False, at_most: int = 60) -> None:
        """Tab until the focus is on the element; nothing to do when the page has put it there."""
        way: list[str] = []
        if self.is_on(selector):
            self.stop()
            return
        for _turn in range(at_most):
            self.press("Shift+Tab" if back else "Tab")
            way.append(self.stop())
            if self.is_on(selector):
                return
        pytest.fail(f"{selector} is not reached by Tab: {way}")

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def is_on(self, selector: str) -> bool:
        return bool(self.page.evaluate("selector => document.activeElement.matches(selector)", selector))

    def skip_to_the_content(self) -> None:
        """The first stop of every page leads past its head."""
        self.press("Tab")
        self.stop()
        assert self.is_on(".skip-to"), "the first stop is not the skip link"
        self.press("Enter")
        assert self.is_on("main")
        self.press("Tab")
        self.stop()
        assert self.page.evaluate("Boolean(document.activeElement.closest('main'))"), "the next stop is not in the content"

    def follow(self, address: str, *, key: str = "Enter") -> None:
        """Press the key on what has the focus and wait for the page that it leads to."""
        with self.page.expect_navigation(url=address):
            self.press(key)


@pytest.fixture
def section(version: Any, open_round: Any) -> Any:
    make_site()
    make_handbook_page(version)
    cache.clear()
    return make_section(version)


@pytest.fixture
def remarked(section: Any, eva: Any, at: Any) -> Comment:
    """What a colleague wrote about the section."""
    return make_comment(eva, section, at=at)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["wide", "small"])
def test_a_whole_review_by_keyboard_alone(section: Any, remarked: Any, anna: Any, new_page: Any, viewport: Any) -> None:
    page = new_page(viewport, reduced_motion="reduce")
    keys = Keys(page)
    address = reverse("section", args=[section.version.slug, section.version.label, section.number])
    second = section.passages.get(ordinal=2)

    # The link of a mail leads to signing in, and from there back to the section.
    page.goto(address)
    keys.skip_to_the_content()
    keys.tab_to("[name=email]")
    keys.type(anna.email)
    keys.follow("**/code/confirm/**")
    letter = Email.objects.filter(to_address=anna.email).latest("pk")
    code = re.search(r"\b([A-Z]+-[A-Z]+)\b", letter.subject)
    assert code
    keys.tab_to("[name=code]")
    keys.type(code[1])
    keys.follow(f"**{address}")

    # She reads: down and up again, then what a colleague wrote, and back to the text.
    keys.press("End")
    # The page forbids to evaluate text, which is how Playwright itself would wait.
    await_until(lambda: page.evaluate("scrollY") > 0)
    keys.press("Home")
    keys.skip_to_the_content()
    mark = '[data-remarks-of=""]'
    keys.tab_to(mark)
    keys.press("Enter")
    expect(page.locator(f"#r-{remarked.key}")).to_be_focused()
    keys.stop()
    keys.press("Escape")
    expect(page.locator(mark)).to_be_focused()
    keys.stop()

    # A form opens beside the passage, is closed again, and gives the focus back.
    react = f"#b-{second.passage_id} [data-comment]"
    keys.tab_to(react)
    keys.press("Enter")
    form = page.locator(f"#f-{second.passage_id} form")
    expect(form.locator("textarea[name=body]")).to_be_focused()
    keys.stop()
    keys.tab_to("[data-close-form]")
    keys.press("Enter")
    expect(form).to_have_count(0)
    keys.stop()
    assert keys.is_on(f"#b-{second.passage_id}")

    # She writes, and is asked for the house rules first; nothing typed is lost.
    keys.tab_to(react)
    keys.press("Enter")
    expect(form.locator("textarea[name=body]")).to_be_focused()
    keys.tab_to("[name=kind]", back=True)
    keys.press("ArrowRight")
    keys.stop()
    kind = page.locator("[name=kind]:checked").get_attribute("value")
    keys.tab_to("textarea[name=body]")
    keys.type(WORDS)
    keys.tab_to("[name=action][value=post]")
    keys.press("Enter")
    expect(form.get_by_role("alert")).to_be_focused()
    keys.stop()
    assert form.locator("textarea[name=body]").input_value() == WORDS
    keys.tab_to("[name=house_rules]")
    keys.press("Space")
    keys.tab_to("[name=action][value=post]")
    keys.follow(f"**{address}?reactie=*")
    remark = Comment.objects.get(body=WORDS)
    assert (remark.kind, remark.passage) == (kind, second)
    assert remark.posted_at is not None
    keys.stop()
    assert keys.is_on(f"#r-{remark.key}")

    # She agrees with the section and goes on to the next.
    keys.press("Escape")
    expect(page.locator(f"#b-{second.passage_id} [data-remarks-of]")).to_be_focused()
    keys.stop()
    keys.tab_to("[name=review][value=agreed]")
    keys.follow(f"**{address}#paragraaf-einde")
    assert Review.objects.get(submitter__user=anna).value == Review.Value.AGREED
    keys.press("Tab")
    keys.stop()
    assert keys.is_on("#paragraaf-einde *"), "after the mark one begins at the top again"
    keys.tab_to("a[rel=next]", at_most=5)
    keys.follow("**/2.2/")
    expect(page.locator("h1")).to_contain_text("Het gesprek voeren")
