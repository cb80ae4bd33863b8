"""Anna reads in Word: she downloads a draft, comments in the file, gives it back, sees what was found, keeps it and posts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from consultation.comments.models import Comment
from consultation.comments.quoting import quote_in
from consultation.people.models import User
from handbook.models import Version
from tests.factories.comments import accept_rules
from tests.factories.handbook import make_handbook_page
from tests.factories.texts import make_site
from tests.factories.word_remarks import Reviewed
from tests.fixtures.browser import DESKTOP, PHONE, axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VERSION = "/handreiking/mas/0.1/"


@pytest.mark.parametrize(("viewport", "javascript"), [(DESKTOP, True), (PHONE, False)], ids=["at a desk", "small, no script"])
def test_from_the_file_to_a_posted_remark(
    viewport: dict[str, int],
    javascript: bool,
    new_page: Any,
    sign_in_browser: Any,
    version: Version,
    open_round: Any,
    anna: User,
    at: Any,
    tmp_path: Path,
) -> None:
    make_site()
    make_handbook_page(version)
    accept_rules(anna, at)
    page = new_page(viewport, javascript=javascript, accept_downloads=True)
    sign_in_browser(page, anna)

    page.goto(VERSION)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download als Word-bestand").click()
    file = tmp_path / "mas.docx"
    download.value.save_as(file)

    word = Reviewed(file.read_bytes())
    word.comment("binnen drie werkdagen", "Dat halen wij niet in de vakantie.")
    word.put("Vraag aan wat ontbreekt", "Vraag de school wat ontbreekt")
    file.write_bytes(word.content())

    page.get_by_role("link", name="Reageren in Word of in een tabel, en het bestand teruggeven").click()
    page.set_input_files("input[type=file]", str(file))
    page.get_by_role("button", name="Bekijk wat erin staat").click()
    expect(page.get_by_text("Reactie bij 2.1-1")).to_be_visible()
    expect(page.locator("del", has_text="aan")).to_be_visible()
    assert not Comment.objects.exists()

    page.get_by_role("button", name="Bewaar als concept").click()
    assert page.url.endswith("/mijn/reacties/?toon=concept")
    assert Comment.objects.filter(posted_at=None, origin=Comment.Origin.WORD).count() == 2

    draft = Comment.objects.get(proposed="")
    page.goto(f"/reacties/{draft.key}/wijzigen/")
    assert page.get_by_label("Uw reactie").input_value() == "Dat halen wij niet in de vakantie."
    page.get_by_role("button", name="Plaats", exact=True).click()
    page.wait_for_url("**/handreiking/mas/0.1/2.1/**")
    draft.refresh_from_db()
    assert draft.posted_at is not None
    assert quote_in(draft.selectors).exact == "binnen drie werkdagen"


def test_axe_finds_nothing_on_the_screens(
    new_page: Any, sign_in_browser: Any, version: Version, open_round: Any, anna: User, tmp_path: Path
) -> None:
    make_site()
    make_handbook_page(version)
    page = new_page(PHONE, bypass_csp=True, reduced_motion="reduce")
    sign_in_browser(page, anna)
    page.goto(f"{VERSION}word/")
    found = axe_violations(page)
    page.get_by_role("button", name="Bekijk wat erin staat").click()
    found += axe_violations(page)
    file = tmp_path / "mas.docx"
    file.write_bytes(page.request.get(f"{VERSION}download/docx/").body())
    word = Reviewed(file.read_bytes())
    word.comment("binnen drie werkdagen", "Te kort.")
    word.add_after("binnen drie werkdagen", "Dit typte ik er zelf bij.")
    word.comment("typte ik er zelf", "Dit mist nog.")
    word.put("Vraag aan wat ontbreekt", "Vraag de school wat ontbreekt", author="Bram")
    file.write_bytes(word.content())
    page.set_input_files("input[type=file]", str(file))
    page.get_by_role("button", name="Bekijk wat erin staat").click()
    found += axe_violations(page)
    page.get_by_label("Anna").check()
    page.get_by_label("Bram").check()
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_text("Zonder zekere plek").first).to_be_visible()
    found += axe_violations(page)
    assert found == []
