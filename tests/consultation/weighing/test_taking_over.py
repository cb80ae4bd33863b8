"""cas takes a proposal over although the text had changed; a clash is shown in words (issue: proposed wording)."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from consultation.comments.actions import Place, Wording, post_comment
from consultation.comments.quoting import selectors_at
from consultation.weighing import errors
from consultation.weighing.actions import take_over
from consultation.weighing.models import TakeOver
from handbook.errors import EditsWaiting, PassageGone, TakenOverAlready
from handbook.living import read_living
from handbook.models import HandbookPage, Section, SectionPage, Version
from tests.factories.comments import accept_rules
from tests.factories.rounds import make_round
from tests.factories.texts import freeze, import_text

pytestmark = pytest.mark.django_db

TEXT = """# Handreiking

## Melden

De school meldt verzuim binnen **vijf dagen**. De ouders krijgen bericht.

- bel de ouders
- bel de school
"""


@pytest.fixture
def handbook(db):
    import_text(TEXT, slug="verzuim")
    return HandbookPage.objects.get(slug="verzuim")


@pytest.fixture
def version(handbook) -> Version:
    made = freeze(handbook, "0.1")
    make_round(version=made)
    return Version.objects.select_related("round").get(pk=made.pk)


@pytest.fixture
def propose(version, anna, at):
    """``propose("vijf dagen", "drie schooldagen")`` is anna's proposal for these words, or for the whole first passage."""

    def make(exact: str, proposed: str, *, ordinal: int = 1):
        section = Section.objects.select_related("version__round").get(version=version, title="Melden")
        start = section.text.index(exact)
        place = Place(
            section, section.passages.get(ordinal=ordinal), selectors=tuple(selectors_at(section.text, start, start + len(exact)))
        )
        return post_comment(user=accept_rules(anna, at), place=place, wording=Wording(body="Zo.", proposed=proposed), at=at)

    return make


def living(handbook) -> str:
    return read_living(handbook).document.sections[0].text


def test_words_go_into_the_text_as_it_is_now(handbook, propose, cas, at):
    remark = propose("vijf dagen", "drie schooldagen")
    import_text(TEXT.replace("De ouders krijgen bericht", "De ouders krijgen die dag bericht"), slug="verzuim")
    assert take_over(comment=remark, by=cas, at=at) == "Melden"
    text = "De school meldt verzuim binnen drie schooldagen. De ouders krijgen die dag bericht."
    assert living(handbook).startswith(text)
    assert "<strong>drie schooldagen</strong>" in read_living(handbook).document.sections[0].blocks[0].html
    assert TakeOver.objects.get().by == cas
    assert SectionPage.objects.get(title="Melden").live_revision.user == cas


def test_the_passage_keeps_its_id_and_the_next_version_has_the_words(handbook, version, propose, cas, at):
    remark = propose("bel de school", "mail de school", ordinal=2)
    take_over(comment=remark, by=cas, at=at)
    newer = freeze(handbook, "0.2")
    passage = Section.objects.get(version=newer, title="Melden").passages.get(ordinal=2)
    assert passage.text == "bel de ouders\nmail de school"
    assert passage.passage_id == remark.passage.passage_id


def test_a_clash_is_shown_and_nothing_is_guessed(handbook, propose, cas, signed_in, at):
    remark = propose("vijf dagen", "drie schooldagen")
    import_text(TEXT.replace("**vijf dagen**", "een week"), slug="verzuim")
    before = living(handbook)
    answer = signed_in(cas).post(reverse("weigh-take-over", args=[remark.key]))
    page = re.sub(r"\s+", " ", answer.content.decode())
    assert answer.status_code == 422
    for words in (
        "De tekst is hier na dit voorstel gewijzigd.",
        "<dd>vijf dagen</dd>",
        "<dd>een week</dd>",
        "<dd>drie schooldagen</dd>",
    ):
        assert words in page
    assert living(handbook) == before
    assert not TakeOver.objects.exists()
    alert = page.partition('id="overnemen" tabindex="-1" data-focus-first>')[2].partition("</section>")[0]
    section = SectionPage.objects.get(title="Melden")
    block = section.body[0].id
    assert f'href="/beheer/pages/{section.pk}/edit/#block-{block}-section">Open deze passage in de levende tekst</a>' in alert
    assert re.search(rf'action="{reverse("weigh-take-over", args=[remark.key])}\?[^"]*#overnemen"', page)


def test_a_colleagues_unpublished_edits_are_not_hidden(handbook, propose, cas, at):
    remark = propose("vijf dagen", "drie schooldagen")
    page = SectionPage.objects.get(title="Melden")
    page.title = "Melden, en dan?"
    page.save_revision(user=cas)
    with pytest.raises(EditsWaiting, match="Melden"):
        take_over(comment=remark, by=cas, at=at)


def test_twice_and_too_late_are_told(handbook, propose, cas, at):
    remark = propose("vijf dagen", "drie schooldagen")
    take_over(comment=remark, by=cas, at=at)
    with pytest.raises(TakenOverAlready):
        take_over(comment=remark, by=cas, at=at)
    import_text("# Handreiking\n\n## Melden\n\nHier staat nu iets dat er in niets op lijkt.\n", slug="verzuim")
    with pytest.raises((PassageGone, errors.WordsClash)):
        take_over(comment=remark, by=cas, at=at)


def test_the_working_group_decides_but_does_not_change_the_text(propose, bram, cas, signed_in, at):
    remark = propose("vijf dagen", "drie schooldagen")
    with pytest.raises(errors.MayNotTakeOver):
        take_over(comment=remark, by=bram, at=at)
    words = "Neem deze woorden over in de tekst"
    address = reverse("weigh", args=[remark.key])
    assert words not in signed_in(bram).get(address).content.decode()
    browser = signed_in(cas)
    assert words in browser.get(address).content.decode()
    answer = browser.post(reverse("weigh-take-over", args=[remark.key]), follow=True)
    assert "De woorden staan nu in de levende tekst" in answer.content.decode()
    assert "Overgenomen in de levende tekst op" in answer.content.decode()
